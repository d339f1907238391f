#include "qonys/world/side_table.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <vector>

#include "qonys/core/contract.hpp"
#include "qonys/parallel/worker_local.hpp"

namespace qonys {

SideSchema SideSchema::create(std::string name, std::string description)
{
    auto columns = std::make_shared<Schema>();
    const auto key = columns->add<PersonKey>("key", "identity of the person", PersonKey{});
    return {std::move(name), std::move(description), std::move(columns), key};
}

SideTable::SideTable(const SideSchema& schema) : rows_(schema.columns), key_(schema.key) {}

std::size_t SideTable::place_of(PersonKey person) const
{
    const auto keys = rows_[key_];
    return static_cast<std::size_t>(std::lower_bound(keys.begin(), keys.end(), person) -
                                    keys.begin());
}

std::optional<std::size_t> SideTable::find(PersonKey person) const
{
    const std::size_t row = place_of(person);
    return row < rows_.size() && rows_[key_][row] == person ? std::optional(row) : std::nullopt;
}

std::size_t SideTable::insert(PersonKey person)
{
    const std::size_t row = place_of(person);
    QONYS_EXPECT(row == rows_.size() || rows_[key_][row] != person);
    const std::size_t last = rows_.append(1);
    for (std::size_t column = 0; row < last && column < rows_.schema().columns().size(); ++column) {
        const std::size_t width = rows_.schema().columns()[column].bytes;
        std::byte* const first = rows_.raw(column).data() + row * width;
        // The new row stands last, with its fill values: take them to its place.
        std::array<std::byte, sizeof(std::uint64_t)> fill{};
        std::memcpy(fill.data(), first + (last - row) * width, width);
        std::memmove(first + width, first, (last - row) * width);
        std::memcpy(first, fill.data(), width);
    }
    rows_[key_][row] = person;
    return row;
}

void SideTable::erase(std::size_t row)
{
    // Each worker keeps its list: memory is asked for at the first rows only.
    struct Lists {
        std::vector<std::uint32_t> others;
    };
    auto& [others] = kept_by_worker<Lists>();
    others.resize(rows_.size() - 1);
    const auto split = others.begin() + static_cast<std::ptrdiff_t>(row);
    std::iota(others.begin(), split, 0U);
    std::iota(split, others.end(), static_cast<std::uint32_t>(row) + 1);
    rows_.keep(others);
}

}  // namespace qonys
