#include "processes/kandas_return.hpp"

#include <algorithm>

#include "processes/home.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {

KandasReturn::Params KandasReturn::Params::read(Reader& in)
{
    Params params;
    params.share = in.number(
        "returning", Bounds{.low = 0.0, .high = 1.0, .high_open = true},
        {"share", "kandas who go back abroad within the years of risk, without courses"});
    params.years = static_cast<int>(in.integer("returning_years", Bounds::within(1.0, 50.0),
                                               {"years", "of risk after the status"}));
    return params;
}

AnnualRate KandasReturn::Params::rate() const
{
    return AnnualRate(annual_rate(AnnualProbability(share)).value() / years);
}

KandasReturn::KandasReturn(Registry& registry, const Params& params, const Axes& axes,
                           const Setup& setup)
    : schema_(registry.schema()),
      params_(params),
      status_(setup.status),
      records_(setup.records),
      effects_(setup.effects),
      claims_(setup.claims),
      books_(setup.books),
      contracts_(setup.contracts),
      returned_(registry.add_tally({.name = "kandas_returned",
                                    .description = "kandas, with those they take along, who go "
                                                   "back abroad, by region",
                                    .unit = "persons",
                                    .axes = {axes.region}})),
      draw_(registry.add_draw("kandas_return", "return"))
{}

ProcessInfo KandasReturn::info() const
{
    return {.name = "kandas_return",
            .description = "kandas families go back to where they came from",
            .stage = Stage::demography,
            .order = 55,
            .reads = {"origin_country", "kandas.granted", "kandas.hours"},
            .writes = {"gone", "partner", "contract_month", "contract_origin", "settlement",
                       "support_owed"},
            .levers = {"resettlement.refund_share"},
            .draws = {"return"}};
}

/// The first adult of a household without adults from here decides, while he is at risk.
bool KandasReturn::decides(const Shard& shard, std::size_t row, Month now) const
{
    const Rows& people = shard.people();
    const auto record = records_.find(shard, people[schema_.person.key][row]);
    if (people[schema_.person.gone][row] != Gone::no || !record ||
        now - month_of(shard.side(records_.table)[records_.granted][*record]) >=
            params_.years * months_in_year) {
        return false;
    }
    std::optional<std::size_t> first;
    bool all_from_abroad = true;
    for_each_member(
        shard, schema_, people[schema_.person.household][row], [&](std::size_t member) {
            if (age_in_years(people[schema_.person.birth_month][member], now) >= adult_age) {
                first = first ? first : member;
                all_from_abroad =
                    all_from_abroad && people[status_.origin_country][member] != from_here;
            }
        });
    return first == row && all_from_abroad;
}

void KandasReturn::commit(const ShardContext& here, Shard& shard)
{
    const Rows& people = shard.people();
    const AddressedDraw draw = here.step.random(draw_);
    const double rate = params_.rate().value();
    const Threshold most(monthly(AnnualRate(rate)));
    struct Leaving {
        HouseholdId household;
        std::size_t country;
    };
    std::vector<Leaving> leaving;
    const auto origin = people[status_.origin_country];
    scan_rows<true>(origin, from_here, [&](std::size_t row) {
        const std::uint64_t word =
            draw.word(people[schema_.person.key][row].value(), draw_index(here.step.now));
        if ((!most.hit(word) && !here.step.life) || !decides(shard, row, here.step.now)) {
            return;
        }
        const HouseholdId household = people[schema_.person.household][row];
        const double factor = effects_->return_factor(shard, household, here.step.now) *
                              contracts_.leaving(here, shard, household);
        const Threshold chance(monthly(AnnualRate(rate * factor)));
        here.step.life.chance(shard.households()[schema_.household.key][household.value()],
                              "returns", chance, word);
        if (chance.hit(word)) {
            leaving.push_back({household, static_cast<std::size_t>(origin[row] - 1)});
        }
    });
    for (const Leaving& one : leaving) {
        leave(here, shard, one.household, one.country);
    }
}

void KandasReturn::leave(const ShardContext& here, Shard& shard, HouseholdId household,
                         std::size_t country) const
{
    if (!claims_.claim(ResidenceChange::emigration, shard, household, here.step.now,
                       here.counts)) {
        return;
    }
    contracts_.leave(here, shard, household);
    std::vector<PersonId> members;
    for_each_member(shard, schema_, household, [&](std::size_t row) {
        members.emplace_back(static_cast<PersonId::rep>(row));
    });
    for (const PersonId person : members) {
        here.counts.add(returned_, shard.people()[schema_.person.region][person.value()].value());
        books_.leave(here, shard, person, country);
    }
}

ExpectedReturns::ExpectedReturns(const KandasReturn::Params& params, const KandasTables& tables,
                                 int first_year)
    : tables_(&tables),
      rate_(params.rate().value()),
      years_(params.years),
      first_year_(first_year)
{}

double ExpectedReturns::persons(int year, const Outlook& outlook, const Stream& random) const
{
    constexpr double middle = 0.5;  // grants of the year itself are at risk for half of it
    double at_risk = 0.0;
    for (int granted = std::max(first_year_, year - years_); granted <= year; ++granted) {
        const double part = granted == year || granted == year - years_ ? middle : 1.0;
        const double survives = exact::exp(-rate_ * std::max(0, year - granted));
        at_risk += part * survives * tables_->grants(outlook.table_year(granted)) *
                   outlook.factor(Trend::arrivals, granted, random);
    }
    return rate_ * at_risk;
}

}  // namespace qonys::models::kz_migration
