#include "outlook.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "processes/destination.hpp"
#include "qonys/scenario/reader.hpp"

// What is uncertain is drawn by pairs of replicates, and nothing is when the forecast is certain.
namespace qonys::models::kz_migration {
namespace {

constexpr std::size_t num_regions = 20;
const std::filesystem::path kz = std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz";

struct Setting {
    Outlook outlook;
    FittedMovement fitted;
};

Setting setting(const std::string& uncertain, const std::string& file = "base.toml")
{
    const std::vector<Override> more{Override::parse("forecast.uncertain=" + uncertain)};
    const Document document = Document::load(kz / file, more);
    Reader in(document);
    const Axis region = in.section("axes").axis("region", "region", {"-", "regions"});
    Reader migration = in.section("migration");
    Setting result{Outlook::read(in), FittedMovement::read_file(migration, "fitted", region)};
    EXPECT_TRUE(in.problems().empty());
    return result;
}

Stream replicate(std::uint32_t number) { return {7, number}; }

TEST(Outlook, StraysFromNothingWhenTheForecastIsCertain)
{
    const auto [outlook, fitted] = setting("false");
    for (const double stray : outlook.strays(Trend::regional_net, num_regions, 2030, replicate(3))) {
        EXPECT_EQ(stray, 0.0);
    }
    EXPECT_EQ(outlook.damping(0.5, replicate(3)), 0.5);
    EXPECT_EQ(outlook.pair_term(fitted, replicate(3)).distance, fitted.pair.distance);
}

TEST(Outlook, GivesBothOfAPairTheSameFutureAndOtherPairsAnother)
{
    const auto [outlook, fitted] = setting("true");
    for (const Trend trend : {Trend::regional_net, Trend::regional_turnover}) {
        const auto of = [&](std::uint32_t number) {
            return outlook.strays(trend, num_regions, 2027, replicate(number));
        };
        EXPECT_EQ(of(4), of(5));
        EXPECT_NE(of(4), of(6));
        const std::vector<double> strays = of(4);
        EXPECT_NEAR(std::accumulate(strays.begin(), strays.end(), 0.0), 0.0, 1e-12);
    }
    EXPECT_EQ(outlook.damping(0.5, replicate(4)), outlook.damping(0.5, replicate(5)));
    EXPECT_NE(outlook.damping(0.5, replicate(4)), outlook.damping(0.5, replicate(6)));
    EXPECT_EQ(outlook.factor(Trend::mobility, 2024, replicate(4)), 1.0);
}

/// Standard deviation over pairs.
template <class Value>
double spread_of(const Value& value, std::uint32_t pairs)
{
    double sum = 0.0;
    double squares = 0.0;
    for (std::uint32_t pair = 0; pair < pairs; ++pair) {
        const double x = value(replicate(2 * pair));
        sum += x / pairs;
        squares += x * x / pairs;
    }
    return std::sqrt(squares - sum * sum);
}

TEST(Outlook, ShocksOfABackcastAreThoseOfErrorsKnownByThen)
{
    // As of 2023 there is no path: the first year is the shock alone (data/outlook_shock_sd.csv).
    const auto [outlook, fitted] = setting("true", "base-2022.toml");
    const double mortality = spread_of(
        [&](const Stream& random) { return std::log(outlook.factor(Trend::mortality, 2024, random)); },
        4000);
    EXPECT_NEAR(mortality, 0.1111, 0.1111 * 5.0 / std::sqrt(2.0 * 4000.0));
    const double net = spread_of(
        [&](const Stream& random) {
            return outlook.strays(Trend::regional_net, num_regions, 2024, random)[17];
        },
        4000);
    // The mean of 20 regions is taken off.
    EXPECT_NEAR(net, 0.06882 * std::sqrt(0.95), 0.06882 * 5.0 / std::sqrt(2.0 * 4000.0));
}

TEST(Outlook, DrawsPairTermsWithTheErrorsOfTheFit)
{
    const auto [outlook, fitted] = setting("true");
    const auto spread = [&](double PairTerm::*member) {
        return spread_of(
            [&](const Stream& random) { return outlook.pair_term(fitted, random).*member; }, 4000);
    };
    for (double PairTerm::*member : {&PairTerm::distance, &PairTerm::contiguity, &PairTerm::birth_gap}) {
        const double expected = fitted.pair_error.standard_error.*member;
        EXPECT_NEAR(spread(member), expected, expected * 5.0 / std::sqrt(2.0 * 4000.0));
    }
    // Errors that go together: the spread of a sum tells their correlation.
    const PairTerm& error = fitted.pair_error.standard_error;
    const double together = spread_of(
        [&](const Stream& random) {
            const PairTerm term = outlook.pair_term(fitted, random);
            return term.distance / error.distance + term.birth_gap / error.birth_gap;
        },
        4000);
    const double expected = std::sqrt(2.0 + 2.0 * fitted.pair_error.distance_birth_gap);
    EXPECT_NEAR(together, expected, expected * 5.0 / std::sqrt(2.0 * 4000.0));
}

}  // namespace
}  // namespace qonys::models::kz_migration
