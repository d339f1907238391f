#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "qonys/core/error.hpp"
#include "qonys/output/writer.hpp"
#include "qonys/world/tally.hpp"

namespace qonys {

/// A mean over replicates with its Monte-Carlo error: how far the mean of more replicates may lie,
/// and nothing about what the future may bring.
struct Estimate {
    double mean = 0.0;
    std::optional<double> standard_error;  ///< of the mean; none with one replicate
};
[[nodiscard]] Estimate estimate(std::span<const double> values);

struct Interval {
    double low = 0.0;
    double high = 0.0;
};

enum class Verdict : std::uint8_t {
    same,          ///< equal in every replicate, to the last bit
    within_noise,  ///< the interval holds zero
    differs,
    not_known,  ///< one replicate gives no interval
};

/// One number of run B against the same number of run A, replicate by replicate.
struct PairedDifference {
    double mean_a = 0.0;
    double mean_b = 0.0;
    double difference = 0.0;           ///< mean of B - A
    std::optional<Interval> interval;  ///< 95 %, Student t over pairs; none with one pair
    std::optional<double>
        variance_ratio;  ///< paired to independent replicates; none without variance
    Verdict verdict = Verdict::not_known;
};

/// `a` and `b` hold the same replicates in the same order, one or more.
[[nodiscard]] PairedDifference paired_difference(std::span<const double> a,
                                                 std::span<const double> b);

/// One indicator in both runs: totals over the run for flows, last values for stocks.
struct IndicatorComparison {
    TallySpec spec;
    PairedDifference whole;               ///< all cells together
    std::vector<PairedDifference> cells;  ///< in the order of the axes, last axis fastest
};

/// Two runs that share their draws. The same replicate of both has met the same luck, so that what
/// is left in the difference is what the scenarios changed, and little else.
struct Comparison {
    RunRecord a;
    RunRecord b;
    std::vector<std::uint32_t> replicates;        ///< found in both
    std::size_t num_unpaired = 0;                 ///< replicates found in one file only
    std::vector<IndicatorComparison> indicators;  ///< in A's order
    std::vector<std::string> only_in_a;
    std::vector<std::string> only_in_b;
};

/// Why two runs cannot be compared: another model, period or seed. `where` names them together.
[[nodiscard]] std::vector<Problem> comparison_problems(const RunRecord& a, const RunRecord& b,
                                                       const std::string& where);

/// Both must have the same axes and times, and every replicate named.
[[nodiscard]] IndicatorComparison compare_indicator(const ResultsFile::Values& a,
                                                    const ResultsFile::Values& b,
                                                    std::span<const std::uint32_t> replicates);

/// Every indicator found in both files, or the one named. Throws InputError when the files do not
/// belong together.
[[nodiscard]] Comparison compare_results(const ResultsFile& a, const ResultsFile& b,
                                         const std::string& where, const std::string& only = {});

}  // namespace qonys
