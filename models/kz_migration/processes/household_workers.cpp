#include "processes/household_workers.hpp"

#include <algorithm>
#include <cmath>

#include "processes/thinned_clock.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "qonys/world/row_scan.hpp"
#include "sampling.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Identity of request `ordinal` of a region; those of the start have ordinals from the top down.
std::uint64_t household_worker_identity(std::size_t region, std::uint32_t ordinal)
{
    constexpr std::uint64_t tag = 0x686f757365776f72;  // "housewor"
    return mix64(tag ^ static_cast<std::uint64_t>(region) << 40 ^ ordinal);
}

}  // namespace

HouseholdWorkers::Params HouseholdWorkers::Params::read(Reader& in, const ForeignAxes& axes)
{
    Params params;
    params.asked = in.number("asked", Bounds::at_least(0.0),
                             {"permits/year", "first permits that private persons ask for"});
    const auto months = in.table<double, std::size_t>(
        "months", {Axis("statistic", {"mean"})}, Bounds::within(1.0, 12.0),
        {"months", "length of a household worker's permit"});
    params.months =
        std::max(1, static_cast<int>(months.values().empty() ? 1.0 : months.values()[0]));
    params.most_months = static_cast<int>(in.integer("most_months", Bounds::within(1.0, 60.0),
                                                     {"months", "of a permit with extensions"}));
    params.extension_wish =
        in.share("extension_wish", {"share", "permits that are to be extended"});
    const auto tax = in.table<double, std::size_t>(
        "tax", {Axis("statistic", {"mean"})}, Bounds::at_least(0.0),
        {"MCI/month", "income tax that a household worker pays ahead"});
    params.tax_mci = tax.values().empty() ? 0.0 : tax.values()[0];
    const auto region =
        in.table<double, RegionId>("region_share", {axes.region}, Bounds::within(0.0, 1.0),
                                   {"share", "household workers by region"});
    const auto origin =
        in.table<double, std::size_t>("origin_share", {axes.partner}, Bounds::within(0.0, 1.0),
                                      {"share", "household workers by country"});
    params.region_share.assign(region.values().begin(), region.values().end());
    params.origin_share.assign(origin.values().begin(), origin.values().end());
    params.release = release_path(in, "release");
    return params;
}

HouseholdWorkers::HouseholdWorkers(Registry& registry, const ForeignSetup& setup, Params params)
    : setup_(setup),
      params_(std::move(params)),
      lever_(registry.add_lever({.name = "foreign_labour.household_quota",
                                 .description = "permits for workers of private persons",
                                 .unit = "permits/year",
                                 .axes = {},
                                 .bounds = Bounds::at_least(0.0),
                                 .path = params_.quota,
                                 .source = "data/household_quota.csv"})),
      issued_(registry.add_tally(
          {.name = "household_permits_issued",
           .description = "permits for workers of private persons: first ones and extensions",
           .unit = "permits",
           .axes = {Axis("permit_step", {"first", "extension"}), setup.axes.region}})),
      refused_(registry.add_tally({.name = "household_permits_refused",
                                   .description = "requests for them that met a used quota",
                                   .unit = "permits",
                                   .axes = {setup.axes.region}})),
      debt_(registry.add_draw("household_workers", "debt")),
      priority_(registry.add_draw("household_workers", "priority")),
      extension_(registry.add_draw("household_workers", "extension")),
      origin_(registry.add_draw("household_workers", "origin")),
      sampling_(registry.add_draw("household_workers", "sampling")),
      choice_(params_.origin_share),
      ledger_("household_workers.quota", 1, params_.scale, params_.release),
      due_(setup.axes.region.size(), 0.0),
      ordinal_(setup.axes.region.size(), 0)
{}

ProcessInfo HouseholdWorkers::info() const
{
    return {.name = "household_workers",
            .description = "private persons take in workers from abroad under their own quota",
            .stage = Stage::permits,
            .order = 20,
            .reads = {"irregular_people.asks"},
            .writes = {"foreign_workers.alive", "foreign_workers.permit_end",
                       "irregular_people.alive", "irregular_people.asks"},
            .levers = {"foreign_labour.household_quota", "control.checks", "control.fine_worker"},
            .draws = {"debt", "priority", "extension", "origin", "sampling"}};
}

