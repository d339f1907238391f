#include "processes/past_resettlers.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"
#include "qonys/random/choice.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int months_back = 60;

}  // namespace

PastResettlers::Params PastResettlers::Params::read(Reader& in,
                                                    const Resettlement::Params& programme,
                                                    const ResettlerReturn::Params& returning)
{
    Params params;
    params.yearly_return = returning.yearly_rate;
    params.origin_share = programme.origin_share;
    params.places = programme.quota.mean_known();
    Reader section = in.section("resettlement");
    Reader past = section.section("past");
    params.people = past.number("people", Bounds::at_least(0.0),
                                {"persons/year", "resettled in the years before the start"});
    params.family = past.number("family", Bounds::at_least(1.0),
                                {"persons", "mean size of those families"});
    return params;
}

PastResettlers::PastResettlers(Registry& registry, Params params,
                               const Resettlement::Setup& setup)
    : schema_(registry.schema()),
      params_(std::move(params)),
      setup_(setup),
      who_(registry.add_draw("past_resettlers", "who")),
      origin_(registry.add_draw("past_resettlers", "origin"))
{
    for (const double share : params_.origin_share) {
        inverse_origin_.push_back(share > 0.0 ? 1.0 / share
                                              : std::numeric_limits<double>::infinity());
    }
}

ProcessInfo PastResettlers::info() const
{
    return {.name = "past_resettlers",
            .description = "at the start only: who came under the programme before",
            .stage = Stage::programmes,
            .order = 30,
            .reads = {"kin", "region", "registered_region", "size"},
            .writes = {"contract_month", "contract_origin", "settlement", "support_owed"},
            .levers = {"resettlement.subsidy", "resettlement.rent_min", "resettlement.rent_max"},
            .draws = {"who", "origin"}};
}

/// Families of two or more Kazakhs who are registered where they live, in a receiving region that sends
/// none. Who it was is not known.
bool PastResettlers::may_be_one(const Shard& shard, std::size_t home) const
{
    const Rows& homes = shard.households();
    const RegionId region = homes[schema_.household.region][home];
    const PersonId first = homes[schema_.household.first_member][home];
    if (homes[schema_.household.size][home] < 2 || !first.valid() ||
        params_.places[region.value()] <= 0.0) {
        return false;
    }
    const Rows& people = shard.people();
    return people[setup_.columns.kin][first.value()] == KinGroup::kazakh &&
           people[setup_.columns.registered_region][first.value()] == region &&
           homes[setup_.status.contract_month][home] == no_month;
}

std::vector<double> PastResettlers::still_here() const
{
    std::vector<double> left(months_back + 1, 1.0);
    for (int months = 1; months <= months_back; ++months) {
        const auto year = std::min(static_cast<std::size_t>((months - 1) / months_in_year),
                                   params_.yearly_return.size() - 1);
        left[static_cast<std::size_t>(months)] =
            left[static_cast<std::size_t>(months) - 1] *
            exact::exp(-params_.yearly_return[year] / months_in_year);
    }
    return left;
}

void PastResettlers::start(const StepContext& step, World& world)
{
    const std::size_t num_regions = params_.places.size();
    std::vector<std::int64_t> eligible(num_regions, 0);
    for (const Shard& shard : world.shards()) {
        const auto region = shard.households()[schema_.household.region];
        for (std::size_t home = 0; home < region.size(); ++home) {
            eligible[region[home].value()] += may_be_one(shard, home) ? 1 : 0;
        }
    }
    step.ranks.all_reduce_sum(eligible);
    const double all = std::accumulate(params_.places.begin(), params_.places.end(), 0.0);
    const double families = params_.people / params_.family / months_in_year * step.scale;
    std::vector<double> chance(num_regions, 0.0);
    for (std::size_t r = 0; r < num_regions; ++r) {
        if (eligible[r] > 0 && all > 0.0) {
            chance[r] = families * params_.places[r] / all / static_cast<double>(eligible[r]);
        }
    }
    step.threads.for_each(world.shards().size(), [&](std::size_t place, std::size_t) {
        mark(step, world.shards()[place], chance);
    });
}

void PastResettlers::mark(const StepContext& step, Shard& shard,
                          const std::vector<double>& chance) const
{
    Rows& homes = shard.households();
    const std::vector<double> left = still_here();
    const AddressedDraw who = step.random(who_);
    for (std::size_t home = 0; home < homes.size(); ++home) {
        if (!may_be_one(shard, home)) {
            continue;
        }
        const RegionId region = homes[schema_.household.region][home];
        const std::uint64_t key = homes[schema_.household.key][home].value();
        const double u = uniform_unit(who.word(key, 0));
        double sum = 0.0;
        int months = 1;
        while (months < months_back &&
               u >= (sum += chance[region.value()] * left[static_cast<std::size_t>(months)])) {
            ++months;
        }
        if (months == months_back) {
            continue;  // none, or the contract has just run
        }
        const std::size_t origin = choose(step.random(origin_), key, 0, inverse_origin_);
        homes[setup_.status.contract_month][home] = stamp(step.start - months);
        homes[setup_.status.contract_origin][home] =
            RegionId(static_cast<RegionId::rep>(origin));
        homes[setup_.status.settlement][home] = settlement::on_rent;
        homes[setup_.status.support_owed][home] =
            owed(step,
                 {region, homes[setup_.columns.household_area][home],
                  homes[schema_.household.size][home]},
                 months);
    }
}

/// At the terms of the start: what it was then is not known family by family.
ThousandTenge PastResettlers::owed(const StepContext& step, const Support::Family& family,
                                   int months) const
{
    const Support& support = setup_.contracts.support();
    const int year = (step.start - months).year();
    const double rents =
        std::min<double>(months, step.levers(support.levers().rent_months));
    const double tenge =
        static_cast<double>(support.subsidy(step.levers, family, year).tenge()) +
        rents * static_cast<double>(support.rent(step.levers, family, year).tenge());
    return static_cast<ThousandTenge>(
        std::min(tenge / static_cast<double>(thousand),
                 static_cast<double>(std::numeric_limits<ThousandTenge>::max())));
}

}  // namespace qonys::models::kz_migration
