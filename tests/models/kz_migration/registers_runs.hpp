#pragma once

#include <string>
#include <vector>

#include "support/kz_run.hpp"

/// Runs of registers that tests look at.
namespace qonys::testing {

struct Asked {
    double scale = 0.01;
    std::string end = "2025-12";
    std::string more;
    std::string base = "base.toml";
};

inline Plan plan_of_run(const Asked& run)
{
    return kz_plan({run.scale, run.end, run.more, run.base});
}

inline std::string set(const std::string& lever, double value, const std::string& from = "2025-01",
                       const std::string& agency = "")
{
    return set_lever("registers." + lever, value, from,
                     agency.empty() ? "" : "target = { agency = [\"" + agency + "\"] }\n");
}

/// Everything linked, and all that is done with it.
inline std::string whole_contour(const std::string& from = "2025-01")
{
    return set("linkage", 0.9, from) + set("nobd_residence", 0.9, from) +
           set("contract_check", 2.0, from) + set("outreach", 0.2, from) +
           set("coverage", 0.95, from, "interior") + set("delay", 0.2, from, "interior");
}

inline std::vector<std::int64_t> at(const Series& series, std::size_t time)
{
    const std::size_t cells = series.spec.num_cells();
    const auto first = series.values.begin() + static_cast<std::ptrdiff_t>(time * cells);
    return {first, first + static_cast<std::ptrdiff_t>(cells)};
}

inline std::vector<std::int64_t> values_at_end(const Series& series)
{
    return at(series, series.values.size() / series.spec.num_cells() - 1);
}

}  // namespace qonys::testing
