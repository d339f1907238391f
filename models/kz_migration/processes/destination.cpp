#include "processes/destination.hpp"

#include <cmath>
#include <limits>

#include "qonys/core/math.hpp"
#include "qonys/random/choice.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double unit_distance = 500.0;  ///< km
constexpr std::size_t num_kin = 2;

RegionId region_id(std::size_t region) { return RegionId(static_cast<RegionId::rep>(region)); }

LeverId add_lever(Registry& registry, const Axis& region, std::string name, std::string description,
                  double usual, Bounds bounds)
{
    return registry.add_lever({.name = std::move(name),
                               .description = std::move(description),
                               .unit = usual == 0.0 ? "log" : "factor",
                               .axes = {region},
                               .bounds = bounds,
                               .path = {{Month(1900, 1), std::vector<double>(region.size(), usual)}},
                               .source = "none: conditions of the last known year"});
}

/// Constants at which destinations have as many arrivals by other weights as they had by these.
void rebalance(FittedMovement::ByRegion& constant, const FittedMovement& fitted,
               const FittedMovement::ByRegion& propensity, const Weights& from, const Weights& to)
{
    const std::size_t n = from.num_regions;
    GrossFlows gross;
    std::vector<double> attraction(n);
    for (std::size_t region = 0; region < n; ++region) {
        gross.departures.push_back(propensity.values()[region] *
                                   fitted.population.values()[region]);
        attraction[region] = exact::exp(constant.values()[region]);
    }
    gross.arrivals = arrivals_at(from, gross.departures, attraction);
    attraction = balance(to, gross).attraction;
    for (std::size_t region = 0; region < n; ++region) {
        constant.values()[region] = exact::log(attraction[region]);
    }
}

}  // namespace

std::vector<double> pair_weights(const Geography& geography, const PairTerm& term,
                                 std::span<const double> birth_rate)
{
    const std::size_t n = birth_rate.size();
    std::vector<double> weights(n * n, 0.0);
    for (std::size_t o = 0; o < n; ++o) {
        for (std::size_t d = 0; d < n; ++d) {
            if (o == d) {
                continue;
            }
            const double km = geography.distance_km(region_id(o), region_id(d));
            const double border = geography.contiguous(region_id(o), region_id(d));
            const double gap = std::abs(birth_rate[o] - birth_rate[d]);
            weights[o * n + d] = exact::exp(term.distance * exact::log(km / unit_distance) +
                                            term.contiguity * border - term.birth_gap * gap);
        }
    }
    return weights;
}

std::vector<double> kin_weights(const Table<double, RegionId, KinGroup>& share, double elasticity)
{
    const std::size_t n = share.axes()[0].size();
    std::vector<double> weights(num_kin * n * n);
    for (std::size_t o = 0; o < n; ++o) {
        for (std::size_t d = 0; d < n; ++d) {
            double mean = 0.0;
            for (const KinGroup kin : {KinGroup::kazakh, KinGroup::other}) {
                const double draw = exact::pow(share(region_id(d), kin), elasticity);
                weights[(static_cast<std::size_t>(kin) * n + o) * n + d] = draw;
                mean += share(region_id(o), kin) * draw;
            }
            for (std::size_t kin = 0; kin < num_kin; ++kin) {
                weights[(kin * n + o) * n + d] /= mean;
            }
        }
    }
    return weights;
}

Weights weights_of(const Geography& geography, const Table<double, RegionId, KinGroup>& kin_share,
                   double kin, const PairTerm& term, std::span<const double> birth_rate)
{
    const auto share = kin_share.values();
    return {birth_rate.size(), pair_weights(geography, term, birth_rate),
            kin_weights(kin_share, kin), {share.begin(), share.end()}};
}

double carried_on(double before, double last, int years_after, double damping)
{
    if (years_after < 0) {
        return before;
    }
    double value = last;
    double step = last - before;
    for (int year = 0; year < years_after; ++year) {
        step *= damping;
        value += step;
    }
    return value;
}

Destination::Params Destination::Params::read(Reader& in, const Axes& axes, const Outlook& outlook,
                                              int base_year)
{
    Params params;
    params.outlook = outlook;
    const Bounds any = Bounds::within(-5.0, 5.0);
    Reader choice = in.section("destination");
    params.wage_chance = choice.number("wage_chance", any, {"-", "elasticity of wage x job chance"});
    params.housing_cost = choice.number("housing_cost", any, {"-", "elasticity of housing prices"});
    params.growth = choice.number("growth", any, {"-", "log weight per unit of growth of product"});
    params.kin = choice.number("kin", Bounds::within(0.0, 2.0), {"-", "elasticity of own kin"});
    params.damping = in.number("damping", Bounds::within(0.0, 0.95),
                               {"-", "part of last year's change that comes again"});
    params.kin_share = in.table<double, RegionId, KinGroup>(
        "kin_share", {axes.region, axes.kin}, Bounds::within(0.001, 1.0),
        {"-", "share of kin groups in a region"});
    constexpr std::array<std::string_view, 1> partial{"year"};
    const Axis year = Axis::range("year", base_year, base_year);
    const auto residents = in.table<double, RegionId, YearIndex, Area>(
        "residents", {axes.region, year, axes.area}, Bounds::at_least(0.0),
        {"persons", "residents in town and country"}, partial);
    params.residents = Table<double, RegionId, Area>({axes.region, axes.area});
    std::copy(residents.values().begin(), residents.values().end(),
              params.residents.values().begin());
    return params;
}

