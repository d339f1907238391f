#include "qonys/catalogue/catalogue.hpp"

#include "catalogue_files.hpp"

namespace qonys {
namespace {

using testing_catalogue::CatalogueFiles;

/// Values of the first lever's cells in a month under changes.
std::vector<double> quota_in(const CatalogueFiles& files, const Catalogue& catalogue, Month month)
{
    Levers levers(files.registry().levers());
    levers.follow_paths(month);
    for (const LeverMeasure::Params& change : catalogue.changes()) {
        LeverMeasure(change, files.registry().levers()).apply(month, levers);
    }
    const auto values = levers.of(*files.registry().levers().find("quota"));
    return {values.begin(), values.end()};
}

TEST(Catalogue, IsNotReadWhereAScenarioNamesNone)
{
    CatalogueFiles files;
    files.scenario() = "[model]\npull = 0.7\n";
    EXPECT_EQ(files.read(), nullptr);
}

TEST(Catalogue, MayBeLeftOut)
{
    CatalogueFiles files;
    files.scenario() += "use = false\non = [\"all\"]\n[catalogue.vary.M01]\npart = 0.5\n";
    EXPECT_EQ(files.read(), nullptr);
}

TEST(Catalogue, SwitchesNothingOnByItself)
{
    CatalogueFiles files;
    const auto catalogue = files.read();
    ASSERT_NE(catalogue, nullptr);
    EXPECT_TRUE(catalogue->on.empty());
    EXPECT_EQ(quota_in(files, *catalogue, Month(2027, 1)), (std::vector<double>{100.0, 200.0}));
}

TEST(Catalogue, SwitchesMeasuresByIdDirectionOrAll)
{
    for (const char* on : {"[\"all\"]", "[\"labour\"]", "[\"M02\", \"M01\"]"}) {
        CatalogueFiles files;
        files.scenario() += std::string("on = ") + on + "\n";
        EXPECT_EQ(files.read()->on, (std::vector<std::string>{"M01", "M02"})) << on;
    }
    CatalogueFiles files;
    files.scenario() += "on = [\"all\"]\noff = [\"M01\"]\n";
    EXPECT_EQ(files.read()->on, std::vector<std::string>{"M02"});
}

TEST(Catalogue, TurnsLeversFromTheDateOfTheMeasure)
{
    CatalogueFiles files;
    files.scenario() += "on = [\"M01\"]\n";
    const auto catalogue = files.read();
    EXPECT_EQ(quota_in(files, *catalogue, Month(2025, 12)), (std::vector<double>{100.0, 200.0}));
    EXPECT_EQ(quota_in(files, *catalogue, Month(2026, 1)), (std::vector<double>{200.0, 400.0}));
}

TEST(Catalogue, TakesAnUnknownAmountFromItsPrior)
{
    CatalogueFiles files;
    const auto catalogue = files.read();
    const CatalogueMeasure* measure = catalogue->measures.find("M01");
    ASSERT_NE(measure, nullptr);
    ASSERT_EQ(measure->changes.size(), 2U);
    EXPECT_EQ(measure->changes[1].operand, 100.0);
}

TEST(Catalogue, VariesDatesAndParts)
{
    CatalogueFiles files;
    files.scenario() += "on = [\"M01\"]\n[catalogue.vary.M01]\nfrom = \"2028-01\"\npart = 0.5\n";
    const auto catalogue = files.read();
    EXPECT_EQ(quota_in(files, *catalogue, Month(2027, 12)), (std::vector<double>{100.0, 200.0}));
    EXPECT_EQ(quota_in(files, *catalogue, Month(2028, 1)), (std::vector<double>{150.0, 300.0}));
}

TEST(Catalogue, RefusesChoicesThatAreNotThere)
{
    CatalogueFiles files;
    files.scenario() += "on = [\"M03\"]\n[catalogue.vary.M9]\npart = 2\n";
    EXPECT_EQ(files.problems(),
              "s.toml:9: 'M03' is no measure and no direction of the catalogue (it would switch "
              "nothing); did you mean 'M01'?\n"
              "s.toml:10: the catalogue has no measure 'M9' (nothing would be varied); did you "
              "mean 'M01'?");
}

TEST(Catalogue, RefusesAMeasureThatEndsBeforeItBegins)
{
    CatalogueFiles files;
    files.scenario() += "[catalogue.vary.M01]\nuntil = \"2025-06\"\n";
    EXPECT_EQ(files.problems(),
              "s.toml:9: measure 'M01' would end in 2025-06 and begin in 2026-01 (it would "
              "never hold); give other months");
}

TEST(Catalogue, GathersTheProblemsOfAllItsFiles)
{
    CatalogueFiles files;
    files.replace("measures.toml", "count = 2", "count = 73");
    files.replace("indicators.toml", "count = 1", "count = 14");
    EXPECT_EQ(
        files.problems(),
        "measures.toml:1: count = 73, and 2 measures stand in the file (an entry may have been "
        "lost); mend the count or the entries\n"
        "indicators.toml:1: count = 14, and 1 indicators stand in the file (an entry may have been "
        "lost); mend the count or the entries");
}

/// One way to break a catalogue, and the sentence that it earns.
struct Broken {
    const char* file;
    const char* old;
    const char* now;
    const char* sentence;
};

const std::vector<Broken> broken_catalogues{
    {"measures.toml", "id = \"M02\"", "id = \"M01\"",
     "measures.toml:30: the id 'M01' is given twice (scenarios switch measures by it); choose "
     "another"},
    {"measures.toml",
     "direction = \"labour\"\nagency = \"mlsp\"\nlines = [\"B4\"]\nfrom = \"2026-01\"",
     "direction = \"labor\"\nagency = \"mlsp\"\nlines = [\"B4\"]\nfrom = \"2026-01\"",
     "measures.toml:10: direction 'labor' is not known (results are told by direction); did you "
     "mean 'labour'?"},
    {"measures.toml", "agency = \"mlsp\"\nlines = [\"B4\"]\nfrom = \"2026-07\"",
     "agency = \"mia\"\nlines = [\"B4\"]\nfrom = \"2026-07\"",
     "measures.toml:33: agency 'mia' is not known (somebody answers for it); known are 'mlsp'"},
    {"measures.toml", "lines = [\"B4\"]\nfrom = \"2026-01\"",
     "lines = [\"B5\"]\nfrom = \"2026-01\"",
     "measures.toml:12: line of the announcement 'B5' is not known (the lines are in its file); "
     "did you mean "
     "'B4'?"},
    {"announcement.toml", "id = \"B4\"", "id = \"B5\"",
     "measures.toml:12: line of the announcement 'B4' is not known (the lines are in its file); "
     "did you mean "
     "'B5'?"},
    {"measures.toml", "lever = \"quota\"", "lever = \"qouta\"",
     "measures.toml:22: lever 'qouta' is not known (a measure turns a lever of the model); did you "
     "mean "
     "'quota'?"},
    {"measures.toml", "factor = 2", "factor = 6",
     "measures.toml:23: factor = 6 takes lever 'quota' (KZ-11) to 1200 in 2026-01, outside [0, "
     "1000] (a lever "
     "keeps within its bounds); choose a smaller change, or other dates or targets"},
    {"measures.toml", "prior = \"hours\"", "prior = \"hour\"",
     "measures.toml:27: prior 'hour' is not known (its centre says how far the lever is turned); "
     "did you mean "
     "'hours'?"},
    {"measures.toml", "prior = \"hours\"", "prior = \"hours\"\nvalue = 3",
     "measures.toml:28: 'value' is given beside a prior (one of the two would be ignored); leave "
     "out one of "
     "them"},
    {"measures.toml", "prior = \"hours\"", "",
     "measures.toml:24: missing key 'measure.1.change.2.value' (a lever keeps within its bounds); "
     "add it to [measure.1.change.2]"},
    {"measures.toml", "ru = \"Закрепить в законе\", ", "",
     "measures.toml:31: missing key 'measure.2.name.ru' (the name in Russian); add it to "
     "[measure.2.name]"},
    {"measures.toml", "kk = \"Заңды бекіту\"", "kk = \"Put it into law\"",
     "measures.toml:31: 'Put it into law' has no Cyrillic letter (Kazakh and Russian names are "
     "shown to readers "
     "of these languages); write the name in the language that the key says"},
    {"measures.toml", "kk = \"Заңды бекіту\"", "kk = \"Закрепить в законе\"",
     "measures.toml:31: the Kazakh name is the Russian one (readers of Kazakh would find another "
     "language); "
     "translate it"},
    {"measures.toml", "source = \"https://example.org/quota\"", "source = \"\"",
     "measures.toml:16: 'source' is empty (every entry says it); give the address it comes from"},
    {"measures.toml", "provenance = \"press\"", "provenance = \"rumour\"",
     "measures.toml:15: measure.1.provenance = \"rumour\" is not one of 'official', 'press', "
     "'carried_over', "
     "'inferred', 'proxy'"},
    {"measures.toml", "effect = \"levers\"", "effect = \"none expected\"\nwhy = \"x\"",
     "measures.toml:17: effect = \"none expected\" beside a [[measure.change]] (a measure turns "
     "levers, or says "
     "why it does not); leave one of them out"},
    {"measures.toml",
     "effect = \"none expected\"\nwhy = \"law alone changes nothing that people meet\"",
     "effect = \"levers\"",
     "measures.toml:39: effect = \"levers\" without a [[measure.change]] (a measure turns levers, "
     "or says why it "
     "does not); add a change, or write effect = \"none expected\" and why"},
    {"measures.toml", "why = \"law alone changes nothing that people meet\"", "",
     "measures.toml:29: missing key 'measure.2.why' (why no effect is expected); add it to "
     "[measure.2]"},
    {"measures.toml", "cost = {formula = \"spent\"}", "cost = {formula = \"spend\"}",
     "measures.toml:19: series 'spend' is not recorded (a formula uses what a run records); did "
     "you mean "
     "'spent'?"},
    {"measures.toml", "cost = {unknown = \"no figure found\"}", "",
     "measures.toml: missing key 'measure.2.cost.unknown' (why no cost is known; or give a "
     "formula); add it to [measure.2.cost]"},
    {"measures.toml", "formula = \"received\"", "formula = \"received /\"",
     "measures.toml:18: a series or a number was expected at the end of the formula (it cannot be "
     "worked out); a "
     "formula is made of series, numbers, brackets and + - * /, as in '100 * a[axis = code] / b'"},
    {"measures.toml", "grade = \"C\"", "grade = \"E\"",
     "measures.toml:14: measure.1.grade = \"E\" is not one of 'A', 'B', 'C', 'D'"},
    {"measures.toml", "from = \"2026-07\"", "from = \"July\"",
     "measures.toml:35: measure.2.from = \"July\" is not a month; write it as \"2027-01\""},
    {"measures.toml", "grade = \"C\"", "garde = \"C\"\ngrade = \"C\"",
     "measures.toml:14: unknown key 'measure.1.garde' (would be ignored); did you mean "
     "'measure.1.grade'?"},
    {"indicators.toml", "formula = \"received\"", "formula = \"received[region = KZ-12]\"",
     "indicators.toml:6: 'KZ-12' is no code of axis 'region' (nothing would be counted there); did "
     "you mean "
     "'KZ-10'?"},
    {"indicators.toml", "met = \"at least\"", "met = \"about\"",
     "indicators.toml:11: indicator.1.met = \"about\" is not one of 'at least', 'at most'"},
    {"indicators.toml", "target = 400\ntarget_year = 2030\nmet = \"at least\"\n", "",
     "indicators.toml:2: missing key 'indicator.1.remark' (why there is no base or no target); add "
     "it"},
    {"priors.toml", "low = 50", "low = 120",
     "priors.toml:10: low = 120, centre = 100 and high = 150 are no range (a prior says how wide "
     "the doubt is); "
     "give low <= centre <= high, not all equal"},
    {"priors.toml", "key = \"model.pull\"", "key = \"model.push\"",
     "priors.toml:18: the scenario reads no parameter 'model.push' (a prior is about a number of "
     "the model); did "
     "you mean 'model.pull'?"},
    {"priors.toml", "high = 0.6", "high = 0.55",
     "priors.toml:18: model.pull = 0.7 lies outside the prior, 0.125 to 0.605 (the model would use "
     "a number that "
     "is thought unlikely); mend the parameter or the prior"},
    {"priors.toml", "transfer_widening = 2", "transfer_widening = 0.5",
     "priors.toml:2: rule.transfer_widening = 0.5 is outside [1, inf) (evidence from elsewhere "
     "says less here, "
     "never more); choose a value of 1 or more"},
    {"announcement.toml", "levers = [\"quota\"]", "levers = []",
     "announcement.toml:6: the line names no lever (what was announced must be a mechanism, with a "
     "lever and an "
     "outcome); name one in 'levers'"},
    {"announcement.toml", "outcomes = [\"received\"]", "outcomes = [\"recieved\"]",
     "announcement.toml:7: series 'recieved' is not known (the model records no such series); did "
     "you mean "
     "'received'?"},
    {"announcement.toml", "processes = [\"settling\"]", "processes = [\"setling\"]",
     "announcement.toml:5: process 'setling' is not known (the model has no such process; where a "
     "part of it is off, catalogue.use = false leaves the catalogue out); did you mean "
     "'settling'?"},
    {"announcement.toml", "id = \"D1\"", "id = \"B4\"",
     "announcement.toml:9: the id 'B4' is given twice (measures name lines by it); choose another"},
};

TEST(Catalogue, SaysWhatIsWrongWithABrokenOne)
{
    for (const Broken& broken : broken_catalogues) {
        CatalogueFiles files;
        files.replace(broken.file, broken.old, broken.now);
        const std::string problems = files.problems();
        EXPECT_NE(problems.find(broken.sentence), std::string::npos)
            << broken.now << "\nexpected  " << broken.sentence << "\nbut got   " << problems;
    }
}

TEST(Catalogue, NamesAFileThatIsMissing)
{
    CatalogueFiles files;
    std::string& text = files.scenario();
    text.replace(text.find("priors.toml"), 11, "prior.toml");
    EXPECT_NE(files.problems().find("prior.toml"), std::string::npos);
    EXPECT_NE(files.problems().find("did you mean 'priors.toml'?"), std::string::npos);
}

}  // namespace
}  // namespace qonys
