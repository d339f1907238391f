#include "qonys/scenario/scenario.hpp"

#include <fmt/format.h>

namespace qonys {
namespace {

void read_months(Reader& run, Scenario& scenario)
{
    const std::size_t before = run.problems().size();
    scenario.start = run.month("start", {.unit = "month", .description = "first month simulated"});
    scenario.end = run.month("end", {.unit = "month", .description = "last month simulated"});
    if (run.problems().size() == before && scenario.end < scenario.start) {
        run.problem("end",
                    fmt::format("run.end = {} is before run.start = {}", scenario.end.text(),
                                scenario.start.text()),
                    "no month would be simulated", "choose a later run.end");
    }
}

}  // namespace

Scenario Scenario::read(Reader& in, const std::string& default_name)
{
    Scenario scenario;
    scenario.name = in.text("name", {.unit = "-", .description = "name of the scenario in results"},
                            default_name);
    scenario.title = in.text("title", {.unit = "-", .description = "one line for people"}, "");
    scenario.model = in.text("model", {.unit = "-",
                                       .description = "registered model that is run",
                                       .why = "it says which processes are simulated"});
    Reader run = in.section("run");
    read_months(run, scenario);
    scenario.seed = static_cast<std::uint64_t>(run.integer(
        "seed", Bounds::at_least(0),
        {.unit = "-", .description = "seed of all draws", .why = "a seed is a count"}, 1));
    scenario.replicates = run.integer("replicates", Bounds::at_least(1),
                                      {.unit = "runs",
                                       .description = "runs that differ in their draws alone",
                                       .why = "at least one run is needed"},
                                      1);
    Reader population = in.section("population");
    scenario.scale = population.number("scale", Bounds::within(smallest_scale, 1.0),
                                       {.unit = "share",
                                        .description = "part of the population simulated",
                                        .why = "it is the part of the population simulated"},
                                       1.0);
    return scenario;
}

}  // namespace qonys
