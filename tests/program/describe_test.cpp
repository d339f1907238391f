#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "program/program_fixture.hpp"
#include "qonys/scenario/document.hpp"

namespace qonys::test {
namespace {

const std::string kazakhstan = QONYS_SOURCE_DIR "/scenarios/kz/base.toml";

using DescribeCommand = Program;

/// Full keys of everything below `table` that is marked as grade D.
void gather_grade_d(const Node::Table& table, const std::string& prefix,
                    std::vector<std::string>& keys)
{
    for (const auto& [name, node] : table) {
        const Node::Table* inner = node.table();
        if (inner == nullptr) {
            continue;
        }
        const std::string key = prefix.empty() ? name : prefix + "." + name;
        const auto grade = inner->find("grade");
        if (grade != inner->end() && std::get<std::string>(grade->second.value) == "D") {
            keys.push_back(key);
        } else {
            gather_grade_d(*inner, key, keys);
        }
    }
}

std::set<std::string> first_words(const std::string& text)
{
    std::set<std::string> words;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        std::string word;
        std::istringstream(line) >> word;
        words.insert(word);
    }
    return words;
}

TEST_F(DescribeCommand, ListsEveryAssumptionOfTheScenario)
{
    std::vector<std::string> keys;
    gather_grade_d(*Document::load(kazakhstan).root().table(), "", keys);
    ASSERT_GT(keys.size(), 50U);
    const Ended ended = box_.run({"describe", kazakhstan, "--assumptions"});
    ASSERT_EQ(ended.exit_code, 0);
    const std::set<std::string> listed = first_words(ended.out);
    for (const std::string& key : keys) {
        EXPECT_TRUE(listed.contains(key)) << key;
    }
    // Of tables in files the register says so.
    EXPECT_TRUE(matches(ended.out, "\n  population.tables.presence_gap = 20 regions from data/presence_gap"));
    EXPECT_FALSE(listed.contains("demography.mortality.rate"));
}

TEST_F(DescribeCommand, ListsTheApproximationsOfTheModel)
{
    const Ended ended = box_.run({"describe", kazakhstan, "--assumptions"});
    EXPECT_TRUE(holds(ended.out, "\nAssumptions of the model\n  - Start: "));
    for (const char* part :
         {"Deaths", "Births", "Unions", "Schooling", "Employers", "Search", "Moves", "Registration",
          "Departures", "Kandas", "Resettlement", "Registers"}) {
        EXPECT_TRUE(holds(ended.out, std::string("\n  - ") + part + ": "));
    }
}

/// Whoever reads the list must find the grade of everything that is a figure about the world.
TEST_F(DescribeCommand, GradesEveryFigureOfTheScenario)
{
    const Ended ended = box_.run({"describe", kazakhstan, "--parameters"});
    const std::string list = ended.out.substr(ended.out.find("Parameters: "));
    const std::set<std::string> settings{
        "run.start", "run.end", "run.seed", "run.replicates", "population.scale", "population.seed",
        "population.labour_year", "synthesis.replicate", "data.as_of", "forecast.uncertain",
        "labour.on", "migration.on", "resettlement.rules_from", "policy.rules_of", "catalogue.use",
        "catalogue.on", "catalogue.off",
        "resettlement.support.reference_year", "integration.effects.largest_cities"};
    std::istringstream in(list);
    std::size_t num_graded = 0;
    for (std::string line; std::getline(in, line);) {
        std::string key;
        std::string value;
        std::istringstream(line) >> key >> value;
        // A word in quotes is a choice or a file; axes are lists of codes.
        const bool is_setting = settings.contains(key) || value.starts_with('"') ||
                                line.find(" from axes/") != std::string::npos;
        if (key.find('.') == std::string::npos || is_setting) {
            continue;
        }
        EXPECT_TRUE(matches(line, "  [ABCD]  ")) << key;
        num_graded += 1;
    }
    EXPECT_GT(num_graded, 140U);
}

TEST_F(DescribeCommand, SaysWhoPublishedATable)
{
    const Ended ended = box_.run({"describe", kazakhstan, "--parameters"});
    EXPECT_TRUE(matches(ended.out,
                        "\n  population.tables.region_sex .*  C  .*Bureau of National Statistics"));
    EXPECT_TRUE(matches(ended.out, "\n  resettlement.return_rate +6 years_since: 0 0.02, .* D  "
                                   "2017-2025 "));
}

constexpr const char* kandas_quota =
    "\n  kandas.quota \\[persons/year\\], by region \\(20\\), legal \\[0, inf\\)\n"
    "    kandas whom a region may take in under the quota\n"
    "    source: .*Ministry of Labour.*; year 2022-2026; grade C\n"
    "      default +2022 +2023 +2024 +from 2025\n"
    "      sum +[0-9,]+ +[0-9,]+ +[0-9,]+ +[0-9,]+\n"
    "      least to most +0 to 726 .* 0 to 1,056\n";

TEST_F(DescribeCommand, PrintsALeverWithItsPathAndSource)
{
    const Ended ended = box_.run({"describe", kazakhstan, "--levers"});
    ASSERT_EQ(ended.exit_code, 0);
    EXPECT_TRUE(matches(ended.out, kandas_quota));
    // Few cells are printed one by one, prices are not summed, and one value needs no name.
    EXPECT_TRUE(matches(ended.out, "\n  foreign_labour.fee [^\n]*\n[^\n]*\n[^\n]*\n"
                                   "      default +always\n      cat1 +250\n"));
    EXPECT_TRUE(matches(ended.out, "\n  foreign_labour.test_months [^\n]*one value, legal "
                                   "\\[0, 60\\]\n[^\n]*\n    source: 15 days .*grade D\n"
                                   "      default +always\n      value +1\n"));
    EXPECT_FALSE(holds(ended.out, "KZ-55"));
}

TEST_F(DescribeCommand, PrintsTheCellsOfARegion)
{
    const Ended ended = box_.run({"describe", kazakhstan, "--levers", "--region", "KZ-55"});
    ASSERT_EQ(ended.exit_code, 0);
    EXPECT_TRUE(matches(ended.out, std::string(kandas_quota) + "      KZ-55 +[0-9]+"));
    for (const char* category : {"cat1", "cat4", "seasonal"}) {
        EXPECT_TRUE(matches(ended.out, std::string("\n      KZ-55 ") + category + " +[0-9]"));
    }
    EXPECT_FALSE(matches(ended.out, "\n      KZ-59 +[a-z0-9]")) << "cells of another region";
    const Ended wrong = box_.run({"describe", kazakhstan, "--levers", "--region", "KZ-54"});
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_TRUE(holds(wrong.err, "--region: no lever has a region 'KZ-54'; did you mean 'KZ-"));
}

}  // namespace
}  // namespace qonys::test
