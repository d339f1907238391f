#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "support/followed_run.hpp"
#include "support/tiny_model.hpp"

namespace qonys {
namespace {

using testing::Crew;
using testing::Lives;

TEST(Lives, AreTheSameForAnyCrew)
{
    const Plan plan = testing::tiny_plan();
    const std::vector<std::string> expected = testing::follow(plan, testing::everybody()).lines();
    ASSERT_GT(expected.size(), 10'000U);
    for (const Crew crew : {Crew{2, 1}, Crew{7, 1}, Crew{1, 3}, Crew{1, 8}, Crew{2, 3}}) {
        EXPECT_TRUE(testing::follow(plan, testing::everybody(), crew).lines() == expected)
            << crew.threads << " threads, " << crew.ranks << " ranks";
    }
}

TEST(Lives, ChangeNothing)
{
    const Plan plan = testing::tiny_plan();
    EXPECT_EQ(testing::follow(plan, testing::everybody(), {2, 3}).state.digest(),
              testing::run(plan).hash());
}

/// What was told, one change after another, leads from the state at the start to that at the end.
TEST(Lives, TellEveryChangeOnce)
{
    const Plan plan = testing::tiny_plan();
    const Lives lives = testing::follow(plan, testing::everybody(), {2, 3});
    std::map<std::tuple<std::uint8_t, std::uint64_t, std::string>, std::string> now;
    for (const LifeEvent& event : lives.events) {
        std::string& value = now[{event.subject.kind, event.subject.key, event.what}];
        if (event.outcome == Outcome::changed) {
            EXPECT_EQ(value, event.from) << event.what << " of " << key_text(event.subject.key)
                                         << " in " << event.month.text();
        }
        if (event.outcome <= Outcome::changed) {
            value = event.to;
        }
    }
    const auto keys = lives.state.values<std::uint64_t>("people/key");
    const auto region = lives.state.values<std::uint8_t>("people/region");
    ASSERT_GT(keys.size(), 1000U);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::string expected = region[i] == 0 ? "A" : "B";
        EXPECT_EQ((now[{Subject::person, keys[i], "region"}]), expected);
        EXPECT_EQ((now[{Subject::person, keys[i], "gone"}]), "no");
    }
}

TEST(Lives, GoOnWhereTheyWereBrokenOff)
{
    const Plan plan = testing::tiny_plan();
    const FollowRequest request{.everybody = false, .sample = 200, .keys = {}};
    const std::vector<std::string> whole = testing::follow(plan, request).lines();
    const Month broken_off(2026, 8);
    const Lives first = testing::follow(plan, request, {2, 3}, {broken_off});
    const Lives second =
        testing::follow(plan, request, {3, 2}, {plan.scenario.end, &first, broken_off});
    std::vector<std::string> both = first.lines();
    const std::vector<std::string> rest = second.lines();
    both.insert(both.end(), rest.begin(), rest.end());
    EXPECT_TRUE(both == whole);
}

TEST(Lives, OfASampleArePartOfALargerOne)
{
    const Plan plan = testing::tiny_plan();
    const auto keys_of = [&](std::int64_t sample, Crew crew) {
        std::set<std::string> keys;
        for (const NamedKey& key :
             testing::follow(plan, {.everybody = false, .sample = sample, .keys = {}}, crew,
                             {plan.scenario.start})
                 .chosen.keys) {
            keys.insert(key.text());
        }
        return keys;
    };
    const std::set<std::string> few = keys_of(5, {});
    const std::set<std::string> many = keys_of(50, {1, 3});
    EXPECT_EQ(few.size(), 10U);  // people and households
    EXPECT_EQ(many.size(), 100U);
    EXPECT_TRUE(std::includes(many.begin(), many.end(), few.begin(), few.end()));
}

TEST(Lives, RefuseWhoIsNotThere)
{
    const Plan plan = testing::tiny_plan();
    const auto refusal = [&](const std::string& text, Crew crew) -> std::string {
        try {
            static_cast<void>(testing::follow(plan, FollowRequest::parse(text, "--follow"), crew,
                                              {plan.scenario.start}));
        } catch (const InputError& error) {
            return error.problems().front().text();
        }
        return "";
    };
    for (const Crew crew : {Crew{1, 1}, Crew{1, 3}}) {
        EXPECT_EQ(refusal("person:1", crew),
                  "--follow: 'person:0000000000000001' is not there at the start; take a key of "
                  "this scenario, scale and seed, or put a '+' behind it where it comes later");
        EXPECT_EQ(refusal("employer:1", crew),
                  "--follow: 'employer:0000000000000001' is of no kind that this model has; kinds "
                  "are person, household");
        EXPECT_EQ(refusal("person:1+", crew), "");
    }
}

}  // namespace
}  // namespace qonys
