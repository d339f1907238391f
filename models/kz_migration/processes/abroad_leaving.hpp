#pragma once

#include <memory>
#include <vector>

#include "labour/market.hpp"
#include "processes/abroad_stay.hpp"
#include "processes/status_columns.hpp"
#include "qonys/policy/quota_ledger.hpp"

namespace qonys::models::kz_migration {

/// Citizens leave to work abroad, on their own or by organised recruitment. Everybody is asked in
/// one month of the year, with his shard. README.md, part 7.
class AbroadLeaving final : public Process {
public:
    struct Shared {
        AbroadStay::Shared abroad;
        StatusColumns status;
        std::shared_ptr<const LabourMarket> market;
        double scale;
    };
    AbroadLeaving(Registry& registry, const Shared& shared);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void propose(const ShardContext& here, const Shard& shard) override;
    void allocate(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void archive(Archive& archive) override;

private:
    /// Somebody who goes, or would go if he had a place of organised recruitment.
    struct Leaver {
        std::uint32_t row;
        std::uint8_t country;
        bool needs_place;
        bool asks;  ///< for a place
        Candidate candidate;
    };
    /// What somebody's chances to leave are made of: readiness x rates of his region and kin.
    struct Odds {
        double readiness = 0.0;
        std::size_t cell = 0;  ///< of region and kin group
    };
    [[nodiscard]] std::size_t cell_of(RegionId region, KinGroup kin) const
    {
        return region.value() * num_kins + static_cast<std::size_t>(kin);
    }
    [[nodiscard]] double readiness(const Rows& people, std::size_t row, Month now) const;
    /// Nobody else could look after the minors of his home.
    [[nodiscard]] bool is_needed(const Shard& shard, std::size_t row, Month now) const;
    void add_readiness(const Shard& shard, Month now, std::vector<std::int64_t>& sums) const;
    void set_rates(const StepContext& step);
    [[nodiscard]] std::vector<double> pull_of_network(std::size_t country) const;
    void look_at(const ShardContext& here, const Shard& shard, std::size_t row, std::uint64_t word);
    void leave(const ShardContext& here, Shard& shard, const Leaver& leaver, bool recruited) const;

    static constexpr std::size_t num_kins = 2;

    WorldSchema schema_;
    Shared shared_;
    const AbroadTerms& terms_;
    Columns columns_;
    bool has_employers_ = false;
    Draw leave_;
    Draw country_;
    Draw wanted_;
    Draw place_;
    Draw ledger_;
    Draw right_;
    Draw sends_;
    TallyId left_;
    TallyId recruitment_;
    QuotaLedger places_;
    std::vector<std::int64_t> ready_;  ///< readiness of the people of the start, by region and kin
    bool has_places_ = false;

    // Of the month, by region, kin group and country: yearly chances at a readiness of 1.
    std::vector<double> inverse_rates_;
    std::vector<double> inverse_wanted_;
    std::vector<double> all_rates_;   ///< by region and kin
    std::vector<double> all_wanted_;  ///< the same
    double most_ready_ = 0.0;
    Threshold most_;
    PerShard<std::vector<Leaver>> leavers_;
    std::vector<Candidate> candidates_;
    Allocation allocation_;
};

}  // namespace qonys::models::kz_migration
