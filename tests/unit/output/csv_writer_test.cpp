#include <gtest/gtest.h>

#include "qonys/output/writer.hpp"
#include "sample_results.hpp"

namespace qonys {
namespace {

using namespace testing_output;  // NOLINT: test support

void write_sample(const fs::path& folder)
{
    const auto writer = csv_writer(folder, scenario());
    writer->add(replicate(0));
    writer->add(replicate(1));
    writer->close(record());
}

TEST(CsvWriter, WritesOneTidyTableAnIndicator)
{
    const Folder folder;
    write_sample(folder / "run");
    EXPECT_EQ(text_of(folder / "run/spending.csv"),
              "replicate,time,region,value\n0,2025-01,KZ-71,3\n1,2025-01,KZ-71,103\n");
    EXPECT_EQ(text_of(folder / "run/births.csv"),
              "replicate,time,value\n0,2025,23.333333333333336\n0,2026,46.66666666666667\n"
              "1,2025,356.6666666666667\n1,2026,713.3333333333334\n");
    const std::string population = text_of(folder / "run/population.csv");
    const std::string start =
        "replicate,time,region,sex,value\n0,2024-12,KZ-10,m,0\n0,2024-12,KZ-10,f,3."
        "3333333333333335\n";
    EXPECT_EQ(population.substr(0, start.size()), start);
}

TEST(CsvWriter, ListsTheFilesItWrote)
{
    const Folder folder;
    const auto writer = csv_writer(folder / "run/", scenario());
    writer->add(replicate(0));
    EXPECT_EQ(writer->close(record()),
              (std::vector<fs::path>{folder / "run/about.csv", folder / "run/population.csv",
                                     folder / "run/births.csv", folder / "run/spending.csv"}));
}

TEST(CsvWriter, WritesWholeNumbersWithoutDecimals)
{
    const Folder folder;
    Scenario tenth = scenario();
    tenth.scale = 0.1;
    Series series = money(2000000000000);
    series.spec.weighted = true;
    const auto writer = csv_writer(folder / "run", tenth);
    writer->add({0, {series}});
    writer->close(record());
    EXPECT_EQ(text_of(folder / "run/spending.csv"),
              "replicate,time,region,value\n0,2025-01,KZ-71,20000000000000\n");
}

TEST(CsvWriter, QuotesCodesWithCommas)
{
    const Folder folder;
    Series series = money(5);
    series.spec.axes = {Axis("kind", {"a, \"b\""})};
    const auto writer = csv_writer(folder / "run", scenario());
    writer->add({0, {series}});
    writer->close(record());
    EXPECT_EQ(text_of(folder / "run/spending.csv"),
              "replicate,time,kind,value\n0,2025-01,\"a, \"\"b\"\"\",5\n");
}

TEST(CsvWriter, TellsTheStocksOfAHalfYearApart)
{
    const Folder folder;
    Series series{{"stock", "", "persons", Measurement::stock, Cadence::yearly, {}, false},
                  {Month(2025, 6), Month(2025, 12)},
                  {1, 2}};
    const auto writer = csv_writer(folder / "run", scenario());
    writer->add({0, {series}});
    writer->close(record());
    EXPECT_EQ(text_of(folder / "run/stock.csv"),
              "replicate,time,value\n0,2025-06,1\n0,2025-12,2\n");
}

TEST(CsvWriter, SaysWhatWasRun)
{
    const Folder folder;
    write_sample(folder / "run");
    const std::string about = text_of(folder / "run/about.csv");
    EXPECT_NE(about.find("\nseed,18446744073709551615\n"), std::string::npos);
    EXPECT_NE(about.find("\nscale,0.3\n"), std::string::npos);
    EXPECT_NE(about.find("\nindicators.births.unit,persons\n"), std::string::npos);
}

TEST(CsvWriter, NamesTheFolderOnlyWhenItIsClosed)
{
    const Folder folder;
    {
        const auto writer = csv_writer(folder / "run", scenario());
        writer->add(replicate(0));
        EXPECT_FALSE(fs::exists(folder / "run"));
        EXPECT_TRUE(fs::exists(folder / "run.partial"));
    }
    EXPECT_EQ(folder.num_entries(), 0U);
}

TEST(CsvWriter, ReplacesAFolderOfItsOwn)
{
    const Folder folder;
    write_sample(folder / "run");
    const auto writer = csv_writer(folder / "run", scenario());
    writer->add({0, {money(1)}});
    writer->close(record());
    EXPECT_TRUE(fs::exists(folder / "run/spending.csv"));
    EXPECT_FALSE(fs::exists(folder / "run/births.csv"));
    EXPECT_EQ(folder.num_entries(), 1U);
}

TEST(CsvWriter, LeavesTheFoldersOfOthersAlone)
{
    const Folder folder;
    fs::create_directory(folder / "letters");
    write_text(folder / "letters/mother.txt", "dear");
    write_text(folder / "file", "x");
    EXPECT_EQ(
        data_error(folder, [&] { static_cast<void>(csv_writer(folder / "letters", scenario())); }),
        "letters: cannot be replaced (it has no about.csv, so its files are not ours); give "
        "another "
        "name");
    EXPECT_EQ(
        data_error(folder, [&] { static_cast<void>(csv_writer(folder / "file", scenario())); }),
        "file: cannot be written (it is a file); give the name of a folder");
    EXPECT_EQ(text_of(folder / "letters/mother.txt"), "dear");
}

TEST(CsvWriter, SaysThatTheFolderAboveIsMissing)
{
    const Folder folder;
    EXPECT_EQ(
        data_error(folder, [&] { static_cast<void>(csv_writer(folder / "no/run", scenario())); }),
        "no/run: cannot be written (No such file or directory); check that the folder above exists "
        "and may be written");
}

TEST(CsvWriter, SaysThatTheDiskIsFull)
{
    const Folder folder;
    const SmallDisk disk(folder / "disk");
    if (!disk.mounted()) {
        GTEST_SKIP() << "no right to mount a small disk";
    }
    const auto fill = [&] {
        const auto writer = csv_writer(folder / "disk/run", scenario());
        for (std::uint32_t i = 0; i < 2000; ++i) {
            writer->add(replicate(i));
        }
        writer->close(record());
    };
    EXPECT_EQ(
        data_error(folder, fill),
        "disk/run: cannot be written in full (No space left on device); free some space and run "
        "again");
    EXPECT_TRUE(fs::is_empty(folder / "disk"));
}

}  // namespace
}  // namespace qonys
