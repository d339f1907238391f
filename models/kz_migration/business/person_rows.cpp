#include "business/person_rows.hpp"

#include <algorithm>
#include <utility>

#include "key_filter.hpp"
#include "qonys/core/contract.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr std::uint32_t nowhere = ~std::uint32_t{0};

/// Compaction moves people up by as many rows as were dropped before them.
constexpr std::uint32_t farthest_shift = 512;

/// Nearly always: nobody has come or moved since the last month.
bool is_as_known(std::span<const std::uint64_t> known, std::span<const std::uint32_t> rows,
                 std::span<const PersonKey> holders, std::span<const PersonKey> keys,
                 std::span<const Gone> gone)
{
    bool is_same = known.size() == holders.size();
    for (std::size_t i = 0; is_same && i < known.size(); ++i) {
        const std::uint32_t row = rows[i];
        is_same = holders[i].value() == known[i] && row < keys.size() && keys[row] == holders[i] &&
                  gone[row] != Gone::merged;
    }
    return is_same;
}

}  // namespace

PersonRows::PersonRows(const WorldSchema& schema, SideTableId table)
    : schema_(schema), table_(table)
{}

std::vector<std::uint32_t>& PersonRows::of(std::size_t place, const Shard& shard)
{
    Known& known = known_[place];
    const SideTable& own = shard.side(table_);
    const auto holders = own[schema_.side[table_.value()].key];
    const auto keys = shard.people()[schema_.person.key];
    const auto gone = shard.people()[schema_.person.gone];
    prefetch_rows(keys, known.rows);
    prefetch_rows(gone, known.rows);
    // Who has come stands behind those who were there.
    const std::size_t newest = std::exchange(known.people, keys.size());
    if (is_as_known(known.keys, known.rows, holders, keys, gone)) {
        return known.rows;
    }
    Known now{{}, {}, known.people};
    std::vector<std::uint32_t> lost;
    std::size_t old = 0;
    for (std::size_t record = 0; record < holders.size(); ++record) {
        const std::uint64_t key = holders[record].value();
        while (old < known.keys.size() && known.keys[old] < key) {
            ++old;
        }
        const bool is_known = old < known.keys.size() && known.keys[old] == key;
        std::uint32_t row = is_known ? known.rows[old] : nowhere;
        const auto is_it = [&](std::uint32_t at) {
            return at < keys.size() && keys[at].value() == key && gone[at] != Gone::merged;
        };
        for (std::uint32_t shift = 0; is_known && !is_it(row) && shift < farthest_shift; ++shift) {
            row = row > 0 ? row - 1 : 0;
        }
        if (!is_known || !is_it(row)) {
            row = nowhere;
            lost.push_back(static_cast<std::uint32_t>(record));
        }
        now.keys.push_back(key);
        now.rows.push_back(row);
    }
    known = std::move(now);
    search(shard, known, lost, newest);
    search(shard, known, lost, 0);
    QONYS_ASSERT(lost.empty());
    return known.rows;
}

void PersonRows::search(const Shard& shard, Known& known, std::vector<std::uint32_t>& lost,
                        std::size_t first) const
{
    if (lost.empty()) {
        return;
    }
    KeyFilter filter;
    for (const std::uint32_t record : lost) {
        filter.add(known.keys[record]);
    }
    const auto keys = shard.people()[schema_.person.key];
    const auto gone = shard.people()[schema_.person.gone];
    for (std::size_t row = first; row < keys.size(); ++row) {
        const std::uint64_t key = keys[row].value();
        if (!filter.may_have(key) || gone[row] == Gone::merged) {
            continue;
        }
        const auto found = std::lower_bound(lost.begin(), lost.end(), key,
                                            [&](std::uint32_t record, std::uint64_t wanted) {
                                                return known.keys[record] < wanted;
                                            });
        if (found != lost.end() && known.keys[*found] == key) {
            known.rows[*found] = static_cast<std::uint32_t>(row);
        }
    }
    std::erase_if(lost, [&](std::uint32_t record) { return known.rows[record] != nowhere; });
}

void PersonRows::inserted(std::size_t place, std::size_t record, PersonKey person,
                          std::uint32_t row)
{
    Known& known = known_[place];
    const auto at = static_cast<std::ptrdiff_t>(record);
    known.keys.insert(known.keys.begin() + at, person.value());
    known.rows.insert(known.rows.begin() + at, row);
}

void PersonRows::erased(std::size_t place, std::size_t record)
{
    Known& known = known_[place];
    const auto at = static_cast<std::ptrdiff_t>(record);
    known.keys.erase(known.keys.begin() + at);
    known.rows.erase(known.rows.begin() + at);
}

void PersonRows::expect(std::size_t place, PersonKey person, std::uint32_t row)
{
    Known& known = known_[place];
    const auto at = std::lower_bound(known.keys.begin(), known.keys.end(), person.value());
    if (at != known.keys.end() && *at == person.value()) {
        return;
    }
    known.rows.insert(known.rows.begin() + (at - known.keys.begin()), row);
    known.keys.insert(at, person.value());
}

}  // namespace qonys::models::kz_migration
