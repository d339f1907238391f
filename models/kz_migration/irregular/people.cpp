#include "irregular/people.hpp"

#include <algorithm>
#include <utility>

#include "processes/thinned_clock.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {

IrregularPeople::IrregularPeople(const StepContext& step, World& world,
                                 const IrregularSetup& shared)
    : rows(world.replicated(shared.people.table)), setup(shared), step_(step)
{}

std::uint32_t IrregularPeople::place(const IrregularNewcomer& who)
{
    const IrregularColumns& own = setup.people;
    while (next_free_ < rows.size() && rows[own.alive][next_free_] == is_alive) {
        ++next_free_;
    }
    if (next_free_ == rows.size()) {
        rows.append(1);
    }
    const std::uint32_t row = next_free_++;
    IrregularWork work = who.work.value_or(IrregularWork::none);
    if (!who.work.has_value()) {
        const Threshold seeks(
            MonthlyProbability(setup.terms.seeks_employer[static_cast<std::size_t>(who.kind)]));
        const std::uint64_t word = step_.random(setup.work).word(who.key, draw_index(step_.now));
        step_.life.chance({own.table, who.key}, "seeks_employer", seeks, word);
        work = seeks.hit(word) ? IrregularWork::none : IrregularWork::household;
    }
    rows[own.key][row] = who.key;
    rows[own.kind][row] = who.kind;
    rows[own.work][row] = work;
    rows[own.worker][row] = who.worker;
    rows[own.worker_key][row] = who.worker_key;
    rows[own.region][row] = who.region;
    rows[own.origin][row] = who.origin;
    rows[own.since][row] = stamp(step_.now);
    rows[own.birth_month][row] = who.birth_month;
    rows[own.sex][row] = who.sex;
    rows[own.fines][row] = 0;
    rows[own.asks][row] = 0;
    rows[own.alive][row] = is_alive;
    return row;
}

std::uint32_t IrregularPeople::join(const CountOnce& count, const IrregularNewcomer& who)
{
    count.add(setup.begun,
              static_cast<std::size_t>(who.kind) * setup.axes.region.size() + who.region.value());
    return place(who);
}

void IrregularPeople::let_go(const CountOnce& count, ForeignStaff& staff, ForeignWorkerId worker,
                             StayEnd end)
{
    const ForeignWorkerColumns& own = staff.columns().workers;
    const std::size_t row = worker.value();
    const std::uint64_t key = staff.workers[own.key][row];
    const RegionId region = staff.workers[own.region][row];
    const bool is_of_employer = end == StayEnd::permit;
    if (stays_on({own.table, key}, end, region)) {
        join(count, {.key = key,
                     .kind = is_of_employer ? IrregularKind::permit : IrregularKind::household,
                     .origin = staff.workers[own.origin][row],
                     .region = region});
    }
    staff.leave(worker);
}

void IrregularPeople::keep_without_permit(const CountOnce& count, ForeignStaff& staff,
                                          ForeignWorkerId worker)
{
    const ForeignWorkerColumns& own = staff.columns().workers;
    const std::size_t row = worker.value();
    staff.workers[own.status][row] = ForeignStatus::irregular;
    staff.workers[own.permit_end][row] = never;
    join(count, {.key = staff.workers[own.key][row],
                 .kind = IrregularKind::permit,
                 .origin = staff.workers[own.origin][row],
                 .region = staff.workers[own.region][row],
                 .work = IrregularWork::employer,
                 .worker = worker,
                 .worker_key = staff.workers[own.key][row]});
}

bool IrregularPeople::stays_on(Subject who, StayEnd end, RegionId region) const
{
    const double share = setup.terms.overstay[static_cast<std::size_t>(end)];
    const Threshold stays(
        MonthlyProbability(std::min(1.0, share * setup.wish_to_stay(step_.levers, region))));
    const std::uint64_t word = step_.random(setup.overstay).word(who.key, draw_index(step_.now));
    step_.life.chance(who, "overstays", stays, word);
    return stays.hit(word);
}

ForeignWorkerId IrregularPeople::post_of(const ForeignStaff& staff, std::uint32_t row) const
{
    const ForeignWorkerId worker = rows[setup.people.worker][row];
    if (!worker.valid() || !staff.is_worker(worker, rows[setup.people.worker_key][row])) {
        return ForeignWorkerId::invalid();
    }
    return worker;
}

void IrregularPeople::lose_post(ForeignStaff& staff, std::uint32_t row)
{
    const ForeignWorkerId worker = post_of(staff, row);
    if (worker.valid()) {
        staff.leave(worker);
    }
    rows[setup.people.worker][row] = ForeignWorkerId::invalid();
    rows[setup.people.work][row] = IrregularWork::none;
}

void IrregularPeople::leave(const CountOnce& count, ForeignStaff& staff, std::uint32_t row,
                            IrregularExit exit)
{
    lose_post(staff, row);
    rows[setup.people.alive][row] = 0;
    next_free_ = std::min(next_free_, row);
    count.add(setup.ended, static_cast<std::size_t>(exit) * setup.axes.region.size() +
                               rows[setup.people.region][row].value());
}

void IrregularPeople::take_post(ForeignStaff& staff, std::uint32_t row, const ForeignHire& post)
{
    rows[setup.people.worker][row] = staff.hire(post);
    rows[setup.people.worker_key][row] = post.key;
    rows[setup.people.work][row] = IrregularWork::employer;
}

void IrregularPeople::regularise(const CountOnce& count, ForeignStaff& staff, std::uint32_t row)
{
    rows[setup.people.worker][row] = ForeignWorkerId::invalid();
    leave(count, staff, row, IrregularExit::regularised);
}

std::vector<IrregularPeople::Applicant> IrregularPeople::take_applicants(const ForeignStaff& staff)
{
    const IrregularColumns& own = setup.people;
    std::vector<Applicant> applicants;
    scan_rows<true>(std::as_const(rows)[own.asks], std::uint8_t{0}, [&](std::size_t at) {
        const auto row = static_cast<std::uint32_t>(at);
        if (rows[own.work][row] == IrregularWork::employer && is_here(row)) {
            rows[own.asks][row] = 0;
            const ForeignWorkerId worker = post_of(staff, row);
            if (worker.valid()) {
                applicants.push_back({row, worker});
            }
        }
    });
    return applicants;
}

void EntryBans::enter(const EntryBan& ban)
{
    while (next_free_ < rows.size() && rows[columns_.alive][next_free_] == is_alive) {
        ++next_free_;
    }
    if (next_free_ == rows.size()) {
        rows.append(1);
    }
    const std::uint32_t row = next_free_++;
    rows[columns_.key][row] = ban.key;
    rows[columns_.origin][row] = ban.origin;
    rows[columns_.region][row] = ban.region;
    rows[columns_.until][row] = ban.until;
    rows[columns_.alive][row] = is_alive;
}

void EntryBans::erase(std::uint32_t row)
{
    rows[columns_.alive][row] = 0;
    next_free_ = std::min(next_free_, row);
}

}  // namespace qonys::models::kz_migration
