#include "qonys/catalogue/measures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "qonys/scenario/known_names.hpp"

namespace qonys {
namespace {

const std::array<std::string, 2> effects{"levers", "none expected"};

CodedNames read_coded(Reader section)
{
    CodedNames names;
    for (const std::string& code : section.keys()) {
        Reader one = section.section(code);
        names.emplace(code, read_names(one));
    }
    return names;
}

std::vector<std::string> codes_of(const CodedNames& names)
{
    std::vector<std::string> codes;
    for (const auto& [code, unused] : names) {
        codes.push_back(code);
    }
    return codes;
}

class MeasuresReading {
public:
    MeasuresReading(Reader& in, const MeasureContext& context) : in_(in), context_(context)
    {
        for (const Prior& prior : context.priors.all) {
            prior_ids_.push_back(prior.id);
        }
    }

    CatalogueMeasures read()
    {
        CatalogueMeasures measures;
        measures.directions = read_coded(in_.section("directions"));
        measures.agencies = read_coded(in_.section("agencies"));
        directions_ = codes_of(measures.directions);
        agencies_ = codes_of(measures.agencies);
        const std::int64_t count =
            in_.integer("count", Bounds::at_least(0.0), {"-", "measures that the policy has"});
        for (Reader& section : in_.sections("measure")) {
            measures.all.push_back(read_measure(section));
        }
        if (static_cast<std::size_t>(count) != measures.all.size()) {
            in_.problem("count",
                        fmt::format("count = {}, and {} measures stand in the file", count,
                                    measures.all.size()),
                        "an entry may have been lost", "mend the count or the entries");
        }
        check_lines(measures);
        return measures;
    }

private:
    CatalogueMeasure read_measure(Reader& in)
    {
        CatalogueMeasure measure;
        measure.id = in.text("id", {"-", "name of the entry"});
        if (!measure.id.empty() && !ids_.insert(measure.id).second) {
            in.problem("id", fmt::format("the id '{}' is given twice", measure.id),
                       "scenarios switch measures by it", "choose another");
        }
        measure.name = read_names(in);
        measure.direction = in.text("direction", {"-", "direction of the policy"});
        require_known(in, "direction", measure.direction,
                      {"direction", directions_, "results are told by direction"});
        measure.agency = in.text("agency", {"-", "who carries it out"});
        require_known(in, "agency", measure.agency,
                      {"agency", agencies_, "somebody answers for it"});
        measure.lines = in.texts("lines", {"-", "lines of the announcement that it carries out"});
        for (const std::string& line : measure.lines) {
            require_known(
                in, "lines", line,
                {"line of the announcement", context_.lines, "the lines are in its file"});
        }
        measure.timetable = read_dates(in);
        measure.grade = in.word("grade", evidence_grades, {"-", "of the evidence on its effect"});
        measure.origin = read_origin(in);
        read_effect(in, measure);
        read_cost(in, measure);
        Reader outcome = in.section("outcome");
        measure.outcome_name = outcome.text("name", {"-", "what the measure is for"});
        measure.outcome = read_yearly_number(outcome, "formula",
                                             outcome.text("unit", {"-", "unit"}), context_.specs);
        return measure;
    }

    static Timetable read_dates(Reader& in)
    {
        Timetable timetable;
        timetable.from = in.month("from", {"month", "first month in which the measure holds"});
        if (in.has("until")) {
            timetable.until =
                in.month("until", {"month", "first month in which it no longer holds"});
        }
        return timetable;
    }

    void read_effect(Reader& in, CatalogueMeasure& measure)
    {
        const std::string effect = in.word("effect", effects, {"-", "how it reaches people"});
        std::vector<Reader> changes = in.sections("change");
        const bool has_effect = effect == effects[0];
        if (!has_effect) {
            measure.why_no_effect = in.text("why", {"-", "why no effect is expected"});
        }
        if (in.has("effect") && has_effect == changes.empty()) {
            in.problem("effect",
                       has_effect ? "effect = \"levers\" without a [[measure.change]]"
                                  : "effect = \"none expected\" beside a [[measure.change]]",
                       "a measure turns levers, or says why it does not",
                       has_effect ? "add a change, or write effect = \"none expected\" and why"
                                  : "leave one of them out");
        }
        std::vector<ReadChange> read;
        for (Reader& change : changes) {
            const ChangeContext around{measure.id, measure.timetable, operand_of(change)};
            if (change.has("prior") && !around.operand) {
                for (const std::string& key : change.keys()) {
                    static_cast<void>(change.has(key));  // cannot be judged without its number
                }
                continue;
            }
            if (auto params = read_change(change, context_.levers, around)) {
                read.push_back({*params, &change});
                measure.changes.push_back(*std::move(params));
            }
        }
        check_bounds(read, context_.levers);
    }

    std::optional<double> operand_of(Reader& change)
    {
        if (!change.has("prior")) {
            return std::nullopt;
        }
        const std::string id = change.text("prior", {"-", "prior whose centre is taken"});
        const bool known =
            require_known(change, "prior", id,
                          {"prior", prior_ids_, "its centre says how far the lever is turned"});
        return known ? std::optional(context_.priors.find(id)->centre) : std::nullopt;
    }

    void read_cost(Reader& in, CatalogueMeasure& measure)
    {
        Reader cost = in.section("cost");
        if (cost.has("formula")) {
            measure.cost = read_yearly_number(cost, "formula", "KZT", context_.specs);
            measure.cost_note = cost.text("note", {"-", "what the formula leaves out"}, "");
        } else {
            measure.cost_note =
                cost.text("unknown", {"-", "why no cost is known; or give a formula"});
        }
    }

    /// Every line that is no claim is carried out by some measure.
    void check_lines(const CatalogueMeasures& measures)
    {
        for (const std::string& line : context_.lines) {
            const auto carries_out = [&](const CatalogueMeasure& one) {
                return std::find(one.lines.begin(), one.lines.end(), line) != one.lines.end();
            };
            if (std::none_of(measures.all.begin(), measures.all.end(), carries_out)) {
                in_.problem(
                    "", fmt::format("no measure carries out line '{}' of the announcement", line),
                    "what was announced would be missing", "name the line in a measure");
            }
        }
    }

    Reader& in_;
    const MeasureContext& context_;
    std::vector<std::string> directions_;
    std::vector<std::string> agencies_;
    std::vector<std::string> prior_ids_;
    std::set<std::string> ids_;
};

}  // namespace

std::optional<YearlyNumber> read_yearly_number(Reader& in, std::string_view key, std::string unit,
                                               std::span<const TallySpec> specs)
{
    const std::size_t before = in.problems().size();
    const std::string text = in.text(key, {unit, "formula over recorded series"});
    if (in.problems().size() > before) {
        return std::nullopt;
    }
    try {
        return YearlyNumber{text, Formula::parse(text, specs), std::move(unit)};
    } catch (const InputError& error) {
        const Problem& problem = error.problems().front();
        in.problem(key, problem.what, problem.why, problem.hint);
        return std::nullopt;
    }
}

const CatalogueMeasure* CatalogueMeasures::find(std::string_view id) const
{
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const CatalogueMeasure& one) { return one.id == id; });
    return found == all.end() ? nullptr : &*found;
}

CatalogueMeasures read_catalogue_measures(Reader& in, const MeasureContext& context)
{
    return MeasuresReading(in, context).read();
}

}  // namespace qonys
