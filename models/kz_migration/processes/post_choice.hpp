#pragma once

#include <span>
#include <vector>

#include "processes/open_posts.hpp"
#include "qonys/scenario/reader.hpp"

namespace qonys::models::kz_migration {

/// Where people who look for a post look: at which level of skill, and in which sector. Both go by how
/// many posts are to be found. README, "Labour market".
class PostChoice {
public:
    struct Params {
        double same_sector = 1.0;  ///< weight of the last sector over others
        double post_below = 0.0;   ///< weight of posts that ask for less skill, over one's own
        double post_above = 0.0;   ///< weight of posts that ask for more

        static Params read(Reader& in);
    };
    struct Looker {
        std::uint64_t key;
        RegionId region;
        Skill skill;
        SectorId last;  ///< sector in which he works or worked; invalid: in none
    };
    struct Aim {
        bool is_any;  ///< false: there is no post for him in his region
        Skill skill;
        SectorId sector;
    };
    PostChoice(Registry& registry, const LabourAxes& axes, const Params& params);

    /// Takes the posts of this month as what there is to be found.
    void weigh(const OpenPosts& posts);
    /// One aim for each looker.
    void aims(const StepContext& step, std::span<const Looker> lookers,
              std::vector<Aim>& aims) const;

    [[nodiscard]] static std::vector<std::string> draws() { return {"level", "sector"}; }

private:
    /// Writes the level's weights for one looker; false if there is nothing for him.
    bool weigh_levels(const Looker& looker, std::span<double> inverse) const;

    Params params_;
    std::size_t num_regions_;
    Axis sectors_;
    std::size_t num_sectors_;
    Draw level_;
    Draw sector_;
    std::vector<double> inverse_weights_;  ///< of sectors, by region and skill
    std::vector<double> level_weights_;    ///< posts to be found, by region and skill
};

}  // namespace qonys::models::kz_migration
