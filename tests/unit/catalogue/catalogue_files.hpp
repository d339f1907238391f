// size: half of it is the text of the files that tests break
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "qonys/catalogue/catalogue.hpp"

namespace qonys::testing_catalogue {

namespace fs = std::filesystem;

/// A process that does nothing, so that a line of the announcement can name it.
class Idle final : public Process {
public:
    [[nodiscard]] ProcessInfo info() const override
    {
        return {.name = "settling", .description = "does nothing", .stage = Stage::programmes};
    }
};

/// A catalogue of two measures in files of its own, which tests break one text at a time.
class CatalogueFiles {
public:
    CatalogueFiles()
    {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        folder_ = fs::path(::testing::TempDir()) /
                  (std::string("qonys_") + test->test_suite_name() + "_" + test->name());
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        registry_.add_lever({.name = "quota",
                             .description = "places",
                             .unit = "persons/year",
                             .axes = {region()},
                             .bounds = Bounds::within(0.0, 1000.0),
                             .path = {{Month(), {100.0, 200.0}}}});
        registry_.add_lever({.name = "hours",
                             .description = "of courses",
                             .unit = "hours",
                             .axes = {},
                             .bounds = Bounds::at_least(0.0),
                             .path = {{Month(), {50.0}}}});
        registry_.add_tally(
            {.name = "received", .description = "", .unit = "persons", .axes = {region()}});
        registry_.add_process(std::make_unique<Idle>());
        registry_.add_tally({.name = "spent", .description = "", .unit = "KZT", .axes = {}});
    }
    ~CatalogueFiles()
    {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    CatalogueFiles(const CatalogueFiles&) = delete;
    CatalogueFiles& operator=(const CatalogueFiles&) = delete;

    static Axis region() { return Axis("region", {"KZ-10", "KZ-11"}); }

    /// One text of one file, which must be there once, in place of another.
    void replace(const std::string& file, const std::string& old, const std::string& now)
    {
        std::string& text = texts_.at(file);
        const std::size_t at = text.find(old);
        ASSERT_NE(at, std::string::npos) << old;
        ASSERT_EQ(text.find(old, at + 1), std::string::npos) << old << " stands there twice";
        text.replace(at, old.size(), now);
    }
    std::string& scenario() { return scenario_; }

    /// The catalogue as the scenario reads it.
    std::shared_ptr<const Catalogue> read()
    {
        for (const auto& [name, text] : texts_) {
            std::ofstream(folder_ / name) << text;
        }
        document_ = Document::parse(scenario_, "s.toml", folder_);
        Reader in(document_);
        static_cast<void>(in.section("model").number("pull", Bounds::any(), {"-", "a parameter"}));
        auto catalogue = read_catalogue(in, registry_);
        in.finish();
        in.throw_if_any();
        return catalogue;
    }

    /// Sentences about what is wrong, without the folder.
    std::string problems()
    {
        try {
            static_cast<void>(read());
        } catch (const InputError& error) {
            std::string all;
            for (const Problem& problem : error.problems()) {
                std::string sentence = problem.text();
                const std::string prefix = folder_.string() + "/";
                if (const std::size_t at = sentence.find(prefix); at != std::string::npos) {
                    sentence.erase(at, prefix.size());
                }
                all += (all.empty() ? "" : "\n") + sentence;
            }
            return all;
        }
        return "none";
    }

    [[nodiscard]] const Registry& registry() const { return registry_; }

private:
    fs::path folder_;
    Registry registry_;
    Document document_;
    std::string scenario_ = R"([model]
pull = {value = 0.7, source = "somewhere", grade = "C"}

[catalogue]
measures = "measures.toml"
indicators = "indicators.toml"
priors = "priors.toml"
announcement = "announcement.toml"
)";
    std::map<std::string, std::string> texts_{{"measures.toml", R"(count = 2
[directions.labour]
name = {kk = "Еңбек көші-қоны", ru = "Трудовая миграция", en = "Labour migration"}
[agencies.mlsp]
name = {kk = "Еңбекмині", ru = "Минтруда", en = "Ministry of Labour"}

[[measure]]
id = "M01"
name = {kk = "Өңірлік квота", ru = "Региональная квота", en = "Regional quota"}
direction = "labour"
agency = "mlsp"
lines = ["B4"]
from = "2026-01"
grade = "C"
provenance = "press"
source = "https://example.org/quota"
effect = "levers"
outcome = {name = "people received", formula = "received", unit = "persons"}
cost = {formula = "spent"}
[[measure.change]]
kind = "scale"
lever = "quota"
factor = 2
[[measure.change]]
kind = "set"
lever = "hours"
prior = "hours"

[[measure]]
id = "M02"
name = {kk = "Заңды бекіту", ru = "Закрепить в законе", en = "Put it into law"}
direction = "labour"
agency = "mlsp"
lines = ["B4"]
from = "2026-07"
grade = "D"
provenance = "inferred"
source = "https://example.org/law"
effect = "none expected"
why = "law alone changes nothing that people meet"
outcome = {name = "people received in one region", formula = "received[region = KZ-10]", unit = "persons"}
cost = {unknown = "no figure found"}
)"},
                                              {"indicators.toml", R"(count = 1
[[indicator]]
id = "K01"
name = {kk = "Қабылданғандар", ru = "Принято", en = "People received"}
unit = "persons"
formula = "received"
base = 300
base_year = "2024"
target = 400
target_year = 2030
met = "at least"
provenance = "proxy"
source = "https://example.org/k"
)"},
                                              {"priors.toml", R"([rule]
transfer_widening = 2
text = "evidence from elsewhere counts half"
[[prior]]
id = "hours"
what = "hours of courses"
unit = "hours"
shape = "uniform"
centre = 100
low = 50
high = 150
source = "own assumption"
year = "-"
grade = "D"
[[prior]]
id = "pull"
what = "pull of wages"
key = "model.pull"
unit = "-"
shape = "lognormal"
centre = 0.5
low = 0.25
high = 0.6
source = "A study"
year = "2014"
grade = "B"
)"},
                                              {"announcement.toml", R"([[line]]
id = "B4"
name = {kk = "Солтүстікке қоныстандыру", ru = "Переселение на север", en = "Settling the north"}
claim = false
processes = ["settling"]
levers = ["quota"]
outcomes = ["received"]
[[line]]
id = "D1"
name = {kk = "Қосымша ақша керек емес", ru = "Дополнительных денег не нужно", en = "No additional money needed"}
claim = true
outcomes = ["spent"]
)"}};
};

}  // namespace qonys::testing_catalogue
