#include "qonys/random/distribution/exponential.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <vector>

#include "support/dice.hpp"

namespace qonys {
namespace {

long double reference(std::uint64_t word)
{
    const long double u = (static_cast<long double>(word >> 12) + 0.5L) * 0x1p-52L;
    return -std::log(u);
}

/// Error in units of the last place of the reference.
double error_of(std::uint64_t word)
{
    const long double exact = reference(word);
    const auto rounded = static_cast<double>(exact);
    const double gap = std::nextafter(rounded, INFINITY) - rounded;
    return static_cast<double>(std::abs(static_cast<long double>(unit_exponential(word)) - exact)) /
           gap;
}

TEST(UnitExponential, IsTheLogarithmToTheLastPlaces)
{
    testing::Dice dice(5);
    double worst = 0.0;
    for (int i = 0; i < 20000; ++i) {
        worst = std::max(worst, error_of(dice.word()));
    }
    EXPECT_LT(worst, 3.0);
}

TEST(UnitExponential, IsAccurateAtBothEnds)
{
    for (const std::uint64_t word : {0ULL, 1ULL << 12, 1ULL << 40, ~0ULL, ~0ULL - (1ULL << 13),
                                     0xb504f333f9de6484ULL, 0x5a827999fcef3242ULL}) {
        EXPECT_LT(error_of(word), 3.0) << word;
        EXPECT_GT(unit_exponential(word), 0.0);
        EXPECT_TRUE(std::isfinite(unit_exponential(word)));
    }
}

TEST(UnitExponential, FallsAsTheWordRises)
{
    testing::Dice dice(6);
    for (int i = 0; i < 5000; ++i) {
        const std::uint64_t word = dice.word() & ~std::uint64_t{0xfff};
        if (word < ~std::uint64_t{0} - 0x1fff) {
            ASSERT_GE(unit_exponential(word), unit_exponential(word + 0x1000)) << word;
        }
    }
}

TEST(UnitExponential, HasTheSameBitsOneByOneAndTogether)
{
    testing::Dice dice(7);
    for (std::size_t count = 0; count < 100; ++count) {
        std::vector<std::uint64_t> words;
        for (std::size_t i = 0; i < count; ++i) {
            words.push_back(dice.word());
        }
        std::vector<double> together(count);
        unit_exponentials(words, together);
        for (std::size_t i = 0; i < count; ++i) {
            ASSERT_EQ(std::bit_cast<std::uint64_t>(together[i]),
                      std::bit_cast<std::uint64_t>(unit_exponential(words[i])));
        }
    }
}

}  // namespace
}  // namespace qonys
