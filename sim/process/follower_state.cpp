#include "process/follower_state.hpp"

#include <unordered_map>

namespace qonys {

/// Takes in those who are there, and says nothing.
void Follower::State::start(const World& of, const Ranks& how)
{
    world = &of;
    followed.is_root = how.ranks.rank() == 0;
    for (int log = 0; log <= how.threads.count(); ++log) {
        logs.emplace_back(followed);
    }
    shards.resize(of.shards().size());
    replicated.resize(of.schema().replicated.size());
    known.resize(replicated.size());
    replicated_keys.resize(replicated.size());
    look_up_replicated();
    how.threads.for_each(shards.size(), [&](std::size_t place, std::size_t worker) {
        const Shard& shard = of.shards()[place];
        FollowedShard& mine = shards[place];
        const auto people_here = people(shard, logs[worker]);
        const auto gone = shard.people()[person.gone];
        mine.people.find_new(people_here, followed, [&](std::size_t row) {
            if (gone[row] == Gone::no) {
                mine.people.add(people_here, row);
            }
        });
        const auto homes = households(shard, logs[worker]);
        const auto size = shard.households()[household.size];
        mine.households.find_new(homes, followed, [&](std::size_t row) {
            if (size[row] > 0) {
                mine.households.add(homes, row);
            }
        });
        tell_members(mine, shard, logs[worker], false);
        mine.records.resize(records.size());
        for (std::size_t table = 0; table < records.size(); ++table) {
            const auto held = records_of(shard, table, logs[worker]);
            for (std::size_t one = 0; one < mine.people.size(); ++one) {
                mine.records[table].remember(held, mine.people.key(one));
            }
        }
    });
    for (std::size_t table = 0; table < replicated.size() && followed.is_root; ++table) {
        if (replicated_keys[table].data() != nullptr) {
            known[table].assign(replicated_keys[table].begin(), replicated_keys[table].end());
            replicated[table].find_new(look_at(table), followed, [&](std::size_t row) {
                replicated[table].add(look_at(table), row);
            });
        }
    }
}

void Follower::State::tell_members(FollowedShard& mine, const Shard& shard, LifeLog& log, bool tell)
{
    if (with_households) {
        mine.households.compare_members(households(shard, log), household.first_member,
                                        person.next_member, tell);
    }
}

/// What one process has changed in one shard.
void Follower::State::look(FollowedShard& mine, const Shard& shard, std::size_t process,
                           LifeLog& log)
{
    const auto people_here = people(shard, log);
    mine.people.compare(people_here, tables[Subject::person].written_by(process));
    look_at_records(mine, shard, process, log);
    if (!with_households) {
        return;
    }
    const ToldTable& table = tables[Subject::household];
    const auto homes = households(shard, log);
    mine.households.compare(homes, table.written_by(process));
    mine.households.find_new(homes, followed, [&](std::size_t row) {
        mine.households.add(homes, row);
        mine.households.describe_last(homes, Outcome::appeared);
    });
    if (table.may_change_members(process)) {
        tell_members(mine, shard, log, true);
    }
}

void Follower::State::look_at_records(FollowedShard& mine, const Shard& shard, std::size_t process,
                                      LifeLog& log)
{
    for (std::size_t table = 0; table < records.size(); ++table) {
        if (records[table].written_by(process).empty()) {
            continue;
        }
        const auto held = records_of(shard, table, log);
        for (std::size_t one = 0; one < mine.people.size(); ++one) {
            mine.records[table].compare(held, mine.people.key(one));
        }
    }
}

/// Whoever has left for another shard takes along what was known of him.
void Follower::State::see_off(FollowedShard& mine, const Shard& shard, LifeLog& log)
{
    const auto gone = shard.people()[person.gone];
    mine.people.drop(people(shard, log), mine.departed, [&](std::size_t one) {
        return gone[mine.people.row(one)] == Gone::merged;
    });
    for (Departed& one : mine.departed) {
        for (FollowedRecords& table : mine.records) {
            const auto values = table.take(one.key);
            one.was.push_back(values.empty() ? 0 : 1);
            one.was.insert(one.was.end(), values.begin(), values.end());
        }
    }
    mine.people.find_new(people(shard, log), followed, [&](std::size_t row) {
        if (gone[row] != Gone::merged) {
            mine.newcomers.push_back(row);
        }
    });
}

/// Behind the columns of a person who has moved stands what he has in side tables.
void Follower::State::unpack(FollowedShard& mine, const Departed& from) const
{
    std::size_t at = tables[Subject::person].size();
    for (std::size_t table = 0; table < records.size(); ++table) {
        const std::size_t width = from.was[at++] != 0 ? records[table].size() : 0;
        const auto first = from.was.begin() + static_cast<std::ptrdiff_t>(at);
        mine.records[table].put(from.key, {first, first + static_cast<std::ptrdiff_t>(width)});
        at += width;
    }
}

void Follower::State::forget_records(FollowedShard& mine) const
{
    std::vector<std::uint64_t> keys;
    for (std::size_t one = 0; one < mine.people.size(); ++one) {
        keys.push_back(mine.people.key(one));
    }
    std::sort(keys.begin(), keys.end());
    for (FollowedRecords& table : mine.records) {
        table.keep(
            [&](std::uint64_t key) { return std::binary_search(keys.begin(), keys.end(), key); });
    }
}

void Follower::State::welcome(const std::vector<Departed>& departed, std::size_t process)
{
    std::unordered_map<std::uint64_t, const Departed*> known_of;
    for (const Departed& one : departed) {
        known_of.emplace(one.key, &one);
    }
    for (std::size_t place = 0; place < shards.size(); ++place) {
        FollowedShard& mine = shards[place];
        const auto look = people(world->shards()[place], own_log());
        const bool is_any = !mine.newcomers.empty();
        for (const std::size_t row : mine.newcomers) {
            mine.people.add(look, row);
            const auto from = known_of.find(look.table.keys(look.rows)[row]);
            if (from != known_of.end()) {
                mine.people.compare_last(look, from->second->was);
                unpack(mine, *from->second);
            } else {
                mine.people.describe_last(look, Outcome::appeared);
            }
        }
        mine.newcomers.clear();
        if (is_any) {
            look_at_records(mine, world->shards()[place], process, own_log());
        }
    }
}

/// Rows of small tables are used again: a new key is a new subject.
void Follower::State::compare_replicated(std::size_t table, std::size_t process)
{
    const ToldTable& told = tables[Subject::first_replicated + table];
    if (!followed.is_root || !told.has_keys() || told.written_by(process).empty()) {
        return;
    }
    const auto look = look_at(table);
    const auto keys = told.keys(look.rows);
    FollowedRows& mine = replicated[table];
    std::vector<Departed> forgotten;
    mine.drop(look, forgotten,
              [&](std::size_t one) { return keys[mine.row(one)] != mine.key(one); });
    for (const Departed& one : forgotten) {
        LifeEvent event;
        event.subject = Subject(told.kind(), one.key);
        event.what = "gone";
        event.to = "replaced";
        event.outcome = Outcome::changed;
        own_log().add(std::move(event));
    }
    mine.compare(look, told.written_by(process));
    std::vector<std::uint64_t>& before = known[table];
    before.resize(keys.size(), 0);
    for (std::size_t row = 0; row < keys.size(); ++row) {
        if (keys[row] != before[row]) {
            before[row] = keys[row];
            if (followed.contains({told.kind(), keys[row]})) {
                mine.add(look, row);
                mine.describe_last(look, Outcome::appeared);
            }
        }
    }
}

}  // namespace qonys
