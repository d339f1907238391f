#include "processes/land_lease.hpp"

#include <algorithm>
#include <numeric>

#include "processes/constant_lever.hpp"
#include "processes/even_release.hpp"
#include "processes/home.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double default_families = 0.0;

}  // namespace

LandLease::Params LandLease::Params::read(Reader& in)
{
    return {
        in.number("lease_months", Bounds::within(1.0, 600.0), {"months", "of a lease"}),
        in.monthly_probability(
            "lease_uptake",
            {"1/month", "resettled village families with somebody out of work that want land"})};
}

LandLease::LandLease(Registry& registry, Params params, const Setup& setup)
    : schema_(registry.schema()),
      params_(params),
      setup_(setup),
      table_(registry.add_side_table("land_leases", "people who farm land leased outside tenders")),
      since_(registry.add_side_column<MonthStamp>(table_, "since", "first month", no_month)),
      where_(registry.add_side_column<RegionId>(table_, "region", "where the land is",
                                                RegionId::invalid())),
      rows_(std::make_shared<PersonRows>(registry.schema(), table_)),
      families_(registry.add_lever(constant_lever(
          {.name = "land_lease.families",
           .description = "resettled families that may lease land outside tenders",
           .unit = "families/year",
           .axes = {setup.region},
           .bounds = Bounds::at_least(0.0),
           .source = "legal since 2024; no count of leases was found: none by default",
           .additive = true},
          default_families))),
      months_(registry.add_lever(constant_lever({.name = "land_lease.months",
                                                 .description = "months for which land is leased",
                                                 .unit = "months",
                                                 .bounds = Bounds::within(1.0, 600.0),
                                                 .source = "business.lease_months",
                                                 .key = "business.lease_months"},
                                                params.months))),
      wishes_(registry.add_draw("land_lease", "wishes")),
      debt_(registry.add_draw("land_lease", "debt")),
      events_(registry.add_tally(
          {.name = "land_leases",
           .description = "leases of land to resettled people: begun, and ended by leaving the "
                          "region, giving up the business, or time",
           .unit = "leases",
           .axes = {Axis("lease_event", {"begun", "left_region", "gave_up", "ran_out"}),
                    setup.region}})),
      places_("land_lease.places", setup.region.size(), setup.scale, even_release())
{}

ProcessInfo LandLease::info() const
{
    return {.name = "land_lease",
            .description = "resettled families farm land leased outside tenders",
            .stage = Stage::registers,
            .order = 30,
            .reads = {"gone", "key", "region", "area", "settlement"},
            .writes = {"activity", "job_terms", "own_business_due", "land_leases.since"},
            .levers = {"land_lease.families", "land_lease.months"},
            .draws = {"wishes", "debt"}};
}

void LandLease::start(const StepContext& step, World& /*world*/)
{
    places_.begin(step.random(debt_));
}

void LandLease::prepare(const StepContext& step, const World& world)
{
    const std::span<const double> families = step.levers.of(families_);
    is_open_ = std::accumulate(families.begin(), families.end(), 0.0) > 0.0;
    places_.open_month(step.now, families);
    wished_.resize(world);
    begun_.resize(world);
    rows_->resize(world);
}

void LandLease::propose(const ShardContext& here, const Shard& shard)
{
    wished_[here.shard].clear();
    if (!is_open_) {
        return;
    }
    scan_rows<true>(shard.households()[setup_.status.settlement], settlement::none,
                    [&](std::size_t home) {
                        wish(here, shard, HouseholdId(static_cast<HouseholdId::rep>(home)));
                    });
}

/// The first member out of work, of a family under contract in a village.
void LandLease::wish(const ShardContext& here, const Shard& shard, HouseholdId home)
{
    const Rows& homes = shard.households();
    const RegionId region = homes[schema_.household.region][home.value()];
    if (!settlement::is_bound(homes[setup_.status.settlement][home.value()]) ||
        homes[setup_.columns.household_area][home.value()] != Area::rural ||
        here.step.levers(families_, region.value()) <= 0.0) {
        return;
    }
    const Rows& people = shard.people();
    std::optional<std::uint32_t> farmer;
    for_each_member(shard, schema_, home, [&](std::size_t row) {
        if (!farmer && people[setup_.columns.activity][row] == Activity::unemployed) {
            farmer = static_cast<std::uint32_t>(row);
        }
    });
    if (!farmer) {
        return;
    }
    const PersonKey key = people[schema_.person.key][*farmer];
    const auto words = here.step.random(wishes_).word_pair(key.value(), draw_index(here.step.now));
    const Threshold wants(params_.uptake);
    here.step.life.chance(key, "wants_land", wants, words[0]);
    if (wants.hit(words[0]) && !shard.side(table_).find(key)) {
        wished_[here.shard].push_back(
            {*farmer, {static_cast<std::uint32_t>(region.value()), 1, words[1], key.value()}});
    }
}

