#include "qonys/output/lives_file.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "qonys/core/error.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;

/// A name that no file bears yet.
fs::path fresh(const std::string& name)
{
    const fs::path file = fs::path(QONYS_TEST_DIR) / ("lives_file_" + name + ".csv");
    fs::remove(file);
    fs::remove(file.string() + ".partial");
    return file;
}

const LifeNames names{{"person", "household"}, {"mortality", "start"}};

LifeEvent event(Month month, const std::string& what)
{
    LifeEvent one;
    one.month = month;
    one.subject = PersonKey(0xab);
    one.what = what;
    one.to = "a, \"b\"";
    one.outcome = Outcome::no;
    one.probability = 0.25;
    one.drawn = 0.5;
    one.out_of = 1.0;
    return one;
}

TEST(LivesFile, ReadsBackWhatItWrote)
{
    const fs::path path = fresh("back");
    LivesFile file(path, std::nullopt);
    const std::vector<LifeEvent> events{event(Month(2025, 1), "death")};
    file.add(events, names);
    EXPECT_FALSE(fs::exists(path));
    EXPECT_EQ(file.publish(), path);
    const std::vector<LifeLine> lines = read_lives(path);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].month, "2025-01");
    EXPECT_EQ(lines[0].kind, "person");
    EXPECT_EQ(lines[0].key, "00000000000000ab");
    EXPECT_EQ(lines[0].process, "mortality");
    EXPECT_EQ(lines[0].what, "death");
    EXPECT_EQ(lines[0].from, "");
    EXPECT_EQ(lines[0].to, "a, \"b\"");
    EXPECT_EQ(lines[0].probability, "0.25");
    EXPECT_EQ(lines[0].drawn, "0.5");
    EXPECT_EQ(lines[0].out_of, "1");
    EXPECT_EQ(lines[0].outcome, "no");
}

TEST(LivesFile, LeavesNothingUnlessKept)
{
    const fs::path path = fresh("nothing");
    {
        const LivesFile file(path, std::nullopt);
        EXPECT_TRUE(fs::exists(path.string() + ".partial"));
    }
    EXPECT_FALSE(fs::exists(path.string() + ".partial"));
}

TEST(LivesFile, GoesOnBehindTheMonthOfACheckpoint)
{
    const fs::path path = fresh("on");
    {
        LivesFile file(path, std::nullopt);
        const std::vector<LifeEvent> events{event(Month(2025, 1), "first"),
                                            event(Month(2025, 2), "second"),
                                            event(Month(2025, 3), "beyond")};
        file.add(events, names);
        file.keep();
    }
    LivesFile file(path, Month(2025, 2));
    const std::vector<LifeEvent> events{event(Month(2025, 3), "third")};
    file.add(events, names);
    file.publish();
    std::string all;
    for (const LifeLine& line : read_lives(path)) {
        all += line.what + " ";
    }
    EXPECT_EQ(all, "first second third ");
}

TEST(LivesFile, MissesWhatItShouldGoOnWith)
{
    const fs::path path = fresh("missing");
    try {
        const LivesFile file(path, Month(2025, 2));
        FAIL();
    } catch (const DataError& error) {
        EXPECT_NE(std::string(error.what()).find("put it back, or resume with --force"),
                  std::string::npos)
            << error.what();
    }
}

TEST(LivesFile, RefusesOtherFiles)
{
    const fs::path path = fresh("other");
    EXPECT_THROW(static_cast<void>(read_lives(path)), DataError);
    std::ofstream(path) << "month,value\n2025-01,1\n";
    EXPECT_THROW(static_cast<void>(read_lives(path)), DataError);
}

}  // namespace
}  // namespace qonys
