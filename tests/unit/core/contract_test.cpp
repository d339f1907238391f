#include "qonys/core/contract.hpp"

#include <gtest/gtest.h>

#include <string>

#include "qonys/core/error.hpp"

namespace qonys {
namespace {

TEST(Contract, TellsWhereAndWhatWasBroken)
{
    const int people = -1;
    try {
        QONYS_EXPECT(people >= 0);
        FAIL() << "a broken contract went unnoticed";
    } catch (const InternalError& error) {
        const std::string text = error.what();
        EXPECT_NE(text.find("contract_test.cpp:"), std::string::npos) << text;
        EXPECT_NE(text.find("expected 'people >= 0' but it does not hold"), std::string::npos)
            << text;
    }
}

TEST(Contract, IsSilentWhenItHolds)
{
    EXPECT_NO_THROW(QONYS_EXPECT(1 + 1 == 2));
    EXPECT_NO_THROW(QONYS_ENSURE(true));
    EXPECT_THROW(QONYS_ENSURE(false), InternalError);
}

TEST(Contract, EvaluatesAssertionsOnlyInDebugBuilds)
{
    int calls = 0;
    [[maybe_unused]] const auto check = [&] { return ++calls > 0; };
    QONYS_ASSERT(check());
#ifdef NDEBUG
    EXPECT_EQ(calls, 0);
#else
    EXPECT_EQ(calls, 1);
#endif
}

}  // namespace
}  // namespace qonys
