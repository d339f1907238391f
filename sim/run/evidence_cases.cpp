#include "qonys/run/evidence_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "qonys/core/hint.hpp"
#include "qonys/policy/cell_targets.hpp"
#include "qonys/scenario/known_names.hpp"

namespace qonys {
namespace {

const std::array<std::string, 4> directions{"up", "down", "zero", "proportional"};
const std::array<std::string, 3> ways_of_taking{"sum", "mean", "end"};
const std::array<std::string, 5> grades{"A", "B", "C", "D", "identity"};

/// Reads `[[case]]` by `[[case]]` against what the model has.
class EvidenceReading {
public:
    EvidenceReading(const Document& document, const Plan& plan)
        : document_(document), in_(document), plan_(plan), registry_(plan.build_registry())
    {
        for (const LeverSpec& lever : registry_->levers().specs()) {
            levers_.push_back(lever.name);
        }
        for (const TallySpec& tally : registry_->tallies().specs()) {
            tallies_.push_back(tally.name);
        }
    }

    EvidenceFile read()
    {
        EvidenceFile file;
        std::vector<Reader> cases = in_.sections("case");
        for (std::size_t i = 0; i < cases.size(); ++i) {
            file.cases.push_back(read_case(cases[i], i));
        }
        for (Reader& section : in_.sections("no_lever")) {
            file.without_lever.push_back(read_without_lever(section));
        }
        report_levers_left_out(file);
        in_.finish();
        in_.throw_if_any();
        return file;
    }

private:
    EvidenceCase read_case(Reader& in, std::size_t index)
    {
        EvidenceCase one;
        one.id = read_id(in);
        one.lever = in.text("lever", {"-", "lever that the case is about"});
        if (!one.lever.empty()) {
            require_known(in, "lever", one.lever, {"lever", levers_, "the model has no such lever"});
        }
        one.change = in.text("change", {"-", "the change in plain words"});
        one.end = in.month("end", {"month", "last month to run"}, plan_.scenario.end);
        if (one.end < plan_.scenario.start || one.end > plan_.scenario.end) {
            in.problem("end", fmt::format("end = \"{}\" is outside the run", one.end.text()),
                       "a case may be shorter than its scenario, not longer",
                       fmt::format("give a month from {} to {}", plan_.scenario.start.text(),
                                   plan_.scenario.end.text()));
            one.end = plan_.scenario.end;
        }
        one.scale = in.number("scale", Bounds::within(smallest_scale, 1.0),
                              {"share", "part of the population simulated"});
        one.replicates = in.integer("replicates", Bounds::within(2.0, 1e6),
                                    {"runs", "pairs of runs", "one pair has no interval"});
        one.measures = nodes_of(in, index, "measure");
        one.background = nodes_of(in, index, "background");
        check_measures(in, one);
        for (Reader& section : in.sections("outcome")) {
            one.outcomes.push_back(read_outcome(section, one.end));
        }
        if (one.outcomes.empty()) {
            in.problem("", fmt::format("case '{}' has no [[case.outcome]]", one.id),
                       "there is nothing to look at", "name an indicator and what is expected");
        }
        return one;
    }

    std::string read_id(Reader& in)
    {
        std::string id = in.text("id", {"-", "name of the case"});
        if (!id.empty() && !ids_.insert(id).second) {
            in.problem("id", fmt::format("the id '{}' is given twice", id),
                       "cases are told apart by it", "choose another");
        }
        return id;
    }

    /// Tables are kept as they are written: the reader of measures judges them with the scenario.
    Node::Array nodes_of(Reader& in, std::size_t index, const std::string& key) const
    {
        if (!in.has(key)) {
            return {};
        }
        const Node& one = (*document_.root().table()->find("case")->second.array())[index];
        const Node::Array* nodes = one.table()->find(key)->second.array();
        if (nodes == nullptr) {
            in.problem(key, fmt::format("'{}' is no list of tables", key),
                       "measures are read as those of a scenario",
                       fmt::format("write [[case.{}]] above each", key));
            return {};
        }
        return *nodes;
    }