Destination::Levers Destination::Levers::declare(Registry& registry, const Axis& region)
{
    const Bounds factor = Bounds::within(0.1, 10.0);
    const Bounds change = Bounds::within(-5.0, 5.0);
    return {add_lever(registry, region, "migration.attraction",
                      "change of a region's attraction to movers within the country", 0.0, change),
            add_lever(registry, region, "migration.wage_chance",
                      "wage x job chance relative to the last known year", 1.0, factor),
            add_lever(registry, region, "migration.housing_cost",
                      "housing prices relative to the last known year", 1.0, factor),
            add_lever(registry, region, "migration.growth",
                      "change of the yearly growth of gross regional product", 0.0, change)};
}

std::vector<std::string> Destination::Levers::names()
{
    return {"migration.attraction", "migration.wage_chance", "migration.housing_cost",
            "migration.growth"};
}

Destination::Destination(const Params& params, const FittedMovement& fitted,
                         const Geography& geography, const Levers& levers,
                         std::shared_ptr<const LabourMarket> market)
    : params_(params),
      fitted_(fitted),
      geography_(geography),
      levers_(levers),
      market_(std::move(market)),
      num_regions_(fitted.constant.axes()[0].size())
{
    weigh();
    inverse_weights_.resize(fixed_weights_.size());
    for (std::size_t region = 0; region < num_regions_; ++region) {
        const double urban = params.residents(region_id(region), Area::urban);
        const double rural = params.residents(region_id(region), Area::rural);
        urban_.emplace_back(MonthlyProbability{urban / (urban + rural)});
    }
}

void Destination::weigh()
{
    const Weights weights = weights_of(geography_, params_.kin_share, params_.kin, fitted_.pair,
                                       fitted_.birth_rate.values());
    fixed_weights_ = weights.kin;
    for (std::size_t i = 0; i < fixed_weights_.size(); ++i) {
        fixed_weights_[i] *= weights.pair[i % weights.pair.size()];
    }
}

void Destination::draw_parameters(const Stream& random)
{
    drawn_ = true;
    params_.damping = params_.outlook.damping(params_.damping, random);
    if (!params_.outlook.is_uncertain()) {
        return;
    }
    const auto weights = [&] {
        return weights_of(geography_, params_.kin_share, params_.kin, fitted_.pair,
                          fitted_.birth_rate.values());
    };
    const Weights from = weights();
    fitted_.pair = params_.outlook.pair_term(fitted_, random);
    const Weights to = weights();
    rebalance(fitted_.constant_before, fitted_, fitted_.propensity_before, from, to);
    rebalance(fitted_.constant, fitted_, fitted_.propensity, from, to);
    weigh();
}

void Destination::prepare(int year, const qonys::Levers& now, const Stream& random)
{
    if (!drawn_) {
        draw_parameters(random);
    }
    const std::size_t n = num_regions_;
    const std::vector<double> net = params_.outlook.strays(Trend::regional_net, n, year, random);
    const std::vector<double> turnover =
        params_.outlook.strays(Trend::regional_turnover, n, year, random);
    for (std::size_t d = 0; d < n; ++d) {
        const double constant =
            carried_on(fitted_.constant_before.values()[d], fitted_.constant.values()[d],
                       year - fitted_.last_year, params_.damping) +
            turnover[d] + net[d];
        const double earned = market_ == nullptr ? 1.0 : market_->wage_chance[d];
        const double change = now(levers_.attraction, d) +
                              params_.wage_chance *
                                  exact::log(now(levers_.wage_chance, d) * earned) +
                              params_.housing_cost * exact::log(now(levers_.housing_cost, d)) +
                              params_.growth * now(levers_.growth, d);
        const double attraction = exact::exp(constant + change);
        for (std::size_t row = 0; row < num_kin * n; ++row) {
            const double weight = fixed_weights_[row * n + d] * attraction;
            inverse_weights_[row * n + d] =
                weight > 0.0 ? 1.0 / weight : std::numeric_limits<double>::infinity();
        }
    }
}

RegionId Destination::region(RegionId origin, KinGroup kin, const AddressedDraw& draw,
                             std::uint64_t key, Month now) const
{
    const std::size_t row = static_cast<std::size_t>(kin) * num_regions_ + origin.value();
    return region_id(choose(draw, key, static_cast<std::uint32_t>(now.index()),
                            std::span(inverse_weights_).subspan(row * num_regions_, num_regions_)));
}

Life::Race Destination::race(RegionId origin, KinGroup kin, RegionId chosen) const
{
    const std::size_t row = static_cast<std::size_t>(kin) * num_regions_ + origin.value();
    return {"destination",
            std::span(inverse_weights_).subspan(row * num_regions_, num_regions_),
            chosen.value(), fitted_.constant.axes()[0].codes()};
}

Area Destination::area(RegionId region, std::uint64_t word) const
{
    return urban_[region.value()].hit(word) ? Area::urban : Area::rural;
}

}  // namespace qonys::models::kz_migration
