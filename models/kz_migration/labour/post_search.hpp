#pragma once

#include <optional>

#include "labour/jobs.hpp"
#include "qonys/core/function_ref.hpp"
#include "qonys/random/stream.hpp"

namespace qonys::models::kz_migration {

/// A vacant post that somebody from abroad found.
struct FoundPost {
    std::size_t employer;  ///< row
    Skill skill;
};

/// Looks at employers by chance, row after row, and takes one by its vacant posts: the more it has,
/// the likelier. A new employer changes the way of those alone who meet it.
class PostSearch {
public:
    PostSearch(const Rows& employers, const EmployerColumns& columns)
        : employers_(employers), columns_(columns)
    {}
    struct Seeker {
        std::uint64_t key;
        std::uint32_t index;             ///< of the draw: a month
        Skill least_skill = Skill::low;  ///< takes no post that asks for less
    };
    /// Nothing for who looks in vain for long.
    [[nodiscard]] std::optional<FoundPost> operator()(const AddressedDraw& draw,
                                                      const Seeker& seeker,
                                                      FunctionRef<bool(std::size_t)> fits) const;

private:
    [[nodiscard]] std::optional<Skill> vacancy(std::size_t row, Skill least,
                                               std::uint64_t word) const;
    void prefetch(std::size_t row) const;
    const Rows& employers_;
    const EmployerColumns& columns_;
};

}  // namespace qonys::models::kz_migration
