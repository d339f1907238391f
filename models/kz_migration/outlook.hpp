#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "codes.hpp"
#include "fitting/fitted_movement.hpp"
#include "qonys/random/stream.hpp"
#include "qonys/scenario/reader.hpp"

namespace qonys::models::kz_migration {

using PathIndex = Id<struct PathTag, std::uint8_t>;  ///< low, base, high

/// What goes its way outside policy. The first five are levels of the nation, with named paths; the others
/// how single regions stray: the net of their moves over all moves in and out, and these against the nation's.
enum class Trend : std::uint8_t {
    fertility,
    mortality,
    arrivals,
    departures,
    mobility,
    regional_net,
    regional_turnover
};
inline constexpr std::size_t num_paths = 5;
inline constexpr std::size_t num_trends = 7;

/// Levels of fertility, mortality, external flows and mobility in years to come, as factors on the last
/// year that is known. Each follows a named path (base, low, high). With `forecast.uncertain = true` each
/// pair of replicates has a path of its own between and beyond these, shocks year by year, regions that
/// stray, and parameters of movement drawn from what is known of them, so that the spread over pairs is the
/// forecast interval and the spread within pairs the Monte-Carlo error.
///
/// Shocks: x(y) = persistence * x(y - 1) + sd * z(y), none up to the last known year; sd and persistence
/// are estimated from errors of past years that were known by then (data/outlook_shock_*.csv).
class Outlook {
public:
    static Outlook read(Reader& in);

    /// Last year whose figures may be used: rates of later years are these times a factor.
    [[nodiscard]] int last_known_year() const { return last_known_year_; }
    /// Year whose tables hold for a simulated year.
    [[nodiscard]] int table_year(int year) const { return std::min(year, last_known_year_); }
    /// Factor on the level of the last known year; 1 up to it. For trends with paths.
    [[nodiscard]] double factor(Trend trend, int year, const Stream& random) const;
    /// How far each region strays from what the nation does (log, mean 0), by region; zeros when certain.
    [[nodiscard]] std::vector<double> strays(Trend trend, std::size_t num_regions, int year,
                                             const Stream& random) const;
    /// Part of last year's regional change that comes again: `usual`, or even over the stated range.
    [[nodiscard]] double damping(double usual, const Stream& random) const;
    /// The fitted pair term, or one drawn from its errors and their correlations.
    [[nodiscard]] PairTerm pair_term(const FittedMovement& fitted, const Stream& random) const;
    /// Replicates 2k and 2k + 1 share paths and shocks.
    [[nodiscard]] static std::uint32_t pair_of(std::uint32_t replicate) { return replicate / 2; }
    [[nodiscard]] bool is_uncertain() const { return uncertain_; }

private:
    struct Path {
        Table<double, PathIndex, YearIndex> values;  ///< low, base, high by year
        PathIndex chosen;
        [[nodiscard]] double at(int year) const;            ///< the chosen path
        [[nodiscard]] double at(int year, double z) const;  ///< z standard deviations off the base
    };
    struct Shock {
        double sd = 0.0;           ///< of the logarithm, in one year
        double persistence = 0.0;  ///< what is left of it in the next
    };
    [[nodiscard]] static Path read_path(Reader in, std::optional<std::string> direction);
    void read_forecast(Reader in);
    /// Of one member (region; 0 for the nation) of a trend.
    [[nodiscard]] double shock(Trend trend, std::uint64_t member, int year, const Stream& pair) const;

    std::array<Path, num_paths> paths_;
    std::array<Shock, num_trends> shocks_;
    double least_damping_ = 0.0;
    double most_damping_ = 0.0;
    int last_known_year_ = 0;
    bool uncertain_ = false;
};

}  // namespace qonys::models::kz_migration
