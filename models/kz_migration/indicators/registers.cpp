#include "indicators/registers.hpp"

#include <algorithm>
#include <array>

#include "indicators/stock.hpp"
#include "registers/recorder.hpp"

namespace qonys::models::kz_migration {

RegisterIndicators::RegisterIndicators(Registry& registry,
                                       std::shared_ptr<const RegisterSetup> setup)
    : setup_(std::move(setup))
{
    const RegisterAxes& axes = setup_->axes;
    const auto add = [&](const char* name, const char* description, const char* unit,
                         std::vector<Axis> by) {
        return registry.add_tally(stock(name, description, unit, std::move(by)));
    };
    followed_ = add("register_followed", "people whom registers should know, by where they are",
                    "persons", {axes.followed, axes.region});
    records_ = add("register_records", "records of these", "records", {axes.agency});
    persons_ = add("register_persons", "people of whom an agency has a record", "persons",
                   {axes.agency});
    duplicates_ = add("register_duplicates", "records of people whom the agency has already",
                      "records", {axes.agency});
    seen_by_ = add("register_seen_by", "people followed, by how many agencies have a record",
                   "persons", {axes.seen_by});
    contour_persons_ = add("contour_persons", "people followed whom the contour shows", "persons",
                           {axes.followed});
    contour_seen_by_ = add("contour_seen_by", "people followed, by agencies linked into the contour",
                           "persons", {axes.seen_by});
    contour_seen_ = add("contour_seen", "people followed, by what the contour shows of them",
                        "persons", {axes.domain, axes.region});
}

ProcessInfo RegisterIndicators::info() const
{
    return {.name = "register_indicators",
            .description = "counts records, and people whom the contour shows",
            .stage = Stage::record,
            .reads = {"register_views.recorded", "register_views.linked",
                      "register_workers.recorded", "register_students.recorded",
                      "register_specialists.recorded", "register_irregular.recorded"}};
}

void RegisterIndicators::commit(const ShardContext& here, Shard& shard)
{
    const ResidentViews& views = setup_->residents;
    count(ViewSpans(shard.side(views.table), views.columns), here.counts);
}

void RegisterIndicators::conclude(const StepContext& step, World& world, Tallies& counts)
{
    // The tables are the same on every rank: one of them counts.
    if (step.ranks.rank() != 0) {
        return;
    }
    for (const ForeignViews* views : {&setup_->workers, &setup_->students, &setup_->specialists,
                                      &setup_->irregular}) {
        count(ViewSpans(world.replicated(views->table), views->columns), counts);
    }
}

void RegisterIndicators::count(const ViewSpans& views, Tallies& counts) const
{
    constexpr std::size_t num_sets = std::size_t{1} << num_agencies;
    const std::size_t num_regions = setup_->axes.region.size();
    std::array<std::int64_t, num_sets> recorded{};
    std::array<std::int64_t, num_sets> twice{};
    for (std::size_t row = 0; row < views.followed.size(); ++row) {
        if (views.followed[row] == Followed::nobody) {
            continue;
        }
        const auto who = static_cast<std::size_t>(views.followed[row]);
        const std::size_t region = views.region[row].value();
        ++recorded[views.recorded[row]];
        ++twice[views.recorded[row] & views.twice[row]];
        counts.add(followed_, who * num_regions + region);
        const AgencySet linked = views.linked[row];
        counts.add(contour_seen_by_, static_cast<std::size_t>(std::min(2, count_of(linked))));
        if (linked == 0) {
            continue;
        }
        counts.add(contour_persons_, who);
        const DomainSet shown = told_by(linked, views.followed[row]);
        for (std::size_t domain = 0; domain < num_domains; ++domain) {
            if ((shown & bit(static_cast<Domain>(domain))) != 0) {
                counts.add(contour_seen_, domain * num_regions + region);
            }
        }
    }
    for (std::size_t set = 0; set < num_sets; ++set) {
        if (recorded[set] == 0 && twice[set] == 0) {
            continue;
        }
        const auto agencies = static_cast<AgencySet>(set);
        counts.add(seen_by_, static_cast<std::size_t>(std::min(2, count_of(agencies))),
                   recorded[set]);
        count_records(agencies, {recorded[set], twice[set]}, counts);
    }
}

/// So many people are recorded by just these agencies, so many by these under two numbers.
void RegisterIndicators::count_records(AgencySet agencies,
                                       std::pair<std::int64_t, std::int64_t> people,
                                       Tallies& counts) const
{
    for (std::size_t agency = 0; agency < num_agencies; ++agency) {
        if ((agencies & bit(static_cast<Agency>(agency))) != 0) {
            counts.add(records_, agency, people.first + people.second);
            counts.add(persons_, agency, people.first);
            counts.add(duplicates_, agency, people.second);
        }
    }
}

}  // namespace qonys::models::kz_migration
