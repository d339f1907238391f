#include "qonys/run/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "qonys/core/contract.hpp"
#include "qonys/core/name.hpp"

namespace qonys {
namespace {

constexpr double confidence = 0.95;

double mean_of(std::span<const double> values)
{
    double sum = 0.0;
    for (const double value : values) {
        sum += value;
    }
    return sum / static_cast<double>(values.size());
}

/// Of one replicate, not of the mean; needs two values.
double variance_of(std::span<const double> values)
{
    const double mean = mean_of(values);
    double sum = 0.0;
    for (const double value : values) {
        sum += (value - mean) * (value - mean);
    }
    return sum / static_cast<double>(values.size() - 1);
}

double t_quantile(std::size_t degrees_of_freedom)
{
    const boost::math::students_t_distribution<double> t(static_cast<double>(degrees_of_freedom));
    return boost::math::quantile(t, 0.5 + confidence / 2.0);
}

Verdict verdict_of(std::span<const double> differences, const std::optional<Interval>& interval)
{
    const auto is_zero = [](double difference) { return difference == 0.0; };
    if (std::all_of(differences.begin(), differences.end(), is_zero)) {
        return Verdict::same;
    }
    if (!interval) {
        return Verdict::not_known;
    }
    return interval->low <= 0.0 && interval->high >= 0.0 ? Verdict::within_noise : Verdict::differs;
}

Problem refusal(const std::string& where, std::string what, std::string why, std::string hint)
{
    return {where, 0, {}, {}, std::move(what), std::move(why), std::move(hint)};
}

std::string period_of(const RunRecord& record)
{
    return fmt::format("{} to {}", record.scenario.start.text(), record.scenario.end.text());
}

/// Value of each named replicate, over all cells or in one: the total of a flow, the last of a
/// stock.
class Headline {
public:
    Headline(const ResultsFile::Values& values, std::span<const std::uint32_t> replicates)
        : values_(values), num_cells_(values.spec.num_cells())
    {
        QONYS_EXPECT(!values.times.empty());
        for (const std::uint32_t replicate : replicates) {
            const auto found =
                std::find(values.replicates.begin(), values.replicates.end(), replicate);
            QONYS_EXPECT(found != values.replicates.end());
            rows_.push_back(static_cast<std::size_t>(found - values.replicates.begin()));
        }
    }

    [[nodiscard]] std::vector<double> of_cells(std::size_t first, std::size_t last) const
    {
        const std::size_t num_times = values_.times.size();
        const bool is_flow = values_.spec.measurement == Measurement::flow;
        std::vector<double> result;
        for (const std::size_t row : rows_) {
            double sum = 0.0;
            for (std::size_t time = is_flow ? 0 : num_times - 1; time < num_times; ++time) {
                const double* cells = values_.values.data() + (row * num_times + time) * num_cells_;
                for (std::size_t cell = first; cell < last; ++cell) {
                    sum += cells[cell];
                }
            }
            result.push_back(sum);
        }
        return result;
    }

private:
    const ResultsFile::Values& values_;
    std::size_t num_cells_;
    std::vector<std::size_t> rows_;
};

struct Replicates {
    std::vector<std::uint32_t> paired;
    std::size_t num_unpaired = 0;
};

Replicates pair_replicates(std::vector<std::uint32_t> a, std::vector<std::uint32_t> b)
{
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    Replicates result;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                          std::back_inserter(result.paired));
    result.num_unpaired = a.size() + b.size() - 2 * result.paired.size();
    return result;
}

std::vector<std::string> missing_from(const std::vector<std::string>& names,
                                      const std::vector<std::string>& from)
{
    std::vector<std::string> result;
    std::copy_if(names.begin(), names.end(), std::back_inserter(result),
                 [&](const std::string& name) {
                     return std::find(from.begin(), from.end(), name) == from.end();
                 });
    return result;
}

/// Indicators to compare: all that both have, or the one named, which both must have.
std::vector<std::string> names_to_compare(const ResultsFile& a, const ResultsFile& b,
                                          const std::string& where, const std::string& only)
{
    const std::vector<std::string> in_b = b.indicators();
    std::vector<std::string> both;
    for (const std::string& name : a.indicators()) {
        if (std::find(in_b.begin(), in_b.end(), name) != in_b.end()) {
            both.push_back(name);
        }
    }
    if (only.empty()) {
        return both;
    }
    if (std::find(both.begin(), both.end(), only) == both.end()) {
        const std::string nearest = nearest_name(only, both);
        throw InputError(refusal(where, fmt::format("indicator '{}' is not in both files", only),
                                 "only what both runs recorded can be compared",
                                 nearest.empty() ? "leave --indicator away to see what can be"
                                                 : fmt::format("did you mean '{}'?", nearest)));
    }
    return {only};
}

Problem other_shape(const std::string& where, const std::string& indicator, std::string_view part)
{
    return refusal(where, fmt::format("{} of indicator '{}' differ", part, indicator),
                   "cells of one run have no partner in the other",
                   "run both scenarios with the same regions and the same program");
}

}  // namespace

