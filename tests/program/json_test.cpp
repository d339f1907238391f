#include "app/json.hpp"

#include <gtest/gtest.h>

#include <limits>

// The program is no library: its own small parts are compiled in.
#include "app/json.cpp"  // NOLINT(bugprone-suspicious-include)

namespace qonys::app {
namespace {

TEST(Json, KeepsTheOrderOfMembers)
{
    const Json json =
        Json::object({{"b", 1}, {"a", true}, {"list", Json::array({Json(2.5), Json("x")})}});
    EXPECT_EQ(json.text(), R"({"b": 1, "a": true, "list": [2.5, "x"]})");
}

TEST(Json, WritesEmptyThings)
{
    EXPECT_EQ(Json::object({}).text(), "{}");
    EXPECT_EQ(Json::array({}).text(), "[]");
    EXPECT_EQ(Json("").text(), "\"\"");
}

TEST(Json, EscapesWhatMustNotStandInAText)
{
    EXPECT_EQ(Json("a\"b\\c\nd\te\rf\x01").text(), R"("a\"b\\c\nd\te\rf\u0001")");
}

TEST(Json, KeepsKazakhAndRussianNames)
{
    EXPECT_EQ(Json("Қоныс, Жетісу, 𐰴").text(), "\"Қоныс, Жетісу, 𐰴\"");
}

TEST(Json, ReplacesBytesThatAreNoCharacters)
{
    EXPECT_EQ(Json("a\xFF").text(), R"("a\ufffd")");
    EXPECT_EQ(Json("\xC0\xAF").text(), R"("\ufffd\ufffd")");            // overlong
    EXPECT_EQ(Json("\xED\xA0\x80").text(), R"("\ufffd\ufffd\ufffd")");  // surrogate
    EXPECT_EQ(Json("\xD2").text(), R"("\ufffd")");                      // cut off
}

TEST(Json, HasNoWordForInfinity)
{
    EXPECT_EQ(Json(std::numeric_limits<double>::infinity()).text(), "null");
    EXPECT_EQ(Json(std::numeric_limits<double>::quiet_NaN()).text(), "null");
}

TEST(Json, WritesNumbersThatReadBackTheSame)
{
    EXPECT_EQ(Json(0.1).text(), "0.1");
    EXPECT_EQ(Json(1.0 / 3.0).text(), "0.3333333333333333");
    EXPECT_EQ(Json(std::uint64_t{18446744073709551615ULL}).text(), "18446744073709551615");
}

}  // namespace
}  // namespace qonys::app
