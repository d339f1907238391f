#pragma once

#include <memory>
#include <string>
#include <vector>

#include "qonys/policy/timetable.hpp"
#include "qonys/process/lever.hpp"

namespace qonys {

/// What a generic measure does to the cells that it targets.
enum class LeverChange : std::uint8_t {
    set,    ///< becomes `value`
    scale,  ///< times `factor`
    add,    ///< plus `amount`
    ramp,   ///< goes to `value` in a straight line over `months`
};

/// A measure that only turns one lever: set, scale, add or ramp, with dates and targets. Much of policy
/// needs no more.
class LeverMeasure final : public Measure {
public:
    struct Params {
        std::string name;
        LeverId lever;
        LeverChange change = LeverChange::set;
        double operand = 0.0;              ///< value, factor or amount
        Timetable timetable;
        std::vector<std::size_t> cells;    ///< targeted cells of the lever
    };
    explicit LeverMeasure(Params params, const LeverBook& book);

    [[nodiscard]] std::string name() const override { return params_.name; }
    [[nodiscard]] std::string description() const override { return description_; }
    void apply(Month now, Levers& levers) const override;

private:
    Params params_;
    std::string description_;
};

/// Reads `[[measure]]` of a scenario: kind, lever, value | factor | amount, from, until, months,
/// target = {axis = [codes]}. Unknown levers, axes and codes, dates reversed, and values that a lever
/// may not have are problems of the reader.
[[nodiscard]] std::vector<std::shared_ptr<const Measure>> read_measures(Reader& in,
                                                                        const LeverBook& book);

}  // namespace qonys
