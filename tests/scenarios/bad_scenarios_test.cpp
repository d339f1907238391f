#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "qonys/core/error.hpp"
#include "qonys/run/plan.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;

const fs::path bad_folder = fs::path(QONYS_SOURCE_DIR) / "tests" / "scenarios" / "bad";

std::vector<fs::path> bad_scenarios()
{
    std::vector<fs::path> files;
    for (const auto& file : fs::directory_iterator(bad_folder)) {
        if (file.path().extension() == ".toml") {
            files.push_back(file.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// The lines that begin with "# expect: ", in order: every sentence, and no other.
std::string expected_of(const fs::path& file)
{
    std::ifstream in(file);
    const std::string mark = "# expect: ";
    std::string expected;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with(mark)) {
            expected += (expected.empty() ? "" : "\n") + line.substr(mark.size());
        }
    }
    return expected;
}

/// Sentences name files from the folder of the bad scenarios.
std::string shortened(std::string text)
{
    for (const std::string& prefix :
         {bad_folder.string() + "/", fs::path(QONYS_SOURCE_DIR).string() + "/"}) {
        for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) {
            text.erase(at, prefix.size());
        }
    }
    return text;
}

class BadScenario : public ::testing::TestWithParam<fs::path> {};

TEST_P(BadScenario, GetsItsSentence)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    try {
        static_cast<void>(
            Plan::read(Document::load(GetParam()), GetParam().stem().string(), catalogue));
        ADD_FAILURE() << "nothing was found wrong";
    } catch (const InputError& error) {
        EXPECT_EQ(shortened(error.what()), expected_of(GetParam()));
    } catch (const DataError& error) {
        EXPECT_EQ(shortened(error.what()), expected_of(GetParam()));
    }
}

INSTANTIATE_TEST_SUITE_P(All, BadScenario, ::testing::ValuesIn(bad_scenarios()),
                         [](const auto& parameter) {
                             std::string name = parameter.param.stem().string();
                             std::erase_if(name, [](char c) { return std::isalnum(c) == 0; });
                             return name;
                         });

TEST(BadScenarios, AreAtLeastTwentyFive) { EXPECT_GE(bad_scenarios().size(), 25U); }

}  // namespace
}  // namespace qonys
