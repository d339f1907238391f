#pragma once

#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "abroad/cohorts.hpp"
#include "abroad/conditions.hpp"
#include "abroad/records.hpp"
#include "columns.hpp"
#include "labour/budget.hpp"
#include "processes/departure_books.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// The months of citizens who work abroad: they come back, lose or get the right to work, stay for
/// good, send money, and are registered on the platform. README.md, part 7.
class AbroadStay final : public Process {
public:
    struct Shared {
        const AbroadTerms& terms;  ///< outlives the registry
        Columns columns;
        AbroadRecords records;
        std::shared_ptr<const AbroadCohorts> cohorts;
        std::shared_ptr<AbroadConditions> conditions;
        Prices prices;
        DepartureBooks books;
    };
    AbroadStay(Registry& registry, const Shared& shared);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void archive(Archive& archive) override;

    /// What somebody who leaves will send a month, in the unit of the record.
    [[nodiscard]] static std::uint16_t amount(const Shared& shared, std::size_t country,
                                              const std::array<std::uint64_t, 2>& words);

private:
    enum class Back : std::uint8_t { own_wish, job_lost, contract_end, removed, assisted };
    struct Books {
        TallyId returns;
        TallyId deaths;
        TallyId departures;
        TallyId changes;
        TallyId money;
        TallyId registrations;

        static Books declare(Registry& registry, const AbroadTerms& terms);
    };
    /// Chances of the month by country.
    struct Chances {
        Threshold removed;
        Threshold overstay;
        Threshold regularised;
        Threshold helped;
        Threshold assisted;
    };
    /// Somebody abroad, while he is looked at.
    struct One {
        std::size_t row;  ///< of the person
        std::size_t record;
        PersonKey key;
        Stay stay;
        int months;  ///< since he left
        std::uint64_t settles;  ///< numbers of the month
        std::uint64_t returns;
    };
    void pass_month(const ShardContext& here, Shard& shard, const One& one) const;
    void close(const ShardContext& here, Shard& shard, const One& one) const;
    /// Whether he has gone: back, or deregistered.
    bool leaves_country(const ShardContext& here, Shard& shard, const One& one) const;
    bool ends_irregular(const ShardContext& here, Shard& shard, const One& one) const;
    bool ends_contract(const ShardContext& here, Shard& shard, const One& one) const;
    void come_back(const ShardContext& here, Shard& shard, const One& one, Back why) const;
    void regularise(const ShardContext& here, Shard& shard, const One& one, bool helped) const;
    void enter(const ShardContext& here, Shard& shard, const One& one) const;
    void send(const ShardContext& here, Shard& shard, const One& one) const;
    [[nodiscard]] bool draws(const ShardContext& here, const One& one, const char* what,
                             std::pair<Draw, Threshold> chance) const;

    WorldSchema schema_;
    Shared shared_;
    Columns columns_;
    AbroadRecords records_;
    bool has_employers_ = false;
    Draw start_;
    Draw sends_;
    Draw return_;
    Draw end_;
    Draw right_;
    Draw help_;
    Draw removed_;
    Draw assisted_;
    Draw platform_;
    Books books_;
    std::vector<Chances> chances_;
    std::vector<Threshold> returns_;  ///< by months since leaving, up to the last year told apart
    Threshold settles_;
    Threshold stays_on_;
    double coverage_ = 0.0;
    double level_ = 1.0;  ///< of prices
};

}  // namespace qonys::models::kz_migration
