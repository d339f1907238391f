#include "processes/mobility.hpp"

#include <algorithm>

#include "processes/destination.hpp"
#include "processes/home.hpp"
#include "qonys/core/math.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Level of moves that the clocks leave room for, relative to the last known year. Levels above are
/// cut: 2.5 lies beyond the highest path (1.35) by more than three standard deviations of paths.
constexpr double highest_level = 2.5;
constexpr double bound_margin = 1.2;   ///< fewer registered than actual moves; people not at risk
constexpr int trend_years = 40;        ///< after which a damped trend stands still
constexpr double highest_hazard = 0.5;
constexpr int months = 12;
constexpr int first_registration_year = 2019;
constexpr int last_registration_year = 2024;

RegionId region_id(std::size_t region) { return RegionId(static_cast<RegionId::rep>(region)); }

double largest(std::span<const double> values)
{
    return *std::max_element(values.begin(), values.end());
}

double smallest(std::span<const double> values)
{
    return *std::min_element(values.begin(), values.end());
}

/// Whoever has moved may move again: the chances of the months add up to the moves of a year.
AnnualRate repeated(double moves)
{
    return AnnualRate(-months * exact::log(1.0 - moves / months));
}

}  // namespace

MoverAges::MoverAges(const Table<double, AgeId>& schedule)
{
    const double floor = schedule.values().back();  // far beyond working age only the constant is left
    for (int age = 0; age < static_cast<int>(num_ages); ++age) {
        const auto place = static_cast<std::size_t>(age);
        const double weight = schedule.values()[place];
        family[place] = age >= adult_age ? weight : 0.0;
        if (age >= youngest_lone_mover && age <= oldest_lone_mover) {
            lone[place] = std::max(0.0, weight - floor);
        }
    }
}

Mobility::Params Mobility::Params::read(Reader& in, const Axes& axes)
{
    Params params;
    const Bounds part = Bounds::within(0.0, 1.0);
    params.mover_age = in.table<double, AgeId>("mover_age", {axes.age}, Bounds::at_least(0.0),
                                               {"-", "moves by age, relative to the mean"});
    params.month_share = in.table<double, std::size_t>(
        "month_share", {Axis::range("month", 1, months)}, part, {"-", "moves by month of the year"});
    params.registration_factor = in.table<double, YearIndex>(
        "registration_factor",
        {Axis::range("year", first_registration_year, last_registration_year)}, Bounds::above(0.0),
        {"-", "registered moves relative to those of 2019-2022"});
    Reader registration = in.section("registration");
    params.late_share = registration.number(
        "late_share", part, {"-", "part of the rise of registered moves that is late registration"});
    params.late_years = registration.number("late_years", Bounds::within(1.0, 50.0),
                                            {"years", "until late registration has died out"});
    params.at_once = registration.number("at_once", Bounds::within(0.05, 1.0),
                                         {"-", "share of moves registered when they happen"});
    params.usual_delay = registration.number("usual_delay", Bounds::within(2.0, 120.0),
                                             {"months", "mean delay of the others"});
    params.old_probability =
        registration.number("old_probability", Bounds::within(0.0, 1.0),
                            {"1/year", "registration of those long unregistered at the start"});
    params.level_trend = in.number(
        "level_trend", part, {"-", "part of the last growth that goes on beside the path"});
    params.damping =
        in.number("damping", Bounds::within(0.0, 0.95),
                  {"-", "part of last year's change that comes again"});
    return params;
}

Mobility::Mobility(const Params& params, const FittedMovement& fitted, const Outlook& outlook)
    : params_(params), fitted_(fitted), outlook_(outlook), ages_(params.mover_age)
{
    for (std::size_t region = 0; region < fitted_.propensity.values().size(); ++region) {
        double moves = fitted_.propensity_before.values()[region];
        for (int later = 0; later <= trend_years; ++later) {
            moves = std::max(moves, propensity(region_id(region), fitted_.last_year + later));
        }
        most_family_ = std::max(most_family_, moves * fitted_.family_scale.values()[region]);
        most_lone_ = std::max(most_lone_, moves * fitted_.lone_scale.values()[region]);
    }
    for (const double people : fitted_.population.values()) {
        population_ += people;
    }
    const double room = highest_level * bound_margin * months * largest(params_.month_share.values());
    family_bound_ = repeated(most_family_ * room * (1.0 - fitted_.lone_share) * largest(ages_.family) /
                             smallest(fitted_.family_reach.values()));
    lone_bound_ = most_lone_ * room * fitted_.lone_share / smallest(fitted_.lone_reach.values());
}

AnnualRate Mobility::lone_bound(int age) const
{
    return repeated(lone_bound_ * ages_.lone[static_cast<std::size_t>(age)]);
}

double Mobility::level(int year, const Stream& random) const
{
    if (year <= fitted_.last_year) {
        return 1.0;
    }
    const double trend = params_.level_trend * fitted_.level_growth * (year - fitted_.last_year);
    return std::min(highest_level,
                    outlook_.factor(Trend::mobility, year, random) * exact::exp(trend));
}

double Mobility::propensity(RegionId origin, int year) const
{
    const std::size_t region = origin.value();
    const auto carried = [&](std::size_t place) {
        return stray(place, year) *
               exact::exp(carried_on(exact::log(fitted_.propensity_before.values()[place]),
                                     exact::log(fitted_.propensity.values()[place]),
                                     year - fitted_.last_year, params_.damping));
    };
    if (year <= fitted_.last_year) {
        return carried(region);
    }
    // Only the regions relative to each other go on as they did; the level is not theirs to say.
    double known = 0.0;
    double trend = 0.0;
    for (std::size_t place = 0; place < fitted_.population.values().size(); ++place) {
        known += fitted_.propensity.values()[place] * fitted_.population.values()[place];
        trend += carried(place) * fitted_.population.values()[place];
    }
    return carried(region) * known / trend;
}

