#pragma once

#include <cstdint>
#include <vector>

#include "labour/tables.hpp"
#include "qonys/random/threshold.hpp"

namespace qonys::models::kz_migration {

/// The terms of a job that depend on the post and on luck: the wage relative to what the employer pays,
/// and the contract.
class JobOffer {
public:
    JobOffer(const JobTables& tables, const LabourAxes& axes);

    /// Log-normal around the skill's part of the wage; the mean over a sector's skills is 1,000.
    [[nodiscard]] WageUnits units(SectorId sector, Skill skill, std::uint64_t word) const;
    [[nodiscard]] double mean_units(SectorId sector, Skill skill) const;
    [[nodiscard]] Contract contract(std::uint64_t word) const;

private:
    std::vector<double> mean_units_;  ///< sector x skill
    double worker_wage_sd_;
    Threshold informal_;
    Threshold no_permanent_;          ///< informal or for a term
};

}  // namespace qonys::models::kz_migration
