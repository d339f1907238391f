#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "processes/employer_decisions.hpp"
#include "qonys/core/grouped.hpp"
#include "qonys/parallel/ring_pairing.hpp"
#include "qonys/parallel/threads.hpp"

namespace qonys::models::kz_migration {

/// The vacant posts that can be filled this month, by segment: region x sector x skill. The same on every
/// rank.
class OpenPosts {
public:
    struct Post {
        RingPoint place;
        EmployerId employer;
        bool off_books;  ///< offered without a contract
    };
    /// How vacant posts are found: each in a month with the chance `contact`.
    struct Contact {
        AddressedDraw draw;
        Month now;
        Threshold chance;
    };
    OpenPosts(const Threads& threads, const Rows& employers, const LabourSetup& setup,
              const Contact& contact);

    [[nodiscard]] std::size_t segment(RegionId region, SectorId sector, Skill skill) const
    {
        return (region.value() * num_sectors_ + sector.value()) * num_skills +
               static_cast<std::size_t>(skill);
    }
    [[nodiscard]] const std::vector<std::int64_t>& slots() const { return slots_; }  ///< by segment
    /// In the order of employers.
    [[nodiscard]] std::span<const Post> of(std::size_t segment) const { return posts_[segment]; }

private:
    /// Posts of some employers.
    [[nodiscard]] std::vector<Post> found(const Rows& employers, const EmployerColumns& columns,
                                          const Contact& contact,
                                          std::pair<std::size_t, std::size_t> rows) const;

    std::size_t num_sectors_;
    std::vector<std::int64_t> slots_;
    Grouped<Post> posts_;
};

}  // namespace qonys::models::kz_migration
