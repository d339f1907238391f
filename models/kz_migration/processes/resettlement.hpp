#pragma once

#include <optional>
#include <vector>

#include "geography.hpp"
#include "processes/programme_move.hpp"
#include "processes/quota_track.hpp"
#include "processes/settlement_contracts.hpp"
#include "qonys/parallel/allocate.hpp"
#include "qonys/policy/quota_ledger.hpp"
#include "qonys/process/residence.hpp"
#include "qonys/random/threshold.hpp"

namespace qonys::models::kz_migration {

/// Internal resettlement: families of sending regions apply, and move to a receiving region when it
/// has places left; they sign for five years. README.md, part 7, section 5.
class Resettlement final : public Process {
public:
    struct Params {
        YearlyQuota quota;
        std::vector<double> attraction;        ///< by receiving region
        double distance_decay = 0.0;           ///< exponent on kilometres
        double memorandum_pull = 0.0;          ///< log weight that a memorandum adds
        std::vector<bool> sending;             ///< by region
        std::vector<double> origin_share;      ///< of resettlers, by region
        std::vector<double> application_rate;  ///< of an unemployed adult, a year, by region
        double others_rate = 0.0;   ///< of other adults, relative; until the rules change
        Month rules_from;           ///< job-seekers only, and a year of residence
        int residence_months = 12;  ///< from `rules_from` on
        int patience = 12;          ///< months that a family waits
        int last_age = 62;          ///< of an applicant
        double family_size = 4.0;   ///< persons, mean over members of applicants' families
        double scale = 1.0;
        static Params read(Reader& in, const Axes& axes, int labour_year, double scale);
    };
    struct Setup {
        Columns columns;
        StatusColumns status;
        Flows flows;
        ResidenceClaims claims;
        Geography geography;
        SettlementContracts contracts;
    };
    Resettlement(Registry& registry, Params params, const Setup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void propose(const ShardContext& here, const Shard& shard) override;
    void allocate(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void archive(Archive& archive) override;

private:
    struct Family {
        HouseholdId household;
        Candidate candidate;
        Candidate certificate;  ///< the same family, asking for a housing certificate
    };
    /// Rows of those who may apply at all, by activity and region.
    [[nodiscard]] std::vector<std::uint32_t> hopefuls(const Shard& shard) const;
    void apply(const ShardContext& here, const Shard& shard,
               std::vector<HouseholdId>& applied) const;
    [[nodiscard]] std::optional<Candidate> ask(const ShardContext& here, const Shard& shard,
                                               HouseholdId household) const;
    void set_chances(const StepContext& step, std::size_t origin);
    void give_certificates(const StepContext& step);
    void settle(const ShardContext& here, Shard& shard, const Family& family) const;
    [[nodiscard]] bool eligible(const ShardContext& here, const Shard& shard,
                                std::size_t row) const;
    [[nodiscard]] bool has_lived_long_enough(const ShardContext& here, const Shard& shard,
                                             HouseholdId household) const;

    WorldSchema schema_;
    Params params_;
    Setup setup_;
    ProgrammeMove move_;
    Column<MonthStamp> residence_changed_;
    LeverId lever_;
    LeverId memoranda_;
    TallyId received_;
    TallyId moves_;
    TallyId applications_;
    Draw application_;
    Draw region_draw_;
    Draw priority_;
    Draw debt_;
    Draw certificate_;
    Draw certificate_debt_;
    QuotaLedger ledger_;
    QuotaLedger certificate_ledger_;
    TallyId certificates_issued_;
    std::vector<Threshold> chance_;                     ///< to apply this month: activity x region
    std::vector<std::vector<double>> inverse_weights_;  ///< by origin, by receiving region
    bool open_ = false;                                 ///< some region has a quota
    PerShard<std::vector<Family>> families_;
    PerShard<std::vector<HouseholdId>> applied_;
    std::vector<double> pull_;  ///< of the support, by receiving region
    std::optional<Allocation> allocation_;
    std::optional<Allocation> certificates_;
};

}  // namespace qonys::models::kz_migration
