#include "qonys/core/function_ref.hpp"

#include <gtest/gtest.h>

namespace qonys {
namespace {

int twice(FunctionRef<int(int)> function, int value) { return function(function(value)); }

int plus_three(int value) { return value + 3; }

TEST(FunctionRef, CallsWhatItRefersTo)
{
    EXPECT_EQ(twice([](int value) { return value * 5; }, 2), 50);
    EXPECT_EQ(twice(&plus_three, 1), 7);
}

TEST(FunctionRef, SharesTheStateOfTheCallable)
{
    int calls = 0;
    auto counting = [&calls](int value) {
        ++calls;
        return value;
    };
    static_cast<void>(twice(counting, 1));
    EXPECT_EQ(calls, 2);
}

TEST(FunctionRef, PassesReferencesThrough)
{
    const auto bump = [](int& value) { ++value; };
    const FunctionRef<void(int&)> function(bump);
    int value = 1;
    function(value);
    EXPECT_EQ(value, 2);
}

}  // namespace
}  // namespace qonys
