#include "processes/foreign_departures.hpp"

#include <utility>

#include "processes/chosen_rows.hpp"
#include "processes/thinned_clock.hpp"

namespace qonys::models::kz_migration {

ForeignDepartures::ForeignDepartures(Registry& registry, const ForeignSetup& setup,
                                     const Params& params)
    : setup_(setup),
      leave_(registry.add_draw("foreign_departures", "leave")),
      layoff_(registry.add_draw("foreign_departures", "layoff")),
      departures_(registry.add_tally({.name = "foreign_departures",
                                      .description = "foreign workers who leave their post before "
                                                     "the end of a permit, by status and region",
                                      .unit = "persons",
                                      .axes = {setup.axes.status, setup.axes.region}}))
{
    for (std::size_t status = 0; status < num_permit_statuses; ++status) {
        leaves_[status] = Threshold(monthly(params.permit));
    }
    leaves_[static_cast<std::size_t>(ForeignStatus::eaeu)] = Threshold(monthly(params.eaeu));
}

ProcessInfo ForeignDepartures::info() const
{
    return {.name = "foreign_departures",
            .description =
                "foreign workers leave when employers close or lay off, or before their time",
            .stage = Stage::permits,
            .reads = {"employers.alive", "employers.layoff_low"},
            .writes = {"foreign_workers.alive", "foreign_posts.worker", "employers.foreign_low",
                       "employers.posts_low"},
            .draws = {"leave", "layoff"}};
}

/// Workers of employers who go this month.
std::vector<std::uint32_t> ForeignDepartures::going(const StepContext& step,
                                                    const ForeignStaff& staff) const
{
    const AddressedDraw leave = step.random(leave_);
    const AddressedDraw layoff = step.random(layoff_);
    const std::uint32_t index = draw_index(step.now);
    const ForeignWorkerColumns& own = setup_.columns.workers;
    const EmployerColumns& employers = setup_.columns.employers;
    constexpr int chance_bits = 48;  // chances to be laid off are in 2^-16
    return chosen_rows(
        step, staff.workers.size(),
        [&](std::size_t first, std::size_t last, std::vector<std::uint32_t>& rows) {
            const auto keys = std::as_const(staff.workers)[own.key].subspan(first, last - first);
            std::vector<std::uint64_t> leave_words(keys.size());
            leave.word_of_each(keys, index, leave_words);
            for (std::size_t row = first; row < last; ++row) {
                const EmployerId employer = staff.workers[own.employer][row];
                if (staff.workers[own.alive][row] != is_alive || !employer.valid()) {
                    continue;
                }
                const auto status = static_cast<std::size_t>(staff.workers[own.status][row]);
                const auto skill = static_cast<std::size_t>(staff.workers[own.skill][row]);
                const std::uint64_t key = keys[row - first];
                const std::uint64_t chance =
                    staff.employers[employers.layoff[skill]][employer.value()];
                const std::uint64_t leave_word = leave_words[row - first];
                const Threshold lays_off = Threshold::from_value(chance << chance_bits);
                const std::uint64_t layoff_word = chance > 0 ? layoff.word(key, index) : UINT64_MAX;
                const bool closed = staff.employers[employers.alive][employer.value()] != is_alive;
                if (step.life && !closed) {
                    const Subject worker(setup_.columns.workers.table, key);
                    step.life.chance(worker, "leaves", leaves_[status], leave_word);
                    if (chance > 0) {
                        step.life.chance(worker, "laid_off", lays_off, layoff_word);
                    }
                }
                if (closed || leaves_[status].hit(leave_word) || lays_off.hit(layoff_word)) {
                    rows.push_back(static_cast<std::uint32_t>(row));
                }
            }
        });
}

void ForeignDepartures::conclude(const StepContext& step, World& world, Tallies& counts)
{
    ForeignStaff staff(world, setup_.columns);
    const CountOnce count(step, counts);
    const ForeignWorkerColumns& own = setup_.columns.workers;
    for (const std::uint32_t row : going(step, staff)) {
        const auto status = static_cast<std::size_t>(staff.workers[own.status][row]);
        count.add(departures_,
                  status * setup_.axes.region.size() + staff.workers[own.region][row].value());
        staff.leave(ForeignWorkerId(row));
    }
}

}  // namespace qonys::models::kz_migration
