#include "processes/control.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "processes/chosen_rows.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double months_of_year = 12.0;

Threshold share(double value) { return Threshold(MonthlyProbability(value)); }

}  // namespace

Control::Tallied Control::declare_tallies(Registry& registry, const IrregularAxes& axes)
{
    const auto add = [&](const char* name, const char* description, const char* unit,
                         std::vector<Axis> by) {
        return registry.add_tally(
            {.name = name, .description = description, .unit = unit, .axes = std::move(by)});
    };
    return {
        add("inspections", "visits of inspectors to employers", "visits", {axes.region}),
        add("employers_fined", "employers fined for irregular workers", "employers", {axes.region}),
        add("irregular_detected", "irregular people found by checks and inspections", "persons",
            {axes.way, axes.region}),
        add("migrants_fined", "irregular people fined", "persons", {axes.region}),
        add("contour_irregular_found",
            "of those found by checks, people whose ended right to stay the contour showed",
            "persons", {axes.region})};
}

Control::Control(Registry& registry, const ForeignSetup& setup,
                 std::shared_ptr<const Replacement> replacement)
    : setup_(setup),
      replacement_(std::move(replacement)),
      tallies_(declare_tallies(registry, setup.irregular->axes)),
      visit_(registry.add_draw("control", "visit")),
      sample_(registry.add_draw("control", "sample")),
      found_(registry.add_draw("control", "found")),
      check_(registry.add_draw("control", "check")),
      outcome_(registry.add_draw("control", "outcome")),
      leave_(registry.add_draw("control", "leave"))
{}

ProcessInfo Control::info() const
{
    return {.name = "control",
            .description = "inspections and checks find irregular people; fines, expulsions, bans",
            .stage = Stage::permits,
            .order = 50,
            .reads = {"employers.alive", "employers.region", "irregular_people.region",
                      "register_irregular.linked"},
            .writes = {"irregular_people.alive", "irregular_people.fines", "irregular_people.asks",
                       "irregular_people.work", "irregular_people.worker", "entry_bans.alive",
                       "foreign_workers.alive", "foreign_posts.worker", "foreign_posts.demand",
                       "employers.foreign_low", "employers.posts_low", "employers.off_books_low"},
            .levers = {"control.inspections", "control.checks", "control.fine_worker",
                       "control.fine_employer", "control.expulsion_share", "control.ban_years",
                       "control.regularisation", "control.amnesty", "registers.contract_check"},
            .draws = {"visit", "sample", "found", "check", "outcome", "leave"}};
}

/// Employers visited this month. Whoever has irregular workers is visited more often.
std::vector<EmployerId> Control::visited(const Books& books,
                                         const std::vector<std::uint8_t>& has) const
{
    const EmployerColumns& columns = setup_.columns.employers;
    const Rows& employers = books.staff.employers;
    const IrregularSetup& irregular = *setup_.irregular;
    std::vector<Threshold> usual;
    std::vector<Threshold> targeted;
    for (const double rate : books.step.levers.of(irregular.levers.inspections)) {
        usual.emplace_back(monthly(AnnualRate(rate)));
        targeted.emplace_back(monthly(AnnualRate(rate * irregular.control.targeting)));
    }
    const AddressedDraw visit = books.step.random(visit_);
    const auto visit_some = [&](std::size_t first, std::size_t last,
                                std::vector<std::uint32_t>& rows) {
        const auto keys = employers[columns.key].subspan(first, last - first);
        std::vector<std::uint64_t> words(keys.size());
        visit.word_of_each(keys, draw_index(books.step.now), words);
        for (std::size_t row = first; row < last; ++row) {
            if (employers[columns.alive][row] != is_alive) {
                continue;
            }
            const std::size_t region = employers[columns.region][row].value();
            if ((has[row] != 0 ? targeted : usual)[region].hit(words[row - first])) {
                rows.push_back(static_cast<std::uint32_t>(row));
            }
        }
    };
    std::vector<EmployerId> all;
    for (const std::uint32_t row : chosen_rows(books.step, employers.size(), visit_some)) {
        all.emplace_back(row);
    }
    return all;
}

