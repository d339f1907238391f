#include "processes/irregular_stay.hpp"

#include <array>

#include "processes/chosen_rows.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"
#include "qonys/core/name.hpp"
#include "sampling.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double days_in_year = 365.0;

/// Identity of visitor `ordinal` of a region.
std::uint64_t visitor_identity(std::size_t region, std::uint32_t ordinal)
{
    constexpr std::uint64_t tag = 0x76697369746f7200;  // "visitor"
    return mix64(tag ^ static_cast<std::uint64_t>(region) << 40 ^ ordinal);
}

}  // namespace

IrregularStay::IrregularStay(Registry& registry, const ForeignSetup& setup, double scale,
                             IrregularStart start)
    : setup_(setup),
      scale_(scale),
      start_(std::move(start)),
      refused_(registry.add_tally({.name = "entries_refused",
                                   .description = "tries of banned people to come back",
                                   .unit = "entries",
                                   .axes = {setup.axes.region}})),
      exit_(registry.add_draw("irregular_stay", "exit")),
      origin_(registry.add_draw("irregular_stay", "origin")),
      comes_(registry.add_draw("irregular_stay", "comes")),
      sampling_(registry.add_draw("irregular_stay", "sampling")),
      return_(registry.add_draw("irregular_stay", "return")),
      choice_(setup.irregular->terms.origin_share),
      due_(setup.axes.region.size(), 0.0),
      ordinal_(setup.axes.region.size(), 0)
{}

ProcessInfo IrregularStay::info() const
{
    return {
        .name = "irregular_stay",
        .description = "visitors who work without a permit come; irregular people leave and die",
        .stage = Stage::permits,
        .order = 40,
        .reads = {"irregular_people.region", "entry_bans.until"},
        .writes = {"irregular_people.alive", "irregular_people.work", "irregular_people.worker",
                   "foreign_workers.alive", "employers.foreign_low", "employers.posts_low",
                   "entry_bans.alive"},
        .levers = {"control.checks", "control.fine_worker", "control.registration_days"},
        .draws = {"exit", "origin", "comes", "sampling", "return"}};
}

/// Rows of people whose stay ends, or whose post is gone. How a stay ends, by row, in `ends`.
std::vector<std::uint32_t> IrregularStay::changing(
    const Books& books, std::vector<std::optional<IrregularExit>>& ends) const
{
    const IrregularTerms& terms = setup_.irregular->terms;
    const IrregularColumns& own = setup_.irregular->people;
    const StepContext& step = books.step;
    const Threshold dies(monthly(terms.death));
    const Threshold idle_leaves(monthly(terms.leave_without_work));
    const Threshold worker_leaves(monthly(terms.leave_at_work));
    const AddressedDraw exit = step.random(exit_);
    const Rows& rows = books.irregular.rows;
    return chosen_rows(
        step, rows.size(),
        [&](std::size_t first, std::size_t last, std::vector<std::uint32_t>& chosen) {
            const auto keys = rows[own.key].subspan(first, last - first);
            std::vector<std::uint64_t> leave_words(keys.size());
            std::vector<std::uint64_t> death_words(keys.size());
            exit.word_pair_of_each(keys, draw_index(step.now), leave_words, death_words);
            for (auto row = static_cast<std::uint32_t>(first); row < last; ++row) {
                if (!books.irregular.is_here(row)) {
                    continue;
                }
                const bool is_idle =
                    rows[own.work][row] == IrregularWork::none || has_lost_post(books, row);
                const Threshold leaves = is_idle ? idle_leaves : worker_leaves;
                const std::uint64_t leave_word = leave_words[row - first];
                const std::uint64_t death_word = death_words[row - first];
                if (step.life) {
                    step.life.chance({own.table, keys[row - first]}, "dies", dies, death_word);
                    step.life.chance({own.table, keys[row - first]}, "leaves", leaves, leave_word);
                }
                if (dies.hit(death_word)) {
                    ends[row] = IrregularExit::died;
                } else if (leaves.hit(leave_word)) {
                    ends[row] = IrregularExit::left;
                }
                if (ends[row] || has_lost_post(books, row)) {
                    chosen.push_back(row);
                }
            }
        });
}

bool IrregularStay::has_lost_post(const Books& books, std::uint32_t row) const
{
    const IrregularPeople& people = books.irregular;
    return people.rows[setup_.irregular->people.work][row] == IrregularWork::employer &&
           !people.post_of(books.staff, row).valid();
}

