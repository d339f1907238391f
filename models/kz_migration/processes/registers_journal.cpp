// What the process `registers` tells its journal of people, besides what its recorder does.
#include <algorithm>

#include "processes/registers.hpp"

namespace qonys::models::kz_migration {

/// Who he is, and where from or where to.
RegisterLine Registers::person_line(const Shard& shard, std::size_t row) const
{
    const Rows& people = shard.people();
    const PersonKey key = people[schema_.person.key][row];
    const auto abroad = about_.abroad.find(shard, key);
    const PersonTraits traits{
        .since = abroad ? shard.side(about_.abroad.table)[about_.abroad.left][*abroad] : no_month,
        .sex = people[schema_.person.sex][row],
        .birth_month = people[schema_.person.birth_month][row],
        .origin = about_.countries.of(people[about_.status.origin_country][row]),
        .host = about_.countries.of_stay(people[about_.columns.stay][row])};
    return recorder_.line(key.value(), RegisterNote::person).of(traits);
}

/// Tells of those who are followed since this month, or went abroad in it: the journal alone wants
/// to know, and looks for them among all people.
void Registers::note_new(const Shard& shard, RegisterFlows& flows) const
{
    const SideTable& own = shard.side(setup_->residents.table);
    const auto marks = own[setup_->residents.marks];
    const auto followed = own[setup_->residents.columns.followed];
    const auto keys = own[schema_.side[setup_->residents.table.value()].key];
    std::vector<PersonKey> wanted;
    for (std::size_t record = 0; record < marks.size(); ++record) {
        const bool has_left =
            (marks[record] & ResidentViews::abroad) != 0 && followed[record] != Followed::abroad;
        if (followed[record] == Followed::nobody || has_left) {
            wanted.push_back(keys[record]);
        }
    }
    const auto key = shard.people()[schema_.person.key];
    const auto gone = shard.people()[schema_.person.gone];
    for (std::size_t row = 0; row < key.size() && !wanted.empty(); ++row) {
        if (gone[row] != Gone::merged &&
            std::binary_search(wanted.begin(), wanted.end(), key[row])) {
            flows.lines.push_back(person_line(shard, row).line());
        }
    }
}

}  // namespace qonys::models::kz_migration
