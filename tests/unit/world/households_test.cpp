#include "qonys/world/households.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "qonys/core/error.hpp"
#include "support/tiny_world.hpp"

namespace qonys {
namespace {

class Household : public ::testing::Test {
protected:
    PersonId person(std::uint64_t key)
    {
        const std::size_t row = shard_.people().append(1);
        shard_.people()[schema_.person.key][row] = PersonKey(key);
        shard_.people()[schema_.person.region][row] = RegionId(0);
        return PersonId(static_cast<PersonId::rep>(row));
    }
    std::vector<std::uint64_t> members(HouseholdId household)
    {
        std::vector<std::uint64_t> keys;
        HouseholdLinks(shard_, schema_).for_each_member(household, [&](PersonId member) {
            keys.push_back(shard_.people()[schema_.person.key][member.value()].value());
        });
        return keys;
    }

    WorldSchema schema_ = WorldSchema::create(true);
    Shard shard_{ShardId(0), schema_};
    HouseholdLinks links_{shard_, schema_};
};

using Keys = std::vector<std::uint64_t>;

TEST_F(Household, ListsItsMembersInKeyOrder)
{
    const HouseholdId home = links_.found(HouseholdKey(1), RegionId(0));
    for (const std::uint64_t key : {30, 10, 20, 40}) {
        links_.join(person(key), home);
    }
    EXPECT_EQ(members(home), (Keys{10, 20, 30, 40}));
    EXPECT_EQ(shard_.households()[schema_.household.size][home.value()], 4);
    EXPECT_NO_THROW(check_links(shard_, schema_));
}

TEST_F(Household, LetsAnyMemberLeave)
{
    for (const std::size_t leaver : {0U, 1U, 2U}) {
        const HouseholdId home = links_.found(HouseholdKey(leaver), RegionId(0));
        const HouseholdId other = links_.found(HouseholdKey(100 + leaver), RegionId(0));
        std::vector<PersonId> people;
        for (const std::uint64_t key : {10, 20, 30}) {
            people.push_back(person(100 * leaver + key));
            links_.join(people.back(), home);
        }
        links_.leave(people[leaver]);
        EXPECT_EQ(members(home).size(), 2U);
        links_.join(people[leaver], other);
        EXPECT_EQ(members(other).size(), 1U);
        EXPECT_NO_THROW(check_links(shard_, schema_));
    }
}

TEST_F(Household, MayStandEmpty)
{
    const HouseholdId home = links_.found(HouseholdKey(1), RegionId(0));
    const PersonId only = person(5);
    links_.join(only, home);
    links_.leave(only);
    EXPECT_TRUE(members(home).empty());
    EXPECT_EQ(shard_.households()[schema_.household.size][home.value()], 0);
}

TEST_F(Household, IsCheckedForEveryKindOfBrokenLink)
{
    const HouseholdId home = links_.found(HouseholdKey(1), RegionId(0));
    const PersonId first = person(10);
    const PersonId second = person(20);
    links_.join(first, home);
    links_.join(second, home);
    auto& people = shard_.people();
    auto& households = shard_.households();

    households[schema_.household.size][0] = 3;
    EXPECT_THROW(check_links(shard_, schema_), InternalError);
    households[schema_.household.size][0] = 2;

    people[schema_.person.household][1] = HouseholdId::invalid();
    EXPECT_THROW(check_links(shard_, schema_), InternalError);
    people[schema_.person.household][1] = home;

    people[schema_.person.gone][1] = Gone::died;
    EXPECT_THROW(check_links(shard_, schema_), InternalError);
    people[schema_.person.gone][1] = Gone::no;

    people[schema_.person.key][1] = PersonKey(5);
    EXPECT_THROW(check_links(shard_, schema_), InternalError);
    people[schema_.person.key][1] = PersonKey(20);

    people[schema_.person.region][0] = RegionId::invalid();
    EXPECT_THROW(check_links(shard_, schema_), InternalError);
    people[schema_.person.region][0] = RegionId(0);

    person(30);
    EXPECT_THROW(check_links(shard_, schema_), InternalError);
}

TEST(HouseholdLinks, NeedAWorldWithHouseholds)
{
    const WorldSchema schema = WorldSchema::create(false);
    Shard shard(ShardId(0), schema);
    EXPECT_THROW(HouseholdLinks(shard, schema), InternalError);
}

}  // namespace
}  // namespace qonys
