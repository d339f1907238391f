#include "qonys/process/follower.hpp"

#include <gtest/gtest.h>

#include "process/key_set.hpp"
#include "qonys/core/error.hpp"

// What a follower records is tested as a whole in tests/property/lives_test.cpp.

namespace qonys {
namespace {

std::string refusal(const std::string& text)
{
    try {
        static_cast<void>(FollowRequest::parse(text, "--follow"));
    } catch (const InputError& error) {
        return error.problems().front().text();
    }
    return "";
}

constexpr const char* hint =
    "; give a number of each kind, 'all', or keys such as person:0123456789abcdef";

TEST(FollowRequest, ReadsNumbersKeysAndAll)
{
    EXPECT_EQ(FollowRequest::parse("12", "").sample, 12);
    EXPECT_TRUE(FollowRequest::parse("all", "").everybody);
    const FollowRequest keys =
        FollowRequest::parse("person:ff,household:00000000000000aB\nemployer:1+\r\n", "");
    ASSERT_EQ(keys.keys.size(), 3U);
    EXPECT_EQ(keys.keys[0].text(), "person:00000000000000ff");
    EXPECT_EQ(keys.keys[1].key, 0xabU);
    EXPECT_FALSE(keys.keys[1].later);
    EXPECT_TRUE(keys.keys[2].later);
    EXPECT_EQ(FollowRequest::parse(keys.text(), "").text(), keys.text());
}

TEST(FollowRequest, RefusesWhatNamesNobody)
{
    EXPECT_EQ(refusal("0"), std::string("--follow: 0 is nobody (at least one is to be followed)") + hint);
    EXPECT_EQ(refusal("-3"), std::string("--follow: -3 is nobody (at least one is to be followed)") + hint);
    EXPECT_EQ(refusal(" ,"), std::string("--follow: names nobody (at least one is to be followed)") + hint);
    EXPECT_EQ(refusal("somebody"),
              std::string("--follow: 'somebody' is not a key (a key begins with its kind)") + hint);
    EXPECT_EQ(refusal("person:xyz"),
              std::string("--follow: 'person:xyz' is not a key (behind the kind stand up to sixteen "
                          "hexadecimal digits)") +
                  hint);
    EXPECT_NE(refusal("person:"), "");
    EXPECT_NE(refusal("person:0123456789abcdef0"), "");
    EXPECT_NE(refusal("99999999999999999999"), "");
}

TEST(KeySet, FindsWhatWasPutIn)
{
    KeySet keys;
    EXPECT_FALSE(keys.contains(0));
    for (std::uint64_t key = 0; key < 3000; key += 3) {
        keys.insert(key);
        keys.insert(key);
    }
    for (std::uint64_t key = 0; key < 3000; ++key) {
        EXPECT_EQ(keys.contains(key), key % 3 == 0) << key;
    }
}

}  // namespace
}  // namespace qonys
