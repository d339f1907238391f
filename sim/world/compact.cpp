#include <algorithm>
#include <numeric>
#include <utility>

#include "qonys/world/world.hpp"

namespace qonys {
namespace {

using Order = std::vector<std::uint32_t>;

constexpr std::uint32_t dropped = UINT32_MAX;

/// Rows to keep, in key order. People made in order are found sorted and cost one pass.
template <class Key, class Keeps>
Order order_by_key(std::span<const Key> keys, Keeps keeps)
{
    Order order;
    order.reserve(keys.size());
    for (std::uint32_t row = 0; row < keys.size(); ++row) {
        if (keeps(row)) {
            order.push_back(row);
        }
    }
    const auto by_key = [&](std::uint32_t a, std::uint32_t b) { return keys[a] < keys[b]; };
    const auto unsorted = std::is_sorted_until(order.begin(), order.end(), by_key);
    if (unsorted != order.end()) {
        std::sort(unsorted, order.end(), by_key);
        std::inplace_merge(order.begin(), unsorted, order.end(), by_key);
    }
    return order;
}

Order places_after(const Order& order, std::size_t num_rows)
{
    Order place(num_rows, dropped);
    for (std::uint32_t row = 0; row < order.size(); ++row) {
        place[order[row]] = row;
    }
    return place;
}

bool unchanged(const Order& order, std::size_t num_rows)
{
    if (order.size() != num_rows) {
        return false;
    }
    for (std::uint32_t row = 0; row < order.size(); ++row) {
        if (order[row] != row) {
            return false;
        }
    }
    return true;
}

/// Links are 32-bit rows with the largest value for "none"; a link to a dropped row becomes none.
void mend_links(Rows& rows, Refers to, const Order& place)
{
    for (std::size_t column = 0; column < rows.schema().columns().size(); ++column) {
        if (rows.schema().columns()[column].refers != to) {
            continue;
        }
        const auto raw = rows.raw(column);
        auto* links = reinterpret_cast<std::uint32_t*>(raw.data());
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (links[row] != dropped) {
                links[row] = place[links[row]];
            }
        }
    }
}

void apply(Shard& shard, Rows& rows, Refers entity, const Order& order)
{
    if (unchanged(order, rows.size())) {
        return;
    }
    const Order place = places_after(order, rows.size());
    rows.keep(order);
    mend_links(shard.people(), entity, place);
    mend_links(shard.households(), entity, place);
}

/// Rows of people who live here; people stand in key order by now.
void keep_present(SideTable& table, Column<PersonKey> key, std::span<const PersonKey> people)
{
    const auto keys = std::as_const(table)[key];
    Order order;
    for (std::uint32_t row = 0; row < keys.size(); ++row) {
        if (std::binary_search(people.begin(), people.end(), keys[row])) {
            order.push_back(row);
        }
    }
    if (order.size() != keys.size()) {
        table.rows().keep(order);
    }
}

}  // namespace

void compact(Shard& shard, const WorldSchema& schema)
{
    const auto gone = shard.people()[schema.person.gone];
    const Order people = order_by_key(std::span<const PersonKey>(shard.people()[schema.person.key]),
                                      [&](std::uint32_t row) { return gone[row] == Gone::no; });
    apply(shard, shard.people(), Refers::person, people);
    for (std::size_t table = 0; table < schema.side.size(); ++table) {
        keep_present(shard.side_[table], schema.side[table].key,
                     shard.people()[schema.person.key]);
    }
    if (schema.with_households) {
        const auto size = shard.households()[schema.household.size];
        const Order households =
            order_by_key(std::span<const HouseholdKey>(shard.households()[schema.household.key]),
                         [&](std::uint32_t row) { return size[row] > 0; });
        apply(shard, shard.households(), Refers::household, households);
        shard.num_sorted_ = shard.households().size();
    }
}

bool worth_compacting(const Shard& shard, const WorldSchema& schema)
{
    const auto gone = shard.people()[schema.person.gone];
    const auto num_gone = static_cast<std::size_t>(
        std::count_if(gone.begin(), gone.end(), [](Gone why) { return why != Gone::no; }));
    return num_gone * 16 > gone.size();
}

}  // namespace qonys
