#include "qonys/process/life.hpp"

#include <gtest/gtest.h>

#include <array>

#include "process/life_log.hpp"

namespace qonys {
namespace {

FollowedKeys following(Subject who)
{
    FollowedKeys keys;
    keys.of_kind.resize(2);
    keys.of_kind[who.kind].insert(who.key);
    return keys;
}

TEST(Life, SaysNothingWhileNobodyIsFollowed)
{
    const Life life;
    EXPECT_FALSE(life);
    EXPECT_FALSE(life.follows(PersonKey(1)));
    life.chance(PersonKey(1), "move", Threshold::from_value(1), 0);
    life.claim(PersonKey(1), "post", Outcome::won);
}

TEST(Life, TellsOfThoseFollowedAlone)
{
    const FollowedKeys keys = following(PersonKey(7));
    LifeLog log(keys);
    const Life life(&log);
    EXPECT_TRUE(life.follows(PersonKey(7)));
    EXPECT_FALSE(life.follows(PersonKey(8)));
    EXPECT_FALSE(life.follows(HouseholdKey(7)));
    life.chance(PersonKey(8), "move", Threshold::from_value(1), 0);
    EXPECT_TRUE(log.take().empty());
}

TEST(Life, TellsAChanceAsItWasDrawn)
{
    const FollowedKeys keys = following(PersonKey(7));
    LifeLog log(keys);
    log.turn_to(Month(2026, 3), 4, 1);
    const std::uint64_t quarter = std::uint64_t{1} << 62;
    Life(&log).chance(PersonKey(7), "move", Threshold::from_value(quarter), quarter / 2);
    Life(&log).chance(PersonKey(7), {"leave", 0.01, 0.04, 0.05, false});
    const std::vector<LifeEvent> events = log.take();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].month, Month(2026, 3));
    EXPECT_EQ(events[0].process, 4);
    EXPECT_EQ(events[0].what, "move");
    EXPECT_DOUBLE_EQ(events[0].probability, 0.25);
    EXPECT_DOUBLE_EQ(events[0].drawn, 0.125);
    EXPECT_DOUBLE_EQ(events[0].out_of, 1.0);
    EXPECT_EQ(events[0].outcome, Outcome::yes);
    EXPECT_DOUBLE_EQ(events[1].out_of, 0.05);
    EXPECT_EQ(events[1].outcome, Outcome::no);
    EXPECT_TRUE(log.take().empty());
}

TEST(Life, TellsTheChanceOfEachAlternative)
{
    const FollowedKeys keys = following(PersonKey(7));
    LifeLog log(keys);
    const std::array<double, 3> inverse{1.0 / 3.0, std::numeric_limits<double>::infinity(), 1.0};
    const std::array<std::string, 3> codes{"A", "B", "C"};
    Life(&log).choice(PersonKey(7), {"region", inverse, 2, codes});
    const std::vector<LifeEvent> events = log.take();
    ASSERT_EQ(events.size(), 2U);  // B cannot be chosen
    EXPECT_EQ(events[0].to, "A");
    EXPECT_DOUBLE_EQ(events[0].probability, 0.75);
    EXPECT_EQ(events[0].outcome, Outcome::not_chosen);
    EXPECT_EQ(events[1].to, "C");
    EXPECT_DOUBLE_EQ(events[1].probability, 0.25);
    EXPECT_EQ(events[1].outcome, Outcome::chosen);
}

TEST(Life, LeavesSmallTablesToOneRank)
{
    FollowedKeys keys;
    keys.everybody = true;
    EXPECT_TRUE(keys.contains(Subject(ReplicatedId(0), 5)));
    keys.is_root = false;
    EXPECT_FALSE(keys.contains(Subject(ReplicatedId(0), 5)));
    EXPECT_TRUE(keys.contains(PersonKey(5)));
}

TEST(Life, NamesKeysByAllTheirDigits)
{
    EXPECT_EQ(key_text(0xabc), "0000000000000abc");
    EXPECT_EQ(key_text(0), "");
    EXPECT_EQ(outcome_name(Outcome::carried), "carried");
    EXPECT_EQ(outcome_name(Outcome::start), "start");
}

}  // namespace
}  // namespace qonys
