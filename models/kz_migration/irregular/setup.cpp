#include "irregular/setup.hpp"

#include <algorithm>

#include "qonys/core/math.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Control this many times weaker, and none, are taken alike: no elasticity holds so far.
constexpr double least_ratio = 0.1;

/// What a constant elasticity makes of a level against that of the start; no answer where nothing
/// was.
double response(double now, double at_start, double elasticity)
{
    if (now == at_start || at_start <= 0.0) {
        return 1.0;
    }
    return exact::pow(std::max(now / at_start, least_ratio), elasticity);
}

}  // namespace

IrregularColumns IrregularColumns::declare(Registry& registry)
{
    IrregularColumns columns;
    const ReplicatedId table = registry.add_replicated(
        "irregular_people", "foreigners without the right to stay or to work");
    const auto add = [&]<class T>(Column<T>& column, const char* name, const char* description,
                                  T fill) {
        column = registry.add_replicated_column<T>(table, name, description, fill);
    };
    columns.table = table;
    add(columns.key, "key", "identity", std::uint64_t{0});
    add(columns.kind, "kind", "before: 0 household, 1 permit, 2 visitor, 3 student",
        IrregularKind::visitor);
    add(columns.work, "work", "0 none, 1 for a household, 2 for an employer", IrregularWork::none);
    add(columns.worker, "worker", "row among foreign workers of employers",
        ForeignWorkerId::invalid());
    add(columns.worker_key, "worker_key", "identity of that row", std::uint64_t{0});
    add(columns.region, "region", "where he is", RegionId::invalid());
    add(columns.origin, "origin", "country, place on the axis partner", WorkerOrigin::invalid());
    add(columns.since, "since", "month in which he became irregular", MonthStamp{0});
    add(columns.birth_month, "birth_month", "0: not known", unknown_birth);
    add(columns.sex, "sex", "0 male, 1 female; of nobody whose birth is not known", Sex::male);
    add(columns.fines, "fines", "so far", std::uint8_t{0});
    add(columns.asks, "asks", "1: asks to be regularised", std::uint8_t{0});
    add(columns.alive, "alive", "0: an empty row", std::uint8_t{0});
    return columns;
}

EntryBanColumns EntryBanColumns::declare(Registry& registry)
{
    EntryBanColumns columns;
    const ReplicatedId table =
        registry.add_replicated("entry_bans", "people who were expelled, and their bans");
    const auto add = [&]<class T>(Column<T>& column, const char* name, const char* description,
                                  T fill) {
        column = registry.add_replicated_column<T>(table, name, description, fill);
    };
    columns.table = table;
    add(columns.key, "key", "identity", std::uint64_t{0});
    add(columns.origin, "origin", "country, place on the axis partner", WorkerOrigin::invalid());
    add(columns.region, "region", "from which he was expelled", RegionId::invalid());
    add(columns.until, "until", "first month in which he may come again", MonthStamp{0});
    add(columns.alive, "alive", "0: an empty row", std::uint8_t{0});
    return columns;
}

IrregularTerms IrregularTerms::read(Reader& in, const ForeignAxes& axes)
{
    const IrregularAxes own{axes.region, axes.partner};
    const Bounds share = Bounds::within(0.0, 1.0);
    IrregularTerms terms;
    terms.visitors = in.number("visitors", Bounds::at_least(0.0),
                               {"persons/year", "who come to work without a permit"});
    terms.visitor_leave = in.annual_rate("visitor_leave", {"1/year", "visitors who leave in time"});
    const auto overstay = in.table<double, std::size_t>(
        "overstay", {Axis("stay_end", {"household", "household_refused", "permit", "student"})},
        share, {"share", "who stay on, by how the right to stay ended"});
    const auto seeks =
        in.table<double, std::size_t>("seeks_employer", {own.kind}, share,
                                      {"share", "who look for an employer, not a household"});
    const auto region = in.table<double, RegionId>("region_share", {axes.region}, share,
                                                   {"share", "visitors who work, by region"});
    const auto origin = in.table<double, std::size_t>("origin_share", {axes.partner}, share,
                                                      {"share", "visitors who work, by country"});
    std::copy_n(overstay.values().begin(), std::min(num_stay_ends, overstay.values().size()),
                terms.overstay.begin());
    std::copy_n(seeks.values().begin(), std::min(num_irregular_kinds, seeks.values().size()),
                terms.seeks_employer.begin());
    terms.region_share.assign(region.values().begin(), region.values().end());
    terms.origin_share.assign(origin.values().begin(), origin.values().end());
    terms.leave_at_work =
        in.annual_rate("leave_at_work", {"1/year", "irregular workers who leave"});
    terms.leave_without_work =
        in.annual_rate("leave_without_work", {"1/year", "irregular people without work who leave"});
    terms.death = in.annual_rate("death", {"1/year", "irregular people who die"});
    terms.search = in.share("search", {"share", "without work who look for a post in a month"});
    terms.willing = in.share("willing", {"share", "employers that would hire without a permit"});
    terms.hired = in.share("hired", {"share", "of those who meet such an employer"});
    terms.seen = in.share("seen", {"share", "vacant posts of such employers heard of in a month"});
    terms.certainty = in.number("certainty", Bounds::within(-3.0, 0.0),
                                {"-", "elasticity to how likely one is found out"});
    terms.severity =
        in.number("severity", Bounds::within(-3.0, 0.0), {"-", "elasticity to the fine"});
    terms.to_informal =
        in.share("to_informal",
                 {"share", "posts not given to irregular workers offered without a contract"});
    terms.to_permit =
        in.share("to_permit", {"share", "posts not given to them for which a permit is asked"});
    return terms;
}

IrregularSetup IrregularSetup::declare(Registry& registry, const ForeignAxes& axes,
                                       const IrregularTerms& terms, const ControlParams& control)
{
    const IrregularAxes own{axes.region, axes.partner};
    const auto flow = [&](const char* name, const char* description, const Axis& by) {
        return registry.add_tally({.name = name,
                                   .description = description,
                                   .unit = "persons",
                                   .axes = {by, axes.region}});
    };
    return {own,
            IrregularColumns::declare(registry),
            EntryBanColumns::declare(registry),
            terms,
            control,
            ControlLevers::declare(registry, axes, control),
            flow("irregular_begun", "foreigners who begin to stay or work without a right to",
                 own.kind),
            flow("irregular_ended",
                 "irregular people who left, were expelled or regularised, or died", own.exit),
            registry.add_draw("irregular_people", "overstay"),
            registry.add_draw("irregular_people", "work"),
            registry.add_draw("irregular_people", "willing"),
            nullptr};
}

double IrregularSetup::wish_to_stay(const Levers& now, RegionId region) const
{
    return std::min(most_wish,
                    response(now(levers.checks, region.value()), control.checks, terms.certainty) *
                        response(now(levers.fine_worker), control.fine_worker, terms.severity));
}

bool IrregularSetup::would_hire(const StepContext& step, EmployerKind kind,
                                std::uint64_t employer) const
{
    return kind != EmployerKind::institution && Threshold(MonthlyProbability(terms.willing.value()))
                                                    .hit(step.random(willing).word(employer, 0));
}

double IrregularSetup::readiness_to_hire(const Levers& now, RegionId region) const
{
    return response(now(levers.inspections, region.value()), control.inspections, terms.certainty) *
           response(now(levers.fine_employer), control.fine_employer, terms.severity);
}

}  // namespace qonys::models::kz_migration
