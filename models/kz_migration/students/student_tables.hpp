#pragma once

#include <vector>

#include "labour/foreign_tables.hpp"
#include "students/foreign_students.hpp"

namespace qonys::models::kz_migration {

struct StudentAxes {
    Axis region;
    Axis origin;
    Axis field;
    Axis status;  ///< StudentStatus
    Axis
        transition;  ///< where somebody stands, and where he comes from or goes to: see StudentStep
    Axis refusal;    ///< see StudentRefusal
    std::vector<PartnerId> flow_partner;     ///< by origin: country of the flows across the border
    std::vector<WorkerOrigin> work_partner;  ///< by origin: country of foreign workers
    std::vector<bool> free_to_work;          ///< by origin: citizens of the Economic Union

    static StudentAxes read(Reader& in, const Axes& axes);
    [[nodiscard]] std::size_t cell(RegionId at, StudyField of) const
    {
        return at.value() * field.size() + of.value();
    }
};

/// Places on the axis `transition`: the statuses, then what lies beyond them; whoever is irregular
/// stands among irregular people.
enum class StudentStep : std::uint8_t { studying, seeking, working, irregular, abroad, resident };
[[nodiscard]] constexpr StudentStep step_of(StudentStatus status)
{
    return static_cast<StudentStep>(status);
}
enum class StudentRefusal : std::uint8_t { entrance, places, visa };

/// Who studies at the start, and how courses go.
struct StudyTables {
    std::vector<double> students;                          ///< at the start, by origin
    Table<double, StudentOrigin, StudyField> field_share;  ///< of the students of an origin
    std::vector<double> region_share;                      ///< students by region
    std::vector<int> years;                                ///< of a course, by field
    double past_growth = 0.0;  ///< a year, of those who began before the start
    AnnualRate drop_out;
    Share female;
    Table<double, std::size_t> entry_age;  ///< weights of the ages 17 to 22

    static StudyTables read(Reader& in, const StudentAxes& axes, int base_year);

    /// Weights of students by completed years of the course: earlier cohorts were smaller, and more
    /// of them have dropped out.
    [[nodiscard]] std::vector<double> years_done(std::size_t field) const;
    /// New students of the year before the start, of an origin and field: from whom, year by year,
    /// those of the start are left.
    [[nodiscard]] double last_intake(std::size_t origin, std::size_t field) const;
};

inline constexpr int first_entry_age = 17;
inline constexpr int last_entry_age = 22;
inline constexpr int entry_month = 9;
inline constexpr int graduation_month = 6;
/// June of the last year of a course that began, or begins, in September of `year`.
[[nodiscard]] constexpr Month graduation_of(int year, int years)
{
    return {year + years, graduation_month};
}
/// Last month of a visa for so many months from a month on, or of the course if that ends before.
[[nodiscard]] MonthStamp visa_until(Month from, int months, MonthStamp graduation);

}  // namespace qonys::models::kz_migration
