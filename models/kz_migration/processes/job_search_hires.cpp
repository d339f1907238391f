#include <algorithm>

#include "processes/clocks.hpp"
#include "processes/job_search.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {

void JobSearch::prefetch_hired(const Shard& shard, std::span<const Hire> hires) const
{
    thread_local std::vector<std::uint32_t> rows;
    rows.resize(hires.size());
    std::transform(hires.begin(), hires.end(), rows.begin(),
                   [](const Hire& hire) { return hire.row; });
    const Rows& people = shard.people();
    const auto prefetch = [&](auto... columns) { (prefetch_rows(people[columns], rows), ...); };
    prefetch(columns_.activity, setup_.jobs.employer, setup_.jobs.terms, setup_.jobs.wage_units,
             schema_.person.key, schema_.person.household, due_);
    placement_.prefetch(shard, rows);
}

void JobSearch::take(const ShardContext& here, Rows& people, const Hire& hire,
                     std::vector<StaffChange>& changes) const
{
    const std::size_t row = hire.row;
    const std::size_t num_regions = setup_.axes.region.size();
    if (people[setup_.jobs.employer][row].valid()) {
        const RegionId region =
            (*employers_)[setup_.employers.region][people[setup_.jobs.employer][row].value()];
        here.counts.add(ended_,
                        static_cast<std::size_t>(JobEnd::other_job) * num_regions + region.value());
        changes.push_back(end_job(people, setup_.jobs, row));
    }
    const RegionId region = (*employers_)[setup_.employers.region][hire.employer.value()];
    const SectorId sector = (*employers_)[setup_.employers.sector][hire.employer.value()];
    const std::uint64_t key = people[schema_.person.key][row].value();
    if (here.step.life) {
        here.step.life.claim(PersonKey(key), "post", Outcome::won,
                             key_text((*employers_)[setup_.employers.key][hire.employer.value()]));
    }
    // The first word of the terms gave the wage, the second the contract.
    const auto words = here.step.random(terms_).word_pair(key, draw_index(here.step.now));
    const Contract contract = hire.off_books ? Contract::informal : offer_.contract(words[1]);
    people[setup_.jobs.employer][row] = hire.employer;
    people[setup_.jobs.wage_units][row] = hire.units;
    people[setup_.jobs.terms][row] = {sector, hire.skill, contract};
    people[columns_.activity][row] = Activity::employee;
    people[due_][row] = clock_unset;
    changes.push_back({hire.employer, hire.skill, 1, hire.units, hire.off_books});
    here.counts.add(hired_, setup_.axes.segment(region, sector));
    here.counts.add(informal_, region.value(), contract == Contract::informal ? 1 : 0);
}

}  // namespace qonys::models::kz_migration
