#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "support/kz_run.hpp"
#include "support/read_csv.hpp"

// The people of the start, held against the tables of data that they are made from: nothing is lost
// between a table and the people. One in twenty is simulated.
namespace qonys::testing {
namespace {

constexpr double scale = 0.05;
/// Evenly spread samples of a list are off by less than this, whatever its length; persons
/// simulated.
constexpr double most_off = 3.0;
/// Registered people of a region come as households: four standard errors of a sample of the
/// smallest region, persons over persons.
constexpr double region_off = 0.02;
constexpr double nation_off = 0.001;
/// Holders of permits for whom no employer is found that would keep its share of local staff.
constexpr double without_room = 0.05;

CsvRows data(const std::string& table)
{
    return read_csv(std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz" / "data" /
                    (table + ".csv"));
}

/// The stocks before the first month, and the year in which they stand in the tables.
struct Start {
    std::string year;
    Finished done;

    /// Persons simulated in all cells of a place of the first axis.
    [[nodiscard]] double people(const std::string& series, std::size_t place) const
    {
        const Series& one = done[series];
        const std::size_t width = one.num_cells() / one.spec.axes[0].size();
        return static_cast<double>(sum(one.at(0).subspan(place * width, width)));
    }
    [[nodiscard]] double people(const std::string& series, const std::string& code) const
    {
        return people(series, done[series].spec.axes[0].position(code).value());
    }
};

Start start_of(const std::string& year)
{
    const std::string base = year == "2025" ? "base.toml" : "base-2022.toml";
    return {year,
            run(kz_plan({.scale = scale, .end = year + "-01", .base = base}), {.threads = 2})};
}

void expect_students(const Start& start)
{
    const CsvRows table = data("foreign_students");
    const Series& found = start.done["foreign_students_by_status"];
    const Axis& origins = found.spec.axes[1];
    double all = 0.0;
    for (std::size_t origin = 0; origin < origins.size(); ++origin) {
        const std::string& code = origins.codes()[origin];
        const double students = table.value({code, start.year});
        EXPECT_NEAR(static_cast<double>(found.at(0)[origin]), scale * students, most_off) << code;
        all += students;
    }
    EXPECT_EQ(sum(found.at(0)), sum(found.at(0).first(origins.size()))) << "all study";
    if (start.year == "2025") {
        EXPECT_DOUBLE_EQ(all, data("foreign_students_total").value({"2024"}));  // 2024/25
        EXPECT_DOUBLE_EQ(all, 28458.0);
    }
    EXPECT_NEAR(start.people("foreign_students_by_status", "studying"), scale * all,
                most_off * std::sqrt(static_cast<double>(origins.size())));
}

/// Drawn person by person.
void expect_citizens_abroad(const Start& start)
{
    const CsvRows table = data("citizens_abroad_start");
    const Axis& countries = start.done["citizens_abroad"].spec.axes[0];
    double all = 0.0;
    for (const std::string& code : countries.codes()) {
        const double there = table.value({code, start.year});
        EXPECT_NEAR(start.people("citizens_abroad", code), scale * there,
                    4.0 * std::sqrt(scale * there))
            << code;
        all += there;
    }
    EXPECT_DOUBLE_EQ(all, start.year == "2025" ? 140521.0 : 194000.0);
    EXPECT_DOUBLE_EQ(all, data("citizens_abroad_stock").value({start.year}));
    EXPECT_NEAR(static_cast<double>(sum(start.done["citizens_abroad"].at(0))), scale * all,
                4.0 * std::sqrt(scale * all));
}

void expect_permits(const Start& start)
{
    const CsvRows table = data("foreign_workers_start");
    for (const char* code : {"cat1", "cat2", "cat3", "cat4", "ict", "seasonal"}) {
        const double expected = scale * table.value({code, start.year});
        EXPECT_LT(start.people("foreign_workers", code), expected + most_off) << code;
        EXPECT_GT(start.people("foreign_workers", code), (1.0 - without_room) * expected - most_off)
            << code;
    }
    const CsvRows union_table = data("eaeu_workers_start");
    const double from_union =
        union_table.value({"RUS", start.year}) + union_table.value({"KGZ", start.year});
    EXPECT_NEAR(start.people("foreign_workers", "eaeu"), scale * from_union, 2.0 * most_off);
}

/// Registered as counted; present too, but for those who live elsewhere and those who have moved
/// and will register later.
void expect_residents(const Start& start)
{
    const CsvRows registered = data("population_jan1");
    const CsvRows gap = data("presence_gap");
    const Axis& regions = start.done["population"].spec.axes[0];
    double all = 0.0;
    for (const std::string& code : regions.codes()) {
        const double here = registered.value({code, start.year});
        EXPECT_NEAR(start.people("population", code), scale * here, region_off * scale * here)
            << code;
        const double present = here + gap.value({code});
        EXPECT_NEAR(start.people("population_present", code), scale * present,
                    2.0 * region_off * scale * present)
            << code;
        all += here;
    }
    EXPECT_NEAR(static_cast<double>(sum(start.done["population"].at(0))), scale * all,
                nation_off * scale * all);
    EXPECT_EQ(sum(start.done["population"].at(0)), sum(start.done["population_present"].at(0)) +
                                                       sum(start.done["citizens_abroad"].at(0)));
}

TEST(BaseStocks, Of2025AreThoseOfTheTables)
{
    const Start start = start_of("2025");
    expect_students(start);
    expect_citizens_abroad(start);
    expect_permits(start);
    expect_residents(start);
    // Registered 1,528,666; 400 thousand more are there, and 8 thousand have come and register
    // later.
    EXPECT_NEAR(start.people("population", "KZ-71"), scale * 1.5287e6, 0.005 * scale * 1.5287e6);
    EXPECT_NEAR(start.people("population_present", "KZ-71"), scale * 1.936e6,
                0.005 * scale * 1.936e6);
}

TEST(BaseStocks, Of2022AreThoseOfTheTables)
{
    const Start start = start_of("2022");
    expect_students(start);
    expect_citizens_abroad(start);
    expect_permits(start);
    expect_residents(start);
}

}  // namespace
}  // namespace qonys::testing
