#pragma once

#include <memory>

#include "outlook.hpp"
#include "processes/departure_books.hpp"
#include "processes/integration_effects.hpp"
#include "processes/kandas_tables.hpp"
#include "processes/settlement_contracts.hpp"
#include "qonys/process/residence.hpp"

namespace qonys::models::kz_migration {

/// Kandas families who go back to the country they came from, in the first years after the status.
/// A household in which every adult is from abroad goes as a whole; who has joined a family from here
/// stays. README.md, part 7, "Integration of kandas".
class KandasReturn final : public Process {
public:
    struct Params {
        double share = 0.0;  ///< of kandas who go back within `years`, without courses
        int years = 5;       ///< of risk
        static Params read(Reader& in);
        [[nodiscard]] AnnualRate rate() const;
    };
    struct Setup {
        const StatusColumns& status;
        const KandasRecords& records;
        std::shared_ptr<const IntegrationEffects> effects;
        ResidenceClaims claims;
        DepartureBooks books;
        SettlementContracts contracts;
    };
    KandasReturn(Registry& registry, const Params& params, const Axes& axes, const Setup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    [[nodiscard]] bool decides(const Shard& shard, std::size_t row, Month now) const;
    void leave(const ShardContext& here, Shard& shard, HouseholdId household,
               std::size_t country) const;

    WorldSchema schema_;
    Params params_;
    StatusColumns status_;
    KandasRecords records_;
    std::shared_ptr<const IntegrationEffects> effects_;
    ResidenceClaims claims_;
    DepartureBooks books_;
    SettlementContracts contracts_;
    TallyId returned_;
    Draw draw_;
};

/// What the departures of a year have of such families, by arithmetic of tables that knows neither people
/// nor levers: so many fewer leave otherwise, for the published total holds them too.
class ExpectedReturns {
public:
    ExpectedReturns() = default;
    ExpectedReturns(const KandasReturn::Params& params, const KandasTables& tables, int first_year);
    /// Persons who go back in a year when nobody takes courses.
    [[nodiscard]] double persons(int year, const Outlook& outlook, const Stream& random) const;

private:
    const KandasTables* tables_ = nullptr;  ///< outlives the registry
    double rate_ = 0.0;
    int years_ = 0;
    int first_year_ = 0;
};

}  // namespace qonys::models::kz_migration
