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

}  // namespace
}  // namespace qonys
