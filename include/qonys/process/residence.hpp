#pragma once

#include <cstdint>

#include "qonys/core/month.hpp"
#include "qonys/process/registry.hpp"
#include "qonys/world/tally.hpp"

namespace qonys {

/// Why a household's residence changes; the order is the precedence.
enum class ResidenceChange : std::uint8_t {
    death, expulsion, emigration, union_, programme, ordinary_move
};
inline constexpr std::size_t num_residence_changes = 6;

/// One change of residence per household and month. Stages run in the order of precedence, so whoever
/// asks first has it; those who come too late are counted.
class ResidenceClaims {
public:
    /// Adds the household column `residence_changed` and the tally `residence_claims_lost`.
    explicit ResidenceClaims(Registry& registry);

    /// True when the household had not yet changed residence this month; then it has.
    [[nodiscard]] bool claim(ResidenceChange change, Shard& shard, HouseholdId household, Month now,
                             Tallies& counts) const;
    /// Whether a claim would be granted.
    [[nodiscard]] bool is_free(const Shard& shard, HouseholdId household, Month now) const;

private:
    Column<MonthStamp> changed_;
    TallyId lost_;
};

}  // namespace qonys
