#include "indicators/foreign_labour.hpp"

#include <algorithm>

#include "indicators/stock.hpp"

namespace qonys::models::kz_migration {
ForeignLabourIndicators::ForeignLabourIndicators(Registry& registry, const ForeignSetup& setup)
    : setup_(setup),
      workers_(registry.add_tally(stock("foreign_workers", "foreign workers by status and region",
                                        "persons", {setup.axes.status, setup.axes.region}))),
      household_workers_(registry.add_tally(
          stock("household_workers", "foreign workers of private persons: people, not permits",
                "persons", {setup.axes.region}))),
      origins_(registry.add_tally(stock("foreign_workers_by_origin",
                                        "foreign workers by status and country", "persons",
                                        {setup.axes.status, setup.axes.partner}))),
      employers_(
          registry.add_tally({.name = "permit_employers",
                              .description = "employers that hold permits, of those simulated",
                              .unit = "employers",
                              .measurement = Measurement::stock,
                              .axes = {setup.axes.region},
                              .weighted = false})),
      staff_(registry.add_tally(stock("permit_employers_staff",
                                      "staff of employers that hold permits, by where it is from",
                                      "persons", {Axis("staff", {"local", "foreign"})})))
{}

ProcessInfo ForeignLabourIndicators::info() const
{
    return {.name = "foreign_labour_indicators",
            .description = "counts foreign workers and the employers that hold permits",
            .stage = Stage::record,
            .reads = {"foreign_workers.status", "foreign_workers.region", "employers.filled_low",
                      "employers.foreign_low"}};
}

void ForeignLabourIndicators::conclude(const StepContext& step, World& world, Tallies& counts)
{
    // The tables are the same on every rank: one of them counts.
    if (step.ranks.rank() != 0) {
        return;
    }
    const ForeignStaff staff(world, setup_.columns);
    const ForeignWorkerColumns& own = setup_.columns.workers;
    const EmployerColumns& columns = setup_.columns.employers;
    std::vector<std::uint32_t> holders;
    for (std::size_t row = 0; row < staff.workers.size(); ++row) {
        if (staff.workers[own.alive][row] != is_alive) {
            continue;
        }
        const ForeignStatus status = staff.workers[own.status][row];
        const std::size_t region = staff.workers[own.region][row].value();
        counts.add(workers_, static_cast<std::size_t>(status) * setup_.axes.region.size() + region);
        counts.add(origins_, static_cast<std::size_t>(status) * setup_.axes.partner.size() +
                                 staff.workers[own.origin][row].value());
        if (status == ForeignStatus::household) {
            counts.add(household_workers_, region);
        }
        if (is_permit(status)) {
            holders.push_back(staff.workers[own.employer][row].value());
        }
    }
    std::sort(holders.begin(), holders.end());
    holders.erase(std::unique(holders.begin(), holders.end()), holders.end());
    for (const std::uint32_t employer : holders) {
        counts.add(employers_, staff.employers[columns.region][employer].value());
        for (std::size_t skill = 0; skill < num_skills; ++skill) {
            counts.add(staff_, 0, staff.employers[columns.filled[skill]][employer]);
            counts.add(staff_, 1, staff.employers[columns.foreign[skill]][employer]);
        }
    }
}

}  // namespace qonys::models::kz_migration
