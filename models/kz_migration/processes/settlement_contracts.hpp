#pragma once

#include "processes/status_columns.hpp"
#include "processes/support.hpp"
#include "qonys/random/threshold.hpp"
#include "registers/setup.hpp"

namespace qonys::models::kz_migration {

/// How a contract of a resettled family begins and ends, in the order of the axis.
enum class ContractEvent : std::uint8_t {
    opened,
    completed,  ///< stayed for its months
    broken,     ///< left the region, or the country
    dissolved   ///< nobody is left: deaths, or all live with others
};
/// What becomes of support given under contract, in the order of the axis.
enum class OwedMoney : std::uint8_t { granted, cleared, due, written_off };

/// Contracts of resettled families: support received is owed until the contract has run. Whoever moves a
/// household asks here. Amounts owed are kept in whole thousands, each payment rounded down, so that
/// never more is due than was paid.
class SettlementContracts {
public:
    SettlementContracts(Registry& registry, const StatusColumns& status,
                        std::shared_ptr<const Support> support, const Budget& budget,
                        std::shared_ptr<const RegisterSetup> registers);

    struct Terms {
        RegionId origin;
        bool has_home;  ///< a certificate, and no rent support
    };
    void sign(const ShardContext& here, Shard& shard, HouseholdId home, const Terms& terms) const;
    /// Spends on a family under contract, which owes it from now on.
    void pay(const ShardContext& here, Shard& shard, HouseholdId home,
             std::pair<Programme, Money> what) const;
    /// The household leaves the region that received it, or the country; nothing happens to others.
    void leave(const ShardContext& here, Shard& shard, HouseholdId home) const;
    /// How often the household leaves, relative to one that owes nothing: below 1 while it would have to
    /// pay back, else 1.
    [[nodiscard]] double leaving(const ShardContext& here, const Shard& shard,
                                 HouseholdId home) const;
    void complete(const ShardContext& here, Shard& shard, HouseholdId home) const;
    void dissolve(const ShardContext& here, Shard& shard, HouseholdId home) const;

    [[nodiscard]] const Support& support() const { return *support_; }
    [[nodiscard]] const Budget& budget() const { return budget_; }

private:
    /// What is due of one under contract if it leaves now, in whole thousands.
    [[nodiscard]] std::int64_t due(const ShardContext& here, const Shard& shard,
                                   HouseholdId home) const;
    void count(Tallies& counts, ContractEvent event) const;
    void count(Tallies& counts, OwedMoney what, std::int64_t thousands) const;
    void forget(Shard& shard, HouseholdId home) const;

    WorldSchema schema_;
    StatusColumns status_;
    std::shared_ptr<const RegisterSetup> registers_;
    Column<HouseholdKey> key_;
    std::shared_ptr<const Support> support_;
    Budget budget_;
    TallyId events_;
    TallyId owed_;
    TallyId moved_alone_;
    Draw refund_;
};

}  // namespace qonys::models::kz_migration
