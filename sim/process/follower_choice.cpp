#include "process/follower_choice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "qonys/core/error.hpp"

namespace qonys {
namespace {

/// Calls visit(key) for everybody of a kind who is here.
template <class Visit>
void for_each_key(const Crowd& crowd, std::size_t kind, Visit visit)
{
    const WorldSchema& schema = crowd.world.schema();
    const ToldTable& table = crowd.tables[kind];
    if (kind >= Subject::first_replicated) {
        const ReplicatedId id(
            static_cast<ReplicatedId::rep>(kind - Subject::first_replicated));
        if (table.has_keys() && crowd.ranks.rank() == 0) {
            for (const std::uint64_t key : table.keys(crowd.world.replicated(id))) {
                visit(key);
            }
        }
        return;
    }
    for (const Shard& shard : crowd.world.shards()) {
        const bool of_people = kind == Subject::person;
        const auto keys = table.keys(of_people ? shard.people() : shard.households());
        for (std::size_t row = 0; row < keys.size(); ++row) {
            const bool is_here =
                of_people ? shard.people()[schema.person.gone][row] == Gone::no
                          : shard.households()[schema.household.size][row] > 0;
            if (is_here) {
                visit(keys[row]);
            }
        }
    }
}

struct Drawn {
    std::uint64_t word;
    std::uint64_t key;
    auto operator<=>(const Drawn&) const = default;
};

void keep_lowest(std::vector<Drawn>& drawn, std::size_t count)
{
    if (drawn.size() > count) {
        std::nth_element(drawn.begin(), drawn.begin() + static_cast<std::ptrdiff_t>(count),
                         drawn.end());
        drawn.resize(count);
    }
}

std::vector<Drawn> sample(const Crowd& crowd, std::size_t kind, std::size_t count,
                          const AddressedDraw& draw)
{
    std::vector<Drawn> mine;
    for_each_key(crowd, kind, [&](std::uint64_t key) {
        mine.push_back({draw.word(key, 0), key});
        if (mine.size() >= 2 * count + 1024) {
            keep_lowest(mine, count);  // so that a whole country is not held in memory
        }
    });
    keep_lowest(mine, count);
    std::vector<Drawn> all = crowd.ranks.all_gather(std::span<const Drawn>(mine));
    keep_lowest(all, count);
    std::sort(all.begin(), all.end());
    return all;
}

std::string list_of(const std::vector<std::string>& kinds)
{
    std::string text;
    for (const std::string& kind : kinds) {
        text += (text.empty() ? "" : ", ") + kind;
    }
    return text;
}

/// Place of the kind of each key that was named.
std::vector<std::size_t> kinds_named(const FollowRequest& request, const Crowd& crowd)
{
    std::vector<std::size_t> places;
    for (const NamedKey& named : request.keys) {
        const auto kind = std::find(crowd.kinds.begin(), crowd.kinds.end(), named.kind);
        if (kind == crowd.kinds.end()) {
            throw InputError(Problem{"--follow", 0, {}, {},
                                     fmt::format("'{}' is of no kind that this model has", named.text()),
                                     "", fmt::format("kinds are {}", list_of(crowd.kinds))});
        }
        places.push_back(static_cast<std::size_t>(kind - crowd.kinds.begin()));
    }
    return places;
}

void require_all(const FollowRequest& request, const Crowd& crowd)
{
    const std::vector<std::size_t> kind_of = kinds_named(request, crowd);
    std::vector<std::int64_t> found;
    for (const NamedKey& key : request.keys) {
        found.push_back(key.later ? 1 : 0);
    }
    for (std::size_t kind = 0; kind < crowd.kinds.size(); ++kind) {
        std::vector<std::pair<std::uint64_t, std::size_t>> wanted;
        for (std::size_t i = 0; i < request.keys.size(); ++i) {
            if (kind_of[i] == kind && !request.keys[i].later) {
                wanted.emplace_back(request.keys[i].key, i);
            }
        }
        if (wanted.empty()) {
            continue;
        }
        std::sort(wanted.begin(), wanted.end());
        KeySet keys;
        for (const auto& [key, place] : wanted) {
            keys.insert(key);
        }
        for_each_key(crowd, kind, [&](std::uint64_t key) {
            if (!keys.contains(key)) {
                return;
            }
            for (auto at = std::lower_bound(wanted.begin(), wanted.end(), std::pair(key, std::size_t{0}));
                 at != wanted.end() && at->first == key; ++at) {
                found[at->second] = 1;
            }
        });
    }
    crowd.ranks.all_reduce_sum(found);
    const auto missing = std::find(found.begin(), found.end(), 0);
    if (missing != found.end()) {
        const NamedKey& key = request.keys[static_cast<std::size_t>(missing - found.begin())];
        throw InputError(Problem{"--follow", 0, {}, {},
                                 fmt::format("'{}' is not there at the start", key.text()), "",
                                 "take a key of this scenario, scale and seed, or put a '+' behind "
                                 "it where it comes later"});
    }
}

}  // namespace

FollowRequest choose_keys(const FollowRequest& request, const Crowd& crowd,
                          const Stream& population)
{
    require_all(request, crowd);
    FollowRequest chosen{request.everybody, 0, request.keys};
    for (std::size_t kind = 0; kind < crowd.kinds.size() && request.sample > 0; ++kind) {
        if (!crowd.tables[kind].has_keys()) {
            continue;
        }
        const AddressedDraw draw = population(Draw("lives." + crowd.kinds[kind]));
        for (const Drawn& one :
             sample(crowd, kind, static_cast<std::size_t>(request.sample), draw)) {
            chosen.keys.push_back({crowd.kinds[kind], one.key, false});
        }
    }
    return chosen;
}

}  // namespace qonys
