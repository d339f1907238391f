#pragma once

#include <optional>

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

    /// Whether a person out of work asks for a post this month by the programme.
    [[nodiscard]] bool refers(const ShardContext& here, const Shard& shard, std::size_t row) const;
    /// Place in the queue for posts, lower first: the subsidy moves it a little.
    [[nodiscard]] std::uint64_t priority(const ShardContext& here, const Shard& shard,
                                         std::size_t row, std::uint64_t word) const;
    /// Somebody out of work has been hired: his employer may be subsidised.
    void hired(const ShardContext& here, const Shard& shard, std::size_t row,
               Contract contract) const;

    [[nodiscard]] static std::vector<std::string> levers();

private:
    /// Completed months since the move of someone under contract; none for others.
    [[nodiscard]] std::optional<int> months(const ShardContext& here, const Shard& shard,
                                            std::size_t row) const;
    [[nodiscard]] bool is_subsidised(const ShardContext& here, const Shard& shard,
                                     std::size_t row) const;

    Setup setup_;
    WorldSchema schema_;
    TallyId subsidies_;
    Draw uptake_;
};

}  // namespace qonys::models::kz_migration
