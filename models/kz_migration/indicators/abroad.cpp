#include "indicators/abroad.hpp"

#include <utility>

#include "indicators/stock.hpp"
#include "processes/status_columns.hpp"
#include "qonys/parallel/worker_local.hpp"

namespace qonys::models::kz_migration {

AbroadIndicators::AbroadIndicators(Registry& registry, const AbroadRecords& records,
                                   const AbroadTerms& terms,
                                   std::shared_ptr<AbroadConditions> conditions)
    : records_(records),
      terms_(terms),
      conditions_(std::move(conditions)),
      by_status_(
          registry.add_tally(stock("citizens_abroad", "citizens who work abroad, by right to work",
                                   "persons", {terms.country, AbroadRecords::status_axis()}))),
      by_region_(registry.add_tally(stock("citizens_abroad_by_region",
                                          "citizens who work abroad, by region of their household",
                                          "persons", {terms.region, terms.country}))),
      registered_(registry.add_tally(
          stock("abroad_registered", "citizens abroad whom the platform has registered", "persons",
                {terms.country, AbroadRecords::status_axis()})))
{}

ProcessInfo AbroadIndicators::info() const
{
    return {.name = "abroad_indicators",
            .description = "counts citizens who work abroad",
            .stage = Stage::record,
            .reads = {"abroad.country", "abroad.region", "abroad.status", "abroad.registered"}};
}

void AbroadIndicators::prepare(const StepContext& /*step*/, const World& world)
{
    counted_.resize(world);
}

void AbroadIndicators::commit(const ShardContext& here, Shard& shard)
{
    // `abroad_stay` has closed the records of whoever has gone: a record is a citizen abroad.
    const SideTable& own = shard.side(records_.table);
    const auto country = own[records_.country];
    const auto status = own[records_.status];
    const auto region = own[records_.region];
    const auto registered = own[records_.registered];
    std::vector<Counted>& counted = counted_[here.shard];
    counted.clear();
    // Each worker keeps its sums, which are zero again when it leaves.
    struct Lists {
        std::vector<std::int64_t> sums;
    };
    auto& [sums] = kept_by_worker<Lists>();
    sums.resize(terms_.region.size() * terms_.num_countries());
    for (std::size_t row = 0; row < own.size(); ++row) {
        const std::size_t cell = status_cell(country[row], status[row]);
        here.counts.add(by_status_, cell);
        here.counts.add(registered_, cell, registered[row] != no_month ? 1 : 0);
        const std::size_t place =
            region[row].value() * terms_.num_countries() + country_of(country[row]);
        if (sums[place]++ == 0) {
            counted.push_back({static_cast<std::uint32_t>(place), 0});
        }
    }
    for (Counted& one : counted) {
        one.people = std::exchange(sums[one.cell], 0);
        here.counts.add(by_region_, one.cell, one.people);
    }
}

void AbroadIndicators::conclude(const StepContext& step, World& /*world*/, Tallies& /*counts*/)
{
    std::vector<std::int64_t> sums(terms_.region.size() * terms_.num_countries(), 0);
    for (const std::vector<Counted>& shard : counted_) {
        for (const Counted& one : shard) {
            sums[one.cell] += one.people;
        }
    }
    step.ranks.all_reduce_sum(sums);
    conditions_->count(std::move(sums));
}

}  // namespace qonys::models::kz_migration