Estimate estimate(std::span<const double> values)
{
    QONYS_EXPECT(!values.empty());
    Estimate result{mean_of(values), std::nullopt};
    if (values.size() > 1) {
        result.standard_error = std::sqrt(variance_of(values) / static_cast<double>(values.size()));
    }
    return result;
}

PairedDifference paired_difference(std::span<const double> a, std::span<const double> b)
{
    QONYS_EXPECT(!a.empty() && a.size() == b.size());
    std::vector<double> differences;
    for (std::size_t i = 0; i < a.size(); ++i) {
        differences.push_back(b[i] - a[i]);
    }
    const Estimate mean = estimate(differences);
    PairedDifference result;
    result.mean_a = mean_of(a);
    result.mean_b = mean_of(b);
    result.difference = mean.mean;
    if (mean.standard_error) {
        const double reach = t_quantile(a.size() - 1) * *mean.standard_error;
        result.interval = {mean.mean - reach, mean.mean + reach};
        const double independent = variance_of(a) + variance_of(b);
        if (independent > 0.0) {
            result.variance_ratio = variance_of(differences) / independent;
        }
    }
    result.verdict = verdict_of(differences, result.interval);
    return result;
}

std::vector<Problem> comparison_problems(const RunRecord& a, const RunRecord& b,
                                         const std::string& where)
{
    std::vector<Problem> problems;
    if (a.scenario.model != b.scenario.model) {
        problems.push_back(refusal(
            where, fmt::format("models '{}' and '{}' differ", a.scenario.model, b.scenario.model),
            "their indicators do not mean the same", "compare runs of one model"));
    }
    if (a.scenario.start != b.scenario.start || a.scenario.end != b.scenario.end) {
        problems.push_back(
            refusal(where, fmt::format("periods {} and {} differ", period_of(a), period_of(b)),
                    "totals over different months cannot be subtracted",
                    "run both with the same run.start and run.end"));
    }
    if (a.scenario.seed != b.scenario.seed) {
        problems.push_back(refusal(
            where, fmt::format("seeds {} and {} differ", a.scenario.seed, b.scenario.seed),
            "replicates are paired by their common draws", "run both with the same --seed"));
    }
    return problems;
}

IndicatorComparison compare_indicator(const ResultsFile::Values& a, const ResultsFile::Values& b,
                                      std::span<const std::uint32_t> replicates)
{
    QONYS_EXPECT(a.spec.axes == b.spec.axes && a.times == b.times);
    const Headline headline_a(a, replicates);
    const Headline headline_b(b, replicates);
    const std::size_t num_cells = a.spec.num_cells();
    IndicatorComparison result;
    result.spec = a.spec;
    result.whole =
        paired_difference(headline_a.of_cells(0, num_cells), headline_b.of_cells(0, num_cells));
    for (std::size_t cell = 0; cell < num_cells; ++cell) {
        result.cells.push_back(paired_difference(headline_a.of_cells(cell, cell + 1),
                                                 headline_b.of_cells(cell, cell + 1)));
    }
    return result;
}

Comparison compare_results(const ResultsFile& a, const ResultsFile& b, const std::string& where,
                           const std::string& only)
{
    std::vector<Problem> problems = comparison_problems(a.record(), b.record(), where);
    if (!problems.empty()) {
        throw InputError(std::move(problems));
    }
    Comparison result;
    result.a = a.record();
    result.b = b.record();
    result.only_in_a = missing_from(a.indicators(), b.indicators());
    result.only_in_b = missing_from(b.indicators(), a.indicators());
    for (const std::string& name : names_to_compare(a, b, where, only)) {
        const ResultsFile::Values values_a = a.read(name);
        const ResultsFile::Values values_b = b.read(name);
        if (values_a.spec.axes != values_b.spec.axes || values_a.times != values_b.times) {
            problems.push_back(other_shape(
                where, name, values_a.times == values_b.times ? "the axes" : "the times"));
            continue;
        }
        const Replicates replicates = pair_replicates(values_a.replicates, values_b.replicates);
        if (replicates.paired.empty()) {
            throw InputError(refusal(where, "no replicate is in both files",
                                     "replicates are paired by their number",
                                     "run both with the same number of --replicates"));
        }
        result.replicates = replicates.paired;
        result.num_unpaired = replicates.num_unpaired;
        result.indicators.push_back(compare_indicator(values_a, values_b, replicates.paired));
    }
    if (!problems.empty()) {
        throw InputError(std::move(problems));
    }
    return result;
}

}  // namespace qonys
