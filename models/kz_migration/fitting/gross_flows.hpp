#pragma once

#include <map>
#include <vector>

#include "fitting/known_figures.hpp"
#include "qonys/table/axis.hpp"

namespace qonys::models::kz_migration {

/// Registered moves between regions in one year, and who could have made them. Apart are what the model
/// makes elsewhere: moves under the resettlement programme, and the registration of people who have
/// lived elsewhere since long before.
struct GrossFlows {
    std::vector<double> arrivals;    ///< by region
    std::vector<double> departures;  ///< sums are equal
    std::vector<double> population;  ///< mean of the year
    std::vector<double> birth_rate;  ///< per 1,000
    std::vector<double> settled;     ///< by the programme, by region that receives: its quota, which binds
    std::vector<double> sent;        ///< by region that sends
    std::vector<double> old;         ///< origin x destination: registered at last; set by take_apart

    /// Takes these registrations out of arrivals and departures; once.
    void take_apart(const std::vector<double>& registrations);
    [[nodiscard]] double total() const;  ///< without what is apart
    /// What is apart.
    [[nodiscard]] double elsewhere(std::size_t origin, std::size_t destination) const;
    [[nodiscard]] double all_arrivals(std::size_t destination) const;
    [[nodiscard]] double all_departures(std::size_t origin) const;
};

/// From 2022 to the last known year. Arrivals of all years are put on the share of interregional moves
/// that is known last, so that a new estimate of the share does not pass for a change of the country.
[[nodiscard]] std::map<int, GrossFlows> gross_flows(const KnownFigures& figures, const Axis& region);

}  // namespace qonys::models::kz_migration
