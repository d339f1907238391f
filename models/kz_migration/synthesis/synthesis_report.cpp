#include "synthesis/synthesis_report.hpp"

#include <algorithm>
#include <array>

#include "columns.hpp"

namespace qonys::models::kz_migration {
namespace {

FitReport::Line single_line(std::string name, double target, double got, std::string note)
{
    const Axis one("all", {"all"});
    const std::array<double, 1> value{got};
    return {check_margin({one}, value, {std::move(name), {0}, {target}}), false, std::move(note)};
}

/// What is counted by region, in this order.
enum class Counted : std::uint8_t { employed, unemployed, kazakh, present };
constexpr std::size_t num_counted = 4;

std::vector<std::int64_t> count_shard(const Shard& shard, const WorldSchema& schema,
                                      std::size_t num_regions)
{
    const Columns columns = Columns::find(schema);
    const Rows& people = shard.people();
    std::vector<std::int64_t> counts(num_counted * num_regions, 0);
    const auto add = [&](Counted what, RegionId region) {
        ++counts[static_cast<std::size_t>(what) * num_regions + region.value()];
    };
    for (std::size_t row = 0; row < people.size(); ++row) {
        const RegionId registered = people[columns.registered_region][row];
        const Activity activity = people[columns.activity][row];
        if (activity == Activity::employee) {
            add(Counted::employed, registered);
        } else if (activity == Activity::unemployed) {
            add(Counted::unemployed, registered);
        }
        if (people[columns.kin][row] == KinGroup::kazakh) {
            add(Counted::kazakh, registered);
        }
        add(Counted::present, people[schema.person.region][row]);
    }
    return counts;
}

std::vector<double> targets_of(Counted what, const SynthesisTables& tables, const Axes& axes)
{
    std::vector<double> targets;
    for (std::size_t place = 0; place < axes.region.size(); ++place) {
        const RegionId region(static_cast<RegionId::rep>(place));
        const double registered =
            tables.region_sex(region, Sex::male) + tables.region_sex(region, Sex::female);
        switch (what) {
            case Counted::employed: targets.push_back(tables.employed(region)); break;
            case Counted::unemployed: targets.push_back(tables.unemployed(region)); break;
            case Counted::kazakh: targets.push_back(tables.kin(region, 0) * registered); break;
            case Counted::present:
                targets.push_back(registered + tables.presence_gap(region));
                break;
        }
    }
    return targets;
}

}  // namespace

void add_household_lines(const std::vector<Block>& blocks, const SynthesisTables& tables,
                         FitReport& fit)
{
    const Axis sizes = tables.household_size.axes()[0];
    std::vector<double> by_size(sizes.size(), 0.0);
    double people = 0.0;
    double households = 0.0;
    double adults = 0.0;
    double partnered = 0.0;
    for (const Block& block : blocks) {
        for (const NewHousehold& household : block.households) {
            by_size[std::min<std::size_t>(household.size, sizes.size()) - 1] += 1.0;
        }
        households += static_cast<double>(block.households.size());
        people += static_cast<double>(block.people.size());
        for (const NewPerson& person : block.people) {
            adults += person.age >= 15 ? 1.0 : 0.0;
            partnered += person.with_partner ? 1.0 : 0.0;
        }
    }
    for (double& share : by_size) {
        share /= households;
    }
    std::vector<double> target(tables.household_size.values().begin(),
                               tables.household_size.values().end());
    fit.lines.push_back({check_margin({sizes}, by_size, {"household size (share)", {0}, target}),
                         false, "grade D"});
    fit.lines.push_back(single_line("mean household size", tables.mean_household_size,
                                    people / households, "sets how many adults live alone"));
    fit.lines.push_back(single_line("with partner, share of ages 15+", tables.married,
                                    partnered / adults, "census 2021: married"));
}

void add_people_lines(const PopulateContext& context, const World& world,
                      const SynthesisTables& tables, const Axes& axes)
{
    const std::size_t num_regions = axes.region.size();
    std::vector<std::vector<std::int64_t>> by_shard(world.shards().size());
    context.threads.for_each(by_shard.size(), [&](std::size_t shard, std::size_t /*worker*/) {
        by_shard[shard] = count_shard(world.shards()[shard], world.schema(), num_regions);
    });
    std::vector<std::int64_t> counts(num_counted * num_regions, 0);
    for (const auto& shard : by_shard) {
        std::transform(counts.begin(), counts.end(), shard.begin(), counts.begin(), std::plus<>());
    }
    context.ranks.all_reduce_sum(counts);
    const std::array<std::string, num_counted> names{
        "employed by region", "unemployed by region", "Kazakh by region", "residents in fact"};
    for (std::size_t what = 0; what < num_counted; ++what) {
        std::vector<double> got;
        for (std::size_t region = 0; region < num_regions; ++region) {
            got.push_back(static_cast<double>(counts[what * num_regions + region]) / context.scale);
        }
        const Margin margin{names[what], {0}, targets_of(static_cast<Counted>(what), tables, axes)};
        context.fit.lines.push_back(
            {check_margin({axes.region}, got, margin), true, "drawn person by person"});
    }
}

}  // namespace qonys::models::kz_migration
