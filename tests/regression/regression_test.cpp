#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "support/run_scenario.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;

// Each folder is a case: scenario.toml, and expected.txt with the total and the last period of every
// indicator. Golden numbers notice what changed without being meant to; they prove nothing else. When a
// change is meant, `QONYS_UPDATE=1 ctest -L regression` writes them anew: read the difference.
const fs::path cases_folder = fs::path(QONYS_SOURCE_DIR) / "tests" / "regression";

std::vector<fs::path> cases()
{
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(cases_folder)) {
        if (fs::exists(entry.path() / "scenario.toml")) {
            folders.push_back(entry.path());
        }
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

std::string digest_of(const testing::Finished& finished)
{
    std::ostringstream text;
    for (const Series& series : finished.series) {
        std::int64_t last = 0;
        if (!series.times.empty()) {
            for (const std::int64_t value : series.at(series.times.size() - 1)) {
                last += value;
            }
        }
        text << series.spec.name << " periods " << series.times.size() << " total "
             << finished.total(series.spec.name) << " last " << last << "\n";
    }
    return text.str();
}

class RegressionCase : public ::testing::TestWithParam<fs::path> {};

TEST_P(RegressionCase, HasTheNumbersItHad)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const Plan plan =
        Plan::read(Document::load(GetParam() / "scenario.toml"), "regression", catalogue);
    const std::string got = digest_of(testing::run(plan, {2, 1}));
    const fs::path expected_file = GetParam() / "expected.txt";
    if (std::getenv("QONYS_UPDATE") != nullptr) {
        std::ofstream(expected_file) << got;
        GTEST_SKIP() << "written anew: " << expected_file;
    }
    std::ostringstream expected;
    expected << std::ifstream(expected_file).rdbuf();
    EXPECT_EQ(got, expected.str())
        << "if the change is meant: QONYS_UPDATE=1 ctest -L regression, and read the difference";
}

INSTANTIATE_TEST_SUITE_P(All, RegressionCase, ::testing::ValuesIn(cases()),
                         [](const auto& parameter) {
                             std::string name = parameter.param.stem().string();
                             std::erase_if(name, [](char c) { return std::isalnum(c) == 0; });
                             return name;
                         });

}  // namespace
}  // namespace qonys
