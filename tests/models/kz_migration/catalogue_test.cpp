#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "qonys/run/plan.hpp"

// The Concept as data: that every measure which claims levers turns one, and that scenarios do what
// their titles say.
namespace qonys::testing {
namespace {

using Cells = std::map<std::string, std::vector<double>>;

Plan plan_of(const std::string& file, const std::string& more = "")
{
    ModelCatalogue models;
    register_all_models(models);
    const auto folder = std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz";
    return Plan::read(Document::parse("extends = \"" + file + "\"\n" + more, "test.toml", folder),
                      "test", models);
}

const Plan& base()
{
    static const Plan plan = plan_of("base.toml");
    return plan;
}

/// All levers in a month under the rules that go on and some changes.
Cells levers_in(Month month, const std::vector<LeverMeasure::Params>& changes)
{
    const auto registry = base().build_registry();
    Levers levers(registry->levers());
    levers.follow_paths(month);
    for (const LeverMeasure::Params& change : changes) {
        LeverMeasure(change, registry->levers()).apply(month, levers);
    }
    Cells cells;
    for (const LeverSpec& spec : registry->levers().specs()) {
        const auto values = levers.of(*registry->levers().find(spec.name));
        cells[spec.name].assign(values.begin(), values.end());
    }
    return cells;
}

std::vector<std::string> differing(const Cells& a, const Cells& b)
{
    std::vector<std::string> names;
    for (const auto& [name, values] : a) {
        if (b.at(name) != values) {
            names.push_back(name);
        }
    }
    return names;
}

/// Levers that the measures of a scenario turn by the end of 2030.
std::vector<std::string> turned_by(const std::string& file)
{
    const Plan plan = plan_of(file);
    const auto registry = plan.build_registry();
    const Month last(2030, 12);
    Levers levers(registry->levers());
    levers.follow_paths(last);
    for (const auto& measure : plan.measures) {
        measure->apply(last, levers);
    }
    Cells turned;
    for (const LeverSpec& spec : registry->levers().specs()) {
        const auto values = levers.of(*registry->levers().find(spec.name));
        turned[spec.name].assign(values.begin(), values.end());
    }
    return differing(turned, levers_in(last, {}));
}

TEST(KzCatalogue, HasAllMeasuresAndIndicators)
{
    const Catalogue& catalogue = *base().catalogue;
    EXPECT_EQ(catalogue.measures.all.size(), 73U);
    EXPECT_EQ(catalogue.indicators.size(), 14U);
    EXPECT_TRUE(catalogue.on.empty()) << "the base keeps the rules of 2025";
    EXPECT_EQ(base().rules_of, 2025);
}

TEST(KzCatalogue, CarriesOutEveryLineOfTheAnnouncement)
{
    std::set<std::string> carried;
    for (const CatalogueMeasure& measure : base().catalogue->measures.all) {
        carried.insert(measure.lines.begin(), measure.lines.end());
    }
    std::set<std::string> announced;
    std::set<std::string> claims;
    for (const AnnouncementLine& line : base().catalogue->lines) {
        (line.is_claim ? claims : announced).insert(line.id);
        EXPECT_FALSE(line.processes.empty() || line.levers.empty() || line.outcomes.empty())
            << line.id;
    }
    EXPECT_EQ(announced, (std::set<std::string>{"A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4",
                                                "B5", "B6", "B7", "C1", "C2", "C3", "C4", "C5"}));
    EXPECT_EQ(claims, (std::set<std::string>{"D1", "D2"}));
    EXPECT_EQ(carried, announced);
}

/// A lever set to what it is anyway would look like a measure and do nothing.
TEST(KzCatalogue, MeasuresWithLeversTurnThemAndThoseWithoutSayWhy)
{
    const Month last(2030, 12);
    const Cells as_it_is = levers_in(last, {});
    const auto registry = base().build_registry();
    for (const CatalogueMeasure& measure : base().catalogue->measures.all) {
        if (measure.changes.empty()) {
            EXPECT_GT(measure.why_no_effect.size(), 20U) << measure.id;
            continue;
        }
        std::set<std::string> named;
        for (const LeverMeasure::Params& change : measure.changes) {
            named.insert(registry->levers()[change.lever].name);
        }
        const std::vector<std::string> turned =
            differing(levers_in(last, measure.changes), as_it_is);
        EXPECT_EQ(std::set<std::string>(turned.begin(), turned.end()), named) << measure.id;
    }
}

TEST(KzCatalogue, MeasuresChangeNothingBeforeTheyHold)
{
    for (const CatalogueMeasure& measure : base().catalogue->measures.all) {
        const Month before = measure.timetable.from + -1;
        EXPECT_EQ(differing(levers_in(before, measure.changes), levers_in(before, {})),
                  std::vector<std::string>{})
            << measure.id;
    }
}

TEST(KzCatalogue, ScenariosOfOneDirectionMakeUpTheConcept)
{
    const std::vector<std::string> all = plan_of("concept-2030.toml").catalogue->on;
    EXPECT_EQ(all.size(), 73U);
    std::vector<std::string> together;
    for (const char* direction : {"digital", "labour", "integration"}) {
        const Plan plan = plan_of("concept-" + std::string(direction) + ".toml");
        together.insert(together.end(), plan.catalogue->on.begin(), plan.catalogue->on.end());
    }
    std::sort(together.begin(), together.end());
    EXPECT_EQ(together, all) << "each measure stands in one direction";
}

TEST(KzCatalogue, ScenariosTurnWhatTheirTitlesSay)
{
    using Names = std::vector<std::string>;
    EXPECT_EQ(turned_by("base.toml"), Names{});
    EXPECT_EQ(turned_by("loans-tripled.toml"), Names{"loans.volume"});
    EXPECT_EQ(turned_by("quotas-doubled.toml"),
              (Names{"foreign_labour.quota", "kandas.quota", "resettlement.quota"}));
    for (const std::string& name : turned_by("integration-standard.toml")) {
        EXPECT_EQ(name.rfind("integration.", 0), 0U) << name;
    }
    EXPECT_EQ(turned_by("no-policy.toml"),
              (Names{"grants.places", "integration.coverage", "kandas.quota", "loans.volume",
                     "resettlement.quota"}));
}

/// Wording of one's own in three languages: none is a copy of another.
TEST(KzCatalogue, NamesDifferByLanguageAndMeasure)
{
    std::set<std::string> names;
    for (const CatalogueMeasure& measure : base().catalogue->measures.all) {
        EXPECT_TRUE(names.insert(measure.name.kk).second) << measure.id;
        EXPECT_TRUE(names.insert(measure.name.ru).second) << measure.id;
        EXPECT_TRUE(names.insert(measure.name.en).second) << measure.id;
    }
}

}  // namespace
}  // namespace qonys::testing