void Control::inspect(Books& books) const
{
    const IrregularColumns& own = setup_.irregular->people;
    const Rows& rows = books.irregular.rows;
    std::vector<std::uint8_t> has(books.staff.employers.size(), 0);
    std::vector<AtWork> workers;
    for (std::uint32_t row = 0; row < books.irregular.size(); ++row) {
        if (books.irregular.is_here(row) && rows[own.work][row] == IrregularWork::employer) {
            const ForeignWorkerId worker = books.irregular.post_of(books.staff, row);
            const EmployerId employer =
                books.staff.workers[setup_.columns.workers.employer][worker.value()];
            has[employer.value()] = 1;
            workers.push_back({employer, row});
        }
    }
    // Few employers are visited: their workers alone are put together.
    constexpr std::uint8_t is_visited = 2;
    const std::vector<EmployerId> visits = visited(books, has);
    for (const EmployerId employer : visits) {
        has[employer.value()] |= is_visited;
    }
    std::erase_if(workers, [&](const AtWork& one) { return has[one.employer.value()] == 1; });
    std::stable_sort(workers.begin(), workers.end(), [](const AtWork& a, const AtWork& b) {
        return a.employer.value() < b.employer.value();
    });
    auto first = workers.begin();
    for (const EmployerId employer : visits) {
        const auto last = std::find_if(first, workers.end(),
                                       [&](const AtWork& one) { return one.employer != employer; });
        find_workers(books, employer, {first, last});
        first = last;
    }
}

void Control::find_workers(Books& books, EmployerId employer, std::span<const AtWork> workers) const
{
    const IrregularSetup& irregular = *setup_.irregular;
    const StepContext& step = books.step;
    const EmployerColumns& columns = setup_.columns.employers;
    const std::size_t region = books.staff.employers[columns.region][employer.value()].value();
    // Of a large employer a sample has a part of the staff: it stands for as much of an employer.
    const std::uint64_t key = books.staff.employers[columns.key][employer.value()];
    const bool counts = uniform_unit(step.random(sample_).word(key, 0)) <
                        books.staff.employers[columns.part][employer.value()];
    const Threshold found = share(irregular.control.found.value());
    bool is_fined = false;
    for (const auto& [whose, row] : workers) {
        const std::uint64_t worker = books.irregular.rows[irregular.people.key][row];
        const std::uint64_t word = step.random(found_).word(worker, draw_index(step.now));
        step.life.chance({irregular.people.table, worker}, "found_by_inspectors", found, word);
        if (found.hit(word)) {
            is_fined = true;
            detect(books, row, Way::inspection);
        }
    }
    if (!counts) {
        return;
    }
    books.count.add(tallies_.inspections, region);
    const int year = step.now.year();
    books.count.book(setup_.budget, Programme::migration_control,
                     setup_.budget.from_mci(irregular.control.inspection_cost, year),
                     BudgetSide::spending);
    if (is_fined) {
        books.count.add(tallies_.employers_fined, region);
        books.count.book(setup_.budget, Programme::migration_control,
                         setup_.budget.from_mci(step.levers(irregular.levers.fine_employer), year));
    }
}

/// Permits and registrations that have ended stand in the registers of those who gave them.
bool Control::is_shown(const Books& books, const World& world, std::uint32_t row) const
{
    const IrregularColumns& own = setup_.irregular->people;
    const Rows& rows = books.irregular.rows;
    return rows[own.kind][row] != IrregularKind::visitor &&
           setup_.irregular->registers->irregular.linked(world, row, rows[own.key][row]) != 0;
}

void Control::check(Books& books, const World& world) const
{
    const IrregularSetup& irregular = *setup_.irregular;
    const IrregularColumns& own = irregular.people;
    const StepContext& step = books.step;
    Rows& rows = books.irregular.rows;
    const double more = step.levers(irregular.registers->levers.contract_check);
    std::vector<Threshold> usual;
    std::vector<Threshold> of_shown;
    for (const double rate : step.levers.of(irregular.levers.checks)) {
        usual.emplace_back(monthly(AnnualRate(rate)));
        of_shown.emplace_back(monthly(AnnualRate(rate + more)));
    }
    const AddressedDraw draw = step.random(check_);
    const auto chance_of = [&](std::uint32_t row, bool shown) {
        return (shown ? of_shown : usual)[rows[own.region][row].value()];
    };
    const auto met = [&](std::size_t first, std::size_t last, std::vector<std::uint32_t>& chosen) {
        const auto keys = std::as_const(rows)[own.key].subspan(first, last - first);
        std::vector<std::uint64_t> words(keys.size());
        std::vector<std::uint64_t> amnesty_words(keys.size());
        draw.word_pair_of_each(keys, draw_index(step.now), words, amnesty_words);
        for (auto row = static_cast<std::uint32_t>(first); row < last; ++row) {
            if (!books.irregular.is_here(row) || rows[own.asks][row] != 0) {
                continue;
            }
            const double amnesty =
                step.levers(irregular.levers.amnesty, rows[own.region][row].value());
            const Threshold checked = chance_of(row, is_shown(books, world, row));
            step.life.chance({own.table, keys[row - first]}, "checked", checked,
                             words[row - first]);
            if (checked.hit(words[row - first]) ||
                (amnesty > 0.0 && share(amnesty).hit(amnesty_words[row - first]))) {
                chosen.push_back(row);
            }
        }
    };
    for (const std::uint32_t row : chosen_rows(step, rows.size(), met)) {
        const bool shown = is_shown(books, world, row);
        if (chance_of(row, shown).hit(draw.word(rows[own.key][row], draw_index(step.now)))) {
            books.count.add(tallies_.shown_found, rows[own.region][row].value(), shown ? 1 : 0);
            detect(books, row, Way::check);
        } else {
            rows[own.asks][row] = 1;  // under the amnesty
        }
    }
}

