#include "qonys/run/evidence_run.hpp"

#include <gtest/gtest.h>

#include "support/evidence_cases.hpp"

namespace qonys {
namespace {

std::vector<PlannedCase> planned(const std::string& text)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    std::vector<PlannedCase> cases;
    for (const EvidenceCase& one : testing::cases_of(text).cases) {
        const std::vector<Override> changes{
            {"run.end", one.end.text()}, {"run.replicates", std::to_string(one.replicates)}};
        cases.push_back(plan_case(one,
                                  Document::parse(testing::closed_scenario, "closed.toml",
                                                  testing::yardsticks(), changes),
                                  "closed", catalogue));
    }
    return cases;
}

std::vector<EvidenceRow> rows_of(std::span<const PlannedCase> cases)
{
    return run_evidence(cases, Threads(2), [](std::size_t) {});
}

const std::string both = std::string(testing::more_deaths) + testing::fewer_births;

TEST(EvidenceRun, FindsWhatArithmeticSays)
{
    const std::vector<PlannedCase> cases = planned(both);
    const std::vector<EvidenceRow> rows = rows_of(cases);
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_NEAR(rows[0].judgement.effect, 0.5, 0.1);
    EXPECT_EQ(rows[0].judgement.agreement, Agreement::agrees);
    EXPECT_FALSE(rows[1].difference) << "no births, no share of girls";
    EXPECT_EQ(rows[1].judgement.agreement, Agreement::too_wide);
    EXPECT_DOUBLE_EQ(rows[2].judgement.effect, -1.0);
    EXPECT_EQ(rows[2].judgement.agreement, Agreement::agrees);
}

TEST(EvidenceRun, GivesTheSameAloneAndTogether)
{
    // Two cases that share their base, the second under no other name.
    std::string twin = testing::more_deaths;
    twin.replace(twin.find("id = \"more"), 10, "id = \"most");
    const std::vector<PlannedCase> cases = planned(testing::more_deaths + twin + testing::fewer_births);
    const std::vector<EvidenceRow> together = rows_of(cases);
    EXPECT_EQ(cases[0].base.digest, cases[1].base.digest);
    EXPECT_NE(cases[0].base.digest, cases[0].changed.digest);
    const std::vector<EvidenceRow> alone = rows_of(std::span(cases).subspan(1, 1));
    ASSERT_EQ(alone.size(), 1U);
    for (const EvidenceRow& row : {together[0], together[1]}) {
        EXPECT_EQ(row.difference->mean_a, alone[0].difference->mean_a);
        EXPECT_EQ(row.difference->mean_b, alone[0].difference->mean_b);
        EXPECT_EQ(row.judgement.half_width, alone[0].judgement.half_width);
    }
}

TEST(EvidenceRun, HoldsTheBackgroundInBoth)
{
    std::string text = testing::fewer_births;
    text.insert(text.find("[[case.measure]]"),
                "[[case.background]]\nkind = \"set\"\nlever = \"fertility.level\"\nvalue = 0\n"
                "from = \"2025-01\"\n");
    const std::vector<PlannedCase> cases = planned(testing::more_deaths + text);
    EXPECT_EQ(cases[1].base.measures.size(), 1U);
    EXPECT_EQ(cases[1].changed.measures.size(), 2U);
    const std::vector<EvidenceRow> rows = rows_of(std::span(cases).subspan(1, 1));
    EXPECT_EQ(rows[1].difference->mean_a, 0.0);
    EXPECT_EQ(rows[1].difference->mean_b, 0.0);
}

TEST(EvidenceRun, TakesMonthsAsTheOutcomeWants)
{
    std::string text = testing::more_deaths;
    text.replace(text.find("indicator = \"deaths\""), 20,
                 "indicator = \"population\"\ntake = \"end\"");
    const auto last = rows_of(planned(text + testing::fewer_births));
    text.replace(text.find("take = \"end\""), 12, "take = \"mean\"");
    const auto mean = rows_of(planned(text + testing::fewer_births));
    EXPECT_NEAR(last[0].difference->mean_a, 30'000, 1'500);
    EXPECT_NEAR(mean[0].difference->mean_a, 30'000, 1'500);
    EXPECT_LT(last[0].difference->difference, mean[0].difference->difference) << "deaths add up";
}

}  // namespace
}  // namespace qonys
