#include "students/student_tables.hpp"

#include <algorithm>
#include <string>

#include "qonys/core/math.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Place of a code on another axis of countries; the last stands for all others.
template <class Index>
std::vector<Index> places_on(const Axis& origin, const Axis& partner)
{
    std::vector<Index> places;
    for (const std::string& code : origin.codes()) {
        places.push_back(at<Index>(partner.position(code).value_or(partner.size() - 1)));
    }
    return places;
}

std::vector<double> values_of(std::span<const double> values)
{
    return {values.begin(), values.end()};
}

}  // namespace

StudentAxes StudentAxes::read(Reader& in, const Axes& axes)
{
    StudentAxes read;
    read.region = axes.region;
    read.origin = in.axis("origins", "student_origin", {"-", "countries that students come from"});
    read.field = in.axis("fields", "study_field", {"-", "fields of study"});
    const std::vector<std::string> statuses{"studying", "seeking", "working"};
    read.status = Axis("student_status", statuses);
    std::vector<std::string> steps = statuses;
    steps.insert(steps.end(), {"irregular", "abroad", "resident"});
    read.transition = Axis("student_step", steps);
    read.refusal = Axis("student_refusal", {"entrance", "places", "visa"});
    const Axis partner =
        in.axis("partners", "partner", {"-", "countries that foreign workers come from"});
    const auto member =
        in.table<double, StudentOrigin>("free_to_work", {read.origin}, Bounds::within(0.0, 1.0),
                                        {"-", "1: citizens may work here without a permit"});
    if (in.problems().empty()) {
        read.flow_partner = places_on<PartnerId>(read.origin, axes.flow_partner);
        read.work_partner = places_on<WorkerOrigin>(read.origin, partner);
        for (const double value : member.values()) {
            read.free_to_work.push_back(value > 0.0);
        }
    }
    return read;
}

StudyTables StudyTables::read(Reader& in, const StudentAxes& axes, int base_year)
{
    StudyTables tables;
    tables.students = values_of_year(in, "students", axes.origin, base_year,
                                     {"persons", "foreign students at the start, by origin"});
    tables.field_share = in.table<double, StudentOrigin, StudyField>(
        "field_share", {axes.origin, axes.field}, Bounds::within(0.0, 1.0),
        {"share", "foreign students of an origin by field"});
    tables.region_share = values_of(
        in.table<double, RegionId>("region_share", {axes.region}, Bounds::within(0.0, 1.0),
                                   {"share", "foreign students by region"})
            .values());
    const auto years =
        in.table<double, StudyField>("course_years", {axes.field}, Bounds::within(1.0, 8.0),
                                     {"years", "length of a course by field"});
    for (const double value : years.values()) {
        tables.years.push_back(std::max(1, static_cast<int>(value)));
    }
    tables.past_growth = in.number("past_growth", Bounds::within(-0.5, 1.0),
                                   {"1/year", "growth of new students before the start"});
    tables.drop_out =
        in.annual_rate("drop_out_rate", {"1/year", "students who give up their studies"});
    tables.female = in.share("female", {"share", "women among foreign students"});
    tables.entry_age = in.table<double, std::size_t>(
        "entry_age", {Axis::range("age", first_entry_age, last_entry_age)},
        Bounds::within(0.0, 1.0), {"share", "new students by completed years of age"});
    return tables;
}

std::vector<double> StudyTables::years_done(std::size_t field) const
{
    const double stays = exact::exp(-drop_out.value());
    std::vector<double> weights;
    double weight = 1.0;
    for (int year = 0; year < years[field]; ++year) {
        weights.push_back(weight);
        weight *= stays / (1.0 + past_growth);
    }
    return weights;
}

double StudyTables::last_intake(std::size_t origin, std::size_t field) const
{
    double cohorts = 0.0;
    for (const double weight : years_done(field)) {
        cohorts += weight;
    }
    return students[origin] * field_share(at<StudentOrigin>(origin), at<StudyField>(field)) /
           cohorts;
}

MonthStamp visa_until(Month from, int months, MonthStamp graduation)
{
    return std::min(graduation, stamp(from + (months - 1)));
}

}  // namespace qonys::models::kz_migration
