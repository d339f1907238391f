#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "support/kz_run.hpp"

// Citizens who work abroad: who is where and by what right, that the books close, and what
// agreements, recruitment, help and the platform change.
namespace qonys::testing {
namespace {

constexpr std::size_t num_countries = 7;
constexpr std::size_t num_statuses = 2;
constexpr std::size_t num_ways = 5;
constexpr std::size_t korea = 1;

std::string set(const std::string& lever, double value, const std::string& from = "2025-01",
                const std::string& target = "")
{
    return set_lever("abroad." + lever, value, from, target);
}

const std::string to_korea = "target = { work_partner = [\"KOR\"] }\n";

/// Values of a series at one time, in order of cells.
std::vector<std::int64_t> at(const Series& series, std::size_t time)
{
    const std::size_t cells = series.spec.num_cells();
    const auto first = series.values.begin() + static_cast<std::ptrdiff_t>(time * cells);
    return {first, first + static_cast<std::ptrdiff_t>(cells)};
}

std::size_t num_times(const Series& series)
{
    return series.values.size() / series.spec.num_cells();
}

/// Sum of runs of `count` cells that follow one another.
std::int64_t sum_of(const std::vector<std::int64_t>& values, std::size_t first, std::size_t count)
{
    return std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(first),
                           values.begin() + static_cast<std::ptrdiff_t>(first + count),
                           std::int64_t{0});
}

/// What the month's flows make of a stock by country and status.
std::vector<std::int64_t> carried_on(const Finished& done, std::vector<std::int64_t> stock,
                                     std::size_t month)
{
    const auto left = at(done["abroad_leavings"], month);
    const auto back = at(done["abroad_returns"], month);
    const auto died = at(done["abroad_deaths"], month);
    const auto departed = at(done["abroad_departures"], month);
    const auto changes = at(done["abroad_status_changes"], month);
    for (std::size_t cell = 0; cell < stock.size(); ++cell) {
        const std::size_t country = cell / num_statuses;
        const std::int64_t to_irregular = changes[country * 3];
        const std::int64_t to_regular = changes[country * 3 + 1] + changes[country * 3 + 2];
        const std::int64_t gained = to_irregular - to_regular;
        stock[cell] += sum_of(left, cell * 2, 2) - sum_of(back, cell * num_ways, num_ways) -
                       died[cell] - departed[cell] + (cell % num_statuses == 1 ? gained : -gained);
    }
    return stock;
}

void expect_books_close(const Finished& done)
{
    const Series& stock = done["citizens_abroad"];
    const std::size_t months = num_times(done["abroad_leavings"]);
    ASSERT_EQ(num_times(stock), months + 1);
    for (std::size_t month = 0; month < months; ++month) {
        EXPECT_EQ(at(stock, month + 1), carried_on(done, at(stock, month), month)) << month;
    }
}

/// Everybody abroad has a record, and nobody else.
void expect_one_country_and_status(const Finished& done)
{
    const auto stay = done.state.values<std::uint8_t>("people/stay");
    const auto gone = done.state.values<std::uint8_t>("people/gone");
    std::int64_t abroad = 0;
    for (std::size_t row = 0; row < stay.size(); ++row) {
        abroad += gone[row] == 0 && stay[row] != 0 ? 1 : 0;
    }
    // Where there are no employers the column is not filled.
    const auto employer = done.state.values<std::uint32_t>("people/employer");
    for (std::size_t row = 0; row < stay.size(); ++row) {
        EXPECT_TRUE(gone[row] != 0 || stay[row] == 0 || employer[row] == UINT32_MAX) << row;
    }
    const Series& stock = done["citizens_abroad"];
    const auto last = at(stock, num_times(stock) - 1);
    EXPECT_EQ(sum_of(last, 0, last.size()), abroad);
    const auto region = done.state.values<std::uint8_t>("people/region");
    std::vector<std::int64_t> of_region(num_regions * num_countries, 0);
    for (std::size_t row = 0; row < stay.size(); ++row) {
        if (gone[row] == 0 && stay[row] != 0) {
            ++of_region[region[row] * num_countries + stay[row] - 1U];
        }
    }
    const Series& counted = done["citizens_abroad_by_region"];
    EXPECT_EQ(at(counted, num_times(counted) - 1), of_region);
    EXPECT_EQ(
        static_cast<std::int64_t>(done.state.values<std::uint8_t>("side/abroad/status").size()),
        abroad);
}

const std::string much_policy =
    set("agreement", 1.0) + set("recruitment_places", 4000.0, "2025-03", to_korea) +
    set("legal_help", 0.5) + set("assisted_return", 0.5, "2025-06") + set("platform", 0.6);

TEST(Abroad, BooksCloseByCountryAndStatus)
{
    for (const std::string& policy : {std::string(), much_policy}) {
        const Finished done = run(kz_plan({.end = "2026-12", .more = policy}), {.threads = 2});
        expect_books_close(done);
        expect_one_country_and_status(done);
        EXPECT_GT(done.total("abroad_leavings"), 500);
        EXPECT_GT(done.total("abroad_deaths"), 0);
        EXPECT_GT(done.total("abroad_departures"), 0);
    }
}

TEST(Abroad, BooksCloseFromTheEarlierStartAndWithoutEmployers)
{
    for (const char* base : {"base-2022.toml", "people-alone.toml"}) {
        const std::string end = std::string(base) == "base-2022.toml" ? "2023-12" : "2025-12";
        const Finished done = run(kz_plan({.end = end, .base = base}), {.threads = 2});
        expect_books_close(done);
        expect_one_country_and_status(done);
    }
}

/// 140,521 in the shares of 2023, and the irregular as the table of terms has them.
TEST(Abroad, StartIsThatOfTheTables)
{
    const Finished done = run(kz_plan({.scale = 0.05, .end = "2025-01"}), {.threads = 2});
    const auto start = at(done["citizens_abroad"], 0);
    const double expected = 140521 * 0.05;
    const double all = static_cast<double>(sum_of(start, 0, start.size()));
    EXPECT_NEAR(all, expected, 4.0 * std::sqrt(expected));
    const double there = 4346 * 0.05;
    const auto koreans = static_cast<double>(sum_of(start, korea * num_statuses, num_statuses));
    EXPECT_NEAR(koreans, there, 4.0 * std::sqrt(there));
    EXPECT_NEAR(static_cast<double>(start[korea * num_statuses + 1]), 0.67 * koreans,
                4.0 * std::sqrt(there * 0.67 * 0.33));
}

/// The base path keeps the stock: what leaves is what the arithmetic says that comes back.
TEST(Abroad, StockKeepsItsPath)
{
    const Finished done = run(kz_plan({.end = "2028-12"}), {.threads = 2});
    const Series& stock = done["citizens_abroad"];
    const auto first = at(stock, 0);
    const auto last = at(stock, num_times(stock) - 1);
    const auto before = static_cast<double>(sum_of(first, 0, first.size()));
    const auto after = static_cast<double>(sum_of(last, 0, last.size()));
    // Noise of the flows of four years, and what ages and unemployment change.
    EXPECT_NEAR(after / before, 1.0, 0.08);
    const auto irregular = [](const std::vector<std::int64_t>& cells) {
        std::int64_t sum = 0;
        for (std::size_t country = 0; country < num_countries; ++country) {
            sum += cells[country * num_statuses + 1];
        }
        return static_cast<double>(sum);
    };
    EXPECT_NEAR(irregular(last) / after, irregular(first) / before, 0.02);
}

/// With one rate of return and nothing else a month takes S (1 - exp(-rate / 12)) of a stock S, and
/// as many leave.
TEST(Abroad, LeavingsReplaceThoseWhoComeBack)
{
    const KzRun run_of{
        .more =
            "[abroad.staying]\njob_loss_return = 0.0\nend_return = 0.0\nsettle = 0.0\n"
            "death = 0.0\n[abroad.staying.return_rate]\n0 = 0.6\n1 = 0.6\n2 = 0.6\n3 = 0.6\n"
            "4 = 0.6\n5 = 0.6\n[abroad.leaving]\nnetwork = 0.0\nearnings = 0.0\n"};
    const Finished done = run(kz_plan(run_of), {.threads = 2});
    const double monthly = 1.0 - std::exp(-0.6 / 12.0);
    // Deaths are a two-hundredth of returns, and removals are of the irregular alone.
    std::int64_t own = 0;
    for (std::size_t month = 0; month < 12; ++month) {
        const auto back = at(done["abroad_returns"], month);
        for (std::size_t cell = 0; cell < back.size(); cell += num_ways) {
            own += back[cell];
        }
    }
    const auto start = at(done["citizens_abroad"], 0);
    const double stock = static_cast<double>(sum_of(start, 0, start.size()));
    const double returns = 12.0 * monthly * stock;
    EXPECT_NEAR(static_cast<double>(own), returns, 4.0 * std::sqrt(returns) + 0.01 * returns);
    const double planned = 12.0 * monthly * 140521 * run_of.scale;
    EXPECT_NEAR(static_cast<double>(done.total("abroad_leavings")), planned,
                4.0 * std::sqrt(planned) + 0.03 * planned);
}

TEST(Abroad, PathsOrderTheStock)
{
    const auto end_of = [](const char* variant) {
        const Finished done =
            run(kz_plan({.end = "2027-12",
                         .more = std::string("abroad.variant = \"") + variant + "\"\n"}),
                {.threads = 2});
        const auto last = at(done["citizens_abroad"], num_times(done["citizens_abroad"]) - 1);
        return sum_of(last, 0, last.size());
    };
    const std::int64_t base = end_of("base");
    EXPECT_LT(static_cast<double>(end_of("low")), 0.95 * static_cast<double>(base));
    EXPECT_GT(static_cast<double>(end_of("high")), 1.05 * static_cast<double>(base));
}

/// All places are taken while more ask than there are, nobody is recruited without one, and some of
/// those recruited would have gone anyway.
TEST(Abroad, PlacesAreFilledAndNotMore)
{
    const double places = 6000.0;
    const KzRun run_with{.end = "2026-12",
                         .more = set("recruitment_places", places, "2025-01", to_korea)};
    const Finished done = run(kz_plan(run_with), {.threads = 2});
    std::int64_t recruited = 0;
    std::int64_t elsewhere = 0;
    std::int64_t anyway = 0;
    for (std::size_t month = 0; month < 24; ++month) {
        const auto left = at(done["abroad_leavings"], month);
        for (std::size_t cell = 1; cell < left.size(); cell += 2) {
            (cell / 4 == korea ? recruited : elsewhere) += left[cell];
        }
        anyway += at(done["abroad_recruitment"], month)[korea * 3 + 2];
    }
    EXPECT_EQ(elsewhere, 0);
    EXPECT_NEAR(static_cast<double>(recruited), 2.0 * places * run_with.scale, 1.0);
    EXPECT_GT(anyway, 0);
    EXPECT_LT(anyway, recruited / 2);
}

/// Watching alone moves nobody: the platform changes records and nothing else.
TEST(Abroad, PlatformChangesNothingButWhatIsSeen)
{
    const Finished base = run(kz_plan({.end = "2026-06"}));
    const Finished seen = run(kz_plan({.end = "2026-06", .more = set("platform", 0.5)}));
    for (const char* name : {"citizens_abroad", "abroad_leavings", "abroad_returns", "remittances",
                             "population", "employees"}) {
        EXPECT_EQ(seen[name].values, base[name].values) << name;
    }
    EXPECT_EQ(base.total("abroad_registrations"), 0);
    const auto stock = at(seen["citizens_abroad"], num_times(seen["citizens_abroad"]) - 1);
    const auto known = at(seen["abroad_registered"], num_times(seen["abroad_registered"]) - 1);
    const auto share = [&](std::size_t status) {
        double all = 0.0;
        double part = 0.0;
        for (std::size_t cell = status; cell < stock.size(); cell += num_statuses) {
            all += static_cast<double>(stock[cell]);
            part += static_cast<double>(known[cell]);
        }
        return part / all;
    };
    // A part has been abroad for less than the months of the delay.
    EXPECT_GT(share(0), 0.35);
    EXPECT_LT(share(0), 0.5);
    EXPECT_LT(share(1), share(0));
}

/// A measure of 2027 leaves the years before as they are.
TEST(Abroad, MeasuresChangeNothingBeforeTheyBegin)
{
    const auto with = [](const std::string& more) {
        return run(kz_plan({.scale = 0.01, .end = "2026-12", .more = more})).hash();
    };
    EXPECT_EQ(with(set("agreement", 1.0, "2027-01") +
                   set("recruitment_places", 4000.0, "2027-01", to_korea) +
                   set("legal_help", 0.5, "2027-01")),
              with(""));
}

TEST(Abroad, HelpAndReturnTakeOffTheIrregular)
{
    const auto irregular = [](const std::string& more) {
        const Finished done = run(kz_plan({.end = "2026-12", .more = more}), {.threads = 2});
        const auto last = at(done["citizens_abroad"], num_times(done["citizens_abroad"]) - 1);
        return last[korea * num_statuses + 1];
    };
    const std::int64_t base = irregular("");
    EXPECT_LT(irregular(set("legal_help", 1.0)), base);
    EXPECT_LT(irregular(set("assisted_return", 1.0)), base);
}

/// 34 bn KZT from Russia in the first half of 2024, 5.7 bn a month: dearer by the prices since, and
/// with the citizens there. Published totals hold senders who are no workers, so that the whole is
/// below them.
TEST(Abroad, MoneyFromRussiaIsThatOfThePublishedTransfers)
{
    const KzRun run_of{.scale = 0.05, .end = "2025-03"};
    const Finished done = run(kz_plan(run_of), {.threads = 2});
    double russia = 0.0;
    double all = 0.0;
    for (std::size_t month = 0; month < 3; ++month) {
        const auto money = at(done["remittances"], month);
        for (std::size_t cell = 0; cell < money.size(); ++cell) {
            const auto sent = static_cast<double>(money[cell]) / run_of.scale / 3.0;
            russia += cell % num_countries == 0 ? sent : 0.0;
            all += sent;
        }
    }
    EXPECT_GT(russia / 5.68e9, 0.95);
    EXPECT_LT(russia / 5.68e9, 1.25);
    EXPECT_LT(all, 20.1e9);
}

TEST(Abroad, IsTheSameForAnyCrew)
{
    expect_same_for_any_crew(kz_plan({.scale = 0.003, .end = "2026-06", .more = much_policy}),
                             Month(2025, 9));
}

}  // namespace
}  // namespace qonys::testing
