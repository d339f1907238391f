#include "processes/post_choice.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "processes/thinned_clock.hpp"
#include "qonys/parallel/worker_local.hpp"
#include "qonys/random/choice.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double not_at_all = std::numeric_limits<double>::infinity();

}  // namespace

PostChoice::Params PostChoice::Params::read(Reader& in)
{
    Params params;
    params.same_sector = in.number("same_sector", Bounds::within(1.0, 1000.0),
                                   {"-", "weight of the last sector in search, relative"});
    params.post_below = in.number("post_below", Bounds::within(0.0, 1.0),
                                  {"-", "weight of posts that ask for less skill, relative"});
    params.post_above = in.number("post_above", Bounds::within(0.0, 1.0),
                                  {"-", "weight of posts that ask for more skill, relative"});
    return params;
}

PostChoice::PostChoice(Registry& registry, const LabourAxes& axes, const Params& params)
    : params_(params),
      num_regions_(axes.region.size()),
      sectors_(axes.sector),
      num_sectors_(axes.sector.size()),
      level_(registry.add_draw("job_search", "level")),
      sector_(registry.add_draw("job_search", "sector"))
{
}

void PostChoice::weigh(const OpenPosts& posts)
{
    inverse_weights_.assign(num_regions_ * num_skills * num_sectors_, not_at_all);
    level_weights_.assign(num_regions_ * num_skills, 0.0);
    for (std::size_t region = 0; region < num_regions_; ++region) {
        for (std::size_t skill = 0; skill < num_skills; ++skill) {
            for (std::size_t s = 0; s < num_sectors_; ++s) {
                const std::int64_t vacant = posts.slots()[posts.segment(
                    RegionId(static_cast<RegionId::rep>(region)),
                    SectorId(static_cast<SectorId::rep>(s)), static_cast<Skill>(skill))];
                level_weights_[region * num_skills + skill] += static_cast<double>(vacant);
                if (vacant > 0) {
                    inverse_weights_[(region * num_skills + skill) * num_sectors_ + s] =
                        1.0 / static_cast<double>(vacant);
                }
            }
        }
    }
}

/// One's own level of skill, or a level off it where there are more posts.
bool PostChoice::weigh_levels(const Looker& looker, std::span<double> inverse) const
{
    bool is_any = false;
    for (std::size_t skill = 0; skill < num_skills; ++skill) {
        const int step = static_cast<int>(skill) - static_cast<int>(looker.skill);
        const double liking = step == 0    ? 1.0
                              : step == -1 ? params_.post_below
                              : step == 1  ? params_.post_above
                                           : 0.0;
        const double weight = liking * level_weights_[looker.region.value() * num_skills + skill];
        inverse[skill] = weight > 0.0 ? 1.0 / weight : not_at_all;
        is_any = is_any || weight > 0.0;
    }
    return is_any;
}

void PostChoice::aims(const StepContext& step, std::span<const Looker> lookers,
                      std::vector<Aim>& aims) const
{
    // Each worker keeps its lists: memory is asked for at the first shards only.
    struct Lists {
        std::vector<std::uint64_t> keys;
        std::vector<double> levels;
        std::vector<double> sectors;
        std::vector<std::uint8_t> chosen;
    };
    auto& [keys, levels, sectors, chosen] = kept_by_worker<Lists>();
    keys.resize(lookers.size());
    levels.assign(lookers.size() * num_skills, 0.0);
    sectors.resize(lookers.size() * num_sectors_);
    chosen.resize(lookers.size());
    aims.assign(lookers.size(), {});
    for (std::size_t i = 0; i < lookers.size(); ++i) {
        keys[i] = lookers[i].key;
        aims[i].is_any =
            weigh_levels(lookers[i], std::span(levels).subspan(i * num_skills, num_skills));
    }
    const std::uint32_t index = draw_index(step.now);
    choose_each(step.random(level_), keys, index, levels, chosen);
    for (std::size_t i = 0; i < lookers.size(); ++i) {
        aims[i].skill = static_cast<Skill>(chosen[i]);
        const auto weights = std::span<const double>(inverse_weights_)
                                 .subspan((lookers[i].region.value() * num_skills + chosen[i]) *
                                              num_sectors_,
                                          num_sectors_);
        const auto own = std::span(sectors).subspan(i * num_sectors_, num_sectors_);
        std::copy(weights.begin(), weights.end(), own.begin());
        if (lookers[i].last.valid()) {
            own[lookers[i].last.value()] /= params_.same_sector;
        }
    }
    choose_each(step.random(sector_), keys, index, sectors, chosen);
    for (std::size_t i = 0; i < lookers.size(); ++i) {
        aims[i].sector = SectorId(static_cast<SectorId::rep>(chosen[i]));
        step.life.choice(PersonKey(keys[i]),
                         {"sector",
                          std::span<const double>(sectors).subspan(i * num_sectors_, num_sectors_),
                          chosen[i], sectors_.codes()});
    }
}

}  // namespace qonys::models::kz_migration
