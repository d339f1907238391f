#include "processes/activity.hpp"

#include <array>
#include <span>

#include "processes/thinned_clock.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int months_of_year = 12;

}  // namespace

MainActivity::Params MainActivity::Params::read(Reader& in)
{
    Params params;
    params.population_seed = static_cast<std::uint64_t>(in.section("population").integer(
        "seed", Bounds::at_least(0.0), {"-", "seed of synthesis, shared by runs that compare"}, 1));
    params.population_per_replicate = in.section("synthesis").boolean(
        "replicate", {"-", "make the people anew for each replicate"}, false);
    return params;
}

MainActivity::MainActivity(Registry& registry, const Columns& columns, const Traits& traits,
                           Params params,
                           std::shared_ptr<const IntegrationEffects> integration)
    : schema_(registry.schema()),
      columns_(columns),
      traits_(traits),
      params_(params),
      integration_(std::move(integration))
{
}

ProcessInfo MainActivity::info() const
{
    // Draws none of its own: the words are those of synthesis.
    return {.name = "main_activity",
            .description = "entering and leaving studies and the labour force",
            .stage = Stage::status,
            .reads = {"key", "birth_month", "sex", "registered_region"},
            .writes = {"activity"}};
}

/// Courses move somebody's place towards those in the labour force: who stood near its edge is inside.
bool MainActivity::is_drawn_in(const Shard& shard, std::size_t row, Month now,
                               std::uint64_t word) const
{
    const double places =
        integration_ == nullptr ? 0.0 : integration_->participation(shard, row, now);
    if (places <= 0.0) {
        return false;
    }
    const Rows& people = shard.people();
    const std::uint64_t moved = Threshold(MonthlyProbability(places)).value();
    return traits_.activity(people[columns_.registered_region][row],
                            table_age(people[schema_.person.birth_month][row], now),
                            people[schema_.person.sex][row],
                            word - std::min(word, moved)) != Activity::inactive;
}

void MainActivity::commit(const ShardContext& here, Shard& shard)
{
    if (shard.id().value() % months_of_year != here.step.now.month_of_year() - 1) {
        return;
    }
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
            const Activity profile = traits_.activity(
                registered[row], table_age(birth_month[row], here.step.now - 1), sex[row], words[i]);
            const bool in_labour_force =
                is_in_labour_force(profile) ||
                (profile == Activity::inactive &&
                 is_drawn_in(shard, row, here.step.now - 1, words[i]));
            if (!in_labour_force) {
                activity[row] = profile;
            } else if (!is_in_labour_force(activity[row])) {
                activity[row] = Activity::unemployed;
            }
        }
    }
}

}  // namespace qonys::models::kz_migration
