#include "labour/foreign_quota.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <numeric>
#include <utility>
#include <vector>

// The employers' quota within a year: open from January on, moved to where it is asked for.
namespace qonys::models::kz_migration {
namespace {

constexpr std::size_t num_regions = 2;
constexpr std::size_t num_segments = num_regions * num_quota_categories;
constexpr MonthSpan season{3, 7};
constexpr RegionId here(0);
constexpr RegionId there(1);

/// A year of requests at full scale, told month by month.
class QuotaYear {
public:
    explicit QuotaYear(std::int64_t places_of_each, int redistribution_month = 3,
                       double redistribution_share = 1.0)
        : quota_(num_segments, static_cast<double>(places_of_each)),
          month_(redistribution_month),
          share_(redistribution_share)
    {}
    double& quota(RegionId region, ForeignStatus category)
    {
        return quota_[places_.segment(region, category)];
    }
    void ask(RegionId region, ForeignStatus category, int count)
    {
        for (int i = 0; i < count; ++i, ++asked_) {
            candidates_.push_back({places_.segment(region, category), 1, mix64(asked_), asked_});
        }
    }
    /// Permits given in the next month to all that asked since the last.
    std::int64_t give()
    {
        const Allocation given =
            places_.give(*ranks_, now_, {quota_, month_, share_}, candidates_);
        candidates_.clear();
        now_ = now_ + 1;
        given_ = given.granted();
        return std::accumulate(given_.begin(), given_.end(), std::int64_t{0});
    }
    void pass_months(int count)
    {
        for (int i = 0; i < count; ++i) {
            EXPECT_EQ(give(), 0);
        }
    }
    [[nodiscard]] std::int64_t given(RegionId region, ForeignStatus category) const
    {
        return given_[places_.segment(region, category)];
    }

private:
    std::unique_ptr<Communicator> ranks_ = serial_communicator();
    PermitQuota places_{num_regions, 1.0, season};
    std::vector<double> quota_;
    int month_;
    double share_;
    std::vector<Candidate> candidates_;
    std::uint64_t asked_ = 1;
    Month now_ = Month(2025, 1);
    std::vector<std::int64_t> given_;
};

TEST(PermitQuotaYear, IsOpenAsAWholeFromJanuaryAndBeginsAnew)
{
    QuotaYear year(10);
    for (int again = 0; again < 2; ++again) {
        year.ask(here, ForeignStatus::category_3, 10);
        year.ask(there, ForeignStatus::seasonal, 10);
        EXPECT_EQ(year.give(), 20);
        year.ask(here, ForeignStatus::category_3, 1);
        EXPECT_EQ(year.give(), 0);
        year.pass_months(10);
    }
}

TEST(PermitQuotaYear, GivesOthersInTheSameMonthWhatTheyLack)
{
    QuotaYear year(10);
    year.pass_months(2);
    year.ask(here, ForeignStatus::category_3, 25);
    EXPECT_EQ(year.give(), 25);
    EXPECT_EQ(year.given(here, ForeignStatus::category_3), 25);
}

TEST(PermitQuotaYear, MovesNothingBeforeItsMonthOrWithoutAShare)
{
    QuotaYear year(10, 6);
    year.pass_months(4);
    year.ask(here, ForeignStatus::category_3, 25);
    EXPECT_EQ(year.give(), 10);
    year.ask(here, ForeignStatus::category_3, 15);
    EXPECT_EQ(year.give(), 15);
    for (const auto& [first_month, share] : {std::pair(0, 1.0), std::pair(3, 0.0)}) {
        QuotaYear fixed(10, first_month, share);
        fixed.pass_months(11);
        fixed.ask(here, ForeignStatus::category_3, 25);
        EXPECT_EQ(fixed.give(), 10);
    }
}

TEST(PermitQuotaYear, KeepsItsSumHoweverItIsMoved)
{
    constexpr std::int64_t places = 10;
    QuotaYear year(places);
    std::int64_t given = 0;
    for (int month = 0; month < months_in_year; ++month) {
        for (std::size_t category = 0; category < num_quota_categories; ++category) {
            const auto status = static_cast<ForeignStatus>(category);
            year.ask(here, status, 3 * month);
            year.ask(there, status, month % 3 == 0 ? 4 : 0);
        }
        given += year.give();
    }
    EXPECT_EQ(given, places * static_cast<std::int64_t>(num_segments));
}

TEST(PermitQuotaYear, KeepsBackWhatASegmentWillNeedAtItsPace)
{
    QuotaYear year(0, 6);
    year.quota(there, ForeignStatus::category_2) = 120;
    for (int month = 0; month < 5; ++month) {
        year.ask(there, ForeignStatus::category_2, 8);
        EXPECT_EQ(year.give(), 8);
    }
    // In June 48 will be used, and 48 more by December: 24 can be spared.
    year.ask(there, ForeignStatus::category_2, 8);
    year.ask(here, ForeignStatus::category_2, 100);
    EXPECT_EQ(year.give(), 8 + 24);
}

TEST(PermitQuotaYear, KeepsBackNothingForSeasonalWorkAfterTheSeason)
{
    const auto moved_in = [](int month) {
        QuotaYear year(0);
        year.quota(there, ForeignStatus::seasonal) = 20;
        year.pass_months(2);
        year.ask(there, ForeignStatus::seasonal, 4);
        EXPECT_EQ(year.give(), 4);
        for (int now = 4; now < month; ++now) {
            year.ask(there, ForeignStatus::seasonal, now <= season.last ? 1 : 0);
            year.give();
        }
        year.ask(here, ForeignStatus::category_1, 100);
        return year.give();
    };
    // April: 4 used in two months of five, so 6 more; August: 8 used, and that was the season.
    EXPECT_EQ(moved_in(4), 10);
    EXPECT_EQ(moved_in(8), 12);
}

TEST(PermitQuotaYear, IsAsGoodAsTwiceItWhileItIsSlack)
{
    std::vector<std::int64_t> given;
    for (const int places : {40, 80}) {
        QuotaYear year(places);
        std::int64_t sum = 0;
        for (int month = 0; month < months_in_year; ++month) {
            year.ask(here, ForeignStatus::category_3, 6);  // 72 of 40
            year.ask(there, ForeignStatus::category_4, 1);
            sum += year.give();
        }
        given.push_back(sum);
    }
    EXPECT_EQ(given[0], given[1]);
    EXPECT_EQ(given[0], 7 * months_in_year);
}

}  // namespace
}  // namespace qonys::models::kz_migration
