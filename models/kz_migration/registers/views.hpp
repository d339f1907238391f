#pragma once

#include <array>
#include <optional>
#include <span>

#include "codes.hpp"
#include "qonys/process/registry.hpp"
#include "registers/agencies.hpp"

namespace qonys::models::kz_migration {

/// What registers have of one person; the same columns in all tables of views.
struct ViewColumns {
    Column<Followed> followed;
    Column<MonthStamp> since;  ///< the event by which he came to be followed; 0: before the start
    std::array<Column<MonthStamp>, num_agencies> due;  ///< month of the record; 0: never asked for
    Column<AgencySet> eligible;  ///< agencies that should have a record, as he was seen last
    Column<MonthStamp> next;     ///< month of the next record that is due
    Column<AgencySet> recorded;
    Column<AgencySet> twice;   ///< of these under two numbers
    Column<AgencySet> linked;  ///< of the recorded
    Column<DomainSet> seen;    ///< in the contour so far
    Column<RegionId> region;   ///< where he is

    /// `add(column, name, description, fill)` adds to one table or another.
    template <class Add>
    static ViewColumns declare(Add add);
};

/// The same for the rows of one table, while none is added.
struct ViewSpans {
    std::span<Followed> followed;
    std::span<MonthStamp> since;
    std::array<std::span<MonthStamp>, num_agencies> due;
    std::span<AgencySet> eligible;
    std::span<MonthStamp> next;
    std::span<AgencySet> recorded;
    std::span<AgencySet> twice;
    std::span<AgencySet> linked;
    std::span<DomainSet> seen;
    std::span<RegionId> region;

    template <class Table>
    ViewSpans(Table& table, const ViewColumns& columns)
        : followed(table[columns.followed]),
          since(table[columns.since]),
          eligible(table[columns.eligible]),
          next(table[columns.next]),
          recorded(table[columns.recorded]),
          twice(table[columns.twice]),
          linked(table[columns.linked]),
          seen(table[columns.seen]),
          region(table[columns.region])
    {
        for (std::size_t agency = 0; agency < num_agencies; ++agency) {
            due[agency] = table[columns.due[agency]];
        }
    }
};

/// Residents and citizens abroad whom registers follow: a row of a side table each, from the event
/// that makes somebody one of them until he dies, leaves for good, or comes back from abroad.
struct ResidentViews {
    SideTableId table;
    ViewColumns columns;
    Column<std::uint8_t> marks;  ///< bits below: why he is followed

    static constexpr std::uint8_t arrival = 1;
    static constexpr std::uint8_t kandas = 2;
    static constexpr std::uint8_t resettler = 4;
    static constexpr std::uint8_t abroad = 8;   ///< while he is
    static constexpr std::uint8_t is_new = 16;  ///< not looked at among the people so far

    struct Event {
        PersonKey person;
        std::uint8_t mark;
        RegionId region;
        MonthStamp since;
    };
    static ResidentViews declare(Registry& registry);
    /// From now on he is followed for this, too.
    void follow(Shard& shard, const Event& event) const;
    [[nodiscard]] std::optional<std::size_t> find(const Shard& shard, PersonKey person) const
    {
        return shard.side(table).find(person);
    }
};

/// Foreigners who are no rows of the people: row i of such a table is about row i of theirs, as long as
/// that is of the same person.
struct ForeignViews {
    ReplicatedId table;
    Column<std::uint64_t> key;
    ViewColumns columns;

    static ForeignViews declare(Registry& registry, const std::string& name,
                                const std::string& description);
    /// Agencies that the contour shows of this row; none if it is about somebody else.
    [[nodiscard]] AgencySet linked(const World& world, std::size_t row, std::uint64_t person) const;
};

template <class Add>
ViewColumns ViewColumns::declare(Add add)
{
    constexpr std::array<const char*, num_agencies> due_names{
        "due_labour",           "due_interior", "due_foreign_affairs",
        "due_higher_education", "due_nobd",     "due_contracts"};
    ViewColumns columns;
    add(columns.followed, "followed", "as on the axis `followed`; 11 = an empty row",
        Followed::nobody);
    add(columns.since, "since", "month from which he is followed; 0 = before the start",
        MonthStamp{0});
    for (std::size_t agency = 0; agency < num_agencies; ++agency) {
        add(columns.due[agency], due_names[agency],
            "month of this agency's record; 0 = none was due, 32767 = never", MonthStamp{0});
    }
    add(columns.eligible, "eligible", "bits of agencies that should have a record", AgencySet{0});
    add(columns.next, "next", "month of the next record that is due; 32767 = none", never);
    add(columns.recorded, "recorded", "bits of agencies that have a record", AgencySet{0});
    add(columns.twice, "twice", "bits of agencies that have him under two numbers", AgencySet{0});
    add(columns.linked, "linked", "bits of agencies whose record is in the contour", AgencySet{0});
    add(columns.seen, "seen", "bits of domains that the contour has shown so far", DomainSet{0});
    add(columns.region, "region", "where he is", RegionId::invalid());
    return columns;
}

}  // namespace qonys::models::kz_migration
