#include "labour/post_search.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "qonys/parallel/worker_local.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::kz_migration {
namespace {

/// More vacant posts than this draw no more. Who looks in vain for so long finds none.
constexpr int most_vacancies = 8;
constexpr std::uint32_t most_tries = 4096;
constexpr std::uint32_t first_tries = 16;
constexpr std::uint32_t tries_growth = 4;
static_assert(most_tries % first_tries == 0);

}  // namespace

/// One of the employer's vacant posts, the more likely the more there are.
std::optional<Skill> PostSearch::vacancy(std::size_t row, Skill least, std::uint64_t word) const
{
    if (employers_[columns_.alive][row] != is_alive) {
        return std::nullopt;
    }
    std::array<int, num_skills> vacant{};
    int all = 0;
    for (auto skill = static_cast<std::size_t>(least); skill < num_skills; ++skill) {
        vacant[skill] = vacant_posts(employers_, columns_, skill, row);
        all += vacant[skill];
    }
    auto place = static_cast<int>(
        uniform_index(word, static_cast<std::uint64_t>(std::max(all, most_vacancies))));
    if (all > most_vacancies) {
        place %= all;
    }
    for (std::size_t skill = 0; skill < num_skills; ++skill) {
        if (place < vacant[skill]) {
            return static_cast<Skill>(skill);
        }
        place -= vacant[skill];
    }
    return std::nullopt;
}

std::optional<FoundPost> PostSearch::operator()(const AddressedDraw& draw, const Seeker& seeker,
                                                FunctionRef<bool(std::size_t)> fits) const
{
    // A power of two, so that a new employer changes the way of those alone who meet it.
    const std::uint64_t range = std::bit_ceil(employers_.size());
    // Numbers for many trials at once cost little more than those for one; the first are worked out
    // again when they were too few.
    struct Lists {
        std::vector<std::uint64_t> words;
    };
    auto& [words] = kept_by_worker<Lists>();
    std::array<std::uint32_t, first_tries> fitting{};
    for (std::uint32_t trial = 0, last = first_tries; trial < most_tries; last *= tries_growth) {
        last = std::min(last, most_tries);
        words.resize(2 * static_cast<std::size_t>(last));
        draw.words(seeker.key, seeker.index, words);
        while (trial < last) {
            // What is read of an employer is asked for, for some at once, before the first is
            // looked at.
            std::size_t count = 0;
            for (const std::uint32_t end = trial + first_tries; trial < end; ++trial) {
                const std::size_t row = words[2 * std::size_t{trial}] & (range - 1);
                if (row < employers_.size() && fits(row)) {
                    prefetch(row);
                    fitting[count++] = trial;
                }
            }
            for (std::size_t i = 0; i < count; ++i) {
                const std::size_t at = 2 * std::size_t{fitting[i]};
                const std::size_t row = words[at] & (range - 1);
                if (const auto skill = vacancy(row, seeker.least_skill, words[at + 1])) {
                    return FoundPost{row, *skill};
                }
            }
        }
    }
    return std::nullopt;
}

void PostSearch::prefetch(std::size_t row) const
{
    for (std::size_t skill = 0; skill < num_skills; ++skill) {
        __builtin_prefetch(&employers_[columns_.posts[skill]][row]);
        __builtin_prefetch(&employers_[columns_.filled[skill]][row]);
        __builtin_prefetch(&employers_[columns_.foreign[skill]][row]);
    }
}

}  // namespace qonys::models::kz_migration
