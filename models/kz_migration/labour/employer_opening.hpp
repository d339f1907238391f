#pragma once

#include <optional>
#include <vector>

#include "labour/demand_shares.hpp"
#include "labour/jobs.hpp"
#include "labour/tables.hpp"
#include "qonys/random/distribution/categorical.hpp"
#include "qonys/random/stream.hpp"

namespace qonys::models::kz_migration {

/// How a new employer enters the table that every rank holds. The same on every rank.
class EmployerOpening {
public:
    struct Params {
        Table<double, RegionId, SectorId> wage;  ///< KZT a month, at the start
        Table<double, SectorId, Skill> skill_share;
        double wage_sd = 0.0;  ///< log points, between employers
    };
    EmployerOpening(const EmployerColumns& columns, Params params);
    struct New {
        std::uint64_t seed;   ///< addresses its draws; of this month its own
        std::uint64_t owner;  ///< key of the person who founds it; 0: not known
        RegionId region;
        SectorId sector;
        EmployerKind kind;
        Backing backing;
        std::uint64_t posts;  ///< that it wants
    };
    /// Rows of closed employers without staff are used again; `from`: where to look on.
    void open(Rows& employers, const New& made, const AddressedDraw& draw, Month now,
              std::size_t& from) const;

private:
    [[nodiscard]] bool is_free(const Rows& employers, std::size_t row) const;
    EmployerColumns columns_;
    Params params_;
    std::vector<std::optional<Categorical>> skill_of_post_;  ///< by sector; where there is work
};

}  // namespace qonys::models::kz_migration
