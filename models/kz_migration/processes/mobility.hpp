#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "codes.hpp"
#include "fitting/fitted_movement.hpp"
#include "outlook.hpp"
#include "qonys/process/event_clock.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Who moves: relative weights of age, and how movers divide into families and people who leave alone.
/// Assumption: a family moves as often as its reference adult's age has it; alone leave adults of 17 to
/// 34 without partner or child, by the labour-force hump of the schedule.
struct MoverAges {
    explicit MoverAges(const Table<double, AgeId>& schedule);

    std::array<double, num_ages> family{};  ///< by age of the reference adult; 0 for minors
    std::array<double, num_ages> lone{};    ///< by age
};
inline constexpr int youngest_lone_mover = 17;
inline constexpr int oldest_lone_mover = 34;

/// How many move and how many of them register, by year. Registered moves are what is counted; actual
/// moves are these less the late registrations in them. Both are levels of the whole country: arithmetic
/// that knows nothing of the people simulated.
class Mobility {
public:
    struct Params {
        Table<double, AgeId> mover_age;
        Table<double, std::size_t> month_share;           ///< of a year's moves, by month
        Table<double, YearIndex> registration_factor;     ///< registered over usual moves, by year
        double late_share = 0.0;    ///< part of the factor's excess over 1 that is late registration
        double late_years = 1.0;    ///< after the last known year, until that has died out
        double at_once = 1.0;       ///< share of moves that are registered when they happen
        double usual_delay = 1.0;   ///< months until the others register, in quiet times
        double old_probability = 0.0;  ///< within a year, of those unregistered since before the start
        double level_trend = 0.0;   ///< part of the last growth that goes on where no path holds
        double damping = 0.5;

        static Params read(Reader& in, const Axes& axes);
    };

    Mobility(const Params& params, const FittedMovement& fitted, const Outlook& outlook);

    /// Levels of every year from the first month on. The same for every rank.
    void prepare(Month start, int year, const Stream& random);

    /// Rates in a month of this year.
    [[nodiscard]] AnnualRate family_rate(RegionId origin, int age, int month_of_year) const;
    [[nodiscard]] AnnualRate lone_rate(RegionId origin, int age, int month_of_year) const;
    /// Share of the people who do not wait for registration, in the middle of this year.
    [[nodiscard]] double at_risk() const { return at_risk_; }
    /// Never reached: see `highest_level`. By age; families have one for all.
    [[nodiscard]] AnnualRate family_bound() const { return family_bound_; }
    [[nodiscard]] AnnualRate lone_bound(int age) const;

    [[nodiscard]] double late_hazard() const { return hazard_; }  ///< monthly, this year
    /// Moves of the time before the start that are not registered yet, in years of moves.
    [[nodiscard]] double backlog_years() const { return first_backlog_ / first_moves_; }
    /// Registered moves of families per head and year at the start, as if no one left alone.
    [[nodiscard]] double backlog_rate(RegionId origin, int age) const;

    /// Registered moves per head and year of a region, carried on after the last known year.
    [[nodiscard]] double propensity(RegionId origin, int year) const;
    /// Part of registered moves that catches up with earlier ones.
    [[nodiscard]] double late_part(int year) const;

private:
    struct Year {
        double registered;  ///< moves, persons
        double actual;
    };
    [[nodiscard]] Year moves_of(int year, const Stream& random) const;
    [[nodiscard]] double level(int year, const Stream& random) const;
    /// What each pair of replicates has of its own; nothing when certain.
    void draw_regions(int last_year, const Stream& random);
    [[nodiscard]] double stray(std::size_t region, int year) const;  ///< factor on propensities
    [[nodiscard]] double highest(std::size_t region) const;  ///< moves per head that clocks allow
    [[nodiscard]] double season(int month_of_year) const;  ///< relative, mean 1
    [[nodiscard]] double solve_hazard(const Year& year, double& backlog) const;

    Params params_;
    FittedMovement fitted_;
    const Outlook outlook_;
    MoverAges ages_;
    std::map<int, std::vector<double>> strays_;  ///< log, by year after the last known one
    double most_family_ = 0.0;       ///< family and lone moves per unit of exposure, any region and year
    double most_lone_ = 0.0;
    int first_year_ = 0;
    int prepared_year_ = 0;
    double population_ = 0.0;
    std::vector<double> rates_;      ///< actual moves per head at risk, by region, this year
    double at_risk_ = 1.0;
    double family_reach_ = 1.0;      ///< this year
    double lone_reach_ = 1.0;
    double hazard_ = 0.0;
    double first_backlog_ = 0.0;
    double first_moves_ = 1.0;
    AnnualRate family_bound_;
    double lone_bound_ = 0.0;
};

}  // namespace qonys::models::kz_migration
