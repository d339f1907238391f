#pragma once

#include <array>
#include <memory>

#include "business/business_asking.hpp"
#include "business/loan_book.hpp"
#include "business/person_rows.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Month by month with loans that run: instalments, arrears, loans that are called in, deaths and
/// departures of borrowers. Before the first month: the loans of earlier years. README.md, part 7.
class LoanService final : public Process {
public:
    struct Setup {
        Columns columns;
        std::shared_ptr<BusinessAsking> asking;
        std::shared_ptr<PersonRows> rows;
        LoanBook book;
    };
    LoanService(Registry& registry, const Setup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    /// Loans of one programme and year before the start that still run, over people who may have
    /// them.
    struct Past {
        LoanProgramme programme;
        int year;
        std::vector<double> chance;  ///< by region x area
    };
    /// Money of a shard's loans in a month, by programme x entry: booked at one stroke.
    using Moved = std::array<std::int64_t, num_loan_programmes * num_loan_entries>;
    [[nodiscard]] std::vector<Past> past_loans(const StepContext& step,
                                               std::span<const std::int64_t> own) const;
    [[nodiscard]] std::vector<std::int64_t> owners(const StepContext& step,
                                                   const World& world) const;
    void open_past(const StepContext& step, Shard& shard, std::span<const Past> past) const;
    void lend(const StepContext& step, Shard& shard, std::size_t row, const Past& past) const;
    void age(Shard& shard, std::size_t record, Month start) const;
    /// Whether the loan runs on.
    struct Visit {
        std::size_t record;
        std::uint32_t row;
        Moved& moved;
    };
    bool serve(const ShardContext& here, Shard& shard, const Visit& visit) const;
    void pay(SideTable& own, std::size_t record, Moved& moved) const;
    void call_in(const ShardContext& here, SideTable& own, const Visit& visit, LoanEnd end) const;
    [[nodiscard]] bool fails(const ShardContext& here, PersonKey key, MonthStamp taken) const;
    [[nodiscard]] double failing_place(const ShardContext& here, PersonKey key,
                                       MonthStamp taken) const;
    void tell_of_failing(const ShardContext& here, PersonKey key, MonthStamp taken) const;
    [[nodiscard]] LoanBook::Of loan(const SideTable& own, std::size_t record) const;

    WorldSchema schema_;
    Setup setup_;
    LoanRecords records_;
    Draw past_;
    Draw default_;
    Draw jobless_;
    Threshold defaults_;  ///< in a month, of who has an income
};

}  // namespace qonys::models::kz_migration
