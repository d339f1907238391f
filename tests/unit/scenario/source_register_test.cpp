#include "scenario/source_register.hpp"

#include <gtest/gtest.h>

#include <array>

#include "qonys/core/digest.hpp"
#include "qonys/scenario/reader.hpp"
#include "scenario_files.hpp"

namespace qonys {
namespace {

using testing_support::complaint;
using testing_support::ScenarioFolder;

const Axis regions("region", {"N", "S"});

/// What is noted of the table `t = "data/t.csv"`, with such a register beside it.
Provenance provenance_with(const ScenarioFolder& folder, const std::string& sources)
{
    folder.write("data/t.csv", "region,value\nN,1\nS,2\n");
    folder.write("data/SOURCES.toml", sources);
    const Document document = Document::load(folder.write("s.toml", "t = \"data/t.csv\"\n"));
    Reader in(document);
    in.table<double, int>("t", {regions}, Bounds::any(), {.unit = "-", .description = ""});
    in.throw_if_any();
    return in.parameters().at(0).provenance;
}

TEST(SourceRegister, SaysWhoPublishedATable)
{
    const ScenarioFolder folder;
    const Provenance from = provenance_with(
        folder,
        "[table.t]\ntitle = \"Births\"\npublisher = \"Bureau\"\nyear = \"2010-2014\"\n"
        "grade = \"B\"\ngrade_note = \"rounded\"\n");
    EXPECT_EQ(from.source, "Bureau: Births");
    EXPECT_EQ(from.year, "2010-2014");
    EXPECT_EQ(from.grade, "B");
    EXPECT_EQ(from.note, "rounded");
    EXPECT_FALSE(from.assumption);
}

TEST(SourceRegister, MarksAssumptions)
{
    const ScenarioFolder folder;
    const Provenance from = provenance_with(
        folder, "[table.t]\ntitle = \"Shape\"\nyear = 2024\ngrade = \"D\"\n");
    EXPECT_TRUE(from.assumption);
    EXPECT_EQ(from.source, "Shape");
    EXPECT_EQ(from.year, "2024");
}

TEST(SourceRegister, LeavesTheFileNameWhereATableIsNotListed)
{
    const ScenarioFolder folder;
    const Provenance from = provenance_with(folder, "[table.other]\ntitle = \"Births\"\n");
    EXPECT_EQ(from.source, "data/t.csv");
    EXPECT_EQ(from.grade, "");
}

TEST(SourceRegister, NoticesThatTheFileHasChanged)
{
    const ScenarioFolder folder;
    const std::string entry = "[table.t]\ntitle = \"Births\"\nsha256 = \"";
    EXPECT_EQ(provenance_with(folder, entry + std::string(64, 'a') + "\"\n").source,
              "Births (the file has changed since)");
    EXPECT_EQ(provenance_with(folder, entry + file_digest(folder.path() / "data/t.csv") + "\"\n")
                  .source,
              "Births");
}

TEST(SourceRegister, ThatIsNotTomlIsAProblem)
{
    const ScenarioFolder folder;
    const std::string said =
        folder.said(complaint([&] { provenance_with(folder, "[table.t\n"); }));
    EXPECT_TRUE(said.starts_with("data/SOURCES.toml:1: ")) << said;
}

TEST(SourceRegister, IsOverruledByWhatTheScenarioSays)
{
    const ScenarioFolder folder;
    folder.write("t.csv", "region,value\nN,1\nS,2\n");
    folder.write("SOURCES.toml", "[table.t]\ntitle = \"Births\"\ngrade = \"A\"\n");
    const Document document = Document::load(folder.write(
        "s.toml", "[t]\nfile = \"t.csv\"\nS = 5\ngrade = \"D\"\nyear = 2030\nnote = \"what if\"\n"));
    Reader in(document);
    in.table<double, int>("t", {regions}, Bounds::any(), {.unit = "-", .description = ""});
    in.finish();
    in.throw_if_any();
    const ReadParameter& read = in.parameters().at(0);
    EXPECT_EQ(read.value, "2 regions from t.csv, 1 changed by the scenario");
    EXPECT_EQ(read.provenance.source, "Births");
    EXPECT_EQ(read.provenance.year, "2030");
    EXPECT_EQ(read.provenance.grade, "D");
    EXPECT_EQ(read.provenance.note, "what if");
    EXPECT_TRUE(read.provenance.assumption);
}

}  // namespace
}  // namespace qonys
