#include <gtest/gtest.h>

#include "hdf5_files.hpp"
#include "qonys/output/writer.hpp"
#include "sample_results.hpp"

namespace qonys {
namespace {

using namespace testing_output;  // NOLINT: test support

/// Indicators over the series of the sample: one with a target, one that divides by nothing.
std::vector<TargetIndicator> indicators()
{
    std::vector<TallySpec> specs;
    for (const Series& series : replicate(0).series) {
        specs.push_back(series.spec);
    }
    const std::string name = specs[1].name;  // the yearly flow
    const auto number = [&](const std::string& text) {
        return YearlyNumber{text, Formula::parse(text, specs), "persons"};
    };
    return {{.id = "K01",
             .name = {"Адамдар", "Люди", "People"},
             .number = number("2 * " + name),
             .base = TargetIndicator::Known{5.0, "2024"},
             .target = TargetIndicator::Target{7.0, 2030, TargetIndicator::Met::at_most},
             .remark = "",
             .origin = {"proxy", "https://example.org", ""}},
            {.id = "K02",
             .name = {"Ешкім", "Никто", "Nobody"},
             .number = number("1 / (" + name + " - " + name + ")"),
             .base = {},
             .target = {},
             .remark = "no published target",
             .origin = {"proxy", "https://example.org", ""}}};
}

TEST(TargetValues, AreNotThereWithoutACatalogue)
{
    const Folder folder;
    const auto writer = hdf5_writer(folder / "run.h5", scenario());
    writer->add(replicate(0));
    writer->close(record());
    EXPECT_FALSE(ResultsFile(folder / "run.h5").targets().has_value());
}

TEST(TargetValues, AreKeptByReplicateIndicatorAndYear)
{
    const Folder folder;
    const std::vector<TargetIndicator> wanted = indicators();
    const auto writer = hdf5_writer(folder / "run.h5", scenario(), wanted);
    writer->add(replicate(4));
    writer->add(replicate(9));
    writer->close(record());
    const ResultsFile file(folder / "run.h5");
    const auto read = file.targets();
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->replicates, (std::vector<std::uint32_t>{4, 9}));
    EXPECT_EQ(read->years, whole_years(scenario().start, scenario().end));
    ASSERT_EQ(read->indicators.size(), 2U);
    EXPECT_EQ(read->indicators[0].name, "People");
    EXPECT_EQ(read->indicators[0].target, 7.0);
    EXPECT_EQ(read->indicators[0].met, "at most");
    EXPECT_FALSE(read->indicators[1].target.has_value());
    for (std::size_t year = 0; year < read->years.size(); ++year) {
        const auto expected = yearly_value(wanted[0].number.formula, read->years[year],
                                           replicate(9).series, scenario().scale);
        EXPECT_EQ(read->at(1, 0, year), expected.value());
        EXPECT_NE(read->at(1, 1, year), read->at(1, 1, year)) << "divided by nothing";
    }
}

}  // namespace
}  // namespace qonys
