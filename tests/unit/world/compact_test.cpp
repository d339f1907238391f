#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "support/dice.hpp"
#include "support/tiny_world.hpp"

namespace qonys {
namespace {

/// A shard under random use beside a plain map of the same people.
class CompactFuzz {
public:
    explicit CompactFuzz(std::uint64_t seed) : dice_(seed)
    {
        partner_ =
            schema_.people->add<PersonId>("partner", "", PersonId::invalid(), Refers::person);
        luck_ = schema_.people->add<std::int16_t>("luck", "", 0);
        head_ = schema_.households->add<PersonId>("head", "", PersonId::invalid(), Refers::person);
        shard_.emplace(ShardId(0), schema_);
    }

    void step()
    {
        switch (dice_.below(6)) {
            case 0:
            case 1:
                arrive();
                break;
            case 2:
                depart();
                break;
            case 3:
                move();
                break;
            case 4:
                marry();
                break;
            default:
                compact(*shard_, schema_);
                expect_key_order();
        }
        expect_same();
    }

private:
    struct Someone {
        std::uint64_t home;
        std::int16_t luck;
        std::optional<std::uint64_t> partner;
    };

    [[nodiscard]] PersonId row_of(std::uint64_t key) const
    {
        const auto keys = shard_->people()[schema_.person.key];
        const auto gone = shard_->people()[schema_.person.gone];
        for (std::uint32_t row = 0; row < keys.size(); ++row) {
            if (keys[row].value() == key && gone[row] == Gone::no) {
                return PersonId(row);
            }
        }
        return PersonId::invalid();
    }

    HouseholdId home_of(std::uint64_t key)
    {
        const auto keys = shard_->households()[schema_.household.key];
        const auto size = shard_->households()[schema_.household.size];
        for (std::uint32_t row = 0; row < keys.size(); ++row) {
            if (keys[row].value() == key && size[row] > 0) {
                return HouseholdId(row);
            }
        }
        return HouseholdLinks(*shard_, schema_).found(HouseholdKey(key), RegionId(0));
    }

    std::uint64_t anybody()
    {
        auto at = people_.begin();
        std::advance(at, static_cast<std::ptrdiff_t>(dice_.below(people_.size())));
        return at->first;
    }

    void arrive()
    {
        const std::uint64_t key = dice_.word();
        const Someone someone{
            1 + dice_.below(12), static_cast<std::int16_t>(dice_.below(1000)), {}};
        const HouseholdId home = home_of(someone.home);
        const std::size_t row = shard_->people().append(1);
        shard_->people()[schema_.person.key][row] = PersonKey(key);
        shard_->people()[schema_.person.region][row] = RegionId(0);
        shard_->people()[luck_][row] = someone.luck;
        HouseholdLinks(*shard_, schema_).join(PersonId(static_cast<PersonId::rep>(row)), home);
        people_[key] = someone;
    }

    void depart()
    {
        if (people_.empty()) {
            return;
        }
        const std::uint64_t key = anybody();
        const PersonId row = row_of(key);
        HouseholdLinks(*shard_, schema_).leave(row);
        shard_->people()[schema_.person.gone][row.value()] = Gone::died;
        people_.erase(key);
        for (auto& [other, someone] : people_) {
            if (someone.partner == key) {
                someone.partner.reset();
            }
        }
    }

    void move()
    {
        if (people_.empty()) {
            return;
        }
        const std::uint64_t key = anybody();
        HouseholdLinks(*shard_, schema_).leave(row_of(key));
        people_[key].home = 1 + dice_.below(12);
        const HouseholdId home = home_of(people_[key].home);
        HouseholdLinks(*shard_, schema_).join(row_of(key), home);
    }

    void marry()
    {
        if (people_.size() < 2) {
            return;
        }
        const std::uint64_t one = anybody();
        const std::uint64_t other = anybody();
        shard_->people()[partner_][row_of(one).value()] = row_of(other);
        people_[one].partner = other;
    }

    void expect_key_order() const
    {
        const auto keys = shard_->people()[schema_.person.key];
        ASSERT_TRUE(std::is_sorted(keys.begin(), keys.end()));
        const auto homes = shard_->households()[schema_.household.key];
        ASSERT_TRUE(std::is_sorted(homes.begin(), homes.end()));
        ASSERT_EQ(keys.size(), people_.size());
        for (const std::uint8_t size : shard_->households()[schema_.household.size]) {
            ASSERT_GT(size, 0);
        }
    }

