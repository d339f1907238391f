#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "outlook.hpp"
#include "processes/settlement.hpp"
#include "qonys/parallel/allocate.hpp"
#include "qonys/policy/quota_ledger.hpp"
#include "qonys/random/choice.hpp"

namespace qonys::models::kz_migration {

/// The kandas status of people who are here: who waits for it or has it at the start, the grants
/// that go to people in the country already (no arrivals), and citizenship. README.md, part 7,
/// section 4.
class KandasStatus final : public Process {
public:
    struct Params {
        std::vector<double> waiting_share;  ///< of Kazakhs, by region: will be granted the status
        std::vector<double> holder_share;   ///< of Kazakhs, by region: have it at the start
        std::vector<double> in_country;     ///< weights by kandas origin, year of the start
        std::vector<double> all_grants;     ///< weights by kandas origin
        MonthlyProbability citizenship;
        double size_of_asker = 1.0;
        double waiting_years = 0.0;  ///< of grants that are waited for at the start
        double scale = 1.0;
        static Params read(Reader& in, const Axes& axes, const KandasTables& kandas, int year,
                           int base_year);
    };
    KandasStatus(Registry& registry, Params params, const Outlook& outlook,
                 const Settlement::Setup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void propose(const ShardContext& here, const Shard& shard) override;
    void allocate(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void archive(Archive& archive) override { ledger_.archive(archive); }

private:
    struct Asker {
        HouseholdId household;
        Candidate candidate;
    };
    void start_shard(const StepContext& step, Shard& shard) const;
    void naturalise(const ShardContext& here, Shard& shard,
                    std::span<const std::uint32_t> holders) const;
    [[nodiscard]] double still_waiting(const StepContext& step) const;
    [[nodiscard]] bool waits(const Shard& shard, std::size_t row) const;

    WorldSchema schema_;
    Params params_;
    Outlook outlook_;
    Columns columns_;
    StatusColumns status_;
    KandasRecords records_;
    KandasTallies tallies_;
    const KandasTables* tables_;
    TallyId citizens_;
    Draw stock_;
    Draw stock_origin_;
    Draw priority_;
    Draw citizenship_;
    Draw debt_;
    QuotaLedger
        ledger_;  ///< grants by kandas origin: a ledger because offices hand out so many a month
    PerShard<std::vector<Asker>> askers_;
    PerShard<std::vector<std::uint32_t>> holders_;
    std::optional<Allocation> allocation_;
};

}  // namespace qonys::models::kz_migration