double Mobility::stray(std::size_t region, int year) const
{
    const auto found = strays_.find(year);
    return found == strays_.end() ? 1.0 : exact::exp(found->second[region]);
}

double Mobility::highest(std::size_t region) const
{
    return highest_level * std::min(most_family_ / fitted_.family_scale.values()[region],
                                    most_lone_ / fitted_.lone_scale.values()[region]);
}

void Mobility::draw_regions(int last_year, const Stream& random)
{
    if (!outlook_.is_uncertain()) {
        return;
    }
    params_.damping = outlook_.damping(params_.damping, random);
    const std::size_t n = fitted_.population.values().size();
    for (int year = fitted_.last_year + 1; year <= last_year; ++year) {
        // Whoever comes less leaves more: the same stray of the net as at the destination.
        const std::vector<double> net = outlook_.strays(Trend::regional_net, n, year, random);
        std::vector<double>& strays = strays_[year];
        strays = outlook_.strays(Trend::regional_turnover, n, year, random);
        for (std::size_t region = 0; region < n; ++region) {
            strays[region] -= net[region];
        }
    }
}

double Mobility::late_part(int year) const
{
    const int known = std::clamp(std::min(year, fitted_.last_year), first_registration_year,
                                 last_registration_year);
    const double factor = params_.registration_factor(
        YearIndex(static_cast<YearIndex::rep>(known - first_registration_year)));
    const double left =
        std::max(0.0, 1.0 - std::max(0, year - fitted_.last_year) / params_.late_years);
    return params_.late_share * (1.0 - 1.0 / factor) * left;
}

Mobility::Year Mobility::moves_of(int year, const Stream& random) const
{
    double registered = 0.0;
    for (std::size_t region = 0; region < fitted_.population.values().size(); ++region) {
        registered += propensity(region_id(region), year) * fitted_.population.values()[region];
    }
    registered *= level(year, random);
    return {registered, registered * (1.0 - late_part(year))};
}

/// Monthly hazard at which the backlog must be registered so that the year has its registered moves;
/// takes the backlog through the year.
double Mobility::solve_hazard(const Year& year, double& backlog) const
{
    const double added = (1.0 - params_.at_once) * year.actual / months;
    const double wanted = year.registered - params_.at_once * year.actual;
    const auto registered = [&](double hazard, double& left) {
        double sum = 0.0;
        for (int month = 0; month < months; ++month) {
            left += added;
            sum += hazard * left;
            left -= hazard * left;
        }
        return sum;
    };
    double low = 0.0;
    double high = highest_hazard;
    for (int step = 0; step < 50; ++step) {
        const double middle = (low + high) / 2.0;
        double left = backlog;
        (registered(middle, left) < wanted ? low : high) = middle;
    }
    registered(low, backlog);
    return low;
}

void Mobility::prepare(Month start, int year, const Stream& random)
{
    if (year == prepared_year_) {
        return;
    }
    prepared_year_ = year;
    // What is registered late later on has happened before: the backlog at the start is the usual one
    // and as much more.
    first_year_ = start.year();
    const int quiet = fitted_.last_year + static_cast<int>(params_.late_years) + 1;
    draw_regions(std::max(quiet, year), random);
    const Year first = moves_of(start.year(), random);
    const double usual = (1.0 - params_.at_once) * first.actual / months * params_.usual_delay;
    double late = 0.0;
    for (int later = start.year(); later < quiet; ++later) {
        const Year moves = moves_of(later, random);
        late += moves.registered - moves.actual;
    }
    first_moves_ = first.registered / level(first_year_, random);
    first_backlog_ = std::max(usual, usual + late);
    double backlog = first_backlog_;
    double before = backlog;
    for (int passed = start.year(); passed <= year; ++passed) {
        before = backlog;
        hazard_ = solve_hazard(moves_of(passed, random), backlog);
    }
    // Those who wait for registration do not move again; the others make up for them.
    at_risk_ = 1.0 - (before + backlog) / 2.0 / population_;
    family_reach_ = fitted_.reach(fitted_.family_reach, year);
    lone_reach_ = fitted_.reach(fitted_.lone_reach, year);
    rates_.clear();
    for (std::size_t region = 0; region < fitted_.population.values().size(); ++region) {
        const double moves = propensity(region_id(region), year) * level(year, random);
        // Clocks know no future: what strays beyond their room is cut.
        rates_.push_back((outlook_.is_uncertain() ? std::min(moves, highest(region)) : moves) *
                         (1.0 - late_part(year)) / at_risk_);
    }
}

AnnualRate Mobility::family_rate(RegionId origin, int age, int month_of_year) const
{
    const std::size_t region = origin.value();
    return repeated(rates_[region] * (1.0 - fitted_.lone_share) *
                    fitted_.family_scale.values()[region] / family_reach_ *
                    ages_.family[static_cast<std::size_t>(age)] * season(month_of_year));
}

double Mobility::backlog_rate(RegionId origin, int age) const
{
    return propensity(origin, first_year_) * fitted_.family_scale(origin) *
           ages_.family[static_cast<std::size_t>(age)];
}

AnnualRate Mobility::lone_rate(RegionId origin, int age, int month_of_year) const
{
    const std::size_t region = origin.value();
    return repeated(rates_[region] * fitted_.lone_share * fitted_.lone_scale.values()[region] /
                    lone_reach_ * ages_.lone[static_cast<std::size_t>(age)] *
                    season(month_of_year));
}

double Mobility::season(int month_of_year) const
{
    return months * params_.month_share(static_cast<std::size_t>(month_of_year - 1));
}

}  // namespace qonys::models::kz_migration