void IrregularStay::end_stays(Books& books) const
{
    std::vector<std::optional<IrregularExit>> ends(books.irregular.size());
    for (const std::uint32_t row : changing(books, ends)) {
        if (has_lost_post(books, row)) {
            books.irregular.lose_post(books.staff, row);
        }
        if (ends[row]) {
            books.irregular.leave(books.count, books.staff, row, *ends[row]);
        }
    }
}

/// That one of those who might come does, and stays beyond the days in which he had to register.
/// They are more than come under the control of the start, so that more can come where it is
/// weaker.
Threshold IrregularStay::comes(const StepContext& step, RegionId region) const
{
    const IrregularSetup& irregular = *setup_.irregular;
    const double years = step.levers(irregular.levers.registration_days) / days_in_year;
    const double stays = exact::exp(-irregular.terms.visitor_leave.value() * years);
    const double wish = irregular.wish_to_stay(step.levers, region) / IrregularSetup::most_wish;
    return Threshold(MonthlyProbability(stays * wish));
}

void IrregularStay::take_in_visitors(Books& books)
{
    const IrregularTerms& terms = setup_.irregular->terms;
    const StepContext& step = books.step;
    const AddressedDraw draw = step.random(comes_);
    for (std::size_t r = 0; r < due_.size(); ++r) {
        const auto region = RegionId(static_cast<RegionId::rep>(r));
        const Threshold threshold = comes(step, region);
        due_[r] +=
            IrregularSetup::most_wish * terms.visitors * terms.region_share[r] / months_in_year;
        const auto turn = static_cast<std::uint32_t>(step.random(sampling_).word(r, 0));
        for (; due_[r] >= 1.0; due_[r] -= 1.0) {
            const auto ordinal = static_cast<std::uint32_t>(ordinal_[r]++);
            const std::uint64_t key = visitor_identity(r, ordinal);
            if ((scale_ < 1.0 && reversed(ordinal) + turn >= scale_ * 0x1p32) ||
                !threshold.hit(draw.word(key, 0))) {
                continue;
            }
            const std::size_t origin = choice_(step.random(origin_), key, 0);
            books.irregular.join(books.count,
                                 {.key = key,
                                  .kind = IrregularKind::visitor,
                                  .origin = WorkerOrigin(static_cast<WorkerOrigin::rep>(origin)),
                                  .region = region});
        }
    }
}

/// The expelled try to come back: refused while their ban holds, and forgotten some time after it.
void IrregularStay::try_to_return(Books& books) const
{
    const IrregularSetup& irregular = *setup_.irregular;
    const StepContext& step = books.step;
    const Threshold tries(monthly(irregular.control.return_rate));
    const AddressedDraw draw = step.random(return_);
    Rows& rows = books.bans.rows;
    for (std::uint32_t row = 0; row < rows.size(); ++row) {
        if (rows[irregular.bans.alive][row] != is_alive) {
            continue;
        }
        const std::uint64_t key = rows[irregular.bans.key][row];
        const RegionId region = rows[irregular.bans.region][row];
        const int free_for = stamp(step.now) - rows[irregular.bans.until][row];
        const std::uint64_t word = draw.word(key, draw_index(step.now));
        step.life.chance({irregular.bans.table, key}, "tries_to_return", tries, word);
        if (tries.hit(word) && free_for >= 0) {
            books.irregular.join(books.count, {.key = key_for_another_row(key, step.now),
                                               .kind = IrregularKind::visitor,
                                               .origin = rows[irregular.bans.origin][row],
                                               .region = region});
            books.bans.erase(row);
        } else if (tries.hit(word)) {
            books.count.add(refused_, region.value());
        } else if (free_for > irregular.control.patience) {
            books.bans.erase(row);
        }
    }
}

void IrregularStay::conclude(const StepContext& step, World& world, Tallies& counts)
{
    Books books{step, ForeignStaff(world, setup_.columns),
                IrregularPeople(step, world, *setup_.irregular),
                EntryBans(world, *setup_.irregular), CountOnce(step, counts)};
    end_stays(books);
    take_in_visitors(books);
    try_to_return(books);
}

void IrregularStay::archive(Archive& archive)
{
    archive.values("irregular_stay.due", due_);
    archive.values("irregular_stay.ordinal", ordinal_);
}

}  // namespace qonys::models::kz_migration
