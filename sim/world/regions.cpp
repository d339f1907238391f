#include "qonys/world/regions.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <limits>

#include "qonys/core/contract.hpp"

namespace qonys {
namespace {

struct LinkProperties {
    double distance_km;
    bool contiguous;
};

using BoostGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS,
                                         boost::no_property, LinkProperties>;

}  // namespace

struct Regions::Graph {
    BoostGraph links;
    std::vector<std::vector<double>> distance_km;  ///< by origin, along links

    explicit Graph(std::size_t size) : links(size) {}

    void measure()
    {
        const std::size_t size = boost::num_vertices(links);
        for (std::size_t origin = 0; origin < size; ++origin) {
            std::vector<double> row(size, std::numeric_limits<double>::infinity());
            boost::dijkstra_shortest_paths(
                links, origin,
                boost::weight_map(boost::get(&LinkProperties::distance_km, links))
                    .distance_map(boost::make_iterator_property_map(
                        row.begin(), boost::get(boost::vertex_index, links))));
            distance_km.push_back(std::move(row));
        }
    }
};

Regions::Regions(std::vector<Region> regions, std::vector<RegionLink> links)
    : regions_(std::move(regions)), graph_(std::make_unique<Graph>(regions_.size()))
{
    QONYS_EXPECT(!regions_.empty() && regions_.size() < RegionId::invalid().value());
    for (const RegionLink& link : links) {
        QONYS_EXPECT(link.distance_km >= 0.0);
        QONYS_EXPECT(link.a.value() < size() && link.b.value() < size());
        boost::add_edge(link.a.value(), link.b.value(), {link.distance_km, link.contiguous},
                        graph_->links);
    }
    graph_->measure();
}

Regions::~Regions() = default;
Regions::Regions(Regions&&) noexcept = default;
Regions& Regions::operator=(Regions&&) noexcept = default;

std::optional<RegionId> Regions::find(std::string_view code) const
{
    const auto found = std::find_if(regions_.begin(), regions_.end(),
                                    [&](const Region& region) { return region.code == code; });
    if (found == regions_.end()) {
        return std::nullopt;
    }
    return RegionId(static_cast<RegionId::rep>(found - regions_.begin()));
}

Axis Regions::axis() const
{
    std::vector<std::string> codes;
    std::vector<std::string> names;
    for (const Region& region : regions_) {
        codes.push_back(region.code);
        names.push_back(region.name);
    }
    return {"region", std::move(codes), std::move(names)};
}

std::optional<double> Regions::distance_km(RegionId a, RegionId b) const
{
    // A direct link says what the distance is, even where a detour over shorter links would be less.
    const auto [edge, linked] = boost::edge(a.value(), b.value(), graph_->links);
    const double distance =
        linked ? graph_->links[edge].distance_km : graph_->distance_km[a.value()][b.value()];
    // Dijkstra leaves the largest double where no way leads.
    if (distance >= std::numeric_limits<double>::max()) {
        return std::nullopt;
    }
    return distance;
}

bool Regions::contiguous(RegionId a, RegionId b) const
{
    const auto [edge, linked] = boost::edge(a.value(), b.value(), graph_->links);
    return linked && graph_->links[edge].contiguous;
}

}  // namespace qonys
