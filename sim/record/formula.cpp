#include "qonys/record/formula.hpp"

#include <algorithm>

#include "qonys/core/contract.hpp"

namespace qonys {
namespace {

double sum_of_cells(const Formula::Term& term, std::size_t time, const RecordedSeries& recorded)
{
    double sum = 0.0;
    for (const std::size_t cell : term.cells) {
        sum += recorded.value(time, cell);
    }
    return sum;
}

/// Sum over the periods that end within [first, last], and how many there are.
struct Periods {
    double sum = 0.0;
    int count = 0;
};

Periods periods_of(const Formula::Term& term, Month first, Month last,
                   const RecordedSeries& recorded)
{
    Periods periods;
    for (std::size_t time = 0; time < recorded.times.size(); ++time) {
        if (recorded.times[time] >= first && recorded.times[time] <= last) {
            periods.sum += sum_of_cells(term, time, recorded);
            ++periods.count;
        }
    }
    return periods;
}

std::optional<double> state_at(const Formula::Term& term, Month month,
                               const RecordedSeries& recorded)
{
    const auto found = std::find(recorded.times.begin(), recorded.times.end(), month);
    if (found == recorded.times.end()) {
        return std::nullopt;
    }
    return sum_of_cells(term, static_cast<std::size_t>(found - recorded.times.begin()), recorded);
}

}  // namespace

std::optional<double> Formula::operator()(std::span<const std::optional<double>> values) const
{
    QONYS_EXPECT(values.size() == terms_.size());
    std::vector<std::optional<double>> stack;
    for (const Step& step : steps_) {
        if (step.operation == Operation::number) {
            stack.emplace_back(step.number);
            continue;
        }
        if (step.operation == Operation::term) {
            stack.push_back(values[step.term]);
            continue;
        }
        const std::optional<double> right = stack.back();
        stack.pop_back();
        if (step.operation == Operation::negate) {
            stack.push_back(right ? std::optional(-*right) : std::nullopt);
            continue;
        }
        std::optional<double>& left = stack.back();
        if (!left || !right || (step.operation == Operation::divide && *right == 0.0)) {
            left.reset();
            continue;
        }
        switch (step.operation) {
            case Operation::add:
                *left += *right;
                break;
            case Operation::subtract:
                *left -= *right;
                break;
            case Operation::multiply:
                *left *= *right;
                break;
            default:
                *left /= *right;
        }
    }
    return stack.back();
}

std::optional<double> yearly_value(const Formula::Term& term, int year,
                                   const RecordedSeries& recorded)
{
    const Month january(year, 1);
    const Month december(year, months_in_year);
    switch (term.taken) {
        case Formula::Taken::before:
            return state_at(term, january - 1, recorded);
        case Formula::Taken::mean: {
            const Periods months = periods_of(term, january, december, recorded);
            return months.count == 0 ? std::nullopt : std::optional(months.sum / months.count);
        }
        case Formula::Taken::to_date: {
            if (recorded.times.empty()) {
                return std::nullopt;
            }
            return periods_of(term, recorded.times.front(), december, recorded).sum;
        }
        case Formula::Taken::year:
            break;
    }
    if (recorded.measurement == Measurement::stock) {
        return state_at(term, december, recorded);
    }
    const Periods year_so_far = periods_of(term, january, december, recorded);
    return year_so_far.count == 0 ? std::nullopt : std::optional(year_so_far.sum);
}

std::optional<double> yearly_value(const Formula& formula, int year, std::span<const Series> series,
                                   double scale)
{
    std::vector<std::optional<double>> values;
    for (const Formula::Term& term : formula.terms()) {
        const Series& one = series[term.series];
        const double weight = one.weight(scale);
        const auto value = [&](std::size_t time, std::size_t cell) {
            return static_cast<double>(one.at(time)[cell]) * weight;
        };
        values.push_back(yearly_value(term, year, {one.spec.measurement, one.times, value}));
    }
    return formula(values);
}

std::vector<int> whole_years(Month start, Month end)
{
    std::vector<int> years;
    for (int year = start.year(); year <= end.year(); ++year) {
        if (Month(year, 1) >= start && Month(year, months_in_year) <= end) {
            years.push_back(year);
        }
    }
    return years;
}

}  // namespace qonys
