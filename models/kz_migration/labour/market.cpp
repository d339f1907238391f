#include "labour/market.hpp"

#include "qonys/core/math.hpp"

namespace qonys::models::kz_migration {

LabourMarket::LabourMarket(const LabourAxes& axes)
    : unemployed(axes.region.size(), 0),
      self_employed(axes.region.size(), 0),
      employees(axes.region.size(), 0),
      demand(axes.num_segments(), 1.0),
      excess(axes.num_segments(), 0),
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
    archive.values("first_force", first_force);
    archive.values("first_unemployment", first_unemployment);
    archive.values("first_posts", first_posts);
    archive.values("starts", starts);
    archive.values("first_earnings", first_earnings);
    archive.values("wage_chance", wage_chance);
}

}  // namespace qonys::models::kz_migration
