#include "labour/market.hpp"

#include "qonys/core/math.hpp"

namespace qonys::models::kz_migration {

LabourMarket::LabourMarket(const LabourAxes& axes)
    : unemployed(axes.region.size(), 0),
      self_employed(axes.region.size(), 0),
      employees(axes.region.size(), 0),
      demand(axes.num_segments(), 1.0),
      excess(axes.num_segments(), 0),
      location(axes.num_segments(), 1.0),
      wage_chance(axes.region.size(), 1.0)
{
}

void LabourMarket::grow(const LabourPaths& paths, Month now)
{
    for (std::size_t segment = 0; segment < demand.size(); ++segment) {
        demand[segment] *= paths.demand_factor(segment, now);
    }
    wages *= exact::exp(paths.log_wage_factor(now));
}

void LabourMarket::relocate(std::span<const std::int64_t> vacant,
                            std::span<const std::int64_t> posts, std::span<const double> moving)
{
    const auto share = [](std::int64_t part, std::int64_t all) {
        return all > 0 ? static_cast<double>(part) / static_cast<double>(all) : 0.0;
    };
    const std::size_t num_sectors = moving.size();
    for (std::size_t sector = 0; sector < num_sectors; ++sector) {
        std::int64_t open = 0;
        std::int64_t all = 0;
        for (std::size_t place = sector; place < posts.size(); place += num_sectors) {
            open += vacant[place];
            all += posts[place];
        }
        double asked = 0.0;
        double moved = 0.0;
        for (std::size_t place = sector; place < posts.size(); place += num_sectors) {
            const double wanted = first_posts[place] * demand[place];
            asked += wanted * location[place];
            if (posts[place] > 0) {
                const double beyond = share(vacant[place], posts[place]) - share(open, all);
                location[place] *= exact::exp(-moving[sector] * beyond);
            }
            moved += wanted * location[place];
        }
        for (std::size_t place = sector; place < posts.size() && moved > 0.0;
             place += num_sectors) {
            location[place] *= asked / moved;
        }
    }
}

double LabourMarket::unemployment(std::size_t region) const
{
    const double force = labour_force(region);
    return force > 0.0 ? static_cast<double>(unemployed[region]) / force : 0.0;
}

void LabourMarket::archive(Archive& archive)
{
    archive.values("unemployed", unemployed);
    archive.values("self_employed", self_employed);
    archive.values("employees", employees);
    archive.values("demand", demand);
    std::vector<double> nation{wages, composition, first_pay};
    archive.values("nation", nation);
    wages = nation.at(0);
    composition = nation.at(1);
    first_pay = nation.at(2);
    archive.values("excess", excess);
    archive.values("location", location);
    archive.values("first_force", first_force);
    archive.values("first_unemployment", first_unemployment);
    archive.values("first_posts", first_posts);
    archive.values("starts", starts);
    archive.values("first_earnings", first_earnings);
    archive.values("wage_chance", wage_chance);
}

}  // namespace qonys::models::kz_migration
