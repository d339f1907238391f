#include "qonys/scenario/document.hpp"

#include <gtest/gtest.h>

#include "scenario_files.hpp"

namespace qonys {
namespace {

using testing_support::complaint;
using testing_support::ScenarioFolder;

std::string canonical(const std::string& text, const std::vector<std::string>& changes = {})
{
    std::vector<Override> overrides;
    for (const std::string& change : changes) {
        overrides.push_back(Override::parse(change));
    }
    return Document::parse(text, "s.toml", ".", overrides).canonical_text();
}

std::string parsing(const std::string& text, const std::vector<std::string>& changes = {})
{
    return complaint([&] { static_cast<void>(canonical(text, changes)); });
}

const Node& child(const Node& node, const std::string& key) { return node.table()->at(key); }

TEST(DocumentParse, KeepsLineNumbers)
{
    const Document document =
        Document::parse("a = 1\n\n[b]\nc = \"x\"\nd = [\n 1,\n 2]\n", "s.toml");
    EXPECT_EQ(child(document.root(), "a").line, 1);
    EXPECT_EQ(child(document.root(), "b").line, 3);
    EXPECT_EQ(child(child(document.root(), "b"), "c").line, 4);
    EXPECT_EQ(child(child(document.root(), "b"), "d").array()->at(1).line, 7);
    EXPECT_EQ(child(document.root(), "b").file, "s.toml");
}

TEST(DocumentParse, KeepsDatesAsTexts)
{
    EXPECT_EQ(canonical("start = 2025-01-01"), "start = \"2025-01-01\"\n");
}

TEST(DocumentParse, NamesTheLineOfMalformedToml)
{
    EXPECT_EQ(parsing("a = 1\nb = = 2\n"),
              "s.toml:2: not valid TOML: value: could not determine value type"
              " (nothing in this file was read); mend this line");
}

TEST(DocumentParse, SurvivesAHeaderWithoutAName)
{
    EXPECT_EQ(parsing("[=]\n"),
              "s.toml:1: not valid TOML: key: expected bare key starting character or string"
              " delimiter, saw '=' (nothing in this file was read); mend this line");
}

TEST(DocumentParse, RefusesAKeyGivenTwice)
{
    EXPECT_EQ(parsing("a = 1\na = 2\n"),
              "s.toml:2: not valid TOML: key-value pair: cannot redefine existing integer 'a'"
              " (nothing in this file was read); mend this line");
}

TEST(DocumentParse, AdvisesQuotesForMonths)
{
    EXPECT_EQ(parsing("a = 1\nstart = 2025-01\n"),
              "s.toml:2: not valid TOML: date: expected '-', saw '\\n'"
              " (nothing in this file was read); write months in quotes: \"2025-01\"");
}

TEST(DocumentExtends, LaysTheFileOverItsBase)
{
    const ScenarioFolder folder;
    folder.write("base.toml", "[run]\nseed = 1\nend = \"2030-12\"\n[a]\nlist = [1, 2]\n");
    const auto file = folder.write("q/s.toml",
                                   "extends = \"../base.toml\"\n[run]\nseed = 7\n"
                                   "[a]\nlist = [3]\n");
    const Document document = Document::load(file);
    EXPECT_EQ(document.canonical_text(), "a.list = [3]\nrun.end = \"2030-12\"\nrun.seed = 7\n");
    EXPECT_EQ(folder.said(child(child(document.root(), "run"), "end").file), "base.toml");
    EXPECT_EQ(child(child(document.root(), "run"), "end").line, 3);
    EXPECT_EQ(folder.said(child(child(document.root(), "run"), "seed").file), "q/s.toml");
    ASSERT_EQ(document.files().size(), 2U);
    EXPECT_EQ(folder.said(document.files()[1].string()), "base.toml");
}

TEST(DocumentExtends, ReachesOverSeveralFiles)
{
    const ScenarioFolder folder;
    folder.write("a.toml", "x = 1\ny = 1\nz = 1");
    folder.write("b.toml", "extends = \"a.toml\"\ny = 2\nz = 2");
    const auto file = folder.write("c.toml", "extends = \"b.toml\"\nz = 3");
    EXPECT_EQ(Document::load(file).canonical_text(), "x = 1\ny = 2\nz = 3\n");
}

TEST(DocumentExtendedBy, IsLaidOverLikeAFileThatExtends)
{
    const ScenarioFolder folder;
    const auto base =
        folder.write("q/base.toml", "[run]\nseed = 1\n[a]\nlist = [1, 2]\ntable = 3\n");
    const auto file =
        folder.write("q/s.toml", "extends = \"base.toml\"\na.list = [3]\na.table = \"t.csv\"\n");
    const Document over =
        Document::load(base).extended_by("a.list = [3]\na.table = \"t.csv\"\n", "changes");
    EXPECT_EQ(over.canonical_text(), Document::load(file).canonical_text());
    const Node& table = child(child(over.root(), "a"), "table");
    EXPECT_EQ(folder.said(table.file), "q/changes");
    EXPECT_EQ(folder.said(over.resolve(table).string()), "q/t.csv");
}

TEST(DocumentExtendedBy, RefusesToExtendAnotherFile)
{
    const Document base = Document::parse("a = 1\n", "s.toml", "f");
    EXPECT_EQ(
        complaint([&] { static_cast<void>(base.extended_by("extends = \"x.toml\"", "changes")); }),
        "f/changes:1: extends cannot be changed (what is laid over a scenario builds on that "
        "scenario already); leave it out, or load the other scenario");
}

TEST(DocumentExtends, RefusesACircle)
{
    const ScenarioFolder folder;
    const auto file = folder.write("a.toml", "extends = \"b.toml\"");
    folder.write("b.toml", "x = 1\nextends = \"a.toml\"");
    EXPECT_EQ(folder.said(complaint([&] { static_cast<void>(Document::load(file)); })),
              "b.toml:2: extends makes a circle: a.toml -> b.toml -> a.toml"
              " (a scenario cannot build on itself); remove one 'extends'");
}

TEST(DocumentExtends, RefusesAFileThatExtendsItself)
{
    const ScenarioFolder folder;
    const auto file = folder.write("a.toml", "extends = \"./a.toml\"");
    EXPECT_EQ(folder.said(complaint([&] { static_cast<void>(Document::load(file)); })),
              "a.toml:1: extends makes a circle: a.toml -> a.toml"
              " (a scenario cannot build on itself); remove one 'extends'");
}

TEST(DocumentExtends, NamesTheNearestFileWhenTheBaseIsMissing)
{
    const ScenarioFolder folder;
    folder.write("base.toml", "");
    const auto file = folder.write("s.toml", "extends = \"bse.toml\"");
    EXPECT_EQ(folder.said(complaint([&] { static_cast<void>(Document::load(file)); })),
              "s.toml:1: extends = \"bse.toml\": no such file 'bse.toml'"
              " (paths are relative to the file that names them); did you mean 'base.toml'?");
}

TEST(DocumentExtends, WantsText)
{
    EXPECT_EQ(parsing("extends = 5"),
              "s.toml:1: extends = 5 is a whole number where text is expected;"
              " name one scenario file");
}

TEST(DocumentExtends, RefusesAFolder)
{
    const ScenarioFolder folder;
    folder.write("base/x.toml", "");
    const auto file = folder.write("s.toml", "extends = \"base\"");
    EXPECT_EQ(folder.said(complaint([&] { static_cast<void>(Document::load(file)); })),
              "s.toml:1: extends = \"base\": 'base' is a folder"
              " (paths are relative to the file that names them); name a file that can be read");
}

TEST(DocumentLoad, SaysThatTheScenarioIsMissing)
{
    const ScenarioFolder folder;
    folder.write("q26.toml", "");
    const auto load = [&] { static_cast<void>(Document::load(folder.path() / "q62.toml")); };
    EXPECT_EQ(folder.said(complaint(load)),
              "scenario 'q62.toml': no such file; did you mean 'q26.toml'?");
}

TEST(DocumentMerge, ReplacesASourcedNumberAsAWhole)
{
    const ScenarioFolder folder;
    folder.write("base.toml", "x = {value = 1.2, source = \"A 2014\", grade = \"B\"}");
    const auto file = folder.write("s.toml", "extends = \"base.toml\"\nx = {value = 1.5}");
    EXPECT_EQ(Document::load(file).canonical_text(), "x.value = 1.5\n");
}

TEST(DocumentMerge, AddsANoteToANumber)
{
    const ScenarioFolder folder;
    folder.write("base.toml", "x = 1.2");
    const auto file = folder.write("s.toml", "extends = \"base.toml\"\nx = {note = \"n\"}");
    EXPECT_EQ(Document::load(file).canonical_text(), "x.note = \"n\"\nx.value = 1.2\n");
}

TEST(DocumentMerge, LaysCellsOverACsvFile)
{
    const ScenarioFolder folder;
    folder.write("base.toml", "quota = \"q.csv\"");
    const auto file = folder.write("s.toml", "extends = \"base.toml\"\n[quota]\nKZ-55 = 1500");
    EXPECT_EQ(Document::load(file).canonical_text(),
              "quota.KZ-55 = 1500\nquota.file = \"q.csv\"\n");
}

TEST(DocumentMerge, DropsTheSourceOfATableWhoseCellsChange)
{
    const ScenarioFolder folder;
    folder.write("base.toml", "[t]\nsource = \"A 2014\"\ngrade = \"B\"\nKZ-55 = 1\nKZ-59 = 2");
    const auto cell = folder.write("cell.toml", "extends = \"base.toml\"\n[t]\nKZ-55 = 3");
    EXPECT_EQ(Document::load(cell).canonical_text(), "t.KZ-55 = 3\nt.KZ-59 = 2\n");
    const auto note = folder.write("note.toml", "extends = \"base.toml\"\n[t]\nnote = \"n\"");
    EXPECT_EQ(Document::load(note).canonical_text(),
              "t.KZ-55 = 1\nt.KZ-59 = 2\nt.grade = \"B\"\nt.note = \"n\"\n"
              "t.source = \"A 2014\"\n");
    const auto anew =
        folder.write("anew.toml", "extends = \"base.toml\"\n[t]\nKZ-55 = 3\nsource = \"B\"");
    EXPECT_EQ(Document::load(anew).canonical_text(),
              "t.KZ-55 = 3\nt.KZ-59 = 2\nt.source = \"B\"\n");
}

TEST(DocumentOverride, DropsTheSourceOfATableWhoseCellChanges)
{
    EXPECT_EQ(canonical("t = {source = \"A\", grade = \"B\", KZ-55 = 1}", {"t.KZ-55=3"}),
              "t.KZ-55 = 3\n");
}

TEST(DocumentOverride, LaysCellsOverANumber)
{
    EXPECT_EQ(canonical("quota = 5", {"quota.KZ-55=1500"}),
              "quota.KZ-55 = 1500\nquota.default = 5\n");
}

TEST(DocumentOverride, ReplacesAndAddsValues)
{
    EXPECT_EQ(canonical("[run]\nseed = 1\n", {"run.seed=7", "a.b.c = 1.5", "t=two words"}),
              "a.b.c = 1.5\nrun.seed = 7\nt = \"two words\"\n");
}

TEST(DocumentOverride, IsPlacedOnTheCommandLine)
{
    const std::vector<Override> overrides = {Override::parse("run.seed=7")};
    const Document document = Document::parse("[run]\nseed = 1\n", "s.toml", ".", overrides);
    const Node& seed = child(child(document.root(), "run"), "seed");
    EXPECT_EQ(seed.file, "--set");
    EXPECT_EQ(seed.line, 0);
    EXPECT_EQ(child(document.root(), "run").file, "s.toml");
}

TEST(DocumentOverride, DropsTheSourceOfTheValueItReplaces)
{
    const std::string sourced = "x = {value = 1.2, source = \"A\"}";
    EXPECT_EQ(canonical(sourced, {"x=2"}), "x = 2\n");
    EXPECT_EQ(canonical(sourced, {"x.value=2"}), "x.value = 2\n");
    EXPECT_EQ(canonical(sourced, {"x.low=1"}), "x.low = 1\nx.source = \"A\"\nx.value = 1.2\n");
}

TEST(DocumentOverride, CountsABareWordAsText)
{
    EXPECT_EQ(canonical("", {"start=2027-01"}), "start = \"2027-01\"\n");
    EXPECT_EQ(canonical("", {"on=true", "list=[1, \"a\"]"}), "list = [1, \"a\"]\non = true\n");
}

TEST(DocumentOverride, TakesQuotedPartsOfKeys)
{
    EXPECT_EQ(canonical("", {"q.\"KZ-19+KZ.33\"=1"}), "q.\"KZ-19+KZ.33\" = 1\n");
}

TEST(DocumentOverride, ReachesEntriesOfLists)
{
    EXPECT_EQ(canonical("[[measure]]\nvalue = 1\n[[measure]]\nvalue = 2\n", {"measure.2.value=5"}),
              "measure = [\n    {value = 1},\n    {value = 5},\n]\n");
}

TEST(DocumentOverride, RefusesAnEntryBeyondTheList)
{
    EXPECT_EQ(parsing("[[measure]]\nvalue = 1\n", {"measure.2.value=5"}),
              "--set: 'measure.2.value' names no entry of a list of 1: '2'; count entries from 1");
}

TEST(DocumentOverride, RefusesToReachIntoTrueOrFalse)
{
    EXPECT_EQ(parsing("on = true", {"on.x=5"}),
              "--set: 'on.x' reaches into true or false; name a key of the scenario");
}

TEST(DocumentOverride, WantsAnEqualsSign)
{
    EXPECT_EQ(complaint([] { static_cast<void>(Override::parse("run.seed")); }),
              "--set: 'run.seed' has no '='; write key=value");
}

TEST(DocumentOverride, WantsAKey)
{
    EXPECT_EQ(complaint([] { static_cast<void>(Override::parse("run..seed=1")); }),
              "--set: 'run..seed=1' has no proper key before '='; write key=value");
}

TEST(DocumentOverride, WantsAValue)
{
    EXPECT_EQ(complaint([] { static_cast<void>(Override::parse("title=")); }),
              "--set: 'title=' has no value after '='; write title='\"\"' for empty text");
}

TEST(DocumentOverride, RefusesBrokenToml)
{
    EXPECT_EQ(parsing("", {"list=[1, 2"}),
              "--set: list = [1, 2 is not a TOML value; close its quotes and brackets");
}

TEST(DocumentOverride, CannotExtend)
{
    EXPECT_EQ(parsing("", {"extends=a.toml"}),
              "--set: 'extends' cannot be changed on the command line;"
              " write a scenario file that extends the other one");
}

TEST(DocumentCanonicalText, SortsKeysAndSpellsNumbersShortest)
{
    EXPECT_EQ(canonical("z = 1.50\ny = 1e6 # six\n[b]\nx = 0.1\n[a]\nt = 'a\"\\b'\ne = {}\n"),
              "a.e = {}\na.t = \"a\\\"\\\\b\"\nb.x = 0.1\ny = 1000000.0\nz = 1.5\n");
}

TEST(DocumentCanonicalText, DoesNotDependOnOrderOrSpelling)
{
    EXPECT_EQ(canonical("[run]\nseed = 0x10\n[a]\nb = 2.0\n"), canonical("a.b=2e0\nrun.seed=16"));
}

TEST(DocumentCanonicalText, ParsesBackToItself)
{
    const std::string text = canonical(
        "a = [1, 2.5, \"x\\ty\\u0001\", true, [], {}]\n\"k.1\" = -0.0\nb = inf\nc = 1e300\n"
        "[[m]]\nk = \"set\"\ntarget = {region = [\"KZ-10\"]}\n[d.e]\nf = {}\n[d.e.\"қоныс\"]\ng = "
        "1\n");
    EXPECT_EQ(canonical(text), text);
}

TEST(DocumentResolve, FollowsTheFileThatNamesThePath)
{
    const ScenarioFolder folder;
    folder.write("kz/base.toml", "table = \"data/t.csv\"");
    const auto file = folder.write("q/s.toml", "extends = \"../kz/base.toml\"\nown = \"o.csv\"");
    const std::vector<Override> overrides = {Override::parse("set=x/../w.csv")};
    const Document document = Document::load(file, overrides);
    const auto resolved = [&](const char* key) {
        return folder.said(document.resolve(child(document.root(), key)).string());
    };
    EXPECT_EQ(resolved("table"), "kz/data/t.csv");
    EXPECT_EQ(resolved("own"), "q/o.csv");
    EXPECT_EQ(resolved("set"), "w.csv");
}

TEST(Document, TakesAnotherValueAtTheTopWithItsPlace)
{
    const Document base = Document::parse("a = 1\nb = 2\n", "base.toml");
    const Document other = Document::parse("\n\nb = 'three'\n", "other.toml");
    const Document changed = base.with("b", other.root().table()->find("b")->second);
    EXPECT_EQ(changed.canonical_text(), "a = 1\nb = \"three\"\n");
    EXPECT_EQ(changed.root().table()->find("b")->second.line, 3);
    EXPECT_EQ(changed.root().table()->find("b")->second.file, "other.toml");
    EXPECT_EQ(base.canonical_text(), "a = 1\nb = 2\n");
}

}  // namespace
}  // namespace qonys
