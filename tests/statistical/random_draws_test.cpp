#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "qonys/random/choice.hpp"
#include "qonys/random/distribution/categorical.hpp"
#include "qonys/random/distribution/exponential.hpp"
#include "qonys/random/distribution/normal.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "qonys/random/stream.hpp"
#include "qonys/random/threshold.hpp"
#include "qonys/world/lineage.hpp"
#include "support/stat_checks.hpp"

namespace qonys {
namespace {

using testing::false_alarm;

constexpr std::size_t sample_size = 200'000;

/// Words as a run uses them: neighbouring people in neighbouring months.
std::vector<std::uint64_t> words_of(const std::string& name)
{
    const AddressedDraw draw = Stream(2026, 1)(Draw(name));
    std::vector<std::uint64_t> words;
    words.reserve(sample_size);
    for (std::uint64_t number = 0; words.size() < sample_size; ++number) {
        for (std::uint32_t month = 1500; month < 1510; ++month) {
            words.push_back(draw.word(lineage::member(number, 0).value(), month));
        }
    }
    return words;
}

template <class Variate>
std::vector<double> sample_of(const std::string& name, Variate variate)
{
    std::vector<double> sample;
    sample.reserve(sample_size);
    for (const std::uint64_t word : words_of(name)) {
        sample.push_back(variate(word));
    }
    return sample;
}

/// Mean and variance against those of the law; `fourth` is its fourth central moment.
void expect_moments(const std::vector<double>& sample, double mean, double variance, double fourth)
{
    const auto n = static_cast<double>(sample.size());
    double sum = 0.0;
    double squares = 0.0;
    for (const double x : sample) {
        sum += x - mean;
        squares += (x - mean) * (x - mean);
    }
    EXPECT_GT(testing::normal_p(sum / n / std::sqrt(variance / n)), false_alarm);
    EXPECT_GT(
        testing::normal_p((squares / n - variance) / std::sqrt((fourth - variance * variance) / n)),
        false_alarm);
}

// Eight million words of 64 bits: by the birthday bound one comes twice with a chance of 2e-6.
TEST(AddressedDraw, NeverComesTwiceOverDrawsKeysAndMonths)
{
    std::vector<std::uint64_t> words;
    words.reserve(8'000'000);
    for (const char* name : {"mortality.due", "fertility.due", "moves.intention", "moves.choice"}) {
        for (std::uint32_t replicate = 0; replicate < 2; ++replicate) {
            const AddressedDraw draw = Stream(1, replicate)(Draw(name));
            for (std::uint64_t number = 0; number < 10'000; ++number) {
                for (std::uint32_t month = 1500; month < 1550; ++month) {
                    const auto block = draw.block(lineage::member(number, 1).value(), month);
                    words.push_back(block[0] | std::uint64_t{block[1]} << 32);
                    words.push_back(block[2] | std::uint64_t{block[3]} << 32);
                }
            }
        }
    }
    std::sort(words.begin(), words.end());
    EXPECT_EQ(std::adjacent_find(words.begin(), words.end()), words.end());
}

TEST(UniformUnit, FitsItsLaw)
{
    const auto sample = sample_of("test.uniform", uniform_unit);
    EXPECT_GT(testing::kolmogorov_p(sample, [](double x) { return x; }), false_alarm);
    expect_moments(sample, 0.5, 1.0 / 12.0, 1.0 / 80.0);
}

TEST(UniformIndex, FitsItsLaw)
{
    std::array<double, 20> counts{};
    std::array<double, 20> expected{};
    expected.fill(static_cast<double>(sample_size) / 20.0);
    for (const std::uint64_t word : words_of("test.index")) {
        ++counts[uniform_index(word, 20)];
    }
    EXPECT_GT(testing::chi_square_p(counts, expected), false_alarm);
}

TEST(UnitExponential, FitsItsLaw)
{
    const auto sample = sample_of("test.exponential", unit_exponential);
    EXPECT_GT(testing::kolmogorov_p(sample, [](double x) { return -std::expm1(-x); }), false_alarm);
    expect_moments(sample, 1.0, 1.0, 9.0);
}

TEST(StandardNormal, FitsItsLaw)
{
    const auto sample = sample_of("test.normal", standard_normal);
    EXPECT_GT(testing::kolmogorov_p(
                  sample, [](double x) { return std::erfc(-x / std::numbers::sqrt2) / 2.0; }),
              false_alarm);
    expect_moments(sample, 0.0, 1.0, 3.0);
}

TEST(Threshold, HitsAsOftenAsItSays)
{
    for (const double p : {0.0003, 0.02, 0.5, 0.97}) {
        const Threshold threshold(MonthlyProbability{p});
        double hits = 0.0;
        for (const std::uint64_t word : words_of("test.threshold")) {
            hits += threshold.hit(word) ? 1.0 : 0.0;
        }
        EXPECT_GT(testing::binomial_p(hits, sample_size, p), false_alarm) << p;
    }
}

const std::vector<double> weights{0.05, 1.0, 0.4, 2.5, 0.0, 0.9, 0.15};

std::vector<double> expected_counts(double total)
{
    double sum = 0.0;
    std::vector<double> expected;
    for (const double weight : weights) {
        sum += weight;
    }
    for (const double weight : weights) {
        if (weight > 0.0) {
            expected.push_back(total * weight / sum);
        }
    }
    return expected;
}

std::vector<double> possible_only(const std::vector<double>& counts)
{
    std::vector<double> possible;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] > 0.0) {
            possible.push_back(counts[i]);
        } else {
            EXPECT_EQ(counts[i], 0.0);
        }
    }
    return possible;
}

