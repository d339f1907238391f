#include "processes/fertility.hpp"

#include <algorithm>

#include "qonys/world/households.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int first_rate_year = 2010;
constexpr int last_rate_year = 2024;
constexpr int first_birth_factor_year = 2022;
constexpr std::size_t first_group = 2;  ///< 10-14
constexpr std::size_t num_groups = 9;   ///< up to 50-54

/// Rates above this many times the largest of all years and regions are drawn as an excess.
constexpr double head_room = 1.25;

Axis groups_of_mothers(const Axis& age_group)
{
    const auto& codes = age_group.codes();
    const auto& labels = age_group.labels();
    return Axis("age_group", {codes.begin() + first_group, codes.begin() + first_group + num_groups},
                {labels.begin() + first_group, labels.begin() + first_group + num_groups});
}

}  // namespace

Fertility::Params Fertility::Params::read(Reader& in, const Axes& axes, const Outlook& outlook)
{
    Reader section = in.section("demography").section("fertility");
    Params params;
    params.outlook = outlook;
    params.age_group = axes.age_group;
    params.years = Axis::range("year", first_rate_year, last_rate_year);
    params.factor_years = Axis::range("year", first_birth_factor_year, last_rate_year);
    params.rate = section.table<double, YearIndex, AgeGroupId>(
        "rate", {params.years, groups_of_mothers(axes.age_group)}, Bounds::within(0.0, 2.0),
        {"1/year", "births per woman-year by year and age, nation"});
    params.region_factor = section.table<double, RegionId, YearIndex>(
        "region_factor", {axes.region, params.factor_years}, Bounds::within(0.1, 10.0),
        {"ratio", "fertility of a region over that of the nation at the same ages"});
    params.boys = section.share("boys", {"share", "boys among births"});
    return params;
}

double Fertility::Params::national(std::size_t year, std::size_t age) const
{
    const std::size_t group = group_of(age).value();
    if (group < first_group || group >= first_group + num_groups) {
        return 0.0;
    }
    return rate(YearIndex(static_cast<YearIndex::rep>(year)),
                AgeGroupId(static_cast<AgeGroupId::rep>(group - first_group)));
}

AnnualRate Fertility::Params::at(int year, RegionId region, std::size_t age, double trend) const
{
    const int table_year = outlook.table_year(year);
    const YearIndex rates = year_index(table_year, first_rate_year, last_rate_year);
    const YearIndex factors = year_index(table_year, first_birth_factor_year, last_rate_year);
    // As many births as the rate says: one a month at the most, each month by itself.
    return AnnualRate(national(rates.value(), age) * region_factor(region, factors) * trend);
}

AnnualRate Fertility::bound(const Params& params, std::size_t sex, int age)
{
    if (static_cast<Sex>(sex) == Sex::male) {
        return AnnualRate(0.0);
    }
    double rate = 0.0;
    for (std::size_t year = 0; year < params.years.size(); ++year) {
        rate = std::max(rate, params.national(year, static_cast<std::size_t>(age)));
    }
    const auto factors = params.region_factor.values();
    return AnnualRate(head_room * rate * *std::max_element(factors.begin(), factors.end()));
}

Fertility::Fertility(Registry& registry, const Columns& columns, Params params, TallyId births)
    : schema_(registry.schema()),
      columns_(columns),
      params_(std::move(params)),
      clock_(registry, "fertility", {num_sexes, 1, params_.region_factor.axes()[0].size()},
             [this](std::size_t sex, int age) { return bound(params_, sex, age); }),
      sex_(registry.add_draw("fertility", "sex")),
      boy_(MonthlyProbability(params_.boys.value())),
      births_(births),
      by_age_(registry.add_tally({.name = "births_by_age",
                                  .description = "live births in the year by age of the mother",
                                  .unit = "persons",
                                  .cadence = Cadence::yearly,
                                  .axes = {params_.age_group}}))
{
    clock_.look_at(schema_.person.gone, schema_.person.sex, columns_.registered_region);
}

ProcessInfo Fertility::info() const
{
    return {.name = "fertility",
            .description = "births by age of the mother and her registered region",
            .stage = Stage::demography,
            .order = 20,
            .reads = {"key", "birth_month", "sex", "gone", "registered_region", "kin"},
            .writes = {"children_ever_born", "key", "birth_month", "sex", "region",
                       "registered_region", "area", "kin", "household", clock_.column_name()},
            .draws = {"candidate", "excess", "sex"}};
}

void Fertility::start(const StepContext& step, World& world)
{
    clock_.start(step, world, [&](const Rows& people, std::size_t row) {
        return static_cast<std::size_t>(people[schema_.person.sex][row]);
    });
}

void Fertility::prepare(const StepContext& step, const World& /*world*/)
{
    const int year = step.now.year();
    const double trend = params_.outlook.factor(Trend::fertility, year, step.random);
    clock_.set_rates(year,
                     {[&](std::size_t, std::size_t region, int age) {
                          return params_.at(year, RegionId(static_cast<RegionId::rep>(region)),
                                            static_cast<std::size_t>(age), trend);
                      },
                      [](std::size_t) { return static_cast<std::size_t>(Sex::female); }});
}

void Fertility::commit(const ShardContext& here, Shard& shard)
{
    Rows& people = shard.people();
    const auto sex = people[schema_.person.sex];
    const auto gone = people[schema_.person.gone];
    const auto registered = people[columns_.registered_region];
    const auto bound_of = [&](std::size_t row) { return static_cast<std::size_t>(sex[row]); };
    std::vector<std::uint32_t> mothers;
    clock_.ring_and_wind(
        here.step, people, bound_of,
        [&](std::size_t row) -> std::optional<ThinnedClock::Standing> {
            if (gone[row] != Gone::no || sex[row] == Sex::male) {
                return std::nullopt;
            }
            return ThinnedClock::Standing{static_cast<std::uint8_t>(Sex::female), 0,
                                          registered[row].value()};
        },
        mothers);
    add_children(here, shard, mothers);
}

void Fertility::add_children(const ShardContext& here, Shard& shard,
                             const std::vector<std::uint32_t>& mothers) const
{
    Rows& people = shard.people();
    const AddressedDraw draw = here.step.random(sex_);
    const std::size_t first = people.append(mothers.size());
    const auto registered = people[columns_.registered_region];
    HouseholdLinks links(shard, schema_);
    for (std::size_t i = 0; i < mothers.size(); ++i) {
        const std::size_t mother = mothers[i];
        const std::size_t child = first + i;
        const PersonKey key = lineage::newborn(people[schema_.person.key][mother],
                                               people[columns_.children_ever_born][mother]++);
        const std::uint64_t word = draw.word(key.value(), 0);
        here.step.life.chance(key, "boy", boy_, word);
        const Sex sex = boy_.hit(word) ? Sex::male : Sex::female;
        people[schema_.person.key][child] = key;
        people[schema_.person.birth_month][child] = stamp(here.step.now);
        people[schema_.person.sex][child] = sex;
        people[schema_.person.region][child] = people[schema_.person.region][mother];
        registered[child] = registered[mother];
        people[columns_.area][child] = people[columns_.area][mother];
        people[columns_.kin][child] = people[columns_.kin][mother];
        links.join(PersonId(static_cast<PersonId::rep>(child)),
                   people[schema_.person.household][mother]);
        const std::size_t age =
            table_age(people[schema_.person.birth_month][mother], here.step.now);
        here.counts.add(births_,
                        registered[mother].value() * num_sexes + static_cast<std::size_t>(sex));
        here.counts.add(by_age_, group_of(age).value());
    }
}

}  // namespace qonys::models::kz_migration
