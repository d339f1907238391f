#include "qonys/process/follower.hpp"

#include <algorithm>
#include <tuple>

#include "process/follower_choice.hpp"
#include "process/follower_state.hpp"
#include "process/life_bytes.hpp"
#include "qonys/process/registry.hpp"

namespace qonys {
namespace {

std::vector<std::string> kinds_of(const WorldSchema& schema)
{
    std::vector<std::string> kinds{"person", "household"};
    for (const ReplicatedSchema& table : schema.replicated) {
        const bool is_plural = table.name.size() > 1 && table.name.back() == 's';
        kinds.push_back(is_plural ? table.name.substr(0, table.name.size() - 1) : table.name);
    }
    return kinds;
}

}  // namespace

Follower::Follower(const Registry& registry, std::vector<ProcessInfo> processes,
                   const Regions& regions)
    : state_(std::make_unique<State>())
{
    const WorldSchema& schema = registry.schema();
    state_->kinds = kinds_of(schema);
    state_->plan = std::move(processes);
    for (const ProcessInfo& process : state_->plan) {
        state_->processes.push_back(process.name);
    }
    state_->processes.emplace_back("undeclared");
    state_->processes.emplace_back("start");
    state_->person = schema.person;
    state_->household = schema.household;
    state_->with_households = schema.with_households;
    state_->tables.emplace_back(*schema.people, Subject::person, "", regions);
    state_->tables.emplace_back(*schema.households, Subject::household, "", regions);
    for (const ReplicatedSchema& table : schema.replicated) {
        state_->tables.emplace_back(*table.columns,
                                    static_cast<std::uint8_t>(state_->tables.size()), table.name,
                                    regions);
    }
    for (const SideSchema& side : schema.side) {
        state_->records.emplace_back(*side.columns, Subject::person, side.name, regions);
    }
    for (auto* tables : {&state_->tables, &state_->records}) {
        for (ToldTable& table : *tables) {
            table.declare(state_->plan);
        }
    }
    state_->followed.of_kind.resize(state_->tables.size());
}

Follower::~Follower() = default;

void Follower::choose(const FollowRequest& request, const World& world, const Ranks& how,
                      const Stream& population)
{
    state_->chosen = choose_keys(request, {world, state_->kinds, state_->tables, how.ranks},
                                 population);
    go_on(state_->chosen, world, how);
}

void Follower::go_on(const FollowRequest& request, const World& world, const Ranks& how)
{
    state_->chosen = request;
    state_->followed.everybody = request.everybody;
    for (const NamedKey& key : request.keys) {
        const auto kind = std::find(state_->kinds.begin(), state_->kinds.end(), key.kind);
        state_->followed.of_kind[static_cast<std::size_t>(kind - state_->kinds.begin())].insert(
            key.key);
    }
    state_->start(world, how);
}

void Follower::describe(Month month, const World& world)
{
    const std::size_t start = state_->plan.size() + 1;
    state_->own_log().turn_to(month, start, 0);
    for (std::size_t place = 0; place < state_->shards.size(); ++place) {
        FollowedShard& mine = state_->shards[place];
        const Shard& shard = world.shards()[place];
        mine.people.describe_all(state_->people(shard, state_->own_log()));
        for (std::size_t table = 0; table < state_->records.size(); ++table) {
            const auto held = state_->records_of(shard, table, state_->own_log());
            for (std::size_t one = 0; one < mine.people.size(); ++one) {
                mine.records[table].describe(held, mine.people.key(one), Outcome::start);
            }
        }
        mine.households.describe_all(state_->households(shard, state_->own_log()));
    }
    for (std::size_t table = 0; table < state_->replicated.size(); ++table) {
        state_->replicated[table].describe_all(state_->look_at(table));
    }
}

const FollowRequest& Follower::chosen() const { return state_->chosen; }
const std::vector<std::string>& Follower::kinds() const { return state_->kinds; }
const std::vector<std::string>& Follower::processes() const { return state_->processes; }

void Follower::begin_month(Month now) { state_->now = now; }

Life Follower::life(std::size_t process, Phase phase, std::optional<std::size_t> worker)
{
    LifeLog& log = worker ? state_->logs[*worker] : state_->own_log();
    log.turn_to(state_->now, process, static_cast<std::uint8_t>(phase));
    return Life(&log);
}

void Follower::committed(std::size_t process, std::size_t place, std::size_t worker,
                         const Shard& shard)
{
    if (!state_->touches_shards(process)) {
        return;
    }
    LifeLog& log = state_->logs[worker];
    FollowedShard& mine = state_->shards[place];
    const auto look = state_->people(shard, log);
    mine.people.find_new(look, state_->followed, [&](std::size_t row) {
        mine.people.add(look, row);
        mine.people.describe_last(look, Outcome::appeared);
    });
    state_->look(mine, shard, process, log);
}

void Follower::concluded(std::size_t process, const World& world, const Ranks& how)
{
    // What has changed stands behind what was said about it.
    static_cast<void>(life(process, Phase::end, std::nullopt));
    state_->look_up_replicated();
    for (std::size_t table = 0; table < state_->replicated.size(); ++table) {
        state_->compare_replicated(table, process);
    }
    if (!state_->touches_shards(process)) {
        return;
    }
    how.threads.for_each(state_->shards.size(), [&](std::size_t place, std::size_t worker) {
        static_cast<void>(life(process, Phase::end, worker));
        LifeLog& log = state_->logs[worker];
        FollowedShard& mine = state_->shards[place];
        state_->see_off(mine, world.shards()[place], log);
        state_->look(mine, world.shards()[place], process, log);
    });
    std::vector<Departed> departed;
    for (FollowedShard& mine : state_->shards) {
        std::move(mine.departed.begin(), mine.departed.end(), std::back_inserter(departed));
        mine.departed.clear();
    }
    state_->welcome(exchange(how.ranks, std::move(departed)), process);
}

void Follower::end_month(const World& world, const Ranks& how)
{
    concluded(state_->undeclared(), world, how);
}

void Follower::rows_moved(const World& world, const Threads& threads)
{
    threads.for_each(state_->shards.size(), [&](std::size_t place, std::size_t worker) {
        FollowedShard& mine = state_->shards[place];
        mine.people.find_again(state_->people(world.shards()[place], state_->logs[worker]));
        state_->forget_records(mine);
        mine.households.find_again(
            state_->households(world.shards()[place], state_->logs[worker]));
    });
}

std::vector<LifeEvent> Follower::take(Communicator& ranks)
{
    std::vector<LifeEvent> events;
    for (LifeLog& log : state_->logs) {
        std::vector<LifeEvent> some = log.take();
        std::move(some.begin(), some.end(), std::back_inserter(events));
    }
    events = gather(ranks, std::move(events));
    std::sort(events.begin(), events.end(), [](const LifeEvent& a, const LifeEvent& b) {
        return std::tie(a.month, a.process, a.subject, a.phase, a.order) <
               std::tie(b.month, b.process, b.subject, b.phase, b.order);
    });
    return events;
}

}  // namespace qonys
