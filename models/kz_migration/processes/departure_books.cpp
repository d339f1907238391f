#include "processes/departure_books.hpp"

#include <algorithm>

#include "processes/thinned_clock.hpp"
#include "qonys/world/households.hpp"

namespace qonys::models::kz_migration {

DepartureBooks::DepartureBooks(Registry& registry, const Columns& columns, const Flows& flows,
                               const Axes& axes)
    : schema_(registry.schema()),
      columns_(columns),
      flows_(flows),
      by_age_(registry.add_tally({.name = "external_departures_by_age",
                                  .description = "registered departures abroad by age and sex",
                                  .unit = "persons",
                                  .cadence = Cadence::yearly,
                                  .axes = {axes.age_group, axes.sex}})),
      num_partners_(axes.flow_partner.size()),
      partner_(1, num_partners_ - 1)
{
    const auto codes = axes.flow_partner.codes();
    for (const std::string& code : axes.work_partner.codes()) {
        const auto place =
            static_cast<std::size_t>(std::find(codes.begin(), codes.end(), code) - codes.begin());
        partner_.push_back(std::min(place, num_partners_ - 1));
    }
}

void DepartureBooks::leave(const ShardContext& here, Shard& shard, PersonId person,
                           std::size_t country) const
{
    Rows& people = shard.people();
    const std::size_t row = person.value();
    const auto partner = people[columns_.partner];
    here.counts.add(flows_.external_departures,
                    flow_cell(people[columns_.registered_region][row], country, num_partners_));
    here.counts.add(
        by_age_,
        group_of(table_age(people[schema_.person.birth_month][row], here.step.now)).value() *
                num_sexes +
            static_cast<std::size_t>(people[schema_.person.sex][row]));
    HouseholdLinks(shard, schema_).leave(person);
    people[schema_.person.gone][row] = Gone::left_country;
    if (partner[row].valid()) {
        partner[partner[row].value()] = PersonId::invalid();
        partner[row] = PersonId::invalid();
    }
}

}  // namespace qonys::models::kz_migration
