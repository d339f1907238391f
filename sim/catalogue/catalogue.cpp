#include "qonys/catalogue/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>

#include "qonys/core/hint.hpp"

namespace qonys {
namespace {

constexpr auto everything = "all";

/// Reads one file of the catalogue; its problems join those of the others.
void read_file(const std::filesystem::path& file, std::vector<Problem>& problems,
               const std::function<void(Reader&)>& read)
{
    if (file.empty()) {
        return;
    }
    try {
        const Document document = Document::load(file);
        Reader in(document);
        read(in);
        in.finish();
        in.throw_if_any();
    } catch (const InputError& error) {
        problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    }
}

/// What `on` and `off` of a scenario may say.
class Choice {
public:
    explicit Choice(const CatalogueMeasures& measures) : measures_(measures)
    {
        words_.emplace_back(everything);
        for (const auto& [code, unused] : measures.directions) {
            words_.push_back(code);
        }
        for (const CatalogueMeasure& measure : measures.all) {
            words_.push_back(measure.id);
        }
    }

    [[nodiscard]] std::set<std::string> read(Reader& in, const char* key) const
    {
        std::set<std::string> ids;
        for (const std::string& word :
             in.texts(key, {"-", "ids of measures, directions, or \"all\""})) {
            if (std::find(words_.begin(), words_.end(), word) == words_.end()) {
                in.problem(
                    key, fmt::format("'{}' is no measure and no direction of the catalogue", word),
                    "it would switch nothing",
                    did_you_mean(word, words_, "write \"all\", a direction or an id"));
            }
            for (const CatalogueMeasure& measure : measures_.all) {
                if (word == everything || word == measure.direction || word == measure.id) {
                    ids.insert(measure.id);
                }
            }
        }
        return ids;
    }

private:
    const CatalogueMeasures& measures_;
    std::vector<std::string> words_;
};

void vary(Reader& in, CatalogueMeasure& measure)
{
    Timetable& timetable = measure.timetable;
    const Month usual = timetable.from;
    timetable.from = in.month("from", {"month", "first month in which it holds here"}, usual);
    if (in.has("until")) {
        timetable.until =
            in.month("until", {"month", "first month in which it no longer holds here"});
    }
    const double part = in.number("part", Bounds::within(0.0, 1.0),
                                  {"share", "part of its changes that is made"}, 1.0);
    if (timetable.until && *timetable.until <= timetable.from) {
        in.problem("",
                   fmt::format("measure '{}' would end in {} and begin in {}", measure.id,
                               timetable.until->text(), timetable.from.text()),
                   "it would never hold", "give other months");
    }
    for (LeverMeasure::Params& change : measure.changes) {
        change.timetable.from = change.timetable.from + (timetable.from - usual);
        if (timetable.until) {
            change.timetable.until = timetable.until;
        }
        change.part = part;
    }
}

void vary_all(Reader in, CatalogueMeasures& measures)
{
    std::vector<std::string> ids;
    for (const CatalogueMeasure& measure : measures.all) {
        ids.push_back(measure.id);
    }
    for (const std::string& id : in.keys()) {
        Reader one = in.section(id);
        const auto found = std::find(ids.begin(), ids.end(), id);
        if (found == ids.end()) {
            in.problem(id, fmt::format("the catalogue has no measure '{}'", id),
                       "nothing would be varied", did_you_mean(id, ids, "see the ids in its file"));
            for (const std::string& key : one.keys()) {
                static_cast<void>(one.has(key));
            }
            continue;
        }
        vary(one, measures.all[static_cast<std::size_t>(found - ids.begin())]);
    }
}

/// Files that a scenario names; empty where it names none.
struct Files {
    std::filesystem::path measures;
    std::filesystem::path indicators;
    std::filesystem::path priors;
    std::filesystem::path announcement;

    static Files read(Reader& in)
    {
        return {in.file("measures", {"file", "measures of the policy"}),
                in.file("indicators", {"file", "indicators that it is judged by"}),
                in.file("priors", {"file", "what is believed of uncertain effects"}),
                in.file("announcement", {"file", "lines of the announcement"})};
    }
};

void read_files(const Files& files, const Registry& registry,
                std::span<const ReadParameter> parameters, Catalogue& catalogue)
{
    const std::vector<TallySpec>& specs = registry.tallies().specs();
    std::vector<Problem> problems;
    read_file(files.priors, problems,
              [&](Reader& in) { catalogue.priors = read_priors(in, parameters); });
    read_file(files.announcement, problems,
              [&](Reader& in) { catalogue.lines = read_announcement(in, registry); });
    std::vector<std::string> lines;
    for (const AnnouncementLine& line : catalogue.lines) {
        if (!line.is_claim) {
            lines.push_back(line.id);
        }
    }
    const MeasureContext context{registry.levers(), specs, catalogue.priors, lines};
    read_file(files.measures, problems,
              [&](Reader& in) { catalogue.measures = read_catalogue_measures(in, context); });
    read_file(files.indicators, problems,
              [&](Reader& in) { catalogue.indicators = read_target_indicators(in, specs); });
    if (!problems.empty()) {
        throw InputError(std::move(problems));
    }
}

}  // namespace

std::vector<LeverMeasure::Params> Catalogue::changes_of(std::string_view id) const
{
    const CatalogueMeasure* measure = measures.find(id);
    return measure == nullptr ? std::vector<LeverMeasure::Params>{} : measure->changes;
}

std::vector<LeverMeasure::Params> Catalogue::changes() const
{
    std::vector<LeverMeasure::Params> all;
    for (const std::string& id : on) {
        const std::vector<LeverMeasure::Params> own = changes_of(id);
        all.insert(all.end(), own.begin(), own.end());
    }
    return all;
}

std::shared_ptr<const Catalogue> read_catalogue(Reader& in, const Registry& registry)
{
    if (!in.has("catalogue")) {
        return nullptr;
    }
    Reader section = in.section("catalogue");
    const bool use = section.boolean(
        "use", {"-", "false: without the catalogue, for parts of a model that lack its levers"},
        true);
    const Files files = Files::read(section);
    in.throw_if_any();
    auto catalogue = std::make_shared<Catalogue>();
    if (!use) {
        for (const char* key : {"on", "off", "vary"}) {
            static_cast<void>(section.has(key));
        }
        return nullptr;
    }
    read_files(files, registry, in.parameters(), *catalogue);
    const Choice choice(catalogue->measures);
    const std::set<std::string> on = choice.read(section, "on");
    const std::set<std::string> off = choice.read(section, "off");
    vary_all(section.section("vary"), catalogue->measures);
    for (const CatalogueMeasure& measure : catalogue->measures.all) {
        if (on.contains(measure.id) && !off.contains(measure.id)) {
            catalogue->on.push_back(measure.id);
        }
    }
    return catalogue;
}

}  // namespace qonys
