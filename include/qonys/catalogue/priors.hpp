#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "qonys/scenario/reader.hpp"

namespace qonys {

/// Of how well the evidence is founded, from the best.
inline const std::array<std::string, 4> evidence_grades{"A", "B", "C", "D"};

/// Shape of what is believed of a number. `low` and `high` are the 5 % and 95 % points, of the last
/// two the ends.
enum class PriorShape : std::uint8_t { normal, lognormal, triangular, uniform };
[[nodiscard]] std::string_view word_of(PriorShape shape);

/// What is believed of an uncertain effect, before the model is run.
struct Prior {
    std::string id;
    std::string what;  ///< in plain words
    std::string key;   ///< parameter of the scenario that it is about; empty: amounts of measures
    std::string unit;
    PriorShape shape = PriorShape::normal;
    double centre = 0.0;  ///< what is used where one number is needed
    double low = 0.0;     ///< as the source has it
    double high = 0.0;
    double widened_low = 0.0;  ///< as it is used: wider where the source speaks of another country
    double widened_high = 0.0;
    Provenance provenance;
};

/// The priors of a catalogue, and the rule by which evidence from elsewhere counts for less.
struct Priors {
    double transfer_widening =
        1.0;           ///< of grade B: distance of low and high from the centre, times this
    std::string rule;  ///< why so much
    std::vector<Prior> all;

    [[nodiscard]] const Prior* find(std::string_view id) const;
};

/// Reads `[rule]` and `[[prior]]`. Each parameter named must be one that the scenario reads as a
/// number, and its value must lie within the prior as widened.
[[nodiscard]] Priors read_priors(Reader& in, std::span<const ReadParameter> parameters);

}  // namespace qonys