    static void check_measures(Reader& in, const EvidenceCase& one)
    {
        const auto turns_lever = [&](const Node& node) {
            const Node::Table* table = node.table();
            const auto found = table == nullptr ? Node::Table::const_iterator{} : table->find("lever");
            return table != nullptr && found != table->end() &&
                   std::get_if<std::string>(&found->second.value) != nullptr &&
                   std::get<std::string>(found->second.value) == one.lever;
        };
        if (std::none_of(one.measures.begin(), one.measures.end(), turns_lever)) {
            in.problem("", fmt::format("no [[case.measure]] of '{}' turns '{}'", one.id, one.lever),
                       "the case would say nothing of its lever",
                       "give a measure with this lever, or name the lever that is turned");
        }
    }

    EvidenceOutcome read_outcome(Reader& in, Month end)
    {
        EvidenceOutcome outcome;
        outcome.name = in.text("name", {"-", "the outcome in plain words"});
        outcome.counted = read_counted(in);
        if (in.has("of")) {
            Reader of = in.section("of");
            outcome.of = read_counted(of);
        }
        read_months(in, end, outcome);
        outcome.expectation = read_expectation(in);
        outcome.ground = read_ground(in);
        return outcome;
    }

    CountedCells read_counted(Reader& in)
    {
        CountedCells counted;
        const std::vector<std::string> names = in.texts("indicator", {"-", "what is counted"});
        if (names.empty()) {
            in.problem("", "no indicator is named", "an outcome is counted by indicators",
                       "write indicator = \"...\"; 'qonys run --csv' writes one file for each");
        }
        Reader cells = in.section("cells");
        for (const std::string& name : names) {
            if (!require_known(in, "indicator", name,
                               {"indicator", tallies_, "only what a run records can be compared"})) {
                for (const std::string& axis : cells.keys()) {
                    static_cast<void>(cells.has(axis));
                }
                continue;
            }
            const auto found = std::find(tallies_.begin(), tallies_.end(), name);
            const auto tally = static_cast<std::size_t>(found - tallies_.begin());
            const TallySpec& spec = registry_->tallies().specs()[tally];
            counted.parts.push_back(
                {tally, read_cells(cells, spec.axes,
                                   {.owner = fmt::format("indicator '{}'", name),
                                    .why_axis = "cells are picked on its axes",
                                    .nothing = "nothing would be counted",
                                    .no_axes = "leave out the cells: it is one number"})});
            counted.unit = spec.unit;
        }
        counted.text = fmt::format("{}", fmt::join(names, " + "));
        return counted;
    }

    void read_months(Reader& in, Month end, EvidenceOutcome& outcome)
    {
        const bool is_stock =
            !outcome.counted.parts.empty() &&
            registry_->tallies().specs()[outcome.counted.parts.front().tally].measurement ==
                Measurement::stock;
        const std::string taken = in.word("take", ways_of_taking, {"-", "how months make one number"},
                                          is_stock ? "end" : "sum");
        outcome.taken = static_cast<Taken>(
            std::find(ways_of_taking.begin(), ways_of_taking.end(), taken) - ways_of_taking.begin());
        if (is_stock && outcome.taken == Taken::sum) {
            in.problem("take", "a stock cannot be summed over months", "people would count twice",
                       "write take = \"mean\" or \"end\"");
        }
        outcome.first = in.month("first", {"month", "first month that counts"}, plan_.scenario.start);
        outcome.last = in.month("last", {"month", "last month that counts"}, end);
        if (outcome.first < plan_.scenario.start || outcome.last > end ||
            outcome.last < outcome.first) {
            in.problem("", fmt::format("the months {} to {} are not within the run, {} to {}",
                                       outcome.first.text(), outcome.last.text(),
                                       plan_.scenario.start.text(), end.text()),
                       "nothing is recorded outside it", "choose other months, or a later end");
        }
    }

