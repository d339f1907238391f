#include "processes/activity.hpp"

#include <array>
#include <span>

#include "labour/jobs.hpp"
#include "processes/thinned_clock.hpp"
#include "synthesis/asking.hpp"

namespace qonys::models::kz_migration {
namespace {

/// The law as it stands: a step each January in which it changes.
LeverSpec retirement_lever(const Traits& traits, const Axis& sexes)
{
    LeverSpec spec{.name = "labour.retirement_age",
                   .description = "age of retirement by law: who is younger works on",
                   .unit = "years",
                   .axes = {sexes},
                   .bounds = Bounds::within(least_retirement_age, most_retirement_age),
                   .path = {},
                   .source = {},
                   .additive = false,
                   .key = "population.tables.retirement_age",
                   .goes_on = true};
    for (int year = first_retirement_year; year <= last_retirement_year; ++year) {
        const Traits::RetirementAges ages = traits.retirement_ages(year);
        const std::vector<double> values(ages.begin(), ages.end());
        if (spec.path.empty() || spec.path.back().values != values) {
            spec.path.push_back({Month(year, 1), values});
        }
    }
    return spec;
}

}  // namespace

MainActivity::Params MainActivity::Params::read(Reader& in, const Axes& axes)
{
    Params params;
    params.population_seed = static_cast<std::uint64_t>(in.section("population").integer(
        "seed", Bounds::at_least(0.0), {"-", "seed of synthesis, shared by runs that compare"}, 1));
    params.population_per_replicate = in.section("synthesis").boolean(
        "replicate", {"-", "make the people anew for each replicate"}, false);
    params.sexes = axes.sex;
    return params;
}

MainActivity::MainActivity(Registry& registry, const Columns& columns, const Traits& traits,
                           Params params, std::shared_ptr<const IntegrationEffects> integration)
    : schema_(registry.schema()),
      columns_(columns),
      traits_(traits),
      params_(std::move(params)),
      integration_(std::move(integration)),
      retirement_(registry.add_lever(retirement_lever(traits, params_.sexes)))
{
}

ProcessInfo MainActivity::info() const
{
    // Draws none of its own: the words are those of synthesis.
    return {.name = "main_activity",
            .description = "entering and leaving studies and the labour force",
            .stage = Stage::status,
            .reads = {"key", "birth_month", "sex", "registered_region"},
            .writes = {"activity"},
            .levers = {"labour.retirement_age"}};
}

/// Courses move somebody's place towards those in the labour force: who stood near its edge is inside.
bool MainActivity::is_drawn_in(const Shard& shard, std::size_t row, Month now,
                               std::uint64_t word) const
{
    const double places =
        integration_ == nullptr ? 0.0 : integration_->participation(shard, row, now - 1);
    if (places <= 0.0) {
        return false;
    }
    const Rows& people = shard.people();
    const std::uint64_t moved = Threshold(MonthlyProbability(places)).value();
    return traits_.activity(work_, people[columns_.registered_region][row],
                            table_age(people[schema_.person.birth_month][row], age_month(now)),
                            people[schema_.person.sex][row],
                            word - std::min(word, moved)) != Activity::inactive;
}

void MainActivity::prepare(const StepContext& step, const World& world)
{
    has_employers_ = EmployerColumns::are_in(world.schema());
    const Traits::RetirementAges ages{step.levers(retirement_, 0), step.levers(retirement_, 1)};
    if (work_.empty() || ages != retirement_ages_) {
        retirement_ages_ = ages;
        work_ = traits_.work_at(ages);
    }
}

/// Whoever is out of the labour force at the age of retirement, or a year before, does not come
/// back: a later age of retirement lets those work on who have not retired yet.
bool MainActivity::is_past_return(std::size_t age, Sex sex) const
{
    return static_cast<double>(age) >= retirement_ages_[static_cast<std::size_t>(sex)] - 1.0;
}

void MainActivity::commit(const ShardContext& here, Shard& shard)
{
    if (!is_asked(shard.id(), here.step.now)) {
        return;
    }
    const Month then = age_month(here.step.now);
    Rows& people = shard.people();
    const auto key = people[schema_.person.key];
    const auto birth_month = people[schema_.person.birth_month];
    const auto sex = people[schema_.person.sex];
    const auto registered = people[columns_.registered_region];
    const auto activity = people[columns_.activity];
    const std::uint32_t replicate =
        params_.population_per_replicate ? here.step.random.replicate() : 0;
    const AddressedDraw draw = Stream(params_.population_seed,
                                      replicate)(Draw(Traits::activity_draw));
    std::array<std::uint64_t, block_rows> keys{};
    std::array<std::uint64_t, block_rows> words{};
    for (std::size_t first = 0; first < people.size(); first += block_rows) {
        const std::size_t count = std::min(block_rows, people.size() - first);
        for (std::size_t i = 0; i < count; ++i) {
            keys[i] = key[first + i].value();
        }
        draw.word_of_each(std::span(keys).first(count), 0, std::span(words).first(count));
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t row = first + i;
            const std::size_t age = table_age(birth_month[row], then);
            if (activity[row] == Activity::inactive && is_past_return(age, sex[row])) {
                continue;
            }
            const Activity profile =
                traits_.activity(work_, registered[row], age, sex[row], words[i]);
            const bool in_labour_force =
                is_in_labour_force(profile) ||
                (profile == Activity::inactive && is_drawn_in(shard, row, here.step.now, words[i]));
            if (!in_labour_force || (!has_employers_ && is_in_labour_force(profile))) {
                activity[row] = profile;
            } else if (!is_in_labour_force(activity[row])) {
                activity[row] = Activity::unemployed;
            }
        }
    }
}

}  // namespace qonys::models::kz_migration