void LandLease::allocate(const StepContext& step, const World& /*world*/)
{
    std::vector<Candidate> mine;
    for (const std::vector<Wish>& wishes : wished_) {
        for (const Wish& one : wishes) {
            mine.push_back(one.candidate);
        }
    }
    allocation_ = qonys::allocate(step.ranks, mine, places_.slots(), places_.last_candidate());
    places_.use(allocation_->granted());
}

std::optional<LandLease::Event> LandLease::end_of(const ShardContext& here, const Shard& shard,
                                                  std::size_t record, std::uint32_t row) const
{
    const SideTable& own = shard.side(table_);
    const Rows& people = shard.people();
    if (people[schema_.person.gone][row] != Gone::no ||
        people[schema_.person.region][row] != own[where_][record]) {
        return Event::left_region;
    }
    if (people[setup_.columns.activity][row] != Activity::self_employed) {
        return Event::gave_up;
    }
    const int months = here.step.now - month_of(own[since_][record]);
    return months >= here.step.levers(months_) ? std::optional(Event::ran_out) : std::nullopt;
}

void LandLease::count(Tallies& counts, Event event, RegionId region) const
{
    counts.add(events_, static_cast<std::size_t>(event) * setup_.region.size() + region.value());
}

/// Whoever leaves the region loses the land, and with it his business; after its time the lease is
/// over and he farms on.
void LandLease::follow(const ShardContext& here, Shard& shard) const
{
    SideTable& own = shard.side(table_);
    const std::vector<std::uint32_t>& rows = rows_->of(here.shard, shard);
    for (std::size_t record = rows.size(); record-- > 0;) {
        const std::uint32_t row = rows[record];
        const std::optional<Event> end = end_of(here, shard, record, row);
        if (!end) {
            continue;
        }
        Rows& people = shard.people();
        Activity& activity = people[setup_.columns.activity][row];
        if (end == Event::left_region && people[schema_.person.gone][row] == Gone::no &&
            activity == Activity::self_employed) {
            activity = Activity::unemployed;
        }
        count(here.counts, *end, own[where_][record]);
        own.erase(record);
        rows_->erased(here.shard, record);
    }
}

void LandLease::commit(const ShardContext& here, Shard& shard)
{
    follow(here, shard);
    begun_[here.shard].assign(setup_.region.size(), 0);
    for (const Wish& one : wished_[here.shard]) {
        const PersonKey key(one.candidate.key);
        const bool won = allocation_->wins(one.candidate);
        here.step.life.claim(key, "land", won ? Outcome::won : Outcome::lost);
        // Money for a business may have come first.
        if (!won || shard.people()[setup_.columns.activity][one.row] != Activity::unemployed) {
            continue;
        }
        SideTable& own = shard.side(table_);
        const std::size_t record = own.insert(key);
        own[since_][record] = stamp(here.step.now);
        own[where_][record] = at<RegionId>(one.candidate.segment);
        rows_->inserted(here.shard, record, key, one.row);
        setup_.start->begin(here, shard, one.row, setup_.farming);
        count(here.counts, Event::begun, at<RegionId>(one.candidate.segment));
        ++begun_[here.shard][one.candidate.segment];
    }
}

void LandLease::conclude(const StepContext& step, World& /*world*/, Tallies& /*counts*/)
{
    std::vector<std::int64_t> begun(setup_.region.size(), 0);
    for (const std::vector<std::int64_t>& shard : begun_) {
        std::transform(begun.begin(), begun.end(), shard.begin(), begun.begin(), std::plus<>());
    }
    step.ranks.all_reduce_sum(begun);
    std::vector<std::int64_t>& caused = setup_.asking->caused_starts;
    std::transform(caused.begin(), caused.end(), begun.begin(), caused.begin(), std::plus<>());
}

}  // namespace qonys::models::kz_migration