/// Permits that a first one leads to, itself included.
double HouseholdWorkers::permits_of_worker() const
{
    double permits = 0.0;
    double reached = 1.0;
    for (int renewal = 0; renewal <= most_renewals(); ++renewal) {
        permits += reached;
        reached *= params_.extension_wish.value();
    }
    return permits;
}

/// Those at work at the start: as many as the requests keep here, at all ages of permits.
void HouseholdWorkers::start(const StepContext& step, World& world)
{
    ledger_.begin(step.random(debt_));
    ForeignStaff staff(world, setup_.columns);
    for (std::size_t region = 0; region < params_.region_share.size(); ++region) {
        const auto workers = std::llround(params_.asked * params_.region_share[region] *
                                          permits_of_worker() * params_.months / months_in_year);
        for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(workers); ++i) {
            if (in_sample(i, params_.scale)) {
                staff.hire(found_at_start(step, region, i));
            }
        }
    }
}

ForeignHire HouseholdWorkers::found_at_start(const StepContext& step, std::size_t region,
                                             std::uint32_t ordinal) const
{
    const std::uint64_t key = household_worker_identity(region, ~ordinal);
    ForeignHire hire{
        key, ForeignStatus::household,
        WorkerOrigin(static_cast<WorkerOrigin::rep>(choice_(step.random(origin_), key, 0))),
        RegionId(static_cast<RegionId::rep>(region))};
    const auto words = step.random(extension_).word_pair(key, 0);
    double place = uniform_unit(words[0]) * permits_of_worker();
    double reached = 1.0;
    while (place > reached && hire.renewals < most_renewals()) {
        place -= reached;
        reached *= params_.extension_wish.value();
        ++hire.renewals;
    }
    hire.permit_end =
        stamp(step.now + static_cast<int>(static_cast<std::uint32_t>(words[1]) %
                                          static_cast<unsigned>(params_.months)));
    hire.arrived = stamp(step.now);
    return hire;
}

void HouseholdWorkers::ask_first(const StepContext& step, std::vector<Request>& requests)
{
    for (std::size_t region = 0; region < due_.size(); ++region) {
        due_[region] += params_.asked * params_.region_share[region] / months_in_year;
        // The series of each replicate starts at another place.
        const auto turn = static_cast<std::uint32_t>(step.random(sampling_).word(region, 0));
        for (; due_[region] >= 1.0; due_[region] -= 1.0) {
            const auto ordinal = static_cast<std::uint32_t>(ordinal_[region]++);
            if (step.scale >= 1.0 || reversed(ordinal) + turn < step.scale * 0x1p32) {
                requests.push_back({household_worker_identity(region, ordinal),
                                    RegionId(static_cast<RegionId::rep>(region)),
                                    ForeignWorkerId::invalid()});
            }
        }
    }
}

void HouseholdWorkers::ask_extensions(Books& books, std::vector<Request>& requests) const
{
    const ForeignWorkerColumns& own = setup_.columns.workers;
    const StepContext& step = books.step;
    const Rows& workers = books.staff.workers;
    const AddressedDraw extension = step.random(extension_);
    const Threshold wish(MonthlyProbability(params_.extension_wish.value()));
    const auto ends = workers[own.permit_end];
    std::vector<std::uint32_t> ending;
    collect_due(ends, step.now, ending);
    for (const std::uint32_t row : ending) {
        if (workers[own.status][row] != ForeignStatus::household ||
            workers[own.alive][row] != is_alive) {
            continue;
        }
        const std::uint64_t key = workers[own.key][row];
        const bool may = workers[own.renewals][row] < most_renewals();
        const std::uint64_t word = extension.word(key, draw_index(step.now));
        if (may) {
            step.life.chance({own.table, key}, "extension_wish", wish, word);
        }
        if (may && wish.hit(word)) {
            requests.push_back({key, workers[own.region][row], ForeignWorkerId(row)});
        } else {
            books.irregular.let_go(books.count, books.staff, ForeignWorkerId(row),
                                   StayEnd::household);
        }
    }
}

