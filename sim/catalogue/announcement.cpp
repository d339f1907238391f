#include "qonys/catalogue/announcement.hpp"

#include <fmt/format.h>

#include <set>

#include "qonys/scenario/known_names.hpp"

namespace qonys {
namespace {

/// Names that a line lists, each of which must be there.
struct ListedNames {
    std::string key;
    KnownNames known;
    const char* description;
};

std::vector<std::string> read_names_of(Reader& in, const ListedNames& listed, bool is_claim)
{
    std::vector<std::string> names = in.texts(listed.key, {"-", listed.description});
    for (const std::string& name : names) {
        require_known(in, listed.key, name, listed.known);
    }
    if (names.empty() && !is_claim) {
        in.problem(listed.key, fmt::format("the line names no {}", listed.known.what),
                   "what was announced must be a mechanism, with a lever and an outcome",
                   fmt::format("name one in '{}'", listed.key));
    }
    return names;
}

}  // namespace

std::vector<AnnouncementLine> read_announcement(Reader& in, const Registry& registry)
{
    std::vector<std::string> processes;
    std::vector<std::string> levers;
    std::vector<std::string> outcomes;
    for (const auto& process : registry.processes()) {
        processes.push_back(process->info().name);
    }
    for (const LeverSpec& lever : registry.levers().specs()) {
        levers.push_back(lever.name);
    }
    for (const TallySpec& tally : registry.tallies().specs()) {
        outcomes.push_back(tally.name);
    }
    std::vector<AnnouncementLine> lines;
    std::set<std::string> ids;
    for (Reader& section : in.sections("line")) {
        AnnouncementLine line;
        line.id = section.text("id", {"-", "name of the line"});
        if (!ids.insert(line.id).second) {
            section.problem("id", fmt::format("the id '{}' is given twice", line.id),
                            "measures name lines by it", "choose another");
        }
        line.name = read_names(section);
        line.is_claim = section.boolean("claim", {"-", "said of the policy as a whole"}, false);
        line.processes = read_names_of(
            section,
            {"processes",
             {"process", processes,
              "the model has no such process; where a part of it is off, catalogue.use = false "
              "leaves the catalogue out"},
             "processes"},
            line.is_claim);
        line.levers = read_names_of(
            section, {"levers", {"lever", levers, "the model has no such lever"}, "levers"},
            line.is_claim);
        line.outcomes = read_names_of(
            section,
            {"outcomes", {"series", outcomes, "the model records no such series"}, "outcomes"},
            false);
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace qonys
