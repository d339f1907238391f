#pragma once

#include <algorithm>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "process/followed_records.hpp"
#include "qonys/process/follower.hpp"

namespace qonys {

/// People and households of one shard.
struct FollowedShard {
    FollowedRows people;
    FollowedRows households;
    std::vector<FollowedRecords> records;  ///< by side table
    std::vector<Departed> departed;
    std::vector<std::size_t> newcomers;  ///< rows of people
};

struct Follower::State {
    std::vector<std::string> kinds;
    std::vector<ProcessInfo> plan;
    std::vector<std::string> processes;
    std::vector<ToldTable> tables;   ///< by kind
    std::vector<ToldTable> records;  ///< by side table
    PersonColumns person;
    HouseholdColumns household;
    bool with_households;

    FollowRequest chosen;
    FollowedKeys followed;
    const World* world = nullptr;
    std::vector<std::span<const std::uint64_t>> replicated_keys;
    std::vector<FollowedShard> shards;
    std::vector<FollowedRows> replicated;
    std::vector<std::vector<std::uint64_t>> known;  ///< keys of replicated rows when last looked at
    std::deque<LifeLog> logs;                       ///< by worker; the last is the step's
    Month now;

    /// Whether a process says that it writes anything of people or households.
    [[nodiscard]] bool touches_shards(std::size_t process) const
    {
        return !tables[Subject::person].written_by(process).empty() ||
               !tables[Subject::household].written_by(process).empty() ||
               tables[Subject::household].may_change_members(process) ||
               std::any_of(records.begin(), records.end(), [&](const ToldTable& table) {
                   return !table.written_by(process).empty();
               });
    }
    [[nodiscard]] LifeLog& own_log() { return logs.back(); }
    [[nodiscard]] std::size_t undeclared() const { return plan.size(); }
    [[nodiscard]] FollowedRows::Look people(const Shard& shard, LifeLog& log)
    {
        return {tables[Subject::person], shard.people(),
                {&shard.people(), &shard.households(), replicated_keys}, log};
    }
    [[nodiscard]] FollowedRows::Look households(const Shard& shard, LifeLog& log)
    {
        return {tables[Subject::household], shard.households(),
                {&shard.people(), &shard.households(), replicated_keys}, log};
    }
    [[nodiscard]] FollowedRows::Look records_of(const Shard& shard, std::size_t table, LifeLog& log)
    {
        const SideTableId id(static_cast<SideTableId::rep>(table));
        return {records[table],
                shard.side(id).rows(),
                {&shard.people(), &shard.households(), replicated_keys},
                log};
    }
    void look_up_replicated()
    {
        for (std::size_t table = 0; table < replicated_keys.size(); ++table) {
            const ToldTable& told = tables[Subject::first_replicated + table];
            if (told.has_keys()) {
                replicated_keys[table] = told.keys(rows_of(table));
            }
        }
    }
    [[nodiscard]] const Rows& rows_of(std::size_t table) const
    {
        return world->replicated(ReplicatedId(static_cast<ReplicatedId::rep>(table)));
    }
    [[nodiscard]] FollowedRows::Look look_at(std::size_t table)
    {
        return {tables[Subject::first_replicated + table], rows_of(table), {nullptr, nullptr, replicated_keys},
                own_log()};
    }
    void start(const World& of, const Ranks& how);
    void tell_members(FollowedShard& mine, const Shard& shard, LifeLog& log, bool tell);
    void look(FollowedShard& mine, const Shard& shard, std::size_t process, LifeLog& log);
    void look_at_records(FollowedShard& mine, const Shard& shard, std::size_t process,
                         LifeLog& log);
    void see_off(FollowedShard& mine, const Shard& shard, LifeLog& log);
    void welcome(const std::vector<Departed>& departed, std::size_t process);
    void unpack(FollowedShard& mine, const Departed& from) const;
    void forget_records(FollowedShard& mine) const;
    void compare_replicated(std::size_t table, std::size_t process);
};

}  // namespace qonys
