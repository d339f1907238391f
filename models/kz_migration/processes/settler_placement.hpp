#pragma once

#include <optional>
#include <span>
#include <vector>

#include "columns.hpp"
#include "labour/jobs.hpp"
#include "processes/settlement_contracts.hpp"

namespace qonys::models::kz_migration {

/// What the programme does for resettled people who look for work: they are put before employers on
/// arrival, and whoever hires them is subsidised. Posts are the same as for everybody: none is made.
class SettlerPlacement {
public:
    struct Setup {
        Columns columns;
        StatusColumns status;
        std::shared_ptr<const SettlementContracts> contracts;
        Axis region;
    };
    SettlerPlacement(Registry& registry, const Setup& setup);

    /// Completed months since the move of each of some people under contract; none for others. Of
    /// many at once: hardly anybody is under contract, and to see that costs two looks into memory.
    void months_of_each(const ShardContext& here, const Shard& shard,
                        std::span<const std::uint32_t> rows,
                        std::vector<std::optional<int>>& months) const;
    /// Whether a person out of work, so long after the move, asks for a post this month by the
    /// programme.
    [[nodiscard]] bool refers(const ShardContext& here, std::optional<int> months) const;
    /// Place in the queue for posts, lower first: the subsidy moves it a little.
    [[nodiscard]] std::uint64_t priority(const ShardContext& here, const Shard& shard,
                                         std::size_t row, std::optional<int> months,
                                         std::uint64_t word) const;
    /// Somebody out of work has been hired: his employer may be subsidised.
    void hired(const ShardContext& here, const Shard& shard, std::size_t row,
               Contract contract) const;

    /// Asks ahead for what `hired` looks at.
    void prefetch(const Shard& shard, std::span<const std::uint32_t> rows) const;

    [[nodiscard]] static std::vector<std::string> levers();

private:
    Setup setup_;
    WorldSchema schema_;
    TallyId subsidies_;
    Draw uptake_;
};

}  // namespace qonys::models::kz_migration
