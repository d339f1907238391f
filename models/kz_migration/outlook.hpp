#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "codes.hpp"
#include "qonys/random/stream.hpp"
#include "qonys/scenario/reader.hpp"

namespace qonys::models::kz_migration {

using PathIndex = Id<struct PathTag, std::uint8_t>;  ///< low, base, high

/// What goes its way outside policy.
enum class Trend : std::uint8_t { fertility, mortality, arrivals, departures, mobility };
inline constexpr std::size_t num_trends = 5;

/// Levels of fertility, mortality, external flows and mobility in years to come, as factors on the last
/// year that is known. Each follows a named path (base, low, high). With `forecast.uncertain = true` each
/// pair of replicates has a path of its own between and beyond these, and shocks year by year, so that the
/// spread over pairs is the forecast interval and the spread within pairs the Monte-Carlo error.
class Outlook {
public:
    static Outlook read(Reader& in);

    /// Last year whose figures may be used: rates of later years are these times a factor.
    [[nodiscard]] int last_known_year() const { return last_known_year_; }
    /// Year whose tables hold for a simulated year.
    [[nodiscard]] int table_year(int year) const { return std::min(year, last_known_year_); }
    /// Factor on the level of the last known year; 1 up to it.
    [[nodiscard]] double factor(Trend trend, int year, const Stream& random) const;
    /// Replicates 2k and 2k + 1 share paths and shocks.
    [[nodiscard]] static std::uint32_t pair_of(std::uint32_t replicate) { return replicate / 2; }
    [[nodiscard]] bool is_uncertain() const { return uncertain_; }

private:
    struct Path {
        Table<double, PathIndex, YearIndex> values;  ///< low, base, high by year
        PathIndex chosen;
        double shock_sd = 0.0;                       ///< of the logarithm, in one year
        [[nodiscard]] double at(int year) const;            ///< the chosen path
        [[nodiscard]] double at(int year, double z) const;  ///< z standard deviations off the base
    };
    [[nodiscard]] static Path read_path(Reader in, std::optional<std::string> direction);

    std::array<Path, num_trends> paths_;
    int last_known_year_ = 0;
    bool uncertain_ = false;
};

}  // namespace qonys::models::kz_migration
