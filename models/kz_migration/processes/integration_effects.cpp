#include "processes/integration_effects.hpp"

#include <algorithm>

#include "processes/home.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double hours_of_dose = 100.0;

/// (1 - fall)^dose: the same proportion for each hundred hours.
double fallen(double fall, double dose) { return exact::pow(1.0 - fall, dose); }

}  // namespace

IntegrationEffects::Params IntegrationEffects::Params::read(Reader& in, const Axes& axes)
{
    const Bounds share = Bounds::within(0.0, 1.0);
    Params params;
    params.lock_in = in.number("lock_in", share, {"share", "part of search that a course takes"});
    params.search_gain =
        in.number("search_gain", Bounds::within(0.0, 1.0),
                  {"1/100 h", "proportional gain in the chance to search for a post"});
    params.participation_gain =
        in.number("participation_gain", Bounds::within(0.0, 0.5),
                  {"1/100 h", "places nearer to the labour force among people of one's age"});
    params.plan_gain = in.number("plan_gain", Bounds::within(0.0, 2.0),
                                 {"share", "hours by a personal plan count so much more"});
    const Bounds fall{.low = 0.0, .high = 1.0, .high_open = true};
    params.onward_fall =
        in.number("onward_fall", fall, {"1/100 h", "proportional fall of moves to largest cities"});
    params.onward_most = in.number("onward_most", fall,
                                   {"share", "largest fall of moves to the largest cities"});
    params.return_fall =
        in.number("return_fall", fall, {"1/100 h", "proportional fall of returns abroad"});
    params.most_hours = in.number("most_hours", Bounds::within(1.0, 2000.0),
                                  {"hours", "beyond which hours do no more"});
    params.delay_first =
        static_cast<int>(in.integer("delay_first", Bounds::within(0.0, 600.0),
                                    {"months", "from the first lesson to the first gain"}));
    params.delay_last = static_cast<int>(
        in.integer("delay_last", Bounds::within(1.0, 600.0),
                   {"months", "from the first lesson to the whole of the gain"}));
    if (params.delay_last <= params.delay_first) {
        in.problem("delay_last", "the whole gain comes before the first of it",
                   "gains grow from delay_first to delay_last", "make delay_last the larger");
    }
    const std::vector<std::string> cities =
        in.texts("largest_cities", {"-", "regions that are the largest cities"});
    for (const std::string& code : axes.region.codes()) {
        params.large_city.push_back(std::find(cities.begin(), cities.end(), code) != cities.end());
    }
    return params;
}

IntegrationEffects::IntegrationEffects(Registry& registry, Params params,
                                       const StatusColumns& status, const KandasRecords& records)
    : schema_(registry.schema()),
      params_(std::move(params)),
      status_(status),
      records_(records),
      onward_(registry.add_draw("integration", "onward")),
      onward_alone_(registry.add_draw("integration", "onward_alone"))
{}

std::optional<IntegrationEffects::Course> IntegrationEffects::course(const Shard& shard,
                                                                     std::size_t row,
                                                                     Month now) const
{
    // Most people are from here: their records need not be looked for.
    if (shard.people()[status_.origin_country][row] == from_here) {
        return std::nullopt;
    }
    const auto record = records_.find(shard, shard.people()[schema_.person.key][row]);
    const SideTable& own = shard.side(records_.table);
    if (!record || own[records_.course_start][*record] == no_month) {
        return std::nullopt;
    }
    const int months = now - month_of(own[records_.course_start][*record]);
    const double grown = static_cast<double>(months - params_.delay_first) /
                         static_cast<double>(params_.delay_last - params_.delay_first);
    const double hours =
        std::min(params_.most_hours, static_cast<double>(own[records_.hours][*record]));
    const bool has_plan = (own[records_.marks][*record] & KandasRecords::with_plan) != 0;
    return Course{hours / hours_of_dose * (has_plan ? 1.0 + params_.plan_gain : 1.0),
                  std::clamp(grown, 0.0, 1.0), own[records_.hours_due][*record] > 0};
}

double IntegrationEffects::dose(const Shard& shard, std::size_t row) const
{
    const auto taken = course(shard, row, Month{});
    return taken ? taken->dose : 0.0;
}

Threshold IntegrationEffects::search(const Shard& shard, std::size_t row, Month now,
                                     Threshold usual) const
{
    const auto taken = course(shard, row, now);
    if (!taken) {
        return usual;
    }
    const double factor = taken->goes_on
                              ? 1.0 - params_.lock_in
                              : 1.0 + params_.search_gain * taken->dose * taken->grown;
    return Threshold(MonthlyProbability(std::min(1.0, usual.probability() * factor)));
}

double IntegrationEffects::participation(const Shard& shard, std::size_t row, Month now) const
{
    const auto taken = course(shard, row, now);
    return taken ? std::min(1.0, params_.participation_gain * taken->dose * taken->grown) : 0.0;
}

double IntegrationEffects::dose_of_adults(const Shard& shard, HouseholdId household,
                                          Month now) const
{
    double doses = 0.0;
    int adults = 0;
    for_each_member(shard, schema_, household, [&](std::size_t row) {
        if (age_in_years(shard.people()[schema_.person.birth_month][row], now) >= adult_age) {
            doses += dose(shard, row);
            ++adults;
        }
    });
    return adults > 0 ? doses / adults : 0.0;
}

double IntegrationEffects::onward_factor(double dose) const
{
    return std::max(1.0 - params_.onward_most, fallen(params_.onward_fall, dose));
}

bool IntegrationEffects::is_kept(const ShardContext& here, Subject who, double dose,
                                 std::uint64_t word) const
{
    const Threshold goes(MonthlyProbability(onward_factor(dose)));
    here.step.life.chance(who, "moves_on", goes, word);
    return !goes.hit(word);
}

bool IntegrationEffects::keeps(const ShardContext& here, const Shard& shard, HouseholdId household,
                               const Move& move) const
{
    const double dose = is_large_city(move.to) ? dose_of_adults(shard, household, here.step.now)
                                               : 0.0;
    return dose > 0.0 &&
           is_kept(here, HouseholdKey(move.key), dose,
                   here.step.random(onward_).word(move.key, draw_index(here.step.now)));
}

bool IntegrationEffects::keeps_alone(const ShardContext& here, const Shard& shard, std::size_t row,
                                     const Move& move) const
{
    const double own = is_large_city(move.to) ? dose(shard, row) : 0.0;
    return own > 0.0 &&
           is_kept(here, PersonKey(move.key), own,
                   here.step.random(onward_alone_).word(move.key, draw_index(here.step.now)));
}

double IntegrationEffects::return_factor(const Shard& shard, HouseholdId household,
                                         Month now) const
{
    const double dose = dose_of_adults(shard, household, now);
    return dose > 0.0 ? fallen(params_.return_fall, dose) : 1.0;
}

}  // namespace qonys::models::kz_migration
