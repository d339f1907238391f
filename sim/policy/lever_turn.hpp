#pragma once

#include <optional>
#include <string>
#include <vector>

#include "qonys/policy/lever_measure.hpp"

/// How a generic measure turns its lever: used when scenarios are read and when months are run.
namespace qonys::lever_turn {

/// How a change is spelled in scenarios and in sentences.
struct ChangeWords {
    std::string kind;
    std::string operand;   ///< key of its number
    std::string sentence;  ///< of the lever and the operand
};
[[nodiscard]] const std::vector<ChangeWords>& change_words();  ///< in the order of LeverChange
[[nodiscard]] const ChangeWords& words_of(LeverChange change);

/// A cell that a measure took where its lever may not be.
struct Trespass {
    std::size_t cell;
    double value;

    static constexpr auto why = "a lever keeps within its bounds";
    static constexpr auto hint = "choose a smaller change, or other dates or targets";
};

/// Turns the lever as it should stand in a month; the first cell that left its bounds, if any.
[[nodiscard]] std::optional<Trespass> turn(const LeverMeasure::Params& params, Month now,
                                           Levers& levers);

[[nodiscard]] std::string trespass_text(const LeverMeasure::Params& params, const LeverSpec& spec,
                                        Month now, const Trespass& trespass);

}  // namespace qonys::lever_turn
