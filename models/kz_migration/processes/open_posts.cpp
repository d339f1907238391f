#include "processes/open_posts.hpp"

#include "processes/thinned_clock.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Block of a draw for one of an employer's vacant posts.
std::uint32_t post_index(std::size_t skill, std::uint32_t ordinal)
{
    return static_cast<std::uint32_t>(skill) << 16 | ordinal;
}

}  // namespace

OpenPosts::OpenPosts(const Rows& employers, const LabourSetup& setup, const Contact& contact)
    : num_sectors_(setup.axes.sector.size()),
      slots_(setup.axes.num_segments() * num_skills, 0),
      first_(slots_.size() + 1, 0)
{
    struct Found {
        std::size_t segment;
        Post post;
    };
    std::vector<Found> all;
    const EmployerColumns& columns = setup.employers;
    for (std::size_t row = 0; row < employers.size(); ++row) {
        for (std::size_t skill = 0; skill < num_skills; ++skill) {
            const int vacant = vacant_posts(employers, columns, skill, row);
            if (vacant <= 0 || employers[columns.alive][row] != is_alive) {
                continue;
            }
            const std::uint64_t key = employers[columns.key][row];
            const std::size_t place =
                segment(employers[columns.region][row], employers[columns.sector][row],
                        static_cast<Skill>(skill));
            for (std::uint32_t ordinal = 0; ordinal < static_cast<std::uint32_t>(vacant); ++ordinal) {
                const AddressedDraw::Block words = contact.draw.block(
                    key, draw_index(contact.now), post_index(skill, ordinal));
                const auto word = words[0] | static_cast<std::uint64_t>(words[1]) << 32;
                if (!contact.chance.hit(word)) {
                    continue;
                }
                const auto position = words[2] | static_cast<std::uint64_t>(words[3]) << 32;
                all.push_back({place,
                               {{static_cast<std::uint32_t>(place), position,
                                 key ^ post_index(skill, ordinal)},
                                EmployerId(static_cast<EmployerId::rep>(row))}});
                ++slots_[place];
            }
        }
    }
    for (std::size_t place = 0; place < slots_.size(); ++place) {
        first_[place + 1] = first_[place] + static_cast<std::size_t>(slots_[place]);
    }
    posts_.resize(all.size());
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    for (const Found& one : all) {
        posts_[next[one.segment]++] = one.post;
    }
}

}  // namespace qonys::models::kz_migration
