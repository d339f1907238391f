#pragma once

#include <numeric>
#include <span>
#include <string>

#include "support/run_scenario.hpp"

/// Small runs of the scenarios of Kazakhstan, what levers are set to in them, and looks at what
/// they leave behind.
namespace qonys::testing {

inline constexpr std::size_t num_regions = 20;

struct KzRun {
    double scale = 0.02;
    std::string end = "2025-12";
    std::string more = {};  ///< TOML after the rest
    std::string base = "base.toml";
};

inline Plan kz_plan(const KzRun& run)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const auto folder = std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz";
    const std::string text = "extends = \"" + run.base + "\"\nrun.end = \"" + run.end +
                             "\"\npopulation.scale = " + std::to_string(run.scale) + "\n" +
                             run.more;
    return Plan::read(Document::parse(text, "test.toml", folder), "test", catalogue);
}

/// A measure; `target` as TOML, else everything that the lever has.
inline std::string set_lever(const std::string& lever, double value,
                             const std::string& from = "2025-01", const std::string& target = "")
{
    return "\n[[measure]]\nlever = \"" + lever +
           "\"\nkind = \"set\"\nvalue = " + std::to_string(value) + "\nfrom = \"" + from + "\"\n" +
           target;
}

/// A table that every rank has.
inline const Rows& table(const World& world, const std::string& name)
{
    return world.replicated(world.schema().find_replicated(name).value());
}
template <class T>
std::span<const T> column(const Rows& rows, const std::string& name)
{
    return rows[rows.schema().find<T>(name)];
}

inline std::int64_t sum(std::span<const std::int64_t> values)
{
    return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

/// A series at its end.
inline std::span<const std::int64_t> last(const Series& series)
{
    return series.at(series.times.size() - 1);
}
inline std::int64_t at_end(const Finished& done, const std::string& name)
{
    return sum(last(done[name]));
}

/// Of a series by something and region: one place of the first axis, over all regions and times.
inline std::int64_t over_regions(const Finished& done, const std::string& name, std::size_t place)
{
    const Series& series = done[name];
    std::int64_t all = 0;
    for (std::size_t time = 0; time < series.times.size(); ++time) {
        all += sum(series.at(time).subspan(place * num_regions, num_regions));
    }
    return all;
}

}  // namespace qonys::testing
