#pragma once

#include "labour/budget.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Counts of tables that every rank holds: one of them counts.
class CountOnce {
public:
    CountOnce(const StepContext& step, Tallies& counts)
        : counts_(step.ranks.rank() == 0 ? &counts : nullptr), year_(step.now.year())
    {}
    void add(TallyId tally, std::size_t cell, std::int64_t amount = 1) const
    {
        if (counts_ != nullptr) {
            counts_->add(tally, cell, amount);
        }
    }
    void book(const Budget& budget, Programme programme, Money amount,
              BudgetSide side = BudgetSide::fees) const
    {
        if (counts_ != nullptr) {
            budget.book(*counts_, programme, side, amount, year_);
        }
    }

private:
    Tallies* counts_;
    int year_;
};

}  // namespace qonys::models::kz_migration
