#include "parts/students.hpp"

#include "indicators/students.hpp"

namespace qonys::models::kz_migration {

StudentsPart StudentsPart::read(Reader& in, const Axes& axes, const Scenario& scenario)
{
    Reader section = in.section("students");
    StudentsPart part;
    part.axes = StudentAxes::read(section, axes);
    part.tables = StudyTables::read(section, part.axes, scenario.start.year());
    part.admission = StudentAdmission::Params::read(section);
    part.admission.scale = scenario.scale;
    Reader after = section.section("after");
    part.lives = StudentLives::Params::read(after);
    part.lives.visa_lapse =
        section.share("visa_lapse", {"share", "study visas not renewed within the course"});
    part.first_year = scenario.start.year();
    return part;
}

std::shared_ptr<const SettlingForeigners> StudentsPart::build(
    Registry& registry, const Axes& all_axes, const std::optional<ForeignSetup>& work) const
{
    const StudentSetup setup{
        axes,
        tables,
        StudentColumns::declare(registry),
        StudentLevers::declare(registry, axes, tables, admission.rules),
        registry.add_tally(
            {.name = "student_transitions",
             .description = "foreigners who came to study: from where they stood "
                            "to where they stand",
             .unit = "persons",
             .axes = {Axis("student_from", axes.transition.codes()), axes.transition}}),
        first_year};
    const auto settling = std::make_shared<SettlingForeigners>();
    settling->published.assign(all_axes.flow_partner.size(), 0);
    registry.add_process(std::make_unique<StudentAdmission>(registry, setup, admission));
    registry.add_process(std::make_unique<StudentLives>(registry, setup, lives,
                                                        StudentLives::Shared{work, settling}));
    registry.add_process(std::make_unique<StudentIndicators>(registry, setup));
    return settling;
}

}  // namespace qonys::models::kz_migration
