#include "processes/mortality.hpp"

#include <algorithm>

#include "qonys/world/households.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int first_rate_year = 2010;
constexpr int last_rate_year = 2024;
constexpr int first_death_factor_year = 2022;

/// Rates above this many times the largest of all years and regions are drawn as an excess.
constexpr double head_room = 1.25;

AgeId age_id(std::size_t age) { return AgeId(static_cast<AgeId::rep>(age)); }

}  // namespace

Mortality::Params Mortality::Params::read(Reader& in, const Axes& axes, const Outlook& outlook)
{
    Reader section = in.section("demography").section("mortality");
    Params params;
    params.outlook = outlook;
    params.age_group = axes.age_group;
    params.sexes = axes.sex;
    params.years = Axis::range("year", first_rate_year, last_rate_year);
    params.factor_years = Axis::range("year", first_death_factor_year, last_rate_year);
    params.rate = section.table<double, YearIndex, AgeId, Sex>(
        "rate", {params.years, axes.age, axes.sex}, Bounds::within(0.0, 10.0),
        {"1/year", "deaths per person-year by year, age and sex, nation"});
    params.region_factor = section.table<double, RegionId, YearIndex>(
        "region_factor", {axes.region, params.factor_years}, Bounds::within(0.1, 10.0),
        {"ratio", "mortality of a region over that of the nation at the same ages"});
    return params;
}

double Mortality::Params::national(std::size_t year, std::size_t age, Sex sex) const
{
    // Who is born in a month can die from the next on: eleven months carry the first year's deaths.
    constexpr double first_year = 12.0 / 11.0;
    const double known = rate(YearIndex(static_cast<YearIndex::rep>(year)), age_id(age), sex);
    return age == 0 ? known * first_year : known;
}

AnnualRate Mortality::Params::at(int year, RegionId region, std::size_t age, Sex sex,
                                 double trend) const
{
    const int table_year = outlook.table_year(year);
    const YearIndex rates = year_index(table_year, first_rate_year, last_rate_year);
    const YearIndex factors = year_index(table_year, first_death_factor_year, last_rate_year);
    return AnnualRate(national(rates.value(), age, sex) * region_factor(region, factors) * trend);
}

AnnualRate Mortality::bound(const Params& params, std::size_t sex, int age)
{
    double rate = 0.0;
    for (std::size_t year = 0; year < params.years.size(); ++year) {
        rate = std::max(rate, params.national(year, static_cast<std::size_t>(age),
                                              static_cast<Sex>(sex)));
    }
    const auto factors = params.region_factor.values();
    return AnnualRate(head_room * rate * *std::max_element(factors.begin(), factors.end()));
}

Mortality::Mortality(Registry& registry, const Columns& columns, Params params, TallyId deaths)
    : schema_(registry.schema()),
      columns_(columns),
      params_(std::move(params)),
      clock_(registry, "mortality",
             {num_sexes, num_sexes, params_.region_factor.axes()[0].size()},
             [this](std::size_t sex, int age) { return bound(params_, sex, age); }),
      orphans_(registry, columns),
      deaths_(deaths),
      by_age_(registry.add_tally({.name = "deaths_by_age",
                                  .description = "deaths in the year by age and sex",
                                  .unit = "persons",
                                  .cadence = Cadence::yearly,
                                  .axes = {params_.age_group, params_.sexes}}))
{
    clock_.look_at(schema_.person.gone, schema_.person.sex, columns_.registered_region);
}

ProcessInfo Mortality::info() const
{
    return {.name = "mortality",
            .description = "deaths by age, sex and registered region; orphans find a home",
            .stage = Stage::demography,
            .order = 10,
            .reads = {"key", "birth_month", "sex", "registered_region"},
            .writes = {"gone", "household", "next_member", "partner", "area", clock_.column_name()},
            .draws = {"candidate", "excess", "orphans_home"}};
}

void Mortality::start(const StepContext& step, World& world)
{
    clock_.start(step, world, [&](const Rows& people, std::size_t row) {
        return static_cast<std::size_t>(people[schema_.person.sex][row]);
    });
}

void Mortality::prepare(const StepContext& step, const World& /*world*/)
{
    const int year = step.now.year();
    const double trend = params_.outlook.factor(Trend::mortality, year, step.random);
    clock_.set_rates(year,
                     {[&](std::size_t sex, std::size_t region, int age) {
                          return params_.at(year, RegionId(static_cast<RegionId::rep>(region)),
                                            static_cast<std::size_t>(age), static_cast<Sex>(sex),
                                            trend);
                      },
                      [](std::size_t sex) { return sex; }});
}

void Mortality::commit(const ShardContext& here, Shard& shard)
{
    Rows& people = shard.people();
    const auto sex = people[schema_.person.sex];
    const auto gone = people[schema_.person.gone];
    const auto registered = people[columns_.registered_region];
    const auto bound_of = [&](std::size_t row) { return static_cast<std::size_t>(sex[row]); };
    std::vector<std::uint32_t> dying;
    clock_.ring_and_wind(
        here.step, people, bound_of,
        [&](std::size_t row) -> std::optional<ThinnedClock::Standing> {
            if (gone[row] != Gone::no) {
                return std::nullopt;
            }
            const auto cls = static_cast<std::uint8_t>(sex[row]);
            return ThinnedClock::Standing{cls, cls, registered[row].value()};
        },
        dying);
    std::vector<HouseholdId> bereaved;
    for (const std::uint32_t row : dying) {
        bereaved.push_back(people[schema_.person.household][row]);
        die(here, shard, row);
    }
    // In the order of keys: rows may lie otherwise after a resume.
    const auto key = shard.households()[schema_.household.key];
    std::sort(bereaved.begin(), bereaved.end(), [&](HouseholdId a, HouseholdId b) {
        return key[a.value()] < key[b.value()];
    });
    bereaved.erase(std::unique(bereaved.begin(), bereaved.end()), bereaved.end());
    orphans_.look_after(here, shard, bereaved);
}

void Mortality::die(const ShardContext& here, Shard& shard, std::size_t row) const
{
    Rows& people = shard.people();
    HouseholdLinks(shard, schema_).leave(PersonId(static_cast<PersonId::rep>(row)));
    people[schema_.person.gone][row] = Gone::died;
    const auto partner = people[columns_.partner];
    if (partner[row].valid()) {
        PersonId& widowed = partner[partner[row].value()];
        // Who left this person for another is no longer tied to him.
        widowed = widowed.value() == row ? PersonId::invalid() : widowed;
        partner[row] = PersonId::invalid();
    }
    const auto sex = static_cast<std::size_t>(people[schema_.person.sex][row]);
    const std::size_t age = table_age(people[schema_.person.birth_month][row], here.step.now);
    here.counts.add(deaths_, people[columns_.registered_region][row].value() * num_sexes + sex);
    here.counts.add(by_age_, group_of(age).value() * num_sexes + sex);
}

}  // namespace qonys::models::kz_migration