    void expect_same()
    {
        ASSERT_NO_THROW(check_links(*shard_, schema_));
        const auto home = shard_->people()[schema_.person.household];
        const auto home_keys = shard_->households()[schema_.household.key];
        for (const auto& [key, someone] : people_) {
            const PersonId row = row_of(key);
            ASSERT_TRUE(row.valid());
            ASSERT_EQ(home_keys[home[row.value()].value()].value(), someone.home);
            ASSERT_EQ(shard_->people()[luck_][row.value()], someone.luck);
            const PersonId partner = shard_->people()[partner_][row.value()];
            // A link to someone gone stands until the next compaction, then it is none.
            const bool lives = partner.valid() &&
                               shard_->people()[schema_.person.gone][partner.value()] == Gone::no;
            ASSERT_EQ(lives, someone.partner.has_value());
            if (lives) {
                ASSERT_EQ(shard_->people()[schema_.person.key][partner.value()].value(),
                          *someone.partner);
            }
        }
    }

    testing::Dice dice_;
    WorldSchema schema_ = WorldSchema::create(true);
    Column<PersonId> partner_;
    Column<std::int16_t> luck_;
    Column<PersonId> head_;
    std::optional<Shard> shard_;
    std::map<std::uint64_t, Someone> people_;
};

TEST(Compact, KeepsPeopleAndLinksUnderRandomUse)
{
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        CompactFuzz fuzz(seed);
        for (int step = 0; step < 150; ++step) {
            fuzz.step();
            if (::testing::Test::HasFatalFailure()) {
                FAIL() << "seed " << seed << ", step " << step;
            }
        }
    }
}

TEST(Compact, LeavesTheSameRowsHoweverPeopleCame)
{
    const WorldSchema schema = WorldSchema::create(true);
    Shard forwards(ShardId(0), schema);
    Shard backwards(ShardId(0), schema);
    for (std::uint64_t number = 0; number < 30; ++number) {
        testing::settle(forwards, schema, number);
        testing::settle(backwards, schema, 29 - number);
    }
    compact(forwards, schema);
    compact(backwards, schema);
    for (std::size_t column = 0; column < schema.people->columns().size(); ++column) {
        const auto a = forwards.people().raw(column);
        const auto b = backwards.people().raw(column);
        EXPECT_TRUE(std::equal(a.begin(), a.end(), b.begin(), b.end()))
            << schema.people->columns()[column].name;
    }
    for (std::size_t column = 0; column < schema.households->columns().size(); ++column) {
        const auto a = forwards.households().raw(column);
        const auto b = backwards.households().raw(column);
        EXPECT_TRUE(std::equal(a.begin(), a.end(), b.begin(), b.end()))
            << schema.households->columns()[column].name;
    }
}

TEST(Compact, WorksWithoutHouseholds)
{
    const WorldSchema schema = WorldSchema::create(false);
    Shard shard(ShardId(0), schema);
    shard.people().append(10);
    for (std::size_t row = 0; row < 10; ++row) {
        shard.people()[schema.person.key][row] = PersonKey(100 - row);
        shard.people()[schema.person.gone][row] = row % 2 == 0 ? Gone::no : Gone::left_country;
    }
    compact(shard, schema);
    ASSERT_EQ(shard.people().size(), 5U);
    EXPECT_EQ(shard.people()[schema.person.key][0], PersonKey(92));
    EXPECT_EQ(shard.people()[schema.person.key][4], PersonKey(100));
}

TEST(Compact, DoesNothingToAnEmptyShard)
{
    const WorldSchema schema = WorldSchema::create(true);
    Shard shard(ShardId(0), schema);
    compact(shard, schema);
    EXPECT_EQ(shard.people().size(), 0U);
    EXPECT_FALSE(worth_compacting(shard, schema));
}

TEST(Compact, PaysFromOneInSixteen)
{
    const WorldSchema schema = WorldSchema::create(false);
    Shard shard(ShardId(0), schema);
    shard.people().append(160);
    for (std::size_t row = 0; row < 10; ++row) {
        shard.people()[schema.person.gone][row] = Gone::died;
    }
    EXPECT_FALSE(worth_compacting(shard, schema));
    shard.people()[schema.person.gone][10] = Gone::died;
    EXPECT_TRUE(worth_compacting(shard, schema));
}

}  // namespace
}  // namespace qonys