/// Irregular people without an employer who may be regularised.
void HouseholdWorkers::ask_regular(const Books& books, std::vector<Request>& requests) const
{
    const IrregularColumns& own = setup_.irregular->people;
    const Rows& rows = books.irregular.rows;
    scan_rows<true>(rows[own.asks], std::uint8_t{0}, [&](std::size_t at) {
        const auto row = static_cast<std::uint32_t>(at);
        if (rows[own.work][row] != IrregularWork::employer && books.irregular.is_here(row)) {
            requests.push_back(
                {rows[own.key][row], rows[own.region][row], ForeignWorkerId::invalid(), row});
        }
    });
}

void HouseholdWorkers::grant(Books& books, const Request& request) const
{
    const ForeignWorkerColumns& own = setup_.columns.workers;
    const StepContext& step = books.step;
    const MonthStamp end = stamp(step.now + params_.months);
    if (request.worker.valid()) {
        books.staff.workers[own.permit_end][request.worker.value()] = end;
        ++books.staff.workers[own.renewals][request.worker.value()];
        return;
    }
    const bool was_here = request.irregular != nobody;
    const WorkerOrigin origin =
        was_here ? books.irregular.rows[setup_.irregular->people.origin][request.irregular]
                 : WorkerOrigin(static_cast<WorkerOrigin::rep>(
                       choice_(step.random(origin_), request.key, 0)));
    if (was_here) {
        books.irregular.regularise(books.count, books.staff, request.irregular);
    }
    ForeignHire hire{was_here ? key_for_another_row(request.key, step.now) : request.key,
                     ForeignStatus::household, origin, request.region};
    hire.permit_end = end;
    hire.arrived = stamp(step.now);
    books.staff.hire(hire);
}

void HouseholdWorkers::refuse(Books& books, const Request& request) const
{
    books.count.add(refused_, request.region.value());
    if (request.worker.valid()) {
        books.irregular.let_go(books.count, books.staff, request.worker,
                               StayEnd::household_refused);
    } else if (request.irregular != nobody) {
        books.irregular.rows[setup_.irregular->people.asks][request.irregular] = 0;
    }
}

void HouseholdWorkers::conclude(const StepContext& step, World& world, Tallies& counts)
{
    Books books{step, ForeignStaff(world, setup_.columns),
                IrregularPeople(step, world, *setup_.irregular), CountOnce(step, counts)};
    ledger_.open_month(step.now, step.levers.of(lever_));
    std::vector<Request> requests;
    ask_extensions(books, requests);
    ask_regular(books, requests);
    ask_first(step, requests);
    const AddressedDraw priority = step.random(priority_);
    const auto candidate = [&](const Request& one) {
        return Candidate{0, 1, priority.word(one.key, draw_index(step.now)), one.key};
    };
    std::vector<Candidate> mine;
    for (std::size_t i = 0; i < requests.size() && step.ranks.rank() == 0; ++i) {
        mine.push_back(candidate(requests[i]));
    }
    const Allocation allocation =
        qonys::allocate(step.ranks, mine, ledger_.slots(), ledger_.last_candidate());
    ledger_.use(allocation.granted());
    const Money tax = setup_.budget.from_mci(params_.tax_mci * params_.months, step.now.year());
    for (const Request& one : requests) {
        const bool is_granted = allocation.wins(candidate(one));
        step.life.claim({setup_.columns.workers.table, one.key}, "permit",
                        is_granted ? Outcome::won : Outcome::lost);
        if (!is_granted) {
            refuse(books, one);
            continue;
        }
        grant(books, one);
        books.count.add(issued_,
                        (one.worker.valid() ? setup_.axes.region.size() : 0) + one.region.value());
        books.count.book(setup_.budget, Programme::household_workers, tax);
    }
}

void HouseholdWorkers::archive(Archive& archive)
{
    ledger_.archive(archive);
    archive.values("household_workers.due", due_);
    archive.values("household_workers.ordinal", ordinal_);
}

}  // namespace qonys::models::kz_migration
