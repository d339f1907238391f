#include "processes/eaeu_workers.hpp"

#include <algorithm>
#include <bit>

#include "processes/thinned_clock.hpp"
#include "qonys/core/name.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "sampling.hpp"

namespace qonys::models::kz_migration {
namespace {

/// An employer is looked at by chance and taken by its vacant posts: more of them than this draw no
/// more. Who looks in vain for so long stays at home.
constexpr int most_vacancies = 8;
constexpr std::uint32_t most_tries = 4096;

std::uint64_t identity(std::size_t partner, std::uint32_t ordinal)
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

/// One of the employer's vacant posts, the more likely the more there are.
std::optional<Skill> EaeuWorkers::vacancy(const Rows& employers, std::size_t row,
                                          std::uint64_t word) const
{
    const EmployerColumns& columns = setup_.columns.employers;
    if (employers[columns.alive][row] != is_alive) {
        return std::nullopt;
    }
    std::array<int, num_skills> vacant{};
    int all = 0;
    for (std::size_t skill = 0; skill < num_skills; ++skill) {
        vacant[skill] = vacant_posts(employers, columns, skill, row);
        all += vacant[skill];
    }
    auto place = static_cast<int>(
        uniform_index(word, static_cast<std::uint64_t>(std::max(all, most_vacancies))));
    if (all > most_vacancies) {
        place %= all;
    }
    for (std::size_t skill = 0; skill < num_skills; ++skill) {
        if (place < vacant[skill]) {
            return static_cast<Skill>(skill);
        }
        place -= vacant[skill];
    }
    return std::nullopt;
}

std::optional<EaeuWorkers::Place> EaeuWorkers::find_post(const StepContext& step,
                                                         const ForeignStaff& staff,
                                                         std::uint64_t key) const
{
    const std::uint32_t index = draw_index(step.now);
    const std::size_t group = group_(step.random(group_draw_), key, index);
    const AddressedDraw search = step.random(search_);
    // A power of two, so that a new employer changes the way of those alone who meet it.
    const std::uint64_t range = std::bit_ceil(staff.employers.size());
    const auto sector = staff.employers[setup_.columns.employers.sector];
    for (std::uint32_t trial = 0; trial < most_tries; ++trial) {
        const auto [place, word] = search.word_pair(key, index, trial);
        const std::size_t row = place & (range - 1);
        if (row >= staff.employers.size() || !sector[row].valid() ||
            params_.sector_group[sector[row].value()] != group) {
            continue;
        }
        if (const std::optional<Skill> skill = vacancy(staff.employers, row, word)) {
            return Place{row, *skill};
        }
    }
    return std::nullopt;
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
            const std::uint64_t key = identity(partner, ordinal);
            const std::optional<Place> place = find_post(step, staff, key);
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
