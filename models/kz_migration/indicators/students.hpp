#pragma once

#include "processes/student_admission.hpp"

namespace qonys::models::kz_migration {

/// Foreign students and graduates who are here at the end of a month.
class StudentIndicators final : public Process {
public:
    StudentIndicators(Registry& registry, const StudentSetup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    StudentSetup setup_;
    TallyId students_;
    TallyId by_origin_;
};

}  // namespace qonys::models::kz_migration
