#include <algorithm>

#include "processes/clocks.hpp"
#include "processes/job_search.hpp"
#include "qonys/parallel/worker_local.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {

/// What all ranks must know of those who may have a post.
void JobSearch::add_winners(const StepContext& step, const Shard& shard,
                            std::span<const Seeker> seekers, std::vector<Winner>& winners) const
{
    const auto employer = shard.people()[setup_.jobs.employer];
    const auto units = shard.people()[setup_.jobs.wage_units];
    struct Lists {
        std::vector<std::uint64_t> keys;
        std::vector<std::uint64_t> words;
    };
    auto& [keys, words] = kept_by_worker<Lists>();
    keys.clear();
    words.resize(seekers.size());
    for (const Seeker& one : seekers) {
        keys.push_back(one.candidate.key);
        __builtin_prefetch(&employer[one.row]);
        __builtin_prefetch(&units[one.row]);
    }
    step.random(terms_).word_of_each(keys, draw_index(step.now), words);
    for (const Seeker& one : seekers) {
        if (employer[one.row].valid()) {
            __builtin_prefetch(
                &(*employers_)[setup_.employers.base_wage][employer[one.row].value()]);
            __builtin_prefetch(&(*employers_)[setup_.employers.premium][employer[one.row].value()]);
        }
    }
    winners.reserve(seekers.size());
    for (std::size_t i = 0; i < seekers.size(); ++i) {
        const Seeker& one = seekers[i];
        const EmployerId now = employer[one.row];
        winners.push_back(
            {{one.candidate.segment, one.position, one.candidate.key},
             now.valid() ? params_.better_by * wage(now.value(), units[one.row]) : 0.0,
             one.row,
             shard.id(),
             offer_.units(one.sector, one.skill, words[i]),
             one.skill});
    }
}

/// Those who have a place among as many seekers as there are posts, by segment.
Grouped<JobSearch::Winner> JobSearch::winners(const StepContext& step, const World& world)
{
    std::vector<std::size_t> first;  // candidate of each shard
    std::size_t num_candidates = 0;
    for (const Proposals& proposals : proposals_) {
        first.push_back(num_candidates);
        num_candidates += proposals.seekers.size();
    }
    candidates_.resize(num_candidates);
    step.threads.for_each(first.size(), [&](std::size_t shard, std::size_t /*worker*/) {
        const std::vector<Seeker>& seekers = proposals_[shard].seekers;
        std::transform(seekers.begin(), seekers.end(),
                       candidates_.begin() + static_cast<std::ptrdiff_t>(first[shard]),
                       [](const Seeker& one) { return one.candidate; });
    });
    const Allocation allocation =
        qonys::allocate(step.ranks, step.threads, candidates_, posts_->slots());
    if (step.life) {
        for (const Candidate& one : candidates_) {
            step.life.claim(PersonKey(one.key), "turn_at_a_post",
                            allocation.wins(one) ? Outcome::won : Outcome::lost);
        }
    }
    std::vector<std::vector<Winner>> of_shard(proposals_.size());
    step.threads.for_each(of_shard.size(), [&](std::size_t shard, std::size_t /*worker*/) {
        struct Lists {
            std::vector<Seeker> winning;
        };
        auto& [winning] = kept_by_worker<Lists>();
        winning.clear();
        const std::vector<Seeker>& seekers = proposals_[shard].seekers;
        std::copy_if(seekers.begin(), seekers.end(), std::back_inserter(winning),
                     [&](const Seeker& one) { return allocation.wins(one.candidate); });
        add_winners(step, world.shards()[shard], winning, of_shard[shard]);
    });
    if (step.ranks.size() > 1) {
        std::vector<Winner> mine;
        for (const std::vector<Winner>& shard : of_shard) {
            mine.insert(mine.end(), shard.begin(), shard.end());
        }
        of_shard.assign(1, step.ranks.all_gather(std::span<const Winner>(mine)));
    }
    return Grouped<Winner>(of_shard, posts_->slots().size(),
                           [](const Winner& one) { return one.place.segment; });
}

void JobSearch::prefetch_hired(const Shard& shard, std::span<const Hire> hires) const
{
    struct Lists {
        std::vector<std::uint32_t> rows;
    };
    auto& [rows] = kept_by_worker<Lists>();
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
