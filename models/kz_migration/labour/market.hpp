#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "labour/tables.hpp"
#include "qonys/core/archive.hpp"

namespace qonys::models::kz_migration {

/// What is known of the labour market as a whole, on every rank: people by state, demand and wages by
/// region and sector. Processes of the labour floor share one, which `employer_decisions` archives.
class LabourMarket {
public:
    LabourMarket(const LabourAxes& axes);

    /// People of the sample by actual region, at the end of the last month.
    std::vector<std::int64_t> unemployed;
    std::vector<std::int64_t> self_employed;
    std::vector<std::int64_t> employees;

    /// Growth since the start, as factors.
    std::vector<double> demand;   ///< for employees, outside the model's reach: region x sector
    double wages = 1.0;           ///< mean nominal wage of the nation, outside the model's reach
    double composition = 1.0;     ///< mean pay at the wages of the start: who works where
    std::vector<std::int64_t> excess;  ///< staff beyond wanted posts, last month: region x sector
    std::vector<double> location;      ///< of a sector's posts among regions, against the paths

    /// As they stood before the first month.
    std::vector<double> first_force;         ///< people in the labour force, by region
    std::vector<double> first_unemployment;  ///< rate by region
    std::vector<double> first_posts;         ///< region x sector
    std::vector<double> starts;              ///< monthly chance of the unemployed to start a business
    std::vector<double> first_earnings;      ///< expected wage by region, at the start's wages
    double first_pay = 0.0;                  ///< mean pay of the nation

    /// Expected wage (wage x chance of work) against the start and against the nation: a slow mean.
    std::vector<double> wage_chance;

    /// KZT for 1 KZT at the wages of the start. The path is that of the mean wage: what people gain by
    /// changing to better jobs is a part of it, not more.
    [[nodiscard]] double wage_level() const { return wages / composition; }
    /// Demand and wages of one month more.
    void grow(const LabourPaths& paths, Month now);
    /// Posts that nobody takes are opened in other regions: of what stands open in a segment beyond
    /// the nation's share in its sector, `moving` goes in a month. The nation's posts stay as many.
    void relocate(std::span<const std::int64_t> vacant, std::span<const std::int64_t> posts,
                  std::span<const double> moving);
    [[nodiscard]] bool is_empty() const { return first_force.empty(); }
    [[nodiscard]] double labour_force(std::size_t region) const
    {
        return static_cast<double>(unemployed[region] + self_employed[region] + employees[region]);
    }
    [[nodiscard]] double unemployment(std::size_t region) const;  ///< rate; 0 where nobody works
    void archive(Archive& archive);
};

}  // namespace qonys::models::kz_migration
