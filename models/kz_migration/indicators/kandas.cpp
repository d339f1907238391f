#include "indicators/kandas.hpp"

#include <algorithm>

#include "processes/home.hpp"
#include "processes/record_walk.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr std::size_t num_years_with_status = 8;  ///< the last stands for all later ones
constexpr std::size_t num_outcomes = 5;

Axis years_axis()
{
    return Axis::range("years_since", 0, static_cast<int>(num_years_with_status) - 1);
}

/// Work is counted where there are jobs.
std::optional<TallyId> declare_outcomes(Registry& registry, const Axis& track)
{
    if (!EmployerColumns::are_in(registry.schema())) {
        return std::nullopt;
    }
    return registry.add_tally(
        {.name = "kandas_outcomes",
         .description = "kandas of the run by track, courses, completed years since the status "
                        "(7 and more together) and what they do",
         .unit = "persons",
         .measurement = Measurement::stock,
         .axes = {track, Axis("courses", {"no", "yes"}), years_axis(),
                  Axis("kandas_outcome",
                       {"permanent_job", "other_work", "unemployed", "outside", "minor"})}});
}

}  // namespace

KandasIndicators::KandasIndicators(Registry& registry, const Shared& shared, const Axis& track)
    : schema_(registry.schema()),
      columns_(shared.columns),
      status_(shared.status),
      records_(shared.records),
      jobs_(JobColumns::find(schema_)),
      outcomes_(declare_outcomes(registry, track)),
      staying_(registry.add_tally(
          {.name = "kandas_staying",
           .description = "kandas of the run who never left the region of the status, by track, "
                          "courses and completed years",
           .unit = "persons",
           .measurement = Measurement::stock,
           .axes = {track, Axis("courses", {"no", "yes"}), years_axis()}}))
{}

ProcessInfo KandasIndicators::info() const
{
    return {.name = "kandas_indicators",
            .description = "counts kandas by work, courses and place",
            .stage = Stage::record,
            .reads = {"origin_country", "activity", "stay", "job_terms", "employer",
                      "kandas.granted", "kandas.course_start", "kandas.marks"}};
}

KandasIndicators::Outcome KandasIndicators::outcome(const Rows& people, std::size_t row,
                                                    Month now) const
{
    if (age_in_years(people[schema_.person.birth_month][row], now) < adult_age) {
        return Outcome::minor;
    }
    if (people[columns_.stay][row] != at_home) {
        return Outcome::outside;
    }
    switch (people[columns_.activity][row]) {
        case Activity::employee:
            return people[jobs_.terms][row].contract() == Contract::permanent
                       ? Outcome::permanent_job
                       : Outcome::other_work;
        case Activity::self_employed:
            return Outcome::other_work;
        case Activity::unemployed:
            return Outcome::unemployed;
        default:
            return Outcome::outside;
    }
}

void KandasIndicators::commit(const ShardContext& here, Shard& shard)
{
    const Rows& people = shard.people();
    const SideTable& own = shard.side(records_.table);
    RecordWalk records(own, schema_.side[records_.table.value()].key);
    scan_rows<true>(people[status_.origin_country], from_here, [&](std::size_t row) {
        const auto record = records.find(people[schema_.person.key][row]);
        if (people[schema_.person.gone][row] != Gone::no || !record) {
            return;
        }
        const int months = here.step.now - month_of(own[records_.granted][*record]);
        const std::size_t years =
            std::min(static_cast<std::size_t>(months / months_in_year), num_years_with_status - 1);
        const std::uint8_t marks = own[records_.marks][*record];
        const std::size_t courses = own[records_.course_start][*record] != no_month ? 1 : 0;
        const std::size_t cell =
            (static_cast<std::size_t>(track_of(marks)) * 2 + courses) * num_years_with_status +
            years;
        if (outcomes_) {
            here.counts.add(*outcomes_, cell * num_outcomes + static_cast<std::size_t>(outcome(
                                                                  people, row, here.step.now)));
        }
        if ((marks & KandasRecords::has_left) == 0) {
            here.counts.add(staying_, cell);
        }
    });
}

}  // namespace qonys::models::kz_migration
