#include "qonys/policy/lever_measure.hpp"

#include <fmt/format.h>

#include "lever_turn.hpp"
#include "qonys/core/contract.hpp"

namespace qonys {

LeverMeasure::LeverMeasure(Params params, const LeverBook& book) : params_(std::move(params))
{
    const LeverSpec& spec = book[params_.lever];
    QONYS_EXPECT(!params_.cells.empty());
    for (const std::size_t cell : params_.cells) {
        QONYS_EXPECT(cell < spec.num_cells());
    }
    description_ = fmt::format("{}: ", params_.name) +
                   fmt::format(fmt::runtime(lever_turn::words_of(params_.change).sentence),
                               spec.name, params_.operand) +
                   fmt::format(" from {}", params_.timetable.from.text());
    if (params_.timetable.ramp_months > 0) {
        description_ += fmt::format(" over {} months", params_.timetable.ramp_months);
    }
    if (params_.timetable.until) {
        description_ += fmt::format(" until {}", params_.timetable.until->text());
    }
    if (params_.cells.size() < spec.num_cells()) {
        description_ += fmt::format(", {} of {} cells", params_.cells.size(), spec.num_cells());
    }
}

void LeverMeasure::apply(Month now, Levers& levers) const
{
    // Reading has checked the scenario's measures against the default paths; other measures may
    // have moved the lever since.
    if (const auto trespass = lever_turn::turn(params_, now, levers)) {
        Problem problem;
        problem.key = params_.name;
        problem.what =
            fmt::format("measure '{}': ", params_.name) +
            lever_turn::trespass_text(params_, levers.book()[params_.lever], now, *trespass);
        problem.why = lever_turn::Trespass::why;
        problem.hint = lever_turn::Trespass::hint;
        throw InputError(std::move(problem));
    }
}

}  // namespace qonys
