#pragma once

#include <string>

#include "qonys/run/evidence_run.hpp"
#include "support/run_scenario.hpp"

/// Cases on a model with two levers, mortality.level and fertility.level.
namespace qonys::testing {

inline constexpr const char* closed_scenario =
    "extends = \"closed_population.toml\"\n[run]\nend = \"2026-12\"\n[population]\npeople = 30_000\n";

/// The same for a file that lies elsewhere.
inline std::string closed_scenario_elsewhere()
{
    std::string text = closed_scenario;
    const std::string file = "closed_population.toml";
    return text.replace(text.find(file), file.size(), (yardsticks() / file).string());
}

inline constexpr const char* more_deaths = R"([[case]]
id = "more_deaths"
lever = "mortality.level"
change = "half as many deaths again"
scale = 1
replicates = 3
[[case.measure]]
kind = "scale"
lever = "mortality.level"
factor = 1.5
from = "2025-01"
[[case.outcome]]
name = "deaths"
indicator = "deaths"
expect = "proportional"
low = 0.4
high = 0.5
source = "rates are multiplied"
year = "-"
grade = "identity"
)";

inline constexpr const char* fewer_births = R"([[case]]
id = "fewer_births"
lever = "fertility.level"
change = "no births"
end = "2025-12"
scale = 1
replicates = 3
[[case.measure]]
kind = "set"
lever = "fertility.level"
value = 0
from = "2025-01"
[[case.outcome]]
name = "births of girls among births"
indicator = "births"
cells = { sex = ["female"] }
of = { indicator = "births" }
expect = "up"
source = "nobody"
year = "-"
grade = "D"
assumption = true
[[case.outcome]]
name = "births"
indicator = "births"
expect = "proportional"
low = -1
high = -1
source = "rates are multiplied"
year = "-"
grade = "identity"
)";

inline Plan closed_plan() { return plan_of(closed_scenario); }

inline EvidenceFile cases_of(const std::string& text)
{
    return read_evidence(Document::parse(text, "cases.toml"), closed_plan());
}

}  // namespace qonys::testing