TEST(Categorical, FitsItsWeights)
{
    const Categorical categorical(weights);
    std::vector<double> counts(weights.size(), 0.0);
    for (const std::uint64_t word : words_of("test.categorical")) {
        ++counts[categorical(word)];
    }
    EXPECT_GT(testing::chi_square_p(possible_only(counts), expected_counts(sample_size)),
              false_alarm);
}

TEST(Choice, FitsItsWeights)
{
    const Choice choice(weights);
    const AddressedDraw draw = Stream(5, 0)(Draw("test.choice"));
    std::vector<double> counts(weights.size(), 0.0);
    for (std::uint64_t number = 0; number < sample_size; ++number) {
        ++counts[choice(draw, lineage::member(number, 0).value(), 1510)];
    }
    EXPECT_GT(testing::chi_square_p(possible_only(counts), expected_counts(sample_size)),
              false_alarm);
}

TEST(Choice, IsDrawnAnewEachMonth)
{
    const Choice choice(std::vector<double>{1.0, 1.0});
    const AddressedDraw draw = Stream(5, 0)(Draw("test.choice"));
    double same = 0.0;
    for (std::uint64_t key = 0; key < sample_size; ++key) {
        same += choice(draw, key, 1510) == choice(draw, key, 1511) ? 1.0 : 0.0;
    }
    EXPECT_GT(testing::binomial_p(same, sample_size, 0.5), false_alarm);
}

TEST(Stream, LeavesReplicatesAndDrawsUncorrelated)
{
    const AddressedDraw one = Stream(1, 0)(Draw("a.b"));
    for (const AddressedDraw& other :
         {Stream(1, 1)(Draw("a.b")), Stream(2, 0)(Draw("a.b")), Stream(1, 0)(Draw("a.c"))}) {
        double products = 0.0;
        for (std::uint64_t key = 0; key < sample_size; ++key) {
            products += (uniform_unit(one.word(key, 1500)) - 0.5) *
                        (uniform_unit(other.word(key, 1500)) - 0.5);
        }
        // The product of two independent ones has variance (1/12)^2.
        EXPECT_GT(testing::normal_p(products * 12.0 / std::sqrt(static_cast<double>(sample_size))),
                  false_alarm);
    }
}

}  // namespace
}  // namespace qonys
