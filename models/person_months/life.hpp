#pragma once

#include <array>
#include <span>
#include <vector>

#include "qonys/process/event_clock.hpp"
#include "qonys/process/process.hpp"
#include "qonys/process/registry.hpp"
#include "rates.hpp"

namespace qonys::models::person_months {

/// Columns that the yardstick adds to a person.
struct Columns {
    Column<std::uint8_t> education;
    Column<Status> status;
    Column<std::uint8_t> num_births;
    Column<MonthStamp> due;   ///< month of the next candidate event

    static Columns declare(Registry& registry);
    static Columns find(const Schema& people);
};

/// Death, birth, job change and move, one after another in each month of each life. One clock a person
/// rings at a bound on the probability that any of them happens; the month it rings is drawn in full.
class Life final : public Process {
public:
    explicit Life(Registry& registry);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    struct Newborn {
        PersonKey key;
        RegionId region;
    };
    struct People;    ///< spans over the columns of one shard
    struct Candidate; ///< what the clock's owner is like this month

    void wind(const People& people, std::span<const std::uint32_t> rows, Month now,
              std::span<const std::uint64_t> words) const;
    [[nodiscard]] std::array<Threshold, 4> chances(const Candidate& candidate) const;
    /// One month of one life; says whether the person is gone at its end.
    Gone live(const ShardContext& here, const People& people, const Candidate& candidate,
              std::vector<Newborn>& newborns) const;
    void change_job(const ShardContext& here, const People& people,
                    const Candidate& candidate) const;
    Gone leave_region(const ShardContext& here, const People& people,
                      const Candidate& candidate) const;
    void add_newborns(const ShardContext& here, Shard& shard,
                      const std::vector<Newborn>& newborns) const;

    WorldSchema schema_;
    Columns columns_;
    RateTables rates_;
    std::vector<Choice> destinations_;
    HazardBound bound_;
    Draw candidate_;   ///< two words: what happens, and the wait for the next candidate
    Draw together_;    ///< further events of the same month
    Draw job_;
    Draw destination_;
    Draw newborn_;
    TallyId deaths_;
    TallyId births_;
    TallyId job_changes_;
    TallyId moves_;
    TallyId departures_;
};

}  // namespace qonys::models::person_months
