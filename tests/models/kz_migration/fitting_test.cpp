#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "support/run_scenario.hpp"

// A fit sees what was known by its day, and nothing else: not in data, not in observations.
namespace qonys::testing {
namespace {

namespace fs = std::filesystem;
const fs::path kz = fs::path(QONYS_SOURCE_DIR) / "scenarios" / "kz";

Plan plan_of_file(const std::string& file)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const std::vector<Override> off{Override::parse("migration.on=false"),
                                    Override::parse("catalogue.use=false")};
    return Plan::read(Document::load(kz / file, off), file, catalogue);
}

std::string fitted(const Plan& plan, const fs::path& folder, const std::string& as_of)
{
    const Threads threads(2);
    return plan.model->fit({plan, folder, as_of, threads}).file_text;
}

std::string text_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

using Wanted = bool (*)(const std::string& line);

/// Puts another number at the end of a line, or before role and vintage.
std::string spoilt(const std::string& line)
{
    const bool observed = line.find("calibrate") != std::string::npos ||
                          line.find("validate") != std::string::npos;
    std::size_t end = line.size();
    for (int comma = 0; observed && comma < 2; ++comma) {
        end = line.rfind(',', end - 1);
    }
    const std::size_t begin = line.rfind(',', end - 1) + 1;
    return line.substr(0, begin) + "12345" + line.substr(end);
}

void spoil(const fs::path& file, Wanted wanted)
{
    std::stringstream in(text_of(file));
    std::ofstream out(file, std::ios::binary);
    std::string line;
    std::getline(in, line);
    out << line << "\n";
    while (std::getline(in, line)) {
        out << (wanted(line) ? spoilt(line) : line) << "\n";
    }
}

class Fit : public ::testing::Test {
protected:
    void SetUp() override
    {
        // Tests run side by side, each as a process of its own.
        folder_ = fs::path(::testing::TempDir()) / ("qonys_fit_" + std::to_string(getpid()));
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        fs::copy(kz / "data", folder_ / "data");
        fs::copy(kz / "observed", folder_ / "observed");
    }
    void TearDown() override { fs::remove_all(folder_); }
    fs::path folder_;
};

TEST_F(Fit, IsBitIdenticalWhateverCameLaterOrServesToValidate)
{
    const Plan plan = plan_of_file("base-2022.toml");
    const std::string expected = fitted(plan, kz, "2023-12-31");
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_ / "data")) {
        if (entry.path().extension() == ".csv") {
            spoil(entry.path(), [](const std::string& line) {
                return line.find(",2024,") != std::string::npos ||
                       line.find(",2025,") != std::string::npos;
            });
        }
    }
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_ / "observed")) {
        if (entry.path().extension() == ".csv") {
            spoil(entry.path(), [](const std::string& line) {
                return line.find("validate") != std::string::npos || line.ends_with("2024-12-31");
            });
        }
    }
    EXPECT_EQ(fitted(plan, folder_, "2023-12-31"), expected);
}

TEST_F(Fit, SeesWhatWasKnown)
{
    const Plan plan = plan_of_file("base-2022.toml");
    const std::string expected = fitted(plan, kz, "2023-12-31");
    spoil(folder_ / "observed" / "od_share_of_arrivals.csv",
          [](const std::string& line) { return line.starts_with("KZ-11,KZ-39,2023"); });
    EXPECT_NE(fitted(plan, folder_, "2023-12-31"), expected);
}

TEST_F(Fit, AnEarlierDayMakesAnEarlierFitOfTheSameFigures)
{
    const Plan plan = plan_of_file("base-2022.toml");
    EXPECT_NE(fitted(plan, kz, "2024-12-31"), fitted(plan, kz, "2023-12-31"));
    EXPECT_THROW(fitted(plan, kz, "2022-12-31"), InputError);
    EXPECT_THROW(fitted(plan, kz, "soon"), InputError);
}

/// Values of a section, year by year.
std::vector<double> by_year(const std::string& file_text, const std::string& section)
{
    std::stringstream in(file_text.substr(file_text.find("[" + section + "]")));
    std::vector<double> values;
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line) && !line.empty()) {
        values.push_back(std::stod(line.substr(line.find('=') + 1)));
    }
    return values;
}

TEST_F(Fit, CountsWhoCouldMoveInEveryYearOfTheScenario)
{
    const std::string text = fitted(plan_of_file("base-2022.toml"), kz, "2023-12-31");
    EXPECT_NE(text.find("reach_from = 2022\nreach_to = 2024\n"), std::string::npos);
    for (const char* section : {"family_reach", "lone_reach"}) {
        const std::vector<double> reach = by_year(text, section);
        ASSERT_EQ(reach.size(), 3u) << section;
        // The people drift from those of the base date, but not far.
        for (const double value : reach) {
            EXPECT_GT(value, 0.85) << section;
            EXPECT_LT(value, 1.05) << section;
        }
    }
}

TEST_F(Fit, ShippedFilesAreWhatTheCommandMakes)
{
    EXPECT_EQ(fitted(plan_of_file("base-2022.toml"), kz, "2023-12-31"),
              text_of(kz / "fitted" / "movement-2023.toml"));
    EXPECT_EQ(fitted(plan_of_file("base.toml"), kz, "2024-12-31"),
              text_of(kz / "fitted" / "movement-2024.toml"));
}

}  // namespace
}  // namespace qonys::testing
