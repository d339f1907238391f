#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "qonys/run/evidence_run.hpp"
#include "support/run_scenario.hpp"

// scenarios/kz/evidence.toml: that it is about every lever, that every expectation has a ground, and that its cases run.
namespace qonys::models::kz_migration {
namespace {

std::filesystem::path folder() { return std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz"; }

Document base(const std::vector<Override>& changes = {})
{
    return Document::load(folder() / "base.toml", changes);
}

const ModelCatalogue& catalogue()
{
    static const ModelCatalogue all = [] {
        ModelCatalogue made;
        register_all_models(made);
        return made;
    }();
    return all;
}

EvidenceFile shipped_cases()
{
    return read_evidence(Document::load(folder() / "evidence.toml"),
                         Plan::read(base(), "base", catalogue()));
}

PlannedCase tiny(const EvidenceCase& one, const std::string& end)
{
    return plan_case(one, base({{"run.end", end}, {"run.replicates", "2"}, {"population.scale", "0.004"}}),
                     "base", catalogue());
}

TEST(KzEvidence, IsAboutEveryLeverAndMeasuresAreThoseOfTheModel)
{
    const EvidenceFile file = shipped_cases();  // throws where a lever has no case
    std::set<std::string> levers;
    for (const EvidenceCase& one : file.cases) {
        levers.insert(one.lever);
        EXPECT_NO_THROW(static_cast<void>(tiny(one, "2025-12"))) << one.id;
    }
    EXPECT_EQ(levers.size(),
              Plan::read(base(), "base", catalogue()).build_registry()->levers().specs().size());
    ASSERT_EQ(file.without_lever.size(), 3U);
    EXPECT_EQ(file.without_lever.front().id, "job_fairs");
}

TEST(KzEvidence, HasAGroundForEveryExpectation)
{
    for (const EvidenceCase& one : shipped_cases().cases) {
        for (const EvidenceOutcome& outcome : one.outcomes) {
            EXPECT_GT(outcome.ground.source.size(), 10U) << one.id << ": " << outcome.name;
            EXPECT_FALSE(outcome.ground.grade.empty()) << one.id;
            const bool has_size = outcome.expectation.range.has_value();
            const bool is_zero = outcome.expectation.direction == Direction::zero;
            EXPECT_TRUE(has_size || is_zero ||
                        outcome.ground.note.find("sign alone") != std::string::npos ||
                        outcome.ground.note.find("less than proportional") != std::string::npos)
                << one.id << ": " << outcome.name << ": without a size the note says so";
        }
    }
}

TEST(KzEvidence, RunsCheapCasesToFiniteRows)
{
    std::vector<PlannedCase> cases;
    for (const EvidenceCase& one : shipped_cases().cases) {
        if (one.id == "household_quota_halved" || one.id == "hour_dearer") {
            EvidenceCase shorter = one;
            for (EvidenceOutcome& outcome : shorter.outcomes) {
                outcome.last = Month(2025, 12);
            }
            cases.push_back(tiny(shorter, "2025-12"));
        }
    }
    ASSERT_EQ(cases.size(), 2U);
    const auto rows = run_evidence(cases, Threads(2), [](std::size_t) {});
    ASSERT_EQ(rows.size(), 3U);
    for (const EvidenceRow& row : rows) {
        ASSERT_TRUE(row.difference && row.difference->interval);
        EXPECT_GT(row.difference->mean_a, 0.0);
        EXPECT_TRUE(std::isfinite(row.judgement.effect));
        EXPECT_TRUE(std::isfinite(row.judgement.half_width));
    }
    // Half of the permits; twice the cost of as many hours.
    EXPECT_NEAR(rows[0].judgement.effect, -0.5, 0.06);
    EXPECT_NEAR(rows[1].judgement.effect, 1.0, 0.001);
    EXPECT_EQ(rows[2].difference->difference, 0.0);
}

}  // namespace
}  // namespace qonys::models::kz_migration
