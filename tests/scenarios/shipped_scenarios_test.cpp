#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "support/run_scenario.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;

/// Every TOML file of a folder of scenarios, but for registers of sources.
std::vector<fs::path> shipped_scenarios()
{
    std::vector<fs::path> files;
    const fs::path root = fs::path(QONYS_SOURCE_DIR) / "scenarios";
    for (const auto& folder : fs::directory_iterator(root)) {
        if (!folder.is_directory()) {
            continue;
        }
        for (const auto& file : fs::directory_iterator(folder.path())) {
            if (file.path().extension() == ".toml" && file.path().stem() != "SOURCES") {
                files.push_back(file.path());
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

class ShippedScenario : public ::testing::TestWithParam<fs::path> {};

TEST_P(ShippedScenario, LoadsAndRunsTwelveMonths)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const Document whole = Document::load(GetParam());
    const Month start = Plan::read(whole, "shipped", catalogue).scenario.start;
    const std::vector<Override> small{{"population.scale", "0.002"},
                                      {"run.end", "\"" + (start + 11).text() + "\""}};
    const Plan plan = Plan::read(Document::load(GetParam(), small), "shipped", catalogue);
    const testing::Finished finished = testing::run(plan);
    EXPECT_FALSE(finished.series.empty());
    for (const Series& series : finished.series) {
        if (series.spec.cadence == Cadence::monthly) {
            EXPECT_GE(series.times.size(), 12U) << series.spec.name;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, ShippedScenario, ::testing::ValuesIn(shipped_scenarios()),
                         [](const auto& parameter) {
                             std::string name = parameter.param.parent_path().stem().string() +
                                                parameter.param.stem().string();
                             std::erase_if(name, [](char c) { return std::isalnum(c) == 0; });
                             return name;
                         });

}  // namespace
}  // namespace qonys
