#pragma once

#include <memory>
#include <optional>
#include <span>
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
        double part = 1.0;                 ///< of the change that is made
    };
    explicit LeverMeasure(Params params, const LeverBook& book);

    [[nodiscard]] std::string name() const override { return params_.name; }
    [[nodiscard]] std::string description() const override { return description_; }
    void apply(Month now, Levers& levers) const override;

private:
    Params params_;
    std::string description_;
};

/// What a change takes from around it where it is silent.
struct ChangeContext {
    std::optional<std::string> name;
    std::optional<Timetable> timetable;
    std::optional<double>
        operand;  ///< known from elsewhere: value, factor and amount must be left out
};

/// Reads one change of one lever: kind, lever, value | factor | amount, from, until, months,
/// target = {axis = [codes]}, name. Unknown levers, axes and codes and dates reversed are problems
/// of the reader; none when there was one.
[[nodiscard]] std::optional<LeverMeasure::Params> read_change(Reader& in, const LeverBook& book,
                                                              const ChangeContext& context = {});

/// A change, and where problems with it are told.
struct ReadChange {
    LeverMeasure::Params params;
    Reader* in;
    std::string key = {};  ///< that problems point to; the operand's where it is empty
};
/// Turns the levers month by month, change after change: a value that a lever may not have is a
/// problem of the reader whose change led there.
void check_bounds(std::span<const ReadChange> changes, const LeverBook& book);

/// Reads and checks `[[measure]]` of a scenario, each as `read_change`, after changes that come
/// from the scenario's catalogue.
[[nodiscard]] std::vector<std::shared_ptr<const Measure>> read_measures(
    Reader& in, const LeverBook& book, std::span<const LeverMeasure::Params> of_catalogue = {});

}  // namespace qonys
