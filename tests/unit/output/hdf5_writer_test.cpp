#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <numeric>

#include "hdf5_files.hpp"
#include "qonys/output/writer.hpp"
#include "sample_results.hpp"

namespace qonys {
namespace {

using namespace testing_output;  // NOLINT: test support

void write_sample(const fs::path& file)
{
    const auto writer = hdf5_writer(file, scenario());
    writer->add(replicate(0));
    writer->add(replicate(1));
    ASSERT_EQ(writer->close(record()), std::vector<fs::path>{file});
}

TEST(Hdf5Writer, LaysOutTheTree)
{
    const Folder folder;
    write_sample(folder / "run.h5");
    EXPECT_EQ(hdf5_tree(folder / "run.h5"),
              "/./\n"
              "/axes/\n/axes/region/\n/axes/region/codes\n/axes/region/labels\n"
              "/axes/sex/\n/axes/sex/codes\n/axes/sex/labels\n"
              "/axes/spending.region/\n/axes/spending.region/codes\n/axes/spending.region/labels\n"
              "/indicators/\n/indicators/births/\n/indicators/births/replicate\n"
              "/indicators/births/time\n/indicators/births/values\n"
              "/indicators/population/\n/indicators/population/region\n"
              "/indicators/population/replicate\n/indicators/population/sex\n"
              "/indicators/population/time\n/indicators/population/values\n"
              "/indicators/spending/\n/indicators/spending/region\n/indicators/spending/replicate\n"
              "/indicators/spending/time\n/indicators/spending/values\n"
              "/log/\n/log/notes\n/log/timing/\n/log/timing/calls\n/log/timing/cpu_seconds\n"
              "/log/timing/process\n/log/timing/stage\n"
              "/measures\n/replicates\n"
              "/scenario/\n/scenario/effective\n/scenario/inputs/\n/scenario/inputs/name\n"
              "/scenario/inputs/rows\n/scenario/inputs/sha256\n/scenario/parameters/\n"
              "/scenario/parameters/assumption\n/scenario/parameters/description\n"
              "/scenario/parameters/grade\n/scenario/parameters/is_default\n"
              "/scenario/parameters/key\n/scenario/parameters/note\n"
              "/scenario/parameters/source\n/scenario/parameters/unit\n"
              "/scenario/parameters/value\n/scenario/parameters/year\n"
              "/schedule/\n/schedule/cadence\n/schedule/description\n/schedule/month_of_year\n"
              "/schedule/name\n/schedule/order\n/schedule/stage\n"
              "/time/\n/time/monthly_flow\n/time/monthly_stock\n/time/yearly_flow\n"
              "/time/yearly_flow_month\n");
}

TEST(Hdf5Writer, GivesEqualBytesForEqualRuns)
{
    const Folder folder;
    write_sample(folder / "a.h5");
    write_sample(folder / "b.h5");
    EXPECT_TRUE(text_of(folder / "a.h5") == text_of(folder / "b.h5"));
}

TEST(Hdf5Writer, NamesTheFileOnlyWhenItIsClosed)
{
    const Folder folder;
    const auto writer = hdf5_writer(folder / "run.h5", scenario());
    writer->add(replicate(0));
    EXPECT_FALSE(fs::exists(folder / "run.h5"));
    EXPECT_TRUE(fs::exists(folder / "run.h5.partial"));
    writer->close(record());
    EXPECT_TRUE(fs::exists(folder / "run.h5"));
    EXPECT_FALSE(fs::exists(folder / "run.h5.partial"));
}

TEST(Hdf5Writer, LeavesNothingWhenItIsNotClosed)
{
    const Folder folder;
    {
        const auto writer = hdf5_writer(folder / "run.h5", scenario());
        writer->add(replicate(0));
    }
    EXPECT_EQ(folder.num_entries(), 0U);
}

TEST(Hdf5Writer, ReplacesAnOlderFile)
{
    const Folder folder;
    write_text(folder / "run.h5", "old");
    write_sample(folder / "run.h5");
    EXPECT_EQ(ResultsFile(folder / "run.h5").num_replicates(), 2U);
}

TEST(Hdf5Writer, KeepsTheOlderFileWhenItIsNotClosed)
{
    const Folder folder;
    write_text(folder / "run.h5", "old");
    hdf5_writer(folder / "run.h5", scenario())->add(replicate(0));
    EXPECT_EQ(text_of(folder / "run.h5"), "old");
    EXPECT_EQ(folder.num_entries(), 1U);
}

TEST(Hdf5Writer, SaysThatTheFolderIsMissing)
{
    const Folder folder;
    EXPECT_EQ(
        data_error(folder,
                   [&] { static_cast<void>(hdf5_writer(folder / "no/run.h5", scenario())); }),
        "no/run.h5: cannot be written (No such file or directory); check that the folder exists "
        "and may be written");
}

TEST(Hdf5Writer, SaysThatTheFolderMayNotBeWritten)
{
    if (::geteuid() == 0) {
        GTEST_SKIP() << "root may write everywhere";
    }
    const Folder folder;
    fs::create_directory(folder / "shut");
    fs::permissions(folder / "shut", fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_EQ(
        data_error(folder,
                   [&] { static_cast<void>(hdf5_writer(folder / "shut/run.h5", scenario())); }),
        "shut/run.h5: cannot be written (Permission denied); check that the folder exists and may "
        "be written");
}

TEST(Hdf5Writer, RefusesAFolder)
{
    const Folder folder;
    fs::create_directory(folder / "run.h5");
    EXPECT_EQ(
        data_error(folder, [&] { static_cast<void>(hdf5_writer(folder / "run.h5", scenario())); }),
        "run.h5: cannot be written (it is a folder); give the name of a file");
}

/// Digits without a pattern, where packing shall not make room for them.
Series large(std::size_t cells, std::uint64_t step = 0x9e3779b97f4a7c15ULL)
{
    Series series{{"large",
                   "",
                   "persons",
                   Measurement::flow,
                   Cadence::monthly,
                   {Axis::range("cell", 1, static_cast<int>(cells))},
                   true},
                  {Month(2025, 1)},
                  {}};
    for (std::size_t i = 0; i < cells; ++i) {
        series.values.push_back(static_cast<std::int64_t>((i * step) >> 12U));
    }
    return series;
}

TEST(Hdf5Writer, SaysThatTheDiskIsFull)
{
    const Folder folder;
    const SmallDisk disk(folder / "disk");
    if (!disk.mounted()) {
        GTEST_SKIP() << "no right to mount a small disk";
    }
    const auto fill = [&] {
        const auto writer = hdf5_writer(folder / "disk/run.h5", scenario());
        for (std::uint32_t i = 0; i < 20; ++i) {
            writer->add({i, {large(8192)}});
        }
        writer->close(record());
    };
    EXPECT_EQ(
        data_error(folder, fill),
        "disk/run.h5: cannot be written in full (No space left on device); free some space and run "
        "again");
    EXPECT_TRUE(fs::is_empty(folder / "disk"));
    write_sample(folder / "run.h5");  // the library is none the worse for it
}

TEST(Hdf5Writer, SaysThatTheDiskIsFullWhenItNoticesOnlyOnClosing)
{
    const Folder folder;
    const SmallDisk disk(folder / "disk");
    if (!disk.mounted()) {
        GTEST_SKIP() << "no right to mount a small disk";
    }
    const auto writer = hdf5_writer(folder / "disk/run.h5", scenario());
    writer->add(replicate(0));
    write_text(folder / "disk/ballast", std::string(262144, 'x'));
    RunRecord long_record = record();
    long_record.notes.assign(3000, std::string(20, 'n'));
    EXPECT_EQ(
        data_error(folder, [&] { writer->close(long_record); }),
        "disk/run.h5: cannot be written in full (No space left on device); free some space and run "
        "again");
    EXPECT_FALSE(fs::exists(folder / "disk/run.h5"));
}

std::size_t resident_bytes()
{
    std::ifstream in("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    in >> total >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

TEST(Hdf5Writer, HoldsNoReplicatesInMemory)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "sanitizers keep memory that was given back";
#endif
    const Folder folder;
    const auto writer = hdf5_writer(folder / "run.h5", scenario());
    const Series series = large(16384, 1);
    std::size_t early = 0;
    for (std::uint32_t i = 0; i < 100; ++i) {
        writer->add({i, {series}});
        if (i == 9) {
            early = resident_bytes();
        }
    }
    // Ninety replicates of 128 KiB would be 11.25 MiB.
    EXPECT_LT(resident_bytes(), early + (std::size_t{4} << 20U));
    writer->close(record());
    EXPECT_EQ(ResultsFile(folder / "run.h5").num_replicates(), 100U);
}

/// Memory of the lists from which the library takes its parts, used and kept for later.
std::size_t memory_of_the_library()
{
    std::array<std::size_t, 4> lists{};
    EXPECT_GE(H5get_free_list_sizes(&lists[0], &lists[1], &lists[2], &lists[3]), 0);
    return std::accumulate(lists.begin(), lists.end(), std::size_t{0});
}

TEST(Hdf5Writer, LeavesNoMemoryWithTheLibrary)
{
    const Folder folder;
    const auto writer = hdf5_writer(folder / "run.h5", scenario());
    const std::size_t before = memory_of_the_library();
    writer->add({0, {large(16384, 1)}});
    writer->close(record());
    EXPECT_LT(memory_of_the_library(), before);
}

TEST(Hdf5Writer, RefusesReplicatesThatDiffer)
{
    const Folder folder;
    const auto writer = hdf5_writer(folder / "run.h5", scenario());
    writer->add(replicate(0));
    EXPECT_THROW(writer->add({1, {monthly_stock(1)}}), InternalError);
}

TEST(Hdf5Writer, RefusesAnAxisNamedLikeAPartOfTheLayout)
{
    const Folder folder;
    Series series = money(1);
    series.spec.axes = {Axis("time", {"x"})};
    EXPECT_THROW(hdf5_writer(folder / "run.h5", scenario())->add({0, {series}}), InternalError);
}

}  // namespace
}  // namespace qonys
