#pragma once

#include <gtest/gtest.h>

#include <regex>
#include <string>

#include "program/run_program.hpp"

namespace qonys::test {

inline constexpr const char* small = R"(title = "Small"
model = "person_months"
[run]
start = "2025-01"
end = "2025-12"
[population]
people = 3_000
)";

/// Takes a second or so: long enough to be stopped in the middle.
inline constexpr const char* longer = R"(model = "person_months"
[run]
start = "2025-01"
end = "2064-12"
replicates = 2
[population]
people = 100_000
)";

inline testing::AssertionResult shown(bool good, const std::string& text, const std::string& part)
{
    return (good ? testing::AssertionSuccess() : testing::AssertionFailure())
           << "'" << part << "' in:\n"
           << text;
}

inline testing::AssertionResult holds(const std::string& text, const std::string& part)
{
    return shown(text.find(part) != std::string::npos, text, part);
}

inline testing::AssertionResult begins(const std::string& text, const std::string& part)
{
    return shown(text.starts_with(part), text, part);
}

inline testing::AssertionResult ends(const std::string& text, const std::string& part)
{
    return shown(text.ends_with(part), text, part);
}

inline testing::AssertionResult matches(const std::string& text, const std::string& pattern)
{
    return shown(std::regex_search(text, std::regex(pattern)), text, pattern);
}

/// A sandbox named after the test, with small.toml in it.
class Program : public testing::Test {
protected:
    Program() : box_(testing::UnitTest::GetInstance()->current_test_info()->name())
    {
        box_.write("small.toml", small);
    }

    Sandbox box_;
};

}  // namespace qonys::test
