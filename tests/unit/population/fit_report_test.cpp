#include "qonys/population/fit_report.hpp"

#include <gtest/gtest.h>

namespace qonys {
namespace {

TEST(FitReport, PrintsTargetsAndWhatIsOnlyCompared)
{
    FitReport report;
    report.lines.push_back({{"region", 20, 0.0, "KZ-10", 10.0, 10.0}, true, ""});
    report.lines.push_back({{"size", 8, 0.5, "1", 0.1, 0.6}, false, "grade D"});
    const std::string text = report.text();
    EXPECT_NE(text.find("region      20            0  KZ-10"), std::string::npos) << text;
    EXPECT_NE(text.find("compared only; grade D"), std::string::npos) << text;
}

TEST(FitReport, KnowsWhenAnExactMarginIsMissed)
{
    FitReport report;
    report.lines.push_back({{"size", 8, 40.0, "1", 0.1, 40.1}, false, "grade D"});
    report.lines.push_back({{"region", 20, 0.4, "KZ-10", 10.0, 10.4}, true, "", true});
    EXPECT_FALSE(report.misses_exact());
    report.lines.push_back({{"area", 20, 1.0, "KZ-10", 10.0, 11.0}, true, "", true});
    EXPECT_TRUE(report.misses_exact());
}

}  // namespace
}  // namespace qonys
