#include "indicators/students.hpp"

#include "indicators/stock.hpp"

namespace qonys::models::kz_migration {

StudentIndicators::StudentIndicators(Registry& registry, const StudentSetup& setup)
    : setup_(setup),
      students_(registry.add_tally(stock("foreign_students",
                                         "foreigners who study here, by region and field",
                                         "persons", {setup.axes.region, setup.axes.field}))),
      by_origin_(
          registry.add_tally(stock("foreign_students_by_status",
                                   "foreigners who came to study, by where they stand and origin",
                                   "persons", {setup.axes.status, setup.axes.origin})))
{}

ProcessInfo StudentIndicators::info() const
{
    return {.name = "student_indicators",
            .description = "counts foreign students and graduates",
            .stage = Stage::record,
            .reads = {"foreign_students.status", "foreign_students.region"}};
}

void StudentIndicators::conclude(const StepContext& step, World& world, Tallies& counts)
{
    const CountOnce count(step, counts);
    const StudentColumns& columns = setup_.columns;
    const Rows& students = world.replicated(columns.table);
    for (std::size_t row = 0; row < students.size(); ++row) {
        if (students[columns.alive][row] != is_alive) {
            continue;
        }
        const StudentStatus status = students[columns.status][row];
        count.add(by_origin_, static_cast<std::size_t>(status) * setup_.axes.origin.size() +
                                  students[columns.origin][row].value());
        if (status == StudentStatus::studying) {
            count.add(students_, setup_.axes.cell(students[columns.region][row],
                                                  students[columns.field][row]));
        }
    }
}

}  // namespace qonys::models::kz_migration
