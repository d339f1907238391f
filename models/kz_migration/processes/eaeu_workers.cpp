#include "processes/eaeu_workers.hpp"

#include "processes/thinned_clock.hpp"
#include "qonys/core/name.hpp"
#include "sampling.hpp"

namespace qonys::models::kz_migration {
namespace {

std::uint64_t eaeu_worker_identity(std::size_t partner, std::uint32_t ordinal)
{
    constexpr std::uint64_t tag = 0x65616575776f726b;  // "eaeuwork"
    return mix64(tag ^ static_cast<std::uint64_t>(partner) << 40 ^ ordinal);
}

}  // namespace

EaeuWorkers::EaeuWorkers(Registry& registry, const ForeignSetup& setup, Params params)
    : setup_(setup),
      params_(std::move(params)),
      group_(params_.group_share),
      arrivals_(registry.add_tally({.name = "eaeu_arrivals",
                                    .description = "workers who come from the Economic Union",
                                    .unit = "persons",
                                    .axes = {setup.axes.region}})),
      group_draw_(registry.add_draw("eaeu_workers", "group")),
      search_(registry.add_draw("eaeu_workers", "search")),
      sampling_(registry.add_draw("eaeu_workers", "sampling")),
      due_(params_.workers.size(), 0.0),
      ordinal_(params_.workers.size(), 0)
{}

ProcessInfo EaeuWorkers::info() const
{
    return {.name = "eaeu_workers",
            .description = "citizens of the Economic Union come and take vacant posts",
            .stage = Stage::permits,
            .order = 30,
            .reads = {"employers.posts_low", "employers.filled_low"},
            .writes = {"foreign_workers.alive", "employers.foreign_low"},
            .draws = {"group", "search", "sampling"}};
}

std::optional<FoundPost> EaeuWorkers::find_post(const StepContext& step, const ForeignStaff& staff,
                                                std::uint64_t key) const
{
    const std::uint32_t index = draw_index(step.now);
    const std::size_t group = group_(step.random(group_draw_), key, index);
    const auto sector = staff.employers[setup_.columns.employers.sector];
    const PostSearch search(staff.employers, setup_.columns.employers);
    return search(step.random(search_), {key, index}, [&](std::size_t row) {
        return sector[row].valid() && params_.sector_group[sector[row].value()] == group;
    });
}

void EaeuWorkers::conclude(const StepContext& step, World& world, Tallies& counts)
{
    ForeignStaff staff(world, setup_.columns);
    const CountOnce count(step, counts);
    for (std::size_t partner = 0; partner < due_.size(); ++partner) {
        due_[partner] += params_.workers[partner] * params_.arrival_rate / months_in_year;
        const auto turn = static_cast<std::uint32_t>(step.random(sampling_).word(partner, 0));
        for (; due_[partner] >= 1.0; due_[partner] -= 1.0) {
            const auto ordinal = static_cast<std::uint32_t>(ordinal_[partner]++);
            if (step.scale < 1.0 && reversed(ordinal) + turn >= step.scale * 0x1p32) {
                continue;
            }
            const std::uint64_t key = eaeu_worker_identity(partner, ordinal);
            const std::optional<FoundPost> place = find_post(step, staff, key);
            step.life.claim({setup_.columns.workers.table, key}, "post",
                            place ? Outcome::won : Outcome::lost);
            if (!place.has_value()) {
                continue;
            }
            const RegionId region =
                staff.employers[setup_.columns.employers.region][place->employer];
            ForeignHire hire{key,
                             ForeignStatus::eaeu,
                             WorkerOrigin(static_cast<WorkerOrigin::rep>(partner)),
                             region,
                             place->skill,
                             EmployerId(static_cast<EmployerId::rep>(place->employer))};
            hire.arrived = stamp(step.now);
            staff.hire(hire);
            count.add(arrivals_, region.value());
        }
    }
}

void EaeuWorkers::archive(Archive& archive)
{
    archive.values("eaeu_workers.due", due_);
    archive.values("eaeu_workers.ordinal", ordinal_);
}

}  // namespace qonys::models::kz_migration
