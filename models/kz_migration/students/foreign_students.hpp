#pragma once

#include <cstdint>

#include "codes.hpp"
#include "labour/foreign_workers.hpp"
#include "qonys/process/registry.hpp"
#include "qonys/world/world.hpp"

namespace qonys::models::kz_migration {

/// Where a foreigner stands who came to study and has the right to be here.
enum class StudentStatus : std::uint8_t {
    studying,
    seeking,  ///< graduated, may look for a post
    working   ///< graduated, holds a post
};
inline constexpr std::size_t num_student_statuses = 3;

using StudentOrigin = Id<struct StudentOriginTag, std::uint8_t>;  ///< place on student_origin
using StudyField = Id<struct StudyFieldTag, std::uint8_t>;        ///< place on study_field
using StudentId = Id<struct StudentTag, std::uint32_t>;           ///< row of foreign_students

/// People from abroad who study here, and graduates who stay for a time. They are no rows of the
/// people until they settle for good. A table that every rank holds whole; rows of those who left
/// are used again.
struct StudentColumns {
    ReplicatedId table;
    Column<std::uint64_t> key;  ///< that of the person, should he settle
    Column<StudentOrigin> origin;
    Column<StudyField> field;
    Column<RegionId> region;  ///< the one place of study, then of work
    Column<StudentStatus> status;
    Column<MonthStamp> birth_month;
    Column<Sex> sex;
    Column<MonthStamp> arrived;
    Column<MonthStamp> graduation;   ///< last month of the course
    Column<MonthStamp> since;        ///< month in which the status began
    Column<MonthStamp> valid_until;  ///< last month of the visa; `never` for who needs none
    Column<ForeignWorkerId> worker;  ///< row of the post's holder, of those who work
    Column<std::uint8_t> alive;      ///< 0: an empty row

    static StudentColumns declare(Registry& registry);
    static StudentColumns find(const WorldSchema& schema);
};

/// Somebody who begins to study.
struct NewStudent {
    std::uint64_t key;
    StudentOrigin origin;
    StudyField field;
    RegionId region;
    MonthStamp birth_month = 0;
    Sex sex = Sex::female;
    MonthStamp arrived = 0;
    MonthStamp graduation = 0;
    MonthStamp valid_until = 0;
};

/// Puts students into the table and takes them out. Only in conclude or start, the same on every
/// rank.
class StudentRoll {
public:
    StudentRoll(World& world, const StudentColumns& columns);

    void enrol(const NewStudent& student);
    void leave(std::size_t row);

    Rows& rows;

private:
    const StudentColumns& columns_;
    std::size_t next_free_ = 0;
};

}  // namespace qonys::models::kz_migration