    static Expectation read_expectation(Reader& in)
    {
        Expectation expectation;
        const std::string word = in.word("expect", directions, {"-", "what the evidence says"}, "zero");
        if (!in.has("expect")) {
            in.problem("", "missing key 'expect'", "a case is about what is expected",
                       fmt::format("write one of {}", listed(directions)));
        }
        expectation.direction = static_cast<Direction>(
            std::find(directions.begin(), directions.end(), word) - directions.begin());
        expectation.absolute =
            in.boolean("absolute", {"-", "range in units of the outcome"}, false);
        if (in.has("low") || in.has("high")) {
            expectation.range = {in.number("low", Bounds::any(), {"-", "least effect expected"}),
                                 in.number("high", Bounds::any(), {"-", "largest effect expected"})};
        }
        check_range(in, expectation);
        return expectation;
    }

    static void check_range(Reader& in, const Expectation& expectation)
    {
        const bool is_zero = expectation.direction == Direction::zero;
        const std::string word{word_of(expectation.direction)};
        if (!expectation.range) {
            if (expectation.direction == Direction::proportional) {
                in.problem("", "expect = \"proportional\" has no low and high",
                           "what is in proportion has a size", "give both");
            }
            return;
        }
        const Interval& range = *expectation.range;
        const bool wrong_side = (expectation.direction == Direction::up && range.low < 0.0) ||
                                (expectation.direction == Direction::down && range.high > 0.0);
        if (range.low > range.high || is_zero || wrong_side || range.low + range.high == 0.0) {
            in.problem("low", fmt::format("low = {} and high = {} do not go with expect = \"{}\"",
                                          range.low, range.high, word),
                       "a range lies on the side of its sign, and zero has none",
                       "give low <= high on that side, or leave them out");
        }
    }

    static Ground read_ground(Reader& in)
    {
        Ground ground;
        ground.source = in.text("source", {"-", "where it comes from, and what it says there"});
        ground.year = in.text("year", {"-", "of the source, \"-\" where there is none"});
        ground.grade = in.word("grade", grades, {"-", "A to D, or identity"});
        ground.note = in.text("note", {"-", "one sentence"}, "");
        ground.assumption = in.boolean("assumption", {"-", "no source: assumed"}, false);
        ground.sets_parameter =
            in.boolean("sets_parameter", {"-", "the source set a parameter too"}, false);
        if (ground.grade == "D" && !ground.assumption) {
            in.problem("grade", "grade D without assumption = true",
                       "what is assumed is said to be", "add assumption = true");
        }
        return ground;
    }

    WithoutLever read_without_lever(Reader& in)
    {
        WithoutLever one;
        one.id = read_id(in);
        one.change = in.text("change", {"-", "the change in plain words"});
        one.reason = in.text("reason", {"-", "why the model has no such lever"});
        one.direction = read_expectation(in).direction;
        one.ground = read_ground(in);
        return one;
    }

    void report_levers_left_out(const EvidenceFile& file)
    {
        for (const std::string& lever : levers_) {
            const auto is_about = [&](const EvidenceCase& one) { return one.lever == lever; };
            if (std::none_of(file.cases.begin(), file.cases.end(), is_about)) {
                in_.problem("", fmt::format("lever '{}' of the model has no case", lever),
                            "what it does would be held against nothing",
                            "add a [[case]] for it, with a sign at least and its ground");
            }
        }
    }

    const Document& document_;
    Reader in_;
    const Plan& plan_;
    std::unique_ptr<Registry> registry_;
    std::vector<std::string> levers_;
    std::vector<std::string> tallies_;
    std::set<std::string> ids_;
};

}  // namespace

EvidenceFile read_evidence(const Document& document, const Plan& plan)
{
    return EvidenceReading(document, plan).read();
}

}  // namespace qonys
