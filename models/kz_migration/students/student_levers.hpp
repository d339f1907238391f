#pragma once

#include <vector>

#include "qonys/process/registry.hpp"
#include "students/student_tables.hpp"

namespace qonys::models::kz_migration {

/// What policy decides about foreign students, as it stands without measures.
struct StudentRules {
    double places_slack = 0.0;  ///< places over new students at the start, in each region and field
    double least_places = 0.0;  ///< beyond these, in each region and field
    double visa_days = 0.0;
    double visa_refusal = 0.0;
    double visa_months = 0.0;
    double campaign = 0.0;
    double preparation = 0.0;
    double post_study_months = 0.0;
    double job_offer_needed = 0.0;

    static StudentRules read(Reader& in);
};

/// Levers of foreign students.
struct StudentLevers {
    LeverId places;     ///< a year for those who begin: region x field
    LeverId visa_days;  ///< until a visa is decided on
    LeverId visa_refusal;
    LeverId visa_months;        ///< that a visa holds, if the course is no shorter
    LeverId campaign;           ///< by origin: those who could apply and are told of studies here
    LeverId preparation;        ///< by origin: applicants who are prepared for the entrance
    LeverId post_study_months;  ///< that graduates may stay to work
    LeverId job_offer_needed;   ///< 1: those without a post must leave sooner

    static StudentLevers declare(Registry& registry, const StudentAxes& axes,
                                 const StudyTables& tables, const StudentRules& rules);
};

inline constexpr double most_post_study_months = 60.0;
inline constexpr double most_visa_months = 96.0;

}  // namespace qonys::models::kz_migration
