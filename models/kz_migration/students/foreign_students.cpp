#include "students/foreign_students.hpp"

#include <algorithm>

namespace qonys::models::kz_migration {

namespace {

constexpr const char* table_name = "foreign_students";

}  // namespace

StudentColumns StudentColumns::find(const WorldSchema& schema)
{
    const ReplicatedId table = schema.find_replicated(table_name).value();
    const Schema& own = *schema.replicated[table.value()].columns;
    return {table,
            own.find<std::uint64_t>("key"),
            own.find<StudentOrigin>("origin"),
            own.find<StudyField>("field"),
            own.find<RegionId>("region"),
            own.find<StudentStatus>("status"),
            own.find<MonthStamp>("birth_month"),
            own.find<Sex>("sex"),
            own.find<MonthStamp>("arrived"),
            own.find<MonthStamp>("graduation"),
            own.find<MonthStamp>("since"),
            own.find<MonthStamp>("valid_until"),
            own.find<ForeignWorkerId>("worker"),
            own.find<std::uint8_t>("alive")};
}

StudentColumns StudentColumns::declare(Registry& registry)
{
    StudentColumns columns;
    const ReplicatedId table = registry.add_replicated(
        table_name, "people from abroad who study here, and graduates who stay for a time");
    const auto add = [&]<class T>(Column<T>& column, const char* name, const char* description,
                                  T fill) {
        column = registry.add_replicated_column<T>(table, name, description, fill);
    };
    columns.table = table;
    add(columns.key, "key", "identity, also as a resident", std::uint64_t{0});
    add(columns.origin, "origin", "country, place on the axis student_origin",
        StudentOrigin::invalid());
    add(columns.field, "field", "of study, place on the axis study_field", StudyField::invalid());
    add(columns.region, "region", "the place of study", RegionId::invalid());
    add(columns.status, "status", "0 studying, 1 seeking a post, 2 working",
        StudentStatus::studying);
    add(columns.birth_month, "birth_month", "month of birth", MonthStamp{0});
    add(columns.sex, "sex", "sex", Sex::female);
    add(columns.arrived, "arrived", "month of arrival", MonthStamp{0});
    add(columns.graduation, "graduation", "last month of the course", MonthStamp{0});
    add(columns.since, "since", "month in which the status began", MonthStamp{0});
    add(columns.valid_until, "valid_until", "last month of the right to stay", never);
    add(columns.worker, "worker", "row of foreign_workers that stands for the post held",
        ForeignWorkerId::invalid());
    add(columns.alive, "alive", "0: an empty row", std::uint8_t{0});
    return columns;
}

StudentRoll::StudentRoll(World& world, const StudentColumns& columns)
    : rows(world.replicated(columns.table)), columns_(columns)
{}

void StudentRoll::enrol(const NewStudent& student)
{
    while (next_free_ < rows.size() && rows[columns_.alive][next_free_] == is_alive) {
        ++next_free_;
    }
    if (next_free_ == rows.size()) {
        rows.append(1);
    }
    const std::size_t row = next_free_++;
    rows[columns_.key][row] = student.key;
    rows[columns_.origin][row] = student.origin;
    rows[columns_.field][row] = student.field;
    rows[columns_.region][row] = student.region;
    rows[columns_.status][row] = StudentStatus::studying;
    rows[columns_.birth_month][row] = student.birth_month;
    rows[columns_.sex][row] = student.sex;
    rows[columns_.arrived][row] = student.arrived;
    rows[columns_.graduation][row] = student.graduation;
    rows[columns_.since][row] = student.arrived;
    rows[columns_.valid_until][row] = student.valid_until;
    rows[columns_.worker][row] = ForeignWorkerId::invalid();
    rows[columns_.alive][row] = is_alive;
}

void StudentRoll::leave(std::size_t row)
{
    rows[columns_.alive][row] = 0;
    rows[columns_.worker][row] = ForeignWorkerId::invalid();
    next_free_ = std::min(next_free_, row);
}

}  // namespace qonys::models::kz_migration
