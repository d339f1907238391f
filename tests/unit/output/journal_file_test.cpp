#include "qonys/output/journal_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace qonys {
namespace {

namespace fs = std::filesystem;

const JournalSpec spec{"tiny",
                       "",
                       {{"event", "", Noted::code, {"came", "left"}},
                        {"numbers", ""},
                        {"birth_month", "", Noted::month}}};

JournalLine line(Month month, int event, int numbers)
{
    JournalLine made;
    made.month = month.index();
    made.person = 0xab;
    made.cells.fill(JournalLine::nothing);
    made.cells[0] = event;
    made.cells[1] = numbers;
    return made;
}

std::string text_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(JournalFile, WritesCodesAndMonthsAndGoesOnBehindACheckpoint)
{
    const fs::path path = fs::path(QONYS_TEST_DIR) / "journal_file.csv";
    fs::remove(path);
    {
        JournalFile file(path, spec, std::nullopt);
        JournalLine born = line(Month(2025, 1), 0, 2);
        born.cells[2] = Month(1990, 5).index();
        file.add(std::vector<JournalLine>{born, line(Month(2025, 2), 1, -1),
                                          line(Month(2025, 3), 1, 7)});
        file.keep();
    }
    EXPECT_FALSE(fs::exists(path));
    JournalFile file(path, spec, Month(2025, 2));
    file.add(std::vector<JournalLine>{line(Month(2025, 3), 0, JournalLine::nothing)});
    EXPECT_EQ(file.publish(), path);
    EXPECT_EQ(text_of(path),
              "month,person,event,numbers,birth_month\n"
              "2025-01,00000000000000ab,came,2,1990-05\n"
              "2025-02,00000000000000ab,left,-1,\n"
              "2025-03,00000000000000ab,came,,\n");
}

}  // namespace
}  // namespace qonys
