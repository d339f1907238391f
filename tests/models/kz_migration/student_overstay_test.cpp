#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>

#include "support/kz_run.hpp"
#include "support/watched_run.hpp"

// Foreign students and graduates who stay without a right to: irregular people like others.
namespace qonys::testing {
namespace {

constexpr std::size_t num_steps = 6;
constexpr std::size_t num_statuses = 3;  // the first of the steps
constexpr std::size_t irregular = 3;     // the next of them
const std::string may_work_for_a_year = set_lever("students.post_study_months", 12);

const std::string many_overstay = "\n[irregular.overstay]\nstudent = 0.5\n";
constexpr std::uint8_t was_student = 3;  // of irregular people

/// Those who stay without a right begin, month by month, to be irregular people.
TEST(StudentOverstay, IsCountedAmongIrregularPeople)
{
    const std::string rules = may_work_for_a_year + many_overstay;
    const Finished done = run(kz_plan({.end = "2026-12", .more = rules}));
    const Series& flows = done["student_transitions"];
    const Series& begun = done["irregular_begun"];
    std::int64_t all = 0;
    for (std::size_t time = 0; time < flows.times.size(); ++time) {
        std::int64_t handed = 0;
        for (std::size_t from = 0; from < num_statuses; ++from) {
            handed += flows.at(time)[from * num_steps + irregular];
        }
        const auto students = begun.at(time).subspan(was_student * num_regions, num_regions);
        EXPECT_EQ(handed, sum(students));
        all += handed;
    }
    EXPECT_GT(all, 50);
    const Finished strict =
        run(kz_plan({.end = "2026-12", .more = rules + set_lever("control.checks", 8.0)}));
    const std::int64_t under_control = over_regions(strict, "irregular_begun", was_student);
    EXPECT_LT(under_control, all) << "control keeps nobody from staying";
}

/// What is known of a student of whom the next month may know nothing.
struct KnownStudent {
    std::uint8_t region = 0;
    Sex sex = Sex::male;
    MonthStamp birth_month = 0;
    bool operator==(const KnownStudent&) const = default;
};

/// People of a table by key; nobody is there twice.
std::map<std::uint64_t, KnownStudent> people_of(const World& world, const std::string& name)
{
    const Rows& rows = table(world, name);
    std::map<std::uint64_t, KnownStudent> found;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const KnownStudent one{column<std::uint8_t>(rows, "region")[row],
                               column<Sex>(rows, "sex")[row],
                               column<MonthStamp>(rows, "birth_month")[row]};
        EXPECT_TRUE(column<std::uint8_t>(rows, "alive")[row] == 0 ||
                    found.emplace(column<std::uint64_t>(rows, "key")[row], one).second);
    }
    return found;
}

/// A student is handed over with his key, place, sex and age, and is in no other table then.
TEST(StudentOverstay, MovesAPersonAndLeavesNobodyInTwoTables)
{
    const Plan plan = kz_plan({.end = "2026-08", .more = may_work_for_a_year + many_overstay});
    Watched run(plan);
    run->populate();
    run->begin();
    std::map<std::uint64_t, KnownStudent> before = people_of(run->world(), "foreign_students");
    std::size_t handed = 0;
    while (run->next_month() <= Month(2026, 8)) {
        run->advance();
        const auto students = people_of(run->world(), "foreign_students");
        const auto irregular_people = people_of(run->world(), "irregular_people");
        for (const auto& [key, was] : before) {
            const auto now = irregular_people.find(key);
            if (now != irregular_people.end()) {
                ++handed;
                EXPECT_FALSE(students.contains(key));
                EXPECT_EQ(now->second, was);
            }
        }
        before = students;
        const Rows& views = table(run->world(), "register_irregular");
        const Rows& rows = table(run->world(), "irregular_people");
        for (std::size_t row = 0; row < rows.size(); ++row) {
            const bool is_here = column<std::uint8_t>(rows, "alive")[row] != 0;
            EXPECT_TRUE(!is_here || column<std::uint64_t>(views, "key")[row] ==
                                        column<std::uint64_t>(rows, "key")[row]);
        }
    }
    EXPECT_GT(handed, 30U);
}

}  // namespace
}  // namespace qonys::testing
