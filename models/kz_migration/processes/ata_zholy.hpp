#pragma once

#include <memory>
#include <vector>

#include "processes/departure_books.hpp"
#include "processes/external_arrivals.hpp"
#include "processes/settlement_contracts.hpp"
#include "qonys/parallel/allocate.hpp"
#include "qonys/policy/quota_ledger.hpp"
#include "qonys/process/residence.hpp"

namespace qonys::models::kz_migration {

/// The Ata Zholy card: ethnic Kazakhs abroad with the schooling asked for come for up to ten years, with
/// the right to work. Some get the kandas status; who has not settled when the card ends goes back.
/// README.md, part 7, "Integration of kandas".
class AtaZholy final : public Process {
public:
    struct Params {
        Axis region;
        double cards = 0.0;              ///< a year
        double term = 0.0;               ///< months
        double schooling = 0.0;          ///< asked for: 0 any, 1 vocational, 2 higher
        std::vector<double> eligible;    ///< part of the applicants, by schooling asked for
        std::vector<double> applicants;  ///< by partner, persons a year, of any schooling
        std::vector<double> region_weight;
        double months_to_status = 0.0;   ///< mean time from the card to the kandas status
        double scale = 1.0;

        static Params read(Reader& in, const Axes& axes, int year);
    };
    struct Shared {
        const Outlook& outlook;
        std::shared_ptr<const Settlement> settlement;
        const Settlement::Setup& settling;
        ResidenceClaims claims;
        DepartureBooks books;
        SettlementContracts contracts;
    };
    AtaZholy(Registry& registry, Params params, const Shared& shared);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void allocate(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void archive(Archive& archive) override;

private:
    struct Levers {
        LeverId cards;
        LeverId term;
        LeverId schooling;

        static Levers declare(Registry& registry, const Params& params);
    };
    [[nodiscard]] Candidate candidate(const StepContext& step, const ArrivingFamily& family) const;
    void arrive(const ShardContext& here, Shard& shard) const;
    void end_terms(const ShardContext& here, Shard& shard) const;
    void settle_for_good(const ShardContext& here, Shard& shard, HouseholdId household,
                         LegalStatus status) const;
    void leave(const ShardContext& here, Shard& shard, HouseholdId household) const;

    WorldSchema schema_;
    Params params_;
    Outlook outlook_;
    std::shared_ptr<const Settlement> settlement_;
    Settlement::Setup settling_;
    ResidenceClaims claims_;
    DepartureBooks books_;
    SettlementContracts contracts_;
    Levers levers_;
    SideTableId table_;            ///< of card holders
    Column<MonthStamp> until_;     ///< last month of the card
    TallyId issued_;
    TallyId ended_;
    TallyId holders_;
    Draw sampling_;
    Draw priority_;
    Draw region_draw_;
    Draw status_draw_;
    Draw debt_;
    Choice region_;
    FamilyFlow applicants_;
    QuotaLedger ledger_;
    std::vector<ArrivingFamily> asking_;  ///< this month, the same on every rank
    PerShard<std::vector<ArrivingFamily>> families_;
};

}  // namespace qonys::models::kz_migration
