#include "qonys/run/evidence_cases.hpp"

#include <gtest/gtest.h>

#include "support/evidence_cases.hpp"

namespace qonys {
namespace {

using testing::cases_of;
using testing::fewer_births;
using testing::more_deaths;

const std::string both = std::string(more_deaths) + fewer_births;

/// The file with one passage replaced.
std::string changed(const std::string& passage, const std::string& by)
{
    std::string text = both;
    const std::size_t at = text.find(passage);
    EXPECT_NE(at, std::string::npos) << passage;
    return text.replace(at, passage.size(), by);
}

/// What is said of it, one sentence a line.
std::string problems(const std::string& text)
{
    try {
        static_cast<void>(cases_of(text));
    } catch (const InputError& error) {
        std::string sentences;
        for (const Problem& problem : error.problems()) {
            sentences += (sentences.empty() ? "" : "\n") + problem.text();
        }
        return sentences;
    }
    return "";
}

TEST(EvidenceCases, AreReadWithTheirGround)
{
    const EvidenceFile file = cases_of(both);
    ASSERT_EQ(file.cases.size(), 2U);
    EXPECT_EQ(file.cases[0].end, Month(2026, 12));
    EXPECT_EQ(file.cases[1].end, Month(2025, 12));
    EXPECT_EQ(file.cases[1].replicates, 3);
    const EvidenceOutcome& girls = file.cases[1].outcomes[0];
    EXPECT_EQ(girls.counted.parts.front().cells.size(), 1U);
    ASSERT_TRUE(girls.of);
    EXPECT_EQ(girls.of->parts.front().cells.size(), 2U);
    EXPECT_FALSE(girls.expectation.range);
    EXPECT_EQ(girls.ground.source, "nobody");
    EXPECT_TRUE(girls.ground.assumption);
    EXPECT_EQ(file.cases[0].outcomes[0].expectation.range->low, 0.4);
}

TEST(EvidenceCases, MissALeverOfTheModel)
{
    EXPECT_EQ(problems(more_deaths),
              "cases.toml: lever 'fertility.level' of the model has no case (what it does would be "
              "held against nothing); add a [[case]] for it, with a sign at least and its ground");
}

TEST(EvidenceCases, RefuseWhatTheModelDoesNotHave)
{
    EXPECT_EQ(problems(changed("indicator = \"deaths\"", "indicator = \"deths\"")),
              "cases.toml:14: indicator 'deths' is not known (only what a run records can be "
              "compared); did you mean 'deaths'?");
    EXPECT_EQ(problems(changed("[\"female\"]", "[\"femal\"]")),
              "cases.toml:36: 'femal' is no code of axis 'sex' (nothing would be counted there); "
              "did you mean 'female'?");
    EXPECT_EQ(problems(changed("{ sex =", "{ region =")),
              "cases.toml:36: indicator 'births' has no axis 'region' (cells are picked on its "
              "axes); its axes are 'sex'");
    EXPECT_EQ(problems(changed("\nlever = \"mortality.level\"\nchange", "\nlever = \"mortality.levl\""
                                                                        "\nchange")),
              "cases.toml:3: lever 'mortality.levl' is not known (the model has no such lever); did "
              "you mean 'mortality.level'?\n"
              "cases.toml:1: no [[case.measure]] of 'more_deaths' turns 'mortality.levl' (the case "
              "would say nothing of its lever); give a measure with this lever, or name the lever "
              "that is turned\n"
              "cases.toml: lever 'mortality.level' of the model has no case (what it does would be "
              "held against nothing); add a [[case]] for it, with a sign at least and its ground");
}

TEST(EvidenceCases, KeepWithinTheRun)
{
    EXPECT_EQ(problems(changed("end = \"2025-12\"", "end = \"2027-12\"")),
              "cases.toml:25: end = \"2027-12\" is outside the run (a case may be shorter than its "
              "scenario, not longer); give a month from 2025-01 to 2026-12");
    EXPECT_EQ(problems(changed("of = { indicator = \"births\" }", "first = \"2026-01\"")),
              "cases.toml:33: the months 2026-01 to 2025-12 are not within the run, 2025-01 to "
              "2025-12 (nothing is recorded outside it); choose other months, or a later end");
}

TEST(EvidenceCases, WantAGroundAndARangeThatFits)
{
    EXPECT_EQ(problems(changed("source = \"nobody\"\n", "")),
              "cases.toml:33: missing key 'case.2.outcome.1.source' (where it comes from, and what "
              "it says there); add it to [case.2.outcome.1]");
    EXPECT_EQ(problems(changed("grade = \"D\"\nassumption = true", "grade = \"D\"")),
              "cases.toml:41: grade D without assumption = true (what is assumed is said to be); add "
              "assumption = true");
    EXPECT_EQ(problems(changed("low = 0.4\nhigh = 0.5\n", "")),
              "cases.toml:12: expect = \"proportional\" has no low and high (what is in proportion "
              "has a size); give both");
    EXPECT_EQ(problems(changed("expect = \"up\"", "expect = \"up\"\nlow = -0.1\nhigh = 0.1")),
              "cases.toml:39: low = -0.1 and high = 0.1 do not go with expect = \"up\" (a range lies "
              "on the side of its sign, and zero has none); give low <= high on that side, or leave "
              "them out");
    EXPECT_EQ(problems(changed("change = \"no births\"", "chnge = \"no births\"")),
              "cases.toml:21: missing key 'case.2.change' (the change in plain words); add it to "
              "[case.2]\n"
              "cases.toml:24: unknown key 'case.2.chnge' (would be ignored); did you mean "
              "'case.2.change'?");
}

}  // namespace
}  // namespace qonys
