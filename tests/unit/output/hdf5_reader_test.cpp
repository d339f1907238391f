#include <gtest/gtest.h>

#include <thread>

#include "hdf5_files.hpp"
#include "qonys/output/writer.hpp"
#include "sample_results.hpp"

namespace qonys {
namespace {

using namespace testing_output;  // NOLINT: test support

void write_sample(const fs::path& file)
{
    const auto writer = hdf5_writer(file, scenario());
    writer->add(replicate(4));
    writer->add(replicate(9));
    writer->close(record());
}

std::string opening(const Folder& folder, const char* name)
{
    return data_error(folder, [&] { ResultsFile(folder / name); });
}

TEST(ResultsFile, GivesTheRecordBack)
{
    const Folder folder;
    write_sample(folder / "run.h5");
    const ResultsFile file(folder / "run.h5");
    const RunRecord& read = file.record();
    const RunRecord wrote = record();
    EXPECT_EQ(read.command, wrote.command);
    EXPECT_EQ(read.scenario_text, wrote.scenario_text);
    EXPECT_EQ(read.scenario_digest, wrote.scenario_digest);
    EXPECT_EQ(read.result_hash, wrote.result_hash);
    EXPECT_EQ(read.created, wrote.created);
    EXPECT_EQ(read.measures, wrote.measures);
    EXPECT_EQ(read.notes, wrote.notes);
    ASSERT_EQ(read.inputs.size(), 1U);
    EXPECT_EQ(read.inputs[0].path, "data/q.csv");
    EXPECT_EQ(read.inputs[0].sha256, wrote.inputs[0].sha256);
    EXPECT_EQ(read.inputs[0].rows, 20U);
}

TEST(ResultsFile, GivesTheScenarioBack)
{
    const Folder folder;
    write_sample(folder / "run.h5");
    const Scenario read = ResultsFile(folder / "run.h5").record().scenario;
    const Scenario wrote = scenario();
    EXPECT_EQ(read.name, wrote.name);
    EXPECT_EQ(read.title, wrote.title);
    EXPECT_EQ(read.model, wrote.model);
    EXPECT_EQ(read.start, wrote.start);
    EXPECT_EQ(read.end, wrote.end);
    EXPECT_EQ(read.seed, wrote.seed);
    EXPECT_EQ(read.replicates, wrote.replicates);
    EXPECT_EQ(read.scale, wrote.scale);
}

TEST(ResultsFile, ListsIndicatorsInTheOrderOfTheModel)
{
    const Folder folder;
    write_sample(folder / "run.h5");
    EXPECT_EQ(ResultsFile(folder / "run.h5").indicators(),
              (std::vector<std::string>{"population", "births", "spending"}));
}

TEST(ResultsFile, GivesWeightedValuesBack)
{
    const Folder folder;
    write_sample(folder / "run.h5");
    const auto read = ResultsFile(folder / "run.h5").read("population");
    const Series wrote = monthly_stock(400);
    EXPECT_EQ(read.times, wrote.times);
    EXPECT_EQ(read.replicates, (std::vector<std::uint32_t>{4, 9}));
    ASSERT_EQ(read.values.size(), 16U);
    for (std::size_t i = 0; i < 8; ++i) {
        EXPECT_EQ(read.values[i], static_cast<double>(400 + i) * (1.0 / 0.3));
        EXPECT_EQ(read.values[8 + i], static_cast<double>(900 + i) * (1.0 / 0.3));
    }
}

TEST(ResultsFile, GivesTheSpecBack)
{
    const Folder folder;
    write_sample(folder / "run.h5");
    const TallySpec read = ResultsFile(folder / "run.h5").read("population").spec;
    const TallySpec wrote = monthly_stock(0).spec;
    EXPECT_EQ(read.name, wrote.name);
    EXPECT_EQ(read.description, wrote.description);
    EXPECT_EQ(read.unit, wrote.unit);
    EXPECT_EQ(read.measurement, wrote.measurement);
    EXPECT_EQ(read.cadence, wrote.cadence);
    EXPECT_EQ(read.axes, wrote.axes);
    EXPECT_EQ(read.weighted, wrote.weighted);
}

TEST(ResultsFile, GivesASingleNumberByYearBack)
{
    const Folder folder;
    write_sample(folder / "run.h5");
    const auto read = ResultsFile(folder / "run.h5").read("births");
    EXPECT_EQ(read.times, yearly_flow(0).times);
    EXPECT_EQ(read.spec.cadence, Cadence::yearly);
    EXPECT_TRUE(read.spec.axes.empty());
    EXPECT_EQ(read.values, (std::vector<double>{407 * (1.0 / 0.3), 814 * (1.0 / 0.3),
                                                907 * (1.0 / 0.3), 1814 * (1.0 / 0.3)}));
}

TEST(ResultsFile, KeepsMoneyUnweighted)
{
    const Folder folder;
    write_sample(folder / "run.h5");
    EXPECT_EQ(ResultsFile(folder / "run.h5").read("spending").values,
              (std::vector<double>{403, 903}));
}

TEST(ResultsFile, KeepsAxesOfOneNameApart)
{
    const Folder folder;
    write_sample(folder / "run.h5");
    const ResultsFile file(folder / "run.h5");
    EXPECT_EQ(file.read("population").spec.axes[0], regions());
    EXPECT_EQ(file.read("spending").spec.axes[0], Axis("region", {"KZ-71"}, {"Astana"}));
}

TEST(ResultsFile, MayHoldNoReplicates)
{
    const Folder folder;
    hdf5_writer(folder / "run.h5", scenario())->close(record());
    const ResultsFile file(folder / "run.h5");
    EXPECT_EQ(file.num_replicates(), 0U);
    EXPECT_TRUE(file.indicators().empty());
}

TEST(ResultsFile, CanBeReadByTwoThreadsAtOnce)
{
    const Folder folder;
    write_sample(folder / "run.h5");
    const auto read_often = [&] {
        for (int i = 0; i < 10; ++i) {
            EXPECT_EQ(ResultsFile(folder / "run.h5").read("spending").values[0], 403);
        }
    };
    std::thread other(read_often);
    read_often();
    other.join();
}

TEST(ResultsFile, NamesTheNearestIndicator)
{
    const Folder folder;
    write_sample(folder / "run.h5");
    const ResultsFile file(folder / "run.h5");
    EXPECT_EQ(data_error(folder, [&] { static_cast<void>(file.read("popluation")); }),
              "run.h5: has no indicator 'popluation'; did you mean 'population'?");
    EXPECT_EQ(data_error(folder, [&] { static_cast<void>(file.read("gdp")); }),
              "run.h5: has no indicator 'gdp'; it has population, births, spending");
}

TEST(ResultsFile, SaysThatAFileIsMissing)
{
    const Folder folder;
    EXPECT_EQ(opening(folder, "no.h5"),
              "no.h5: cannot be read (No such file or directory); check its name");
}

TEST(ResultsFile, SaysThatAFileIsNotOurs)
{
    const Folder folder;
    const std::string hint = "; give one that 'qonys run' or 'qonys ensemble' wrote";
    write_text(folder / "empty.h5", "");
    write_text(folder / "text.h5", "replicate,time,value\n");
    fs::create_directory(folder / "folder.h5");
    foreign_hdf5(folder / "plain.h5", "");
    foreign_hdf5(folder / "xyz.h5", "xyz");
    EXPECT_EQ(opening(folder, "empty.h5"),
              "empty.h5: is not a qonys results file (it is empty)" + hint);
    EXPECT_EQ(opening(folder, "text.h5"),
              "text.h5: is not a qonys results file (it is not HDF5)" + hint);
    EXPECT_EQ(opening(folder, "folder.h5"),
              "folder.h5: is not a qonys results file (it is a folder)" + hint);
    EXPECT_EQ(opening(folder, "plain.h5"),
              "plain.h5: is not a qonys results file (it has no filetype)" + hint);
    EXPECT_EQ(opening(folder, "xyz.h5"),
              "xyz.h5: is not a qonys results file (filetype 'xyz')" + hint);
}

TEST(ResultsFile, SaysThatAFormatIsNewer)
{
    const Folder folder;
    foreign_hdf5(folder / "new.h5", "qonys-results", {2, 1});
    EXPECT_EQ(opening(folder, "new.h5"),
              "new.h5: has format 2.1 (this program reads up to 1.3); use a newer qonys");
}

TEST(ResultsFile, SaysThatAFileWasNotFinished)
{
    const Folder folder;
    foreign_hdf5(folder / "half.h5", "qonys-results", {1, 7});
    EXPECT_EQ(
        opening(folder, "half.h5"),
        "half.h5: was not finished (it lacks the mark that is written last); repeat the run that "
        "wrote it");
}

TEST(ResultsFile, NoticesTruncationAnywhere)
{
    const Folder folder;
    write_sample(folder / "run.h5");
    const std::string whole = text_of(folder / "run.h5");
    for (const std::size_t size :
         {std::size_t{9}, std::size_t{100}, whole.size() / 2, whole.size() - 1}) {
        write_text(folder / "cut.h5", whole.substr(0, size));
        EXPECT_EQ(
            opening(folder, "cut.h5"),
            "cut.h5: is cut off or damaged (HDF5 cannot open it); copy it again, or repeat the run "
            "that wrote it");
    }
}

TEST(ResultsFile, NamesThePartThatIsMissing)
{
    const Folder folder;
    write_sample(folder / "run.h5");
    change_hdf5(folder / "run.h5", {}, {"/measures"});
    EXPECT_EQ(
        opening(folder, "run.h5"),
        "run.h5: part '/measures' is missing or damaged; copy the file again, or repeat the run "
        "that wrote it");
}

}  // namespace
}  // namespace qonys
