#pragma once

#include <memory>
#include <optional>

#include "processes/student_lives.hpp"
#include "qonys/scenario/scenario.hpp"

namespace qonys::models::kz_migration {

/// Foreign students: admission, courses, and what becomes of graduates. Section [students] of a
/// scenario; text: README.md, part 7.
struct StudentsPart {
    StudentAxes axes;
    StudyTables tables;
    StudentAdmission::Params admission;
    StudentLives::Params lives;
    int first_year = 0;

    static StudentsPart read(Reader& in, const Axes& axes, const Scenario& scenario);
    /// `work`: of those who hire foreigners; none where nobody works for an employer. Returns those
    /// who settle, month by month.
    [[nodiscard]] std::shared_ptr<const SettlingForeigners> build(
        Registry& registry, const Axes& axes, const std::optional<ForeignSetup>& work) const;
};

}  // namespace qonys::models::kz_migration
