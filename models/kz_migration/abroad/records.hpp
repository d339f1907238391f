#pragma once

#include <optional>

#include "codes.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::kz_migration {

/// By what right a citizen works abroad.
enum class AbroadStatus : std::uint8_t { regular, irregular };
inline constexpr std::size_t num_abroad_statuses = 2;

/// How he went.
enum class AbroadChannel : std::uint8_t { own, recruited };
inline constexpr std::size_t num_abroad_channels = 2;

/// What is kept of every citizen who works abroad, from the month in which he leaves to that in
/// which he is back, dies or is deregistered: a side table, for they are few. Whoever has a record
/// is abroad.
struct AbroadRecords {
    SideTableId table;
    Column<PersonKey> key;    ///< of the person
    Column<Stay> country;     ///< as the person's column `stay` has it
    Column<RegionId> region;  ///< of his household
    Column<AbroadStatus> status;
    Column<MonthStamp> left;   ///< month of leaving; may lie before the start
    Column<MonthStamp> until;  ///< last month of the contract or permit; of the regular
    Column<AbroadChannel> channel;
    Column<std::uint8_t> extensions;  ///< contracts or permits after the first
    Column<std::uint16_t> sends;      ///< hundreds of tenge of the price year, a month
    Column<MonthStamp> registered;    ///< on the platform; 0 = not

    struct Leaving {
        Stay country;
        RegionId region;
        Month month;
        AbroadStatus status;
        AbroadChannel channel;
        Month until;
        std::uint16_t sends;
    };
    static AbroadRecords declare(Registry& registry);
    void open(Shard& shard, PersonKey person, const Leaving& leaving) const;
    [[nodiscard]] std::optional<std::size_t> find(const Shard& shard, PersonKey person) const
    {
        return shard.side(table).find(person);
    }
    /// The same, looked for at `hint` first: people and records lie nearly in the same order.
    [[nodiscard]] std::optional<std::size_t> find(const Shard& shard, PersonKey person,
                                                  std::size_t hint) const
    {
        const auto keys = shard.side(table)[key];
        return hint < keys.size() && keys[hint] == person ? std::optional(hint)
                                                          : find(shard, person);
    }
    /// Marks a record whose holder is no longer abroad; others stay where they are.
    void close(Shard& shard, std::size_t record) const;
    /// Drops what was marked.
    void drop_closed(Shard& shard) const;
    /// The axis of statuses in all tallies.
    static Axis status_axis() { return Axis("abroad_status", {"regular", "irregular"}); }
};

/// Place on the axis work_partner of somebody who is abroad.
[[nodiscard]] constexpr std::size_t country_of(Stay stay) { return stay - std::size_t{1}; }
[[nodiscard]] constexpr std::size_t status_cell(Stay stay, AbroadStatus status)
{
    return country_of(stay) * num_abroad_statuses + static_cast<std::size_t>(status);
}

}  // namespace qonys::models::kz_migration
