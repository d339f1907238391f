#include "qonys/output/checkpoint_file.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <thread>

#include "hdf5_files.hpp"
#include "qonys/output/writer.hpp"
#include "sample_results.hpp"

namespace qonys {
namespace {

using namespace testing_output;  // NOLINT: test support

CheckpointHead head()
{
    return {"run", "name = \"tiny\"\n", "scenarios", "tiny", std::string(64, 'd'), "run.h5",
            5,     Month(2026, 3)};
}

std::vector<std::int16_t> birth_months()
{
    std::vector<std::int16_t> values(700000);  // more than one chunk
    std::iota(values.begin(), values.end(), std::int16_t{-5});
    return values;
}

TallyBook book()
{
    TallyBook result;
    for (const Series& series : replicate(0).series) {
        result.add(series.spec);
    }
    return result;
}

void write_sample(const fs::path& file)
{
    CheckpointWriter writer(file);
    writer.head(head());
    writer.finished(replicate(0));
    writer.finished(replicate(12));
    const std::vector<std::int16_t> months = birth_months();
    writer.write("people/birth_month", ElementType::i16, std::as_bytes(std::span(months)));
    writer.write("people/none", ElementType::u64, {});
    writer.close();
}

std::string opening(const Folder& folder, const char* name)
{
    return data_error(folder, [&] { CheckpointReader(folder / name); });
}

TEST(CheckpointFile, GivesTheHeadBack)
{
    const Folder folder;
    write_sample(folder / "run.checkpoint.h5");
    const CheckpointReader reader(folder / "run.checkpoint.h5");
    const CheckpointHead read = reader.head();
    EXPECT_EQ(read.command, head().command);
    EXPECT_EQ(read.scenario_text, head().scenario_text);
    EXPECT_EQ(read.scenario_folder, head().scenario_folder);
    EXPECT_EQ(read.scenario_name, head().scenario_name);
    EXPECT_EQ(read.scenario_digest, head().scenario_digest);
    EXPECT_EQ(read.output, head().output);
    EXPECT_EQ(read.replicate, 5U);
    EXPECT_EQ(read.month, Month(2026, 3));
}

TEST(CheckpointFile, KnowsAReplicateThatHasNotBegun)
{
    const Folder folder;
    CheckpointHead none = head();
    none.month.reset();
    CheckpointWriter writer(folder / "c.h5");
    writer.head(none);
    writer.close();
    const CheckpointReader reader(folder / "c.h5");
    EXPECT_FALSE(reader.head().month.has_value());
    EXPECT_TRUE(reader.finished(book()).empty());
}

TEST(CheckpointFile, GivesFinishedReplicatesBack)
{
    const Folder folder;
    write_sample(folder / "c.h5");
    const auto read = CheckpointReader(folder / "c.h5").finished(book());
    ASSERT_EQ(read.size(), 2U);
    EXPECT_EQ(read[0].replicate, 0U);
    EXPECT_EQ(read[1].replicate, 12U);
    const ReplicateResult wrote = replicate(12);
    ASSERT_EQ(read[1].series.size(), wrote.series.size());
    for (std::size_t i = 0; i < wrote.series.size(); ++i) {
        EXPECT_EQ(read[1].series[i].spec.name, wrote.series[i].spec.name);
        EXPECT_EQ(read[1].series[i].spec.axes, wrote.series[i].spec.axes);
        EXPECT_EQ(read[1].series[i].times, wrote.series[i].times);
        EXPECT_EQ(read[1].series[i].values, wrote.series[i].values);
    }
}

TEST(CheckpointFile, RefusesSeriesOfAnotherModel)
{
    const Folder folder;
    write_sample(folder / "c.h5");
    const CheckpointReader reader(folder / "c.h5");
    TallyBook fewer;
    fewer.add(monthly_stock(0).spec);
    TallyBook more = book();
    more.add({"deaths", "", "persons", Measurement::flow, Cadence::monthly, {}, true});
    TallyBook other;
    TallySpec wider = monthly_stock(0).spec;
    wider.axes[1] = Axis("sex", {"m", "f", "x"});
    other.add(wider);
    const auto reading = [&](const TallyBook& specs) {
        return data_error(folder, [&] { static_cast<void>(reader.finished(specs)); });
    };
    const std::string hint = "; resume with the program that wrote it";
    EXPECT_EQ(reading(fewer), "c.h5: has a series 'births' that the model lacks" + hint);
    EXPECT_EQ(reading(more), "c.h5: lacks the series 'deaths'" + hint);
    EXPECT_EQ(reading(other),
              "c.h5: series 'population' does not fit the model (8 values where 12 belong)" + hint);
}

TEST(CheckpointFile, GivesArraysBackPieceByPiece)
{
    const Folder folder;
    write_sample(folder / "c.h5");
    const CheckpointReader reader(folder / "c.h5");
    const std::vector<std::int16_t> wrote = birth_months();
    EXPECT_EQ(reader.size("people/birth_month", ElementType::i16), wrote.size());
    EXPECT_EQ(reader.size("people/none", ElementType::u64), 0U);
    std::vector<std::int16_t> read(1000);
    for (const std::size_t first :
         {std::size_t{0}, std::size_t{524000}, wrote.size() - read.size()}) {
        reader.read("people/birth_month", ElementType::i16, first,
                    std::as_writable_bytes(std::span(read)));
        EXPECT_TRUE(std::equal(read.begin(), read.end(),
                               wrote.begin() + static_cast<std::ptrdiff_t>(first)));
    }
    reader.read("people/birth_month", ElementType::i16, wrote.size(), {});
}

TEST(CheckpointFile, ServesSeveralThreads)
{
    const Folder folder;
    write_sample(folder / "c.h5");
    const CheckpointReader reader(folder / "c.h5");
    const std::vector<std::int16_t> wrote = birth_months();
    const auto work = [&](std::size_t offset) {
        std::vector<std::int16_t> read(500);
        for (std::size_t i = 0; i < 20; ++i) {
            const std::size_t first = offset + i * 500;
            reader.read("people/birth_month", ElementType::i16, first,
                        std::as_writable_bytes(std::span(read)));
            EXPECT_EQ(read[7], wrote[first + 7]);
        }
    };
    std::thread other([&] { work(300000); });
    work(0);
    other.join();
}

TEST(CheckpointFile, RefusesArraysThatAreNotThere)
{
    const Folder folder;
    write_sample(folder / "c.h5");
    const CheckpointReader reader(folder / "c.h5");
    std::vector<std::byte> out(4);
    const auto reading = [&](const char* name, ElementType type, std::size_t first) {
        return data_error(folder, [&] { reader.read(name, type, first, out); });
    };
    const std::string hint = "; resume with the program that wrote it";
    EXPECT_EQ(reading("people/sex", ElementType::u8, 0), "c.h5: has no array 'people/sex'" + hint);
    EXPECT_EQ(reading("people/birth_month", ElementType::u16, 0),
              "c.h5: array 'people/birth_month' is not of type u16" + hint);
    EXPECT_EQ(
        reading("people/birth_month", ElementType::i16, 699999),
        "c.h5: part '/state/people/birth_month' is missing or damaged; copy the file again, or "
        "repeat the run that wrote it");
}

TEST(CheckpointFile, NamesTheFileOnlyWhenItIsClosed)
{
    const Folder folder;
    {
        CheckpointWriter writer(folder / "c.h5");
        writer.head(head());
        EXPECT_FALSE(fs::exists(folder / "c.h5"));
    }
    EXPECT_EQ(folder.num_entries(), 0U);
}

TEST(CheckpointFile, KeepsTheLastOneUntilTheNextIsWhole)
{
    const Folder folder;
    write_sample(folder / "c.h5");
    {
        CheckpointWriter writer(folder / "c.h5");
        writer.write("people/x", ElementType::u8, {});
    }
    EXPECT_EQ(CheckpointReader(folder / "c.h5").head().replicate, 5U);
    EXPECT_EQ(folder.num_entries(), 1U);
}

TEST(CheckpointFile, SaysWhatIsNotACheckpoint)
{
    const Folder folder;
    const std::string hint = "; give one that a stopped run left";
    write_text(folder / "text", "hello");
    foreign_hdf5(folder / "xyz", "xyz");
    hdf5_writer(folder / "run.h5", scenario())->close(record());
    EXPECT_EQ(opening(folder, "no"),
              "no: cannot be read (No such file or directory); check its name");
    EXPECT_EQ(opening(folder, "text"), "text: is not a qonys checkpoint (it is not HDF5)" + hint);
    EXPECT_EQ(opening(folder, "xyz"), "xyz: is not a qonys checkpoint (filetype 'xyz')" + hint);
    EXPECT_EQ(opening(folder, "run.h5"),
              "run.h5: is not a qonys checkpoint (filetype 'qonys-results')" + hint);
}

TEST(CheckpointFile, SaysThatAFormatIsNewer)
{
    const Folder folder;
    foreign_hdf5(folder / "c.h5", "qonys-checkpoint", {1, 1});
    EXPECT_EQ(opening(folder, "c.h5"),
              "c.h5: has format 1.1 (this program reads up to 1.0); use a newer qonys");
}

TEST(CheckpointFile, NoticesThatTheLastMarkIsMissing)
{
    const Folder folder;
    write_sample(folder / "c.h5");
    change_hdf5(folder / "c.h5", {"complete"}, {});
    EXPECT_EQ(opening(folder, "c.h5"),
              "c.h5: was not finished (it lacks the mark that is written last); repeat the run "
              "that wrote "
              "it");
}

TEST(CheckpointFile, NoticesTruncationAnywhere)
{
    const Folder folder;
    write_sample(folder / "c.h5");
    const std::string whole = text_of(folder / "c.h5");
    for (const std::size_t size : {std::size_t{9}, whole.size() / 2, whole.size() - 1}) {
        write_text(folder / "cut.h5", whole.substr(0, size));
        EXPECT_EQ(
            opening(folder, "cut.h5"),
            "cut.h5: is cut off or damaged (HDF5 cannot open it); copy it again, or repeat the run "
            "that wrote it");
    }
}

TEST(CheckpointFile, NoticesAFlippedBitInAnArray)
{
    const Folder folder;
    write_sample(folder / "c.h5");
    std::string bytes = text_of(folder / "c.h5");
    const std::vector<std::int16_t> wrote = birth_months();
    const std::string piece(reinterpret_cast<const char*>(wrote.data() + 2000), 64);
    const std::size_t place = bytes.find(piece);
    ASSERT_NE(place, std::string::npos);
    bytes[place] ^= 1;
    write_text(folder / "c.h5", bytes);
    const CheckpointReader reader(folder / "c.h5");
    std::vector<std::int16_t> read(8);
    EXPECT_EQ(
        data_error(folder,
                   [&] {
                       reader.read("people/birth_month", ElementType::i16, 0,
                                   std::as_writable_bytes(std::span(read)));
                   }),
        "c.h5: part '/state/people/birth_month' is missing or damaged; copy the file again, or "
        "repeat the run that wrote it");
}

TEST(CheckpointFile, SaysThatTheDiskIsFull)
{
    const Folder folder;
    const SmallDisk disk(folder / "disk");
    if (!disk.mounted()) {
        GTEST_SKIP() << "no right to mount a small disk";
    }
    EXPECT_EQ(
        data_error(folder, [&] { write_sample(folder / "disk/c.h5"); }),
        "disk/c.h5: cannot be written in full (No space left on device); free some space and run "
        "again");
    EXPECT_TRUE(fs::is_empty(folder / "disk"));
}

}  // namespace
}  // namespace qonys
