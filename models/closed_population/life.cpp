#include "life.hpp"

#include <algorithm>
#include <utility>

#include "axes.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::closed_population {
namespace {

LeverId add_level(Registry& registry, std::string name, std::string description)
{
    return registry.add_lever({.name = std::move(name),
                               .description = std::move(description),
                               .unit = "-",
                               .axes = {},
                               .bounds = Bounds::within(0.0, 10.0),
                               .path = {{Month(), {1.0}}},
                               .source = "1 leaves the rates as they are read"});
}

TallyId add_flow(Registry& registry, std::string name, std::string description)
{
    return registry.add_tally({.name = std::move(name),
                               .description = std::move(description),
                               .unit = "persons",
                               .cadence = Cadence::yearly,
                               .axes = {sex_axis()}});
}

/// Chance of an event in a month, in every cell.
void set_chances(std::span<Threshold> chances, std::span<const double> rates, double level)
{
    std::ranges::transform(rates, chances.begin(), [level](double rate) {
        return Threshold(monthly(AnnualRate{rate * level}));
    });
}

}  // namespace

Life::Params Life::Params::read(Reader& in)
{
    Reader mortality = in.section("mortality");
    Reader fertility = in.section("fertility");
    return {
        mortality.table<double, int, Sex>("rates", {age_axis(), sex_axis()}, Bounds::at_least(0.0),
                                          {"1/year", "deaths per person-year, by age and sex"}),
        fertility.table<double, int>("rates", {age_axis()}, Bounds::at_least(0.0),
                                     {"1/year", "births per woman-year, by age"}),
        fertility.share("share_of_boys", {"-", "part of the newborns who are boys"}, Share{0.512})};
}

Life::Life(Registry& registry, Params params)
    : person_(registry.schema().person),
      num_births_(registry.add_person_column<std::uint8_t>("num_births", "children ever born")),
      params_(std::move(params)),
      dies_(params_.death_rates.axes()),
      gives_birth_(params_.birth_rates.axes()),
      mortality_level_(add_level(registry, "mortality.level", "factor on all death rates")),
      fertility_level_(add_level(registry, "fertility.level", "factor on all birth rates")),
      events_(registry.add_draw("life", "events")),
      sex_(registry.add_draw("life", "sex")),
      deaths_(add_flow(registry, "deaths", "deaths")),
      births_(add_flow(registry, "births", "live births"))
{}

ProcessInfo Life::info() const
{
    return {.name = "life",
            .description = "death by age and sex, birth by age of the mother",
            .stage = Stage::demography,
            .reads = {"key", "birth_month", "sex", "region"},
            .writes = {"gone", "num_births"},
            .levers = {"mortality.level", "fertility.level"},
            .draws = {"events", "sex"}};
}

void Life::prepare(const StepContext& step, const World& /*world*/)
{
    set_chances(dies_.values(), params_.death_rates.values(), step.levers(mortality_level_));
    set_chances(gives_birth_.values(), params_.birth_rates.values(), step.levers(fertility_level_));
}

void Life::commit(const ShardContext& here, Shard& shard)
{
    const auto month = static_cast<std::uint32_t>(here.step.now.index());
    Rows& people = shard.people();
    const auto key = people[person_.key];
    const auto birth_month = people[person_.birth_month];
    const auto sex = people[person_.sex];
    const auto region = people[person_.region];
    const auto gone = people[person_.gone];
    const auto num_births = people[num_births_];
    std::vector<std::uint64_t> keys(people.size());
    std::vector<std::uint64_t> death_words(people.size());
    std::vector<std::uint64_t> birth_words(people.size());
    std::ranges::transform(key, keys.begin(), [](PersonKey one) { return one.value(); });
    here.step.random(events_).word_pair_of_each(keys, month, death_words, birth_words);
    std::vector<Newborn> newborns;
    for (std::size_t row = 0; row < people.size(); ++row) {
        if (gone[row] != Gone::no) {
            continue;
        }
        const int age = age_position(birth_month[row], here.step.now);
        if (dies_(age, sex[row]).hit(death_words[row])) {
            gone[row] = Gone::died;
            here.counts.add(deaths_, axis_position(sex[row]));
        } else if (sex[row] == Sex::female && gives_birth_(age).hit(birth_words[row])) {
            newborns.push_back({lineage::newborn(key[row], num_births[row]++), region[row]});
        }
    }
    add_newborns(here, people, newborns);
}

void Life::add_newborns(const ShardContext& here, Rows& people,
                        const std::vector<Newborn>& newborns) const
{
    const AddressedDraw sex_draw = here.step.random(sex_);
    std::size_t row = people.append(newborns.size());
    for (const Newborn& newborn : newborns) {
        const double unit = uniform_unit(sex_draw.word(newborn.key.value(), 0));
        const Sex sex = unit < params_.share_of_boys.value() ? Sex::male : Sex::female;
        people[person_.key][row] = newborn.key;
        people[person_.birth_month][row] = stamp(here.step.now);
        people[person_.sex][row] = sex;
        people[person_.region][row] = newborn.region;
        here.counts.add(births_, axis_position(sex));
        ++row;
    }
}

}  // namespace qonys::models::closed_population
