#include "indicators/business.hpp"

#include <algorithm>

#include "indicators/stock.hpp"
#include "processes/record_walk.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr std::size_t num_years_since_loan = 8;  ///< the last stands for all later ones

}  // namespace

BusinessIndicators::BusinessIndicators(Registry& registry, const Setup& setup)
    : schema_(registry.schema()),
      setup_(setup),
      running_(registry.add_tally(stock("loans_running", "concessional loans that run", "loans",
                                        {setup.terms.programme, setup.terms.region}))),
      outstanding_(registry.add_tally(stock("loans_outstanding",
                                            "what borrowers have to pay back, without interest",
                                            "KZT", {setup.terms.programme, setup.terms.region}))),
      cohorts_(registry.add_tally(yearly_stock(
          "business_cohorts",
          "people who asked for a loan or grant in the run and are still here, by what they got, "
          "whether they had a business before, completed years since (7 and more together), and "
          "whether they have one now",
          "persons",
          {Axis("business_support", {"refused", "loan", "grant"}),
           Axis("had_business", {"no", "yes"}),
           Axis::range("years_since", 0, static_cast<int>(num_years_since_loan) - 1),
           Axis("has_business", {"no", "yes"})})))
{}

ProcessInfo BusinessIndicators::info() const
{
    return {.name = "business_indicators",
            .description = "counts loans that run, and the businesses of those who asked for money",
            .stage = Stage::record,
            .reads = {"activity", "key", "gone", "loans.outstanding", "loans.programme",
                      "business_support.support"}};
}

std::size_t BusinessIndicators::cohort(const SideTable& own, std::size_t record, Month now) const
{
    const int months = now - month_of(own[setup_.records.month][record]);
    const std::size_t years =
        std::min(static_cast<std::size_t>(months / months_in_year), num_years_since_loan - 1);
    const std::size_t who =
        2U * own[setup_.records.support][record] + own[setup_.records.had_business][record];
    return 2 * (who * num_years_since_loan + years);
}

void BusinessIndicators::count_asked(const ShardContext& here, const Shard& shard) const
{
    const SideTable& own = shard.side(setup_.records.table);
    for (std::size_t record = 0; record < own.size(); ++record) {
        here.counts.add(cohorts_, cohort(own, record, here.step.now));
    }
    const Rows& people = shard.people();
    // Records of those who are gone stay until the next compaction, which an interruption brings
    // forward.
    scan_rows<true>(people[schema_.person.gone], Gone::no, [&](std::size_t row) {
        if (const auto record = own.find(people[schema_.person.key][row])) {
            here.counts.add(cohorts_, cohort(own, *record, here.step.now), -1);
        }
    });
    RecordWalk records(own, setup_.records.key);
    scan_rows<false>(people[setup_.columns.activity], Activity::self_employed,
                     [&](std::size_t row) {
                         if (people[schema_.person.gone][row] != Gone::no) {
                             return;
                         }
                         const auto record = records.find(people[schema_.person.key][row]);
                         if (record) {
                             const std::size_t cell = cohort(own, *record, here.step.now);
                             here.counts.add(cohorts_, cell, -1);
                             here.counts.add(cohorts_, cell + 1);
                         }
                     });
}

void BusinessIndicators::commit(const ShardContext& here, Shard& shard)
{
    const LoanRecords& loans = setup_.loans;
    const SideTable& own = shard.side(loans.table);
    for (std::size_t record = 0; record < own.size(); ++record) {
        const std::size_t cell = own[loans.programme][record] * setup_.terms.region.size() +
                                 own[loans.region][record].value();
        here.counts.add(running_, cell);
        here.counts.add(outstanding_, cell, own[loans.outstanding][record]);
    }
    if (here.step.now.month_of_year() == months_in_year &&
        shard.side(setup_.records.table).size() > 0) {
        count_asked(here, shard);
    }
}

}  // namespace qonys::models::kz_migration
