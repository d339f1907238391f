#include "geography.hpp"

namespace qonys::models::kz_migration {
namespace {

/// A table from region to region whose file leaves out the diagonal.
Table<double, RegionId, RegionId> pairs(Reader& in, std::string_view key, const Axes& axes,
                                        Bounds bounds, const ParameterInfo& info)
{
    const Axis origin("origin", axes.region.codes(), axes.region.labels());
    const Axis destination("destination", axes.region.codes(), axes.region.labels());
    return in.table<double, RegionId, RegionId>(key, {origin, destination}, bounds, info);
}

}  // namespace

Geography Geography::read(Reader& in, const Axes& axes)
{
    Reader geography = in.section("geography");
    return {pairs(geography, "distance_km", axes, Bounds::at_least(0.0),
                  {"km", "great-circle distance between capitals"}),
            pairs(geography, "contiguous", axes, Bounds::within(0.0, 1.0),
                  {"-", "1 where regions have a common border"})};
}

Regions Geography::regions(const Axes& axes) const
{
    std::vector<Region> regions;
    std::vector<RegionLink> links;
    for (std::size_t a = 0; a < axes.region.size(); ++a) {
        regions.push_back({axes.region.codes()[a], axes.region.labels()[a]});
        for (std::size_t b = a + 1; b < axes.region.size(); ++b) {
            const RegionId from(static_cast<RegionId::rep>(a));
            const RegionId to(static_cast<RegionId::rep>(b));
            links.push_back({from, to, distance_km(from, to), contiguous(from, to) > 0.0});
        }
    }
    return Regions(std::move(regions), std::move(links));
}

}  // namespace qonys::models::kz_migration
