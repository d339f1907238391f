#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "qonys/core/function_ref.hpp"
#include "qonys/core/month.hpp"
#include "qonys/record/series.hpp"

namespace qonys {

/// Arithmetic over what a run records, one number for each calendar year:
///
///     100 * permits_issued[permit_category = cat1, cat2] / permits_issued
///
/// Numbers, brackets, + - * / and names of series. A series alone is its sum over the year if it is
/// a flow, and its state at the end of the year if it is a stock; cells are picked by
/// `[axis = code, code; axis = code]`, all of them without. Functions of a series: `mean` of the
/// months of the year and `before` the state a year earlier, both of a stock; `to_date` the sum of
/// a flow since the run began.
class Formula {
public:
    /// How the months of a series make one number.
    enum class Taken : std::uint8_t { year, mean, before, to_date };
    struct Term {
        std::size_t series;              ///< in the order in which the specs were given
        std::vector<std::size_t> cells;  ///< that are added
        Taken taken = Taken::year;
    };

    /// Throws InputError with one problem, that names neither file nor key: what is wrong, why, and
    /// what to do.
    static Formula parse(std::string_view text, std::span<const TallySpec> specs);

    [[nodiscard]] const std::vector<Term>& terms() const { return terms_; }
    /// `values` in the order of `terms`; none where something is divided by zero, or not known.
    [[nodiscard]] std::optional<double> operator()(
        std::span<const std::optional<double>> values) const;

private:
    friend class FormulaParser;
    enum class Operation : std::uint8_t { number, term, add, subtract, multiply, divide, negate };
    struct Step {
        Operation operation;
        double number = 0.0;
        std::size_t term = 0;
    };

    std::vector<Term> terms_;
    std::vector<Step> steps_;  ///< operands before what is done with them
};

/// One series as it was recorded: weighted values by time and cell.
struct RecordedSeries {
    Measurement measurement;
    std::span<const Month> times;  ///< month that ends each period
    FunctionRef<double(std::size_t time, std::size_t cell)> value;
};

/// What a term gives in a year; none where its months were not recorded.
[[nodiscard]] std::optional<double> yearly_value(const Formula::Term& term, int year,
                                                 const RecordedSeries& recorded);

/// A formula's value in a year of one replicate.
[[nodiscard]] std::optional<double> yearly_value(const Formula& formula, int year,
                                                 std::span<const Series> series, double scale);

/// Calendar years that a run holds from January to December.
[[nodiscard]] std::vector<int> whole_years(Month start, Month end);

}  // namespace qonys
