#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "codes.hpp"
#include "fitting/balance.hpp"
#include "fitting/fitted_movement.hpp"
#include "geography.hpp"
#include "labour/market.hpp"
#include "outlook.hpp"
#include "qonys/process/registry.hpp"
#include "qonys/random/stream.hpp"
#include "qonys/random/threshold.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Weights between regions, origin by origin (origin x destination); 0 from a region to itself.
[[nodiscard]] std::vector<double> pair_weights(const Geography& geography, const PairTerm& term,
                                               std::span<const double> birth_rate);

/// How much more a kin group is drawn to where its own people live: (share in the destination)^elasticity,
/// divided by the mean over the groups of the origin, so that it adds nothing on the whole. Laid out
/// group x origin x destination.
[[nodiscard]] std::vector<double> kin_weights(const Table<double, RegionId, KinGroup>& share,
                                              double elasticity);

/// What a choice of destinations weighs, for the arithmetic of whole flows.
[[nodiscard]] Weights weights_of(const Geography& geography,
                                 const Table<double, RegionId, KinGroup>& kin_share, double kin,
                                 const PairTerm& term, std::span<const double> birth_rate);

/// Value of a fitted logarithm in a year: known up to the last year, afterwards going on in the last
/// direction by steps that shrink by `damping` each year.
[[nodiscard]] double carried_on(double before, double last, int years_after, double damping);

/// Where those go who leave their region: a race among the other regions (Gumbel-max), so that a region
/// that becomes more attractive takes movers from all others and moves nobody between two others.
///
/// log weight = fitted constant of the destination + pair of regions + kin + what levers change.
/// Conditions at the last known year are inside the constants: elasticities act on changes alone, those
/// that levers make and those that come out of the labour market (wage x chance of work). Where the forecast
/// is uncertain, each pair of replicates has regions that stray and a pair term of its own; constants then
/// give every region the arrivals that they give with the fitted one.
class Destination {
public:
    struct Params {
        double wage_chance = 0.0;   ///< elasticity of expected wages
        double housing_cost = 0.0;  ///< elasticity of housing prices, negative
        double growth = 0.0;        ///< log weight per unit of yearly growth of gross regional product
        double kin = 0.0;           ///< elasticity of the own kin group's share
        double damping = 0.5;       ///< of the trend of constants and propensities
        Table<double, RegionId, KinGroup> kin_share;
        Table<double, RegionId, Area> residents;  ///< by area: movers settle as residents live
        Outlook outlook;

        static Params read(Reader& in, const Axes& axes, const Outlook& outlook, int base_year);
    };
    struct Levers {
        LeverId attraction;
        LeverId wage_chance;
        LeverId housing_cost;
        LeverId growth;

        static Levers declare(Registry& registry, const Axis& region);
        [[nodiscard]] static std::vector<std::string> names();
    };

    Destination(const Params& params, const FittedMovement& fitted, const Geography& geography,
                const Levers& levers, std::shared_ptr<const LabourMarket> market = nullptr);

    /// Weights of a month of this year.
    void prepare(int year, const qonys::Levers& now, const Stream& random);
    [[nodiscard]] RegionId region(RegionId origin, KinGroup kin, const AddressedDraw& draw,
                                  std::uint64_t key, Month now) const;
    /// The race that `region` has run, for those who tell of it.
    [[nodiscard]] Life::Race race(RegionId origin, KinGroup kin, RegionId chosen) const;
    [[nodiscard]] Area area(RegionId region, std::uint64_t word) const;
    [[nodiscard]] std::size_t num_regions() const { return num_regions_; }

private:
    void weigh();
    void draw_parameters(const Stream& random);

    Params params_;
    FittedMovement fitted_;
    Geography geography_;
    Levers levers_;
    std::shared_ptr<const LabourMarket> market_;
    std::size_t num_regions_;
    bool drawn_ = false;
    std::vector<double> fixed_weights_;    ///< kin x origin x destination
    std::vector<double> inverse_weights_;  ///< the same, this month
    std::vector<Threshold> urban_;         ///< by region
};

}  // namespace qonys::models::kz_migration
