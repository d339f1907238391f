#include "lever_turn.hpp"

#include <fmt/format.h>

namespace qonys::lever_turn {
namespace {

/// `strength` of 1 gives the full change to the last bit.
double changed(double before, LeverChange change, double operand, double strength)
{
    const bool full = strength >= 1.0;
    switch (change) {
        case LeverChange::scale:
            return before * (full ? operand : 1.0 + (operand - 1.0) * strength);
        case LeverChange::add:
            return before + operand * strength;
        case LeverChange::set:
        case LeverChange::ramp:
            break;
    }
    return full ? operand : before + (operand - before) * strength;
}

std::string cell_name(const LeverSpec& spec, std::size_t cell)
{
    std::string name;
    for (std::size_t i = spec.axes.size(); i-- > 0;) {
        const Axis& axis = spec.axes[i];
        name = axis.codes()[cell % axis.size()] + (name.empty() ? "" : ", ") + name;
        cell /= axis.size();
    }
    return name.empty() ? name : fmt::format(" ({})", name);
}

}  // namespace

const std::vector<ChangeWords>& change_words()
{
    static const std::vector<ChangeWords> words{{"set", "value", "sets {} to {}"},
                                                {"scale", "factor", "scales {} by {}"},
                                                {"add", "amount", "adds to {} the amount {}"},
                                                {"ramp", "value", "takes {} to {}"}};
    return words;
}

const ChangeWords& words_of(LeverChange change)
{
    return change_words()[static_cast<std::size_t>(change)];
}

std::optional<Trespass> turn(const LeverMeasure::Params& params, Month now, Levers& levers)
{
    const double strength = params.part * params.timetable.strength(now);
    if (strength <= 0.0) {
        return std::nullopt;
    }
    std::optional<Trespass> trespass;
    const std::span<double> values = levers.of(params.lever);
    const Bounds& bounds = levers.book()[params.lever].bounds;
    for (const std::size_t cell : params.cells) {
        values[cell] = changed(values[cell], params.change, params.operand, strength);
        if (!trespass && !bounds.contain(values[cell])) {
            trespass = Trespass{cell, values[cell]};
        }
    }
    return trespass;
}

std::string trespass_text(const LeverMeasure::Params& params, const LeverSpec& spec, Month now,
                          const Trespass& trespass)
{
    return fmt::format("{} = {} takes lever '{}'{} to {} in {}, outside {}",
                       words_of(params.change).operand, params.operand, spec.name,
                       cell_name(spec, trespass.cell), trespass.value, now.text(),
                       spec.bounds.text());
}

}  // namespace qonys::lever_turn
