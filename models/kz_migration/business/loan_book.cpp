#include "business/loan_book.hpp"

namespace qonys::models::kz_migration {

LoanBook::LoanBook(Registry& registry, const BusinessTerms& terms, const Budget& budget)
    : budget_(budget),
      num_regions_(terms.region.size()),
      money_(registry.add_tally(
          {.name = "loan_money",
           .description = "money of concessional loans, nominal: lent, repaid, recovered from "
                          "collateral, written off, interest, and what the rate below the "
                          "market's costs",
           .unit = "KZT",
           .axes = {terms.programme,
                    Axis("loan_entry", {"lent", "principal_repaid", "recovered", "written_off",
                                        "interest", "interest_subsidy"})}})),
      issued_(registry.add_tally({.name = "loans_issued",
                                  .description = "concessional loans paid out",
                                  .unit = "loans",
                                  .axes = {terms.programme, terms.region}})),
      to_whom_(registry.add_tally(
          {.name = "loans_issued_to",
           .description = "concessional loans paid out, by who took them and whether they had a "
                          "business before",
           .unit = "loans",
           .axes = {terms.programme, Axis("newcomer_group", {"other", "kandas", "resettler"}),
                    Axis("had_business", {"no", "yes"})}})),
      ended_(registry.add_tally(
          {.name = "loans_ended",
           .description = "concessional loans that ended, by how",
           .unit = "loans",
           .axes = {terms.programme,
                    Axis("loan_end", {"repaid", "called_in", "died", "left_country"})}}))
{}

void LoanBook::book(Tallies& counts, Of loan, LoanEntry entry, std::int64_t tenge, int year) const
{
    if (tenge == 0) {
        return;
    }
    counts.add(money_,
               static_cast<std::size_t>(loan.programme) * num_loan_entries +
                   static_cast<std::size_t>(entry),
               tenge);
    const Programme line = budget_line(loan.programme);
    const bool is_banks_money = loan.programme == LoanProgramme::small_business;
    if (entry == LoanEntry::interest_subsidy) {
        if (is_banks_money) {
            budget_.book(counts, line, BudgetSide::spending, Money(tenge), year);
        }
    } else if (!is_banks_money) {
        if (entry == LoanEntry::lent) {
            budget_.book(counts, line, BudgetSide::spending, Money(tenge), year);
        } else if (entry == LoanEntry::principal_repaid || entry == LoanEntry::recovered) {
            budget_.book(counts, line, BudgetSide::refunds, Money(tenge), year);
        } else if (entry == LoanEntry::interest) {
            budget_.book(counts, line, BudgetSide::fees, Money(tenge), year);
        }
    }
}

void LoanBook::count_issued(Tallies& counts, Of loan, NewcomerGroup group, bool had_business) const
{
    counts.add(issued_, cell(loan));
    const std::size_t who = static_cast<std::size_t>(loan.programme) * num_newcomer_groups +
                            static_cast<std::size_t>(group);
    counts.add(to_whom_, 2 * who + (had_business ? 1U : 0U));
}

void LoanBook::count_end(Tallies& counts, Of loan, LoanEnd end) const
{
    counts.add(ended_,
               static_cast<std::size_t>(loan.programme) * 4 + static_cast<std::size_t>(end));
}

}  // namespace qonys::models::kz_migration
