#include "qonys/policy/quota_ledger.hpp"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "qonys/core/error.hpp"
#include "support/dice.hpp"

namespace qonys {
namespace {

const std::vector<double> even(12, 1.0 / 12);

std::vector<double> only_in(int month)
{
    std::vector<double> release(12, 0.0);
    release[static_cast<std::size_t>(month - 1)] = 1.0;
    return release;
}

/// A ledger of one segment that is told about one month after another.
class OneSegment {
public:
    explicit OneSegment(double scale = 1.0, std::vector<double> release = even,
                        double size_of_asker = 1.0)
        : ledger_("q", 1, scale, std::move(release), size_of_asker)
    {}
    std::int64_t open(Month now, double quota)
    {
        ledger_.open_month(now, std::vector<double>{quota});
        return ledger_.slots()[0];
    }
    void use(std::int64_t granted) { ledger_.use(std::vector<std::int64_t>{granted}); }
    /// Opens a month, uses up to `demand` of its slots, and says how much that was.
    std::int64_t live(Month now, double quota, std::int64_t demand)
    {
        const std::int64_t granted = std::min(demand, open(now, quota));
        use(granted);
        return granted;
    }
    [[nodiscard]] double balance() const { return ledger_.balance(0); }
    QuotaLedger& ledger() { return ledger_; }

private:
    QuotaLedger ledger_;
};

TEST(QuotaLedger, ReleasesAlongItsPath)
{
    std::vector<double> release(12, 0.0);
    release[0] = 0.25;
    release[5] = 0.5;
    release[11] = 0.25;
    OneSegment one(1.0, release);
    EXPECT_EQ(one.live(Month(2025, 1), 100, 1000), 25);
    EXPECT_EQ(one.live(Month(2025, 2), 100, 1000), 0);
    EXPECT_EQ(one.live(Month(2025, 6), 100, 1000), 50);
    EXPECT_EQ(one.live(Month(2025, 12), 100, 1000), 25);
}

TEST(QuotaLedger, CarriesUnusedPlacesWithinTheYearOnly)
{
    OneSegment one;
    EXPECT_EQ(one.open(Month(2025, 1), 120), 10);
    EXPECT_EQ(one.open(Month(2025, 2), 120), 20);
    one.use(5);
    EXPECT_EQ(one.open(Month(2025, 3), 120), 25);
    for (int month = 4; month <= 12; ++month) {
        one.open(Month(2025, month), 120);
    }
    EXPECT_EQ(one.balance(), 115.0);
    EXPECT_EQ(one.open(Month(2026, 1), 120), 10);
}

TEST(QuotaLedger, GivesOutTheWholeQuotaByDecember)
{
    for (const int quota : {1, 5, 7, 11, 13, 999, 19999}) {
        OneSegment one;
        std::int64_t used = 0;
        for (int month = 1; month <= 12; ++month) {
            used += one.live(Month(2025, month), quota, 1'000'000);
        }
        EXPECT_EQ(used, quota);
    }
}

TEST(QuotaLedger, RoundsAFractionOfAPlaceDown)
{
    OneSegment one(1.0, only_in(1));
    EXPECT_EQ(one.open(Month(2025, 1), 10.9), 10);
}

TEST(QuotaLedger, FollowsAQuotaThatIsRaisedWithinTheYear)
{
    OneSegment one;
    std::int64_t used = 0;
    for (int month = 1; month <= 12; ++month) {
        used += one.live(Month(2025, month), month < 7 ? 120 : 240, 1000);
    }
    EXPECT_EQ(used, 240);
}

TEST(QuotaLedger, KeepsWhatWasUsedWhenTheQuotaIsLowered)
{
    OneSegment one;
    std::int64_t used = 0;
    for (int month = 1; month <= 6; ++month) {
        used += one.live(Month(2025, month), 120, 1000);
    }
    EXPECT_EQ(used, 60);
    for (int month = 7; month <= 12; ++month) {
        EXPECT_EQ(one.live(Month(2025, month), 48, 1000), 0);
    }
    EXPECT_EQ(one.live(Month(2026, 1), 48, 1000), 4);
}

TEST(QuotaLedger, TakesBackUnusedPlacesWhenTheQuotaIsLowered)
{
    OneSegment one;
    for (int month = 1; month <= 6; ++month) {
        one.open(Month(2025, month), 120);
    }
    one.use(10);
    EXPECT_EQ(one.open(Month(2025, 7), 0), 0);
    EXPECT_EQ(one.open(Month(2025, 8), 24), 6);    // 16 released by August, 10 of them used
    EXPECT_EQ(one.open(Month(2025, 9), 120), 80);  // raised again: 90 released, 10 used
}

TEST(QuotaLedger, NeverUsesMoreThanTheHighestQuotaOfTheYear)
{
    testing::Dice dice(91);
    for (int trial = 0; trial < 300; ++trial) {
        OneSegment one;
        for (int year = 2025; year < 2028; ++year) {
            double highest = 0.0;
            std::int64_t used = 0;
            double quota = static_cast<double>(dice.below(200));
            for (int month = 1; month <= 12; ++month) {
                if (dice.chance(0.2)) {
                    quota = static_cast<double>(dice.below(200));
                }
                highest = std::max(highest, quota);
                const std::int64_t before = used;
                used +=
                    one.live(Month(year, month), quota, static_cast<std::int64_t>(dice.below(30)));
                if (used > before) {
                    ASSERT_LE(static_cast<double>(used), quota);
                }
            }
            ASSERT_LE(static_cast<double>(used), highest);
        }
    }
}

TEST(QuotaLedger, OpenedInMidYearHasTheRestOfTheYear)
{
    OneSegment one;
    EXPECT_EQ(one.open(Month(2025, 7), 120), 10);
    std::int64_t used = one.live(Month(2025, 8), 120, 1000);
    for (int month = 9; month <= 12; ++month) {
        used += one.live(Month(2025, month), 120, 1000);
    }
    EXPECT_EQ(used, 60);
}

TEST(QuotaLedger, OfASampleLetsTheLastHouseholdInAndIsPaidBack)
{
    OneSegment one(0.1, even, 4.0);
    EXPECT_EQ(one.balance(), -2.0);  // half of the size of those who ask
    EXPECT_EQ(one.open(Month(2025, 1), 120), 0);
    EXPECT_EQ(one.open(Month(2025, 2), 120), 0);
    EXPECT_EQ(one.open(Month(2025, 3), 120), 1);
    one.use(4);
    EXPECT_DOUBLE_EQ(one.balance(), -3.0);
    EXPECT_EQ(one.open(Month(2025, 4), 120), 0);
    EXPECT_EQ(one.open(Month(2025, 6), 120), 0);
    EXPECT_EQ(one.open(Month(2025, 7), 120), 1);
}

TEST(QuotaLedger, OfASamplePaysItsDebtsAcrossYears)
{
    OneSegment one(0.5, only_in(12), 2.0);
    one.open(Month(2025, 12), 10);  // 5 released, debt of 1 at the start
    one.use(6);
    EXPECT_DOUBLE_EQ(one.balance(), -2.0);
    EXPECT_EQ(one.open(Month(2026, 1), 10), 0);
    EXPECT_EQ(one.open(Month(2026, 12), 10), 3);
}

TEST(QuotaLedger, OfASampleForgetsWhatNobodyAskedFor)
{
    OneSegment one(0.5, even, 1.0);
    for (int month = 1; month <= 12; ++month) {
        one.open(Month(2025, month), 240);
    }
    EXPECT_DOUBLE_EQ(one.balance(), 119.5);
    one.open(Month(2026, 1), 240);
    EXPECT_DOUBLE_EQ(one.balance(), 10.0);
}

TEST(QuotaLedger, SpreadsTheDebtsAtTheBeginningOverItsSegments)
{
    for (const std::size_t count : {std::size_t{20}, std::size_t{80}, std::size_t{400}}) {
        const QuotaLedger ledger("q", count, 0.01, even, 4.0);
        double sum = 0.0;
        for (std::size_t segment = 0; segment < count; ++segment) {
            EXPECT_LE(ledger.balance(segment), 0.0);
            EXPECT_GE(ledger.balance(segment), -4.0);
            sum += ledger.balance(segment);
        }
        EXPECT_NEAR(sum / static_cast<double>(count), -2.0, 4.0 / static_cast<double>(count));
    }
    EXPECT_EQ(QuotaLedger("q", 1, 1.0, even, 4.0).balance(0), 0.0);
}

TEST(QuotaLedger, MayDrawItsDebtsForEachReplicate)
{
    QuotaLedger ledger("q", 20, 0.01, even, 4.0);
    ledger.begin(Stream(1, 0)(Draw("q.debt")));
    const double first = ledger.balance(7);
    EXPECT_LT(first, 0.0);
    EXPECT_GT(first, -4.0);
    ledger.begin(Stream(1, 1)(Draw("q.debt")));
    EXPECT_NE(ledger.balance(7), first);
    QuotaLedger full("q", 20, 1.0, even, 4.0);
    full.begin(Stream(1, 0)(Draw("q.debt")));
    EXPECT_EQ(full.balance(7), 0.0);
}

TEST(QuotaLedger, RefusesMoreThanItsSlots)
{
    OneSegment full;
    full.open(Month(2025, 1), 120);
    EXPECT_THROW(full.use(11), InternalError);
    EXPECT_THROW(full.use(-1), InternalError);
    OneSegment sample(0.01, even, 4.0);
    sample.open(Month(2025, 1), 0);
    EXPECT_THROW(sample.use(1), InternalError);
    EXPECT_NO_THROW(sample.use(0));
}

TEST(QuotaLedger, TellsHowTheLastIsToBeTreated)
{
    EXPECT_EQ(OneSegment(1.0).ledger().last_candidate(), LastCandidate::must_fit);
    EXPECT_EQ(OneSegment(0.5).ledger().last_candidate(), LastCandidate::overdraws);
}

TEST(QuotaLedger, RefusesAReleaseThatIsNoPath)
{
    EXPECT_THROW(OneSegment(1.0, std::vector<double>(12, 0.1)), InternalError);
    EXPECT_THROW(OneSegment(1.0, std::vector<double>(11, 1.0 / 11)), InternalError);
    std::vector<double> negative = even;
    negative[0] -= 1.0;
    negative[1] += 1.0;
    EXPECT_THROW(OneSegment(1.0, negative), InternalError);
    EXPECT_THROW(OneSegment(0.0), InternalError);
    EXPECT_THROW(OneSegment(1.5), InternalError);
    EXPECT_THROW(OneSegment(1.0).open(Month(2025, 1), -1.0), InternalError);
}

class MemoryArchive final : public Archive {
public:
    void values(std::string_view name, std::vector<std::int64_t>& values) override
    {
        if (saving) {
            kept[std::string(name)] = values;
        } else {
            values = kept.at(std::string(name));
        }
    }
    void values(std::string_view, std::vector<double>&) override { FAIL() << "not used"; }
    bool saving = true;
    std::map<std::string, std::vector<std::int64_t>> kept;
};

TEST(QuotaLedger, GoesOnAfterAnInterruption)
{
    OneSegment whole(0.07, even, 3.0);
    MemoryArchive archive;
    for (int month = 1; month <= 5; ++month) {
        whole.open(Month(2025, month), 700);
        whole.use(whole.ledger().slots()[0] > 0 ? 5 : 0);
    }
    whole.ledger().archive(archive);
    OneSegment resumed(0.07, even, 3.0);
    archive.saving = false;
    resumed.ledger().archive(archive);
    for (Month now(2025, 6); now < Month(2027, 3); ++now) {
        ASSERT_EQ(resumed.open(now, 700), whole.open(now, 700));
        ASSERT_EQ(resumed.balance(), whole.balance());
        const std::int64_t granted = whole.ledger().slots()[0] > 0 ? 5 : 0;
        whole.use(granted);
        resumed.use(granted);
    }
}

}  // namespace
}  // namespace qonys
