#pragma once

#include <map>
#include <string>

#include "support/evidence_cases.hpp"

/// A catalogue for the closed population: one measure that halves deaths, one that turns nothing,
/// one indicator with a target.
namespace qonys::testing {

inline const std::string closed_catalogue = R"(
[catalogue]
measures = "measures.toml"
indicators = "indicators.toml"
priors = "priors.toml"
announcement = "announcement.toml"
)";

inline const std::string closed_measures = R"(count = 2
[directions.health]
name = {kk = "Денсаулық", ru = "Здоровье", en = "Health"}
[agencies.ministry]
name = {kk = "Министрлік", ru = "Министерство", en = "Ministry"}
[[measure]]
id = "M01"
name = {kk = "Емдеу", ru = "Лечение", en = "Treatment"}
direction = "health"
agency = "ministry"
lines = ["A1"]
from = "2026-01"
grade = "D"
provenance = "proxy"
source = "https://example.org/1"
effect = "levers"
outcome = {name = "deaths", formula = "deaths", unit = "persons"}
cost = {formula = "1000000"}
[[measure.change]]
kind = "scale"
lever = "mortality.level"
factor = 0.5
[[measure]]
id = "M02"
name = {kk = "Заң", ru = "Закон", en = "Law"}
direction = "health"
agency = "ministry"
lines = ["A1"]
from = "2026-01"
grade = "D"
provenance = "proxy"
source = "https://example.org/2"
effect = "none expected"
why = "paper"
outcome = {name = "deaths", formula = "deaths", unit = "persons"}
cost = {unknown = "no figure"}
)";

inline const std::string closed_indicators = R"(count = 1
[[indicator]]
id = "K01"
name = {kk = "Өлімдер", ru = "Смерти", en = "Deaths per thousand"}
unit = "per 1,000"
formula = "1000 * deaths / mean(population) "
target = 0
target_year = 2026
met = "at most"
remark = "no base"
provenance = "proxy"
source = "https://example.org/k"
)";

inline const std::string closed_priors = R"([rule]
transfer_widening = 1.5
text = "none here"
)";

inline const std::string closed_announcement = R"([[line]]
id = "A1"
name = {kk = "Ұзақ өмір", ru = "Долгая жизнь", en = "Long lives"}
processes = ["life"]
levers = ["mortality.level"]
outcomes = ["deaths"]
)";

/// The files of a closed population with that catalogue, by name; the scenario is "base.toml".
inline std::map<std::string, std::string> closed_files()
{
    return {{"base.toml", closed_scenario_elsewhere() + closed_catalogue},
            {"measures.toml", closed_measures},
            {"indicators.toml", closed_indicators},
            {"priors.toml", closed_priors},
            {"announcement.toml", closed_announcement}};
}

}  // namespace qonys::testing
