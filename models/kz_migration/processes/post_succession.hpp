#pragma once

#include <cstdint>
#include <vector>

#include "labour/foreign_workers.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Work that an employer did when it closed is done by another that asks for permits, of its region
/// and sector if there is one.
class PostSuccession {
public:
    /// `successor`: draw of the employer that takes over.
    explicit PostSuccession(Draw successor) : successor_(successor) {}
    void hand_on(const StepContext& step, ForeignStaff& staff) const;

    /// Rows of posts without a worker that are meant for foreigners, of employers that are there.
    [[nodiscard]] static std::vector<std::uint32_t> open_posts(const StepContext& step,
                                                               const ForeignStaff& staff);
    /// Whether the employer of a post for foreigners still is there.
    [[nodiscard]] static bool is_at_work(const ForeignStaff& staff, std::size_t post);

private:
    Draw successor_;
};

}  // namespace qonys::models::kz_migration
