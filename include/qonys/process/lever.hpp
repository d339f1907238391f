#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "qonys/core/id.hpp"
#include "qonys/core/month.hpp"
#include "qonys/scenario/reader.hpp"
#include "qonys/table/axis.hpp"

namespace qonys {

/// Values of a lever from a month on.
struct LeverStep {
    Month from;
    std::vector<double> values;  ///< one for each cell
};

/// A named, typed, dated quantity that processes read and policy may change.
struct LeverSpec {
    std::string name;         ///< dotted scenario key, "kandas.quota"
    std::string description;
    std::string unit;
    std::vector<Axis> axes;   ///< may be empty: one value
    Bounds bounds;            ///< legal values; measures may not leave them
    std::vector<LeverStep> path;  ///< default path, by month; the first step holds before it too
    std::string source;  ///< of the default path, where the scenario has no key of the lever's name
    bool additive = false;  ///< cells sum to something: quotas do, prices do not
    std::string key = {};   ///< scenario key of the default path, where it is not the lever's name
    bool goes_on = false;   ///< the path is a law with dates, or follows prices: kept by LeverBook::hold_rules

    [[nodiscard]] std::size_t num_cells() const;
};

using LeverId = Id<struct LeverTag, std::uint16_t>;

/// All levers of a run.
class LeverBook {
public:
    LeverId add(LeverSpec spec);  ///< refuses a name that is taken
    /// Default paths of levers added later stay, after this year, as they stood at its end; but for those that
    /// go on.
    void hold_rules(int last_year) { last_year_ = last_year; }
    [[nodiscard]] std::optional<LeverId> find(std::string_view name) const;
    [[nodiscard]] const LeverSpec& operator[](LeverId id) const { return specs_[id.value()]; }
    [[nodiscard]] const std::vector<LeverSpec>& specs() const { return specs_; }

private:
    std::vector<LeverSpec> specs_;
    std::optional<int> last_year_;
};

/// What the levers stand at this month.
class Levers {
public:
    explicit Levers(const LeverBook& book);

    /// Puts every lever where its default path has it.
    void follow_paths(Month now);
    [[nodiscard]] double operator()(LeverId lever, std::size_t cell = 0) const
    {
        return values_[lever.value()][cell];
    }
    [[nodiscard]] std::span<const double> of(LeverId lever) const { return values_[lever.value()]; }
    [[nodiscard]] std::span<double> of(LeverId lever) { return values_[lever.value()]; }
    [[nodiscard]] const LeverBook& book() const { return *book_; }

private:
    const LeverBook* book_;
    std::vector<std::vector<double>> values_;
};

/// Policy: changes levers, and nothing else. Measures are applied each month, in order, to the default
/// paths: a pure function of the month, with no memory.
class Measure {
public:
    virtual ~Measure() = default;
    [[nodiscard]] virtual std::string name() const = 0;
    [[nodiscard]] virtual std::string description() const = 0;
    virtual void apply(Month now, Levers& levers) const = 0;
};

}  // namespace qonys
