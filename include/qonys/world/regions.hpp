#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "qonys/core/id.hpp"
#include "qonys/table/axis.hpp"

namespace qonys {

struct Region {
    std::string code;     ///< "KZ-10"
    std::string name;     ///< English
};

/// A link between two regions, both ways.
struct RegionLink {
    RegionId a;
    RegionId b;
    double distance_km = 0.0;
    bool contiguous = false;
};

/// The regions of a world and the graph between them. Small, constant, the same on every rank.
class Regions {
public:
    explicit Regions(std::vector<Region> regions, std::vector<RegionLink> links = {});
    ~Regions();
    Regions(Regions&&) noexcept;
    Regions& operator=(Regions&&) noexcept;

    [[nodiscard]] std::size_t size() const { return regions_.size(); }
    [[nodiscard]] const Region& operator[](RegionId region) const { return regions_[region.value()]; }
    [[nodiscard]] std::optional<RegionId> find(std::string_view code) const;
    [[nodiscard]] Axis axis() const;  ///< named "region"

    /// Kilometres between two regions: the link's, or the shortest way along links; 0 to itself;
    /// empty when no way leads there.
    [[nodiscard]] std::optional<double> distance_km(RegionId a, RegionId b) const;
    [[nodiscard]] bool contiguous(RegionId a, RegionId b) const;

private:
    struct Graph;  ///< Boost.Graph stays inside
    std::vector<Region> regions_;
    std::unique_ptr<Graph> graph_;
};

}  // namespace qonys