void Control::detect(Books& books, std::uint32_t row, Way way) const
{
    const IrregularSetup& irregular = *setup_.irregular;
    const IrregularColumns& own = irregular.people;
    const StepContext& step = books.step;
    Rows& rows = books.irregular.rows;
    if (!books.irregular.is_here(row) || rows[own.asks][row] != 0) {
        return;
    }
    const std::uint64_t key = rows[own.key][row];
    const std::size_t region = rows[own.region][row].value();
    books.count.add(tallies_.detected,
                    static_cast<std::size_t>(way) * setup_.axes.region.size() + region);
    const Threshold may_ask = share(step.levers(irregular.levers.regularisation, region));
    const Threshold is_expelled = share(step.levers(irregular.levers.expulsion_share));
    const auto [expelled_word, ask_word] =
        step.random(outcome_).word_pair(key, draw_index(step.now));
    step.life.chance({own.table, key}, "may_ask_for_permit", may_ask, ask_word);
    if (may_ask.hit(ask_word)) {
        rows[own.asks][row] = 1;
        return;
    }
    step.life.chance({own.table, key}, "expelled", is_expelled, expelled_word);
    if (is_expelled.hit(expelled_word)) {
        expel(books, row, way);
    } else {
        fine(books, row, way);
    }
}

/// Whom inspectors found leaves his post, and the employer does something else with it. After a
/// check in the street the post is a vacancy like others.
void Control::lose_post(Books& books, std::uint32_t row, Way way) const
{
    const ForeignWorkerId worker = books.irregular.post_of(books.staff, row);
    if (!worker.valid() || way == Way::check) {
        return;
    }
    const ForeignWorkerColumns& own = setup_.columns.workers;
    const Replacement::Post post{books.staff.workers[own.employer][worker.value()],
                                 books.staff.workers[own.skill][worker.value()],
                                 books.staff.workers[own.key][worker.value()], true};
    books.irregular.lose_post(books.staff, row);
    replacement_->decide(books.step, books.staff, books.count, post);
}

void Control::expel(Books& books, std::uint32_t row, Way way) const
{
    const IrregularSetup& irregular = *setup_.irregular;
    const IrregularColumns& own = irregular.people;
    const StepContext& step = books.step;
    const Rows& rows = books.irregular.rows;
    const double months = step.levers(irregular.levers.ban_years) * months_of_year;
    constexpr double last = std::numeric_limits<MonthStamp>::max();
    const double until = std::min(last, stamp(step.now) + 1 + std::floor(months + 0.5));
    lose_post(books, row, way);
    books.bans.enter({rows[own.key][row], rows[own.origin][row], rows[own.region][row],
                      static_cast<MonthStamp>(until)});
    books.count.book(setup_.budget, Programme::migration_control,
                     setup_.budget.from_mci(irregular.control.expulsion_cost, step.now.year()),
                     BudgetSide::spending);
    books.irregular.leave(books.count, books.staff, row, IrregularExit::expelled);
}

void Control::fine(Books& books, std::uint32_t row, Way way) const
{
    const IrregularSetup& irregular = *setup_.irregular;
    const IrregularColumns& own = irregular.people;
    const StepContext& step = books.step;
    Rows& rows = books.irregular.rows;
    const std::uint64_t key = rows[own.key][row];
    std::uint8_t& fines = rows[own.fines][row];
    fines = static_cast<std::uint8_t>(std::min(fines + 1, 255));
    books.count.add(tallies_.fined, rows[own.region][row].value());
    books.count.book(
        setup_.budget, Programme::migration_control,
        setup_.budget.from_mci(step.levers(irregular.levers.fine_worker), step.now.year()));
    const Threshold leaves = share(irregular.control.leave_after_fine.value());
    const std::uint64_t word = step.random(leave_).word(key, draw_index(step.now));
    step.life.chance({own.table, key}, "leaves_after_fine", leaves, word);
    lose_post(books, row, way);
    if (leaves.hit(word)) {
        books.irregular.leave(books.count, books.staff, row, IrregularExit::left_after_fine);
    }
}

void Control::conclude(const StepContext& step, World& world, Tallies& counts)
{
    Books books{step, ForeignStaff(world, setup_.columns),
                IrregularPeople(step, world, *setup_.irregular),
                EntryBans(world, *setup_.irregular), CountOnce(step, counts)};
    inspect(books);
    check(books, world);
}

}  // namespace qonys::models::kz_migration
