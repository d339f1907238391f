#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "qonys/core/error.hpp"
#include "support/run_scenario.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;

/// Every TOML file of a folder of scenarios, but for registers of sources and cases of evidence.
std::vector<fs::path> shipped_scenarios()
{
    std::vector<fs::path> files;
    const fs::path root = fs::path(QONYS_SOURCE_DIR) / "scenarios";
    for (const auto& folder : fs::directory_iterator(root)) {
        if (!folder.is_directory()) {
            continue;
        }
        for (const auto& file : fs::directory_iterator(folder.path())) {
            if (file.path().extension() == ".toml" && file.path().stem() != "SOURCES" &&
                file.path().stem() != "evidence") {
                files.push_back(file.path());
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

class ShippedScenario : public ::testing::TestWithParam<fs::path> {};

/// Twelve months of a small sample; of the whole where a model takes no samples.
Plan twelve_months(const fs::path& file)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const Month start = Plan::read(Document::load(file), "shipped", catalogue).scenario.start;
    std::vector<Override> changes{{"run.end", "\"" + (start + 11).text() + "\""},
                                  {"population.scale", "0.002"}};
    try {
        return Plan::read(Document::load(file, changes), "shipped", catalogue);
    } catch (const InputError&) {
        changes.pop_back();
        return Plan::read(Document::load(file, changes), "shipped", catalogue);
    }
}

TEST_P(ShippedScenario, LoadsAndRunsTwelveMonths)
{
    const Plan plan = twelve_months(GetParam());
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
