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

OpenPosts::OpenPosts(const Threads& threads, const Rows& employers, const LabourSetup& setup,
                     const Contact& contact)
    : num_sectors_(setup.axes.sector.size())
{
    std::vector<std::vector<Post>> blocks((employers.size() + block_rows - 1) / block_rows);
    for_each_block(threads, employers.size(), [&](std::size_t first, std::size_t last, std::size_t) {
        blocks[first / block_rows] = found(employers, setup.employers, contact, {first, last});
    });
    posts_ = Grouped<Post>(blocks, setup.axes.num_segments() * num_skills,
                           [](const Post& post) { return post.place.segment; });
    for (std::size_t place = 0; place < posts_.num_groups(); ++place) {
        slots_.push_back(static_cast<std::int64_t>(posts_[place].size()));
    }
}

std::vector<OpenPosts::Post> OpenPosts::found(const Rows& employers, const EmployerColumns& columns,
                                              const Contact& contact,
                                              std::pair<std::size_t, std::size_t> rows) const
{
    std::vector<Post> posts;
    for (std::size_t row = rows.first; row < rows.second; ++row) {
        for (std::size_t skill = 0; skill < num_skills; ++skill) {
            const int vacant = vacant_posts(employers, columns, skill, row);
            if (vacant <= 0 || employers[columns.alive][row] != is_alive) {
                continue;
            }
            const std::uint64_t key = employers[columns.key][row];
            const auto place = static_cast<std::uint32_t>(
                segment(employers[columns.region][row], employers[columns.sector][row],
                        static_cast<Skill>(skill)));
            const std::uint32_t off_books = employers[columns.off_books[skill]][row];
            for (std::uint32_t ordinal = 0; ordinal < static_cast<std::uint32_t>(vacant); ++ordinal) {
                const std::uint32_t post = post_index(skill, ordinal);
                const auto [chance, position] =
                    contact.draw.word_pair(key, draw_index(contact.now), post);
                if (contact.chance.hit(chance)) {
                    posts.push_back({{place, position, key ^ post},
                                     EmployerId(static_cast<EmployerId::rep>(row)),
                                     ordinal < off_books});
                }
            }
        }
    }
    return posts;
}

}  // namespace qonys::models::kz_migration
