#pragma once

#include <array>
#include <filesystem>
#include <string>

#include "codes.hpp"
#include "qonys/core/id.hpp"
#include "qonys/scenario/reader.hpp"
#include "qonys/table/table.hpp"

namespace qonys::models::kz_migration {

/// How much of a move's weight lies in the pair of regions: (distance / 500 km)^distance x
/// exp(contiguity x border - birth_gap x |difference of births per 1,000|).
struct PairTerm {
    double distance = -1.0;
    double contiguity = 0.5;
    double birth_gap = 0.034;
};

/// How sure a pair term is: standard errors, and how errors go together.
struct PairError {
    PairTerm standard_error{0.0, 0.0, 0.0};
    double distance_contiguity = 0.0;  ///< correlations
    double distance_birth_gap = 0.0;
    double contiguity_birth_gap = 0.0;
};

/// What `qonys fit` finds for moves between regions, and nothing else does: the file that it writes and
/// that a scenario names under migration.fitted. Two years, so that a model knows where things were
/// going: the last one known and the one before.
struct FittedMovement {
    using ByRegion = Table<double, RegionId>;
    using ByYear = Table<double, YearIndex>;

    int last_year = 0;
    PairTerm pair;
    PairError pair_error{};
    double lone_share = 0.0;       ///< of persons moved: those who leave their household
    double level_growth = 0.0;     ///< log of registered moves per head, last year over the one before
    ByRegion birth_rate;           ///< births per 1,000 in the year before the last
    ByRegion population;           ///< mean of the last year
    ByRegion constant_before;      ///< log attraction of a destination
    ByRegion constant;
    ByRegion propensity_before;    ///< registered moves out of the region, per head and year
    ByRegion propensity;
    ByRegion family_scale;         ///< residents per unit of family exposure
    ByRegion lone_scale;           ///< residents per unit of lone exposure
    /// Exposure per resident who does not wait for registration, relative to the base date: how far the
    /// people drift from those of whom the scales were counted. Years of the reference run.
    int reach_from = 0;
    ByYear family_reach;
    ByYear lone_reach;

    static FittedMovement read(Reader& in, const Axis& region);
    /// The same from the file that `key` names; its problems become those of `in`.
    static FittedMovement read_file(Reader& in, std::string_view key, const Axis& region);
    /// The pair term strayed by three independent standard normal variates, with errors that go together
    /// as the fitted ones do.
    [[nodiscard]] PairTerm drawn_pair(const std::array<double, 3>& normal) const;
    /// Of a year: the nearest one that the reference run has.
    [[nodiscard]] double reach(const ByYear& table, int year) const;
    /// The text that `read` reads, below a heading of comments.
    [[nodiscard]] std::string toml(const std::string& heading) const;
};

}  // namespace qonys::models::kz_migration
