#include <gtest/gtest.h>

#include <iostream>
#include <vector>

#include "qonys/parallel/allocate.hpp"
#include "qonys/policy/quota_ledger.hpp"
#include "support/dice.hpp"
#include "support/stat_checks.hpp"

namespace qonys {
namespace {

constexpr std::size_t num_segments = 20;
constexpr double mean_size_of_asker = 13.0 / 3.0;  // sizes 1..6, as their members count them

/// Households of one to six ask for twice the places that there are, in a sample; use by segment
/// and year.
std::vector<std::vector<std::int64_t>> use_by_year(double scale, int years, std::uint64_t replicate,
                                                   std::span<const double> quota)
{
    QuotaLedger ledger("kandas", num_segments, scale, std::vector<double>(12, 1.0 / 12),
                       mean_size_of_asker);
    ledger.begin(Stream(1, static_cast<std::uint32_t>(replicate))(Draw("kandas.debt")));
    const auto ranks = serial_communicator();
    testing::Dice dice(replicate);
    std::vector<std::vector<std::int64_t>> use;
    for (int year = 0; year < years; ++year) {
        use.emplace_back(num_segments, 0);
        for (int month = 1; month <= 12; ++month) {
            ledger.open_month(Month(2025 + year, month), quota);
            std::vector<Candidate> candidates;
            for (std::uint32_t segment = 0; segment < num_segments; ++segment) {
                const double demand = 2.0 * quota[segment] * scale / 12.0 / 3.5 + 2.0;
                for (int i = 0; i < demand; ++i) {
                    candidates.push_back({segment, static_cast<std::uint32_t>(1 + dice.below(6)),
                                          dice.word(), dice.word()});
                }
            }
            const Allocation allocation =
                allocate(*ranks, candidates, ledger.slots(), ledger.last_candidate());
            ledger.use(allocation.granted());
            for (std::size_t segment = 0; segment < num_segments; ++segment) {
                use.back()[segment] += allocation.granted()[segment];
            }
        }
    }
    return use;
}

std::vector<double> quotas()
{
    std::vector<double> quota;
    for (std::size_t segment = 0; segment < num_segments; ++segment) {
        quota.push_back(150.0 + 73.0 * static_cast<double>(segment));
    }
    return quota;
}

double total(std::span<const double> quota)
{
    double sum = 0.0;
    for (const double places : quota) {
        sum += places;
    }
    return sum;
}

// The first year counts most: an outlook of six years has no time to pay back what every segment
// overdrew in it.
TEST(QuotaLedger, UsesAsMuchInASampleAsAtFullScaleFromTheFirstYearOn)
{
    constexpr double scale = 0.01;
    constexpr int years = 3;
    constexpr std::uint64_t replicates = 1000;
    const std::vector<double> quota = quotas();
    std::vector<std::vector<double>> use(years);
    for (std::uint64_t replicate = 0; replicate < replicates; ++replicate) {
        const auto by_year = use_by_year(scale, years, replicate, quota);
        for (std::size_t year = 0; year < years; ++year) {
            double sum = 0.0;
            for (const std::int64_t places : by_year[year]) {
                sum += static_cast<double>(places);
            }
            use[year].push_back(sum);
        }
    }
    for (std::size_t year = 0; year < years; ++year) {
        const testing::Mean mean = testing::mean_of(use[year]);
        std::cout << "year " << year + 1 << ": " << mean.value << " +- " << mean.error << " of "
                  << total(quota) * scale << "\n";
        EXPECT_NEAR(mean.value, total(quota) * scale, 4.0 * mean.error) << "year " << year + 1;
    }
}

TEST(QuotaLedger, StaysWithinOneHouseholdOfItsShareInEverySegment)
{
    constexpr double scale = 0.01;
    const std::vector<double> quota = quotas();
    for (std::uint64_t replicate = 0; replicate < 50; ++replicate) {
        std::vector<double> used(num_segments, 0.0);
        const auto by_year = use_by_year(scale, 6, replicate, quota);
        for (std::size_t year = 0; year < by_year.size(); ++year) {
            for (std::size_t segment = 0; segment < num_segments; ++segment) {
                used[segment] += static_cast<double>(by_year[year][segment]);
                const double due = quota[segment] * scale * static_cast<double>(year + 1);
                EXPECT_NEAR(used[segment], due, 6.0);
            }
        }
    }
}

TEST(QuotaLedger, KeepsWithinTheQuotaAtFullScaleUnderAnyDemand)
{
    const std::vector<double> quota = quotas();
    const auto by_year = use_by_year(1.0, 2, 7, quota);
    for (const auto& use : by_year) {
        for (std::size_t segment = 0; segment < num_segments; ++segment) {
            EXPECT_LE(static_cast<double>(use[segment]), quota[segment]);
            EXPECT_GT(static_cast<double>(use[segment]), quota[segment] - 6.0);
        }
    }
}

}  // namespace
}  // namespace qonys
