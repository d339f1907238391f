#include "processes/student_admission.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "qonys/world/lineage.hpp"
#include "sampling.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double three_years = 36.0;
constexpr double days_of_month = 30.0;

/// Words of the draw of an applicant.
enum Question : std::size_t { wish, reached, prepared, entrance, visa, num_questions };

std::uint64_t student_identity(std::size_t origin, Month arrived, std::uint32_t ordinal)
{
    constexpr std::uint32_t family = 8;  // as of other arrivals: room for members
    return lineage::arrival(student_flow, static_cast<std::uint8_t>(origin), arrived,
                            ordinal % (1U << 25) * family)
        .value();
}

std::array<std::uint64_t, num_questions> answers(const AddressedDraw& draw, std::uint64_t key)
{
    std::array<std::uint64_t, num_questions> words{};
    draw.words(key, 0, words);
    return words;
}

std::vector<Choice> fields_of_beginners(const StudentSetup& setup)
{
    std::vector<Choice> choices;
    for (std::size_t o = 0; o < setup.axes.origin.size(); ++o) {
        std::vector<double> weights;
        for (std::size_t f = 0; f < setup.axes.field.size(); ++f) {
            weights.push_back(setup.tables.last_intake(o, f));
        }
        choices.emplace_back(weights);
    }
    return choices;
}

/// Places are given out in September.
std::vector<double> once_a_year()
{
    std::vector<double> release(12, 0.0);
    release[entry_month - 1] = 1.0;
    return release;
}

}  // namespace

StudentAdmission::Params StudentAdmission::Params::read(Reader& in)
{
    Params params;
    params.rules = StudentRules::read(in);
    params.growth = in.number("growth", Bounds::within(-0.5, 1.0),
                              {"1/year", "growth of applicants from the start on"});
    params.could_apply =
        in.number("could_apply", Bounds::within(1.0, 10.0),
                  {"ratio", "foreigners who could apply over those who do at the start"});
    params.choices_of_region =
        static_cast<int>(in.integer("choices_of_region", Bounds::within(1.0, 20.0),
                                    {"regions", "in which an applicant tries for a place"}));
    params.entrance = in.share("entrance", {"share", "applicants who pass the entrance"});
    params.prepared_entrance =
        in.share("prepared_entrance", {"share", "prepared applicants who pass the entrance"});
    params.campaign_effect =
        in.number("campaign_effect", Bounds::within(-1.0, 1.0),
                  {"share", "more applicants among those who are told of studies here"});
    params.post_study_pull =
        in.number("post_study_pull", Bounds::within(0.0, 1.0),
                  {"log points", "more applicants for three years of work after graduation"});
    params.visa_deterrence =
        in.number("visa_deterrence", Bounds::within(0.0, 1.0),
                  {"log points", "fewer applicants for 30 days more until a visa"});
    return params;
}

StudentAdmission::Counted StudentAdmission::declare_tallies(Registry& registry,
                                                            const StudentAxes& axes)
{
    const auto flow = [&](const char* name, const char* description, std::vector<Axis> along) {
        return registry.add_tally({.name = name,
                                   .description = description,
                                   .unit = "persons",
                                   .axes = std::move(along)});
    };
    return {
        flow("student_applicants", "foreigners who apply to study here", {axes.origin, axes.field}),
        flow("students_refused", "foreign applicants refused, by why", {axes.refusal, axes.origin}),
        flow("students_admitted", "foreigners who begin to study", {axes.region, axes.field})};
}

StudentAdmission::StudentAdmission(Registry& registry, const StudentSetup& setup, Params params)
    : setup_(setup),
      params_(std::move(params)),
      counted_(declare_tallies(registry, setup.axes)),
      applicant_(registry.add_draw("student_admission", "applicant")),
      field_draw_(registry.add_draw("student_admission", "field")),
      region_draw_(registry.add_draw("student_admission", "region")),
      priority_(registry.add_draw("student_admission", "priority")),
      traits_(registry.add_draw("student_admission", "traits")),
      debt_(registry.add_draw("student_admission", "debt")),
      sampling_(registry.add_draw("student_admission", "sampling")),
      region_(setup.tables.region_share),
      entry_age_(setup.tables.entry_age.values()),
      field_(fields_of_beginners(setup)),
      ledger_("student_admission.places", setup.axes.region.size() * setup.axes.field.size(),
              params_.scale, once_a_year()),
      due_(setup.axes.origin.size(), 0.0),
      ordinal_(setup.axes.origin.size(), 0)
{
    const double let_in = params_.entrance.value() * (1.0 - params_.rules.visa_refusal);
    for (std::size_t o = 0; o < setup.axes.origin.size(); ++o) {
        double began = 0.0;
        for (std::size_t f = 0; f < setup.axes.field.size(); ++f) {
            began += setup.tables.last_intake(o, f);
        }
        yearly_.push_back(params_.could_apply * began / std::max(0.01, let_in));
    }
}

ProcessInfo StudentAdmission::info() const
{
    return {.name = "student_admission",
            .description = "foreigners apply to study, and begin in September",
            .stage = Stage::permits,
            .order = 36,
            .writes = {"foreign_students.alive"},
            .levers = {"students.places", "students.visa_days", "students.visa_refusal",
                       "students.visa_months", "students.campaign", "students.preparation",
                       "students.post_study_months"},
            .draws = {"applicant", "field", "region", "priority", "traits", "debt", "sampling"}};
}

/// Those who are here at the start, in all years of their courses.
void StudentAdmission::start(const StepContext& step, World& world)
{
    ledger_.begin(step.random(debt_));
    StudentRoll roll(world, setup_.columns);
    for (std::size_t o = 0; o < setup_.axes.origin.size(); ++o) {
        const auto students = std::llround(setup_.tables.students[o]);
        for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(students); ++i) {
            if (is_in_sample(step, o, i)) {
                roll.enrol(found_at_start(step, o, i));
            }
        }
    }
}

/// Evenly over ordinals; the series of each replicate starts at another place.
bool StudentAdmission::is_in_sample(const StepContext& step, std::size_t origin,
                                    std::uint32_t ordinal) const
{
    const auto turn = static_cast<std::uint32_t>(step.random(sampling_).word(origin, 0));
    return step.scale >= 1.0 || reversed(ordinal) + turn < step.scale * 0x1p32;
}

NewStudent StudentAdmission::found_at_start(const StepContext& step, std::size_t origin,
                                            std::uint32_t ordinal) const
{
    const std::uint64_t number = student_identity(origin, step.now, ordinal);
    const auto shares = setup_.tables.field_share.values().subspan(
        origin * setup_.axes.field.size(), setup_.axes.field.size());
    const Choice field_of(std::vector<double>(shares.begin(), shares.end()));
    const std::size_t field = field_of(step.random(field_draw_), number, 0);
    const std::uint64_t word = step.random(applicant_).word(number, 0);
    const auto done = static_cast<int>(Categorical(setup_.tables.years_done(field))(word));
    NewStudent student;
    student.arrived = stamp(Month(step.now.year() - 1 - done, entry_month));
    student.key = student_identity(origin, month_of(student.arrived), ordinal);
    student.origin = at<StudentOrigin>(origin);
    student.field = at<StudyField>(field);
    student.region = at<RegionId>(region_(step.random(region_draw_), number, 0));
    student.graduation =
        stamp(graduation_of(step.now.year() - 1 - done, setup_.tables.years[field]));
    // Visas of the country have always held for a year: the last began in autumn.
    const auto term = static_cast<int>(params_.rules.visa_months);
    Month from = month_of(student.arrived);
    while (from + term <= step.now) {
        from = from + term;
    }
    student.valid_until = visa_until(from, term, student.graduation);
    give_traits(step, student);
    return student;
}

/// Age at arrival and sex.
void StudentAdmission::give_traits(const StepContext& step, NewStudent& student) const
{
    const AddressedDraw traits = step.random(traits_);
    const AddressedDraw::Block block = traits.block(student.key, 1);
    const std::uint64_t word = std::uint64_t{block[0]} << 32 | block[1];
    const int age = first_entry_age + static_cast<int>(entry_age_(word));
    const auto birthday = static_cast<int>(block[2] % months_in_year);
    student.birth_month = stamp(month_of(student.arrived) - age * months_in_year - birthday);
    const Threshold female(MonthlyProbability(setup_.tables.female.value()));
    student.sex = female.hit(traits.word(student.key, 0)) ? Sex::female : Sex::male;
}

/// Whoever could apply and wishes to. Everybody has a wish of his own, against which rules are
/// held: those whom a better one wins over come to those who apply anyway.
std::vector<StudentAdmission::Applicant> StudentAdmission::applicants(const StepContext& step)
{
    std::vector<Applicant> all;
    double growth = 1.0;
    for (int year = setup_.first_year - 1; year < step.now.year(); ++year) {
        growth *= 1.0 + params_.growth;
    }
    for (std::size_t o = 0; o < due_.size(); ++o) {
        due_[o] += yearly_[o] * growth;
        for (; due_[o] >= 1.0; due_[o] -= 1.0) {
            const auto ordinal = static_cast<std::uint32_t>(ordinal_[o]++);
            if (!is_in_sample(step, o, ordinal)) {
                continue;
            }
            Applicant one{student_identity(o, step.now, ordinal), at<StudentOrigin>(o), {}, {}};
            if (applies(step, one)) {
                one.field = at<StudyField>(field_[o](step.random(field_draw_), one.key, 0));
                one.region = at<RegionId>(region_(step.random(region_draw_), one.key, 0));
                all.push_back(one);
            }
        }
    }
    return all;
}

bool StudentAdmission::applies(const StepContext& step, const Applicant& one) const
{
    const auto words = answers(step.random(applicant_), one.key);
    const double months =
        std::min(three_years, step.levers(setup_.levers.post_study_months)) / three_years;
    const double waiting =
        (step.levers(setup_.levers.visa_days) - params_.rules.visa_days) / days_of_month;
    double drawn = exact::exp(params_.post_study_pull * months - params_.visa_deterrence * waiting);
    const Threshold told(
        MonthlyProbability(step.levers(setup_.levers.campaign, one.origin.value())));
    drawn *= told.hit(words[reached]) ? 1.0 + params_.campaign_effect : 1.0;
    const Threshold wishes(MonthlyProbability(std::min(1.0, drawn / params_.could_apply)));
    step.life.chance({setup_.columns.table, one.key}, "applies", wishes, words[wish]);
    return wishes.hit(words[wish]);
}

bool StudentAdmission::passes_entrance(const StepContext& step, const Applicant& one) const
{
    const auto words = answers(step.random(applicant_), one.key);
    const Threshold taught(
        MonthlyProbability(step.levers(setup_.levers.preparation, one.origin.value())));
    const Share share = taught.hit(words[prepared]) ? params_.prepared_entrance : params_.entrance;
    const Threshold passes(MonthlyProbability(share.value()));
    step.life.chance({setup_.columns.table, one.key}, "entrance", passes, words[entrance]);
    return passes.hit(words[entrance]);
}

/// Where somebody tries who found no place in the region of his first choice.
RegionId StudentAdmission::next_region(const StepContext& step, const Applicant& one) const
{
    std::vector<double> inverse(region_.inverse_weights().begin(), region_.inverse_weights().end());
    inverse[one.region.value()] = std::numeric_limits<double>::infinity();
    return at<RegionId>(choose(step.random(region_draw_), one.key, 0, inverse));
}

/// Places of a region and field go by lot; returns those who have one.
std::vector<StudentAdmission::Applicant> StudentAdmission::give_places(
    const StepContext& step, std::vector<Applicant> waiting, const CountOnce& count)
{
    std::vector<Applicant> placed;
    const AddressedDraw priority = step.random(priority_);
    const auto candidate = [&](const Applicant& one) {
        return Candidate{static_cast<std::uint32_t>(setup_.axes.cell(one.region, one.field)), 1,
                         priority.word(one.key, 0), one.key};
    };
    for (int round = 0; round < params_.choices_of_region; ++round) {
        std::vector<Candidate> mine;
        for (std::size_t i = 0; i < waiting.size() && step.ranks.rank() == 0; ++i) {
            mine.push_back(candidate(waiting[i]));
        }
        const Allocation places =
            qonys::allocate(step.ranks, mine, ledger_.slots(), ledger_.last_candidate());
        ledger_.use(places.granted());
        std::vector<Applicant> left;
        for (Applicant one : waiting) {
            const bool wins = places.wins(candidate(one));
            step.life.claim({setup_.columns.table, one.key}, "place",
                            wins ? Outcome::won : Outcome::lost);
            if (wins) {
                placed.push_back(one);
            } else {
                one.region = next_region(step, one);
                left.push_back(one);
            }
        }
        waiting = std::move(left);
    }
    for (const Applicant& one : waiting) {
        refuse(one, StudentRefusal::places, count);
    }
    return placed;
}

void StudentAdmission::refuse(const Applicant& one, StudentRefusal why,
                              const CountOnce& count) const
{
    count.add(counted_.refused,
              static_cast<std::size_t>(why) * setup_.axes.origin.size() + one.origin.value());
}

void StudentAdmission::admit(const StepContext& step, StudentRoll& roll, const Applicant& one,
                             const CountOnce& count) const
{
    const auto words = answers(step.random(applicant_), one.key);
    const Threshold refused(MonthlyProbability(step.levers(setup_.levers.visa_refusal)));
    step.life.chance({setup_.columns.table, one.key}, "visa_refused", refused, words[visa]);
    if (refused.hit(words[visa])) {
        refuse(one, StudentRefusal::visa, count);
        return;
    }
    NewStudent student{one.key, one.origin, one.field, one.region};
    student.arrived = stamp(step.now);
    give_traits(step, student);
    student.graduation =
        stamp(graduation_of(step.now.year(), setup_.tables.years[one.field.value()]));
    const auto term = static_cast<int>(step.levers(setup_.levers.visa_months) + 0.5);
    student.valid_until = visa_until(step.now, term, student.graduation);
    roll.enrol(student);
    count.add(counted_.admitted, setup_.axes.cell(one.region, one.field));
    count.add(setup_.transitions, setup_.transition(StudentStep::abroad, StudentStep::studying));
}

void StudentAdmission::conclude(const StepContext& step, World& world, Tallies& counts)
{
    ledger_.open_month(step.now, step.levers.of(setup_.levers.places));
    if (step.now.month_of_year() != entry_month) {
        return;
    }
    const CountOnce count(step, counts);
    StudentRoll roll(world, setup_.columns);
    std::vector<Applicant> passed;
    for (const Applicant& one : applicants(step)) {
        count.add(counted_.applicants,
                  one.origin.value() * setup_.axes.field.size() + one.field.value());
        if (passes_entrance(step, one)) {
            passed.push_back(one);
        } else {
            refuse(one, StudentRefusal::entrance, count);
        }
    }
    for (const Applicant& one : give_places(step, std::move(passed), count)) {
        admit(step, roll, one, count);
    }
}

void StudentAdmission::archive(Archive& archive)
{
    ledger_.archive(archive);
    archive.values("student_admission.due", due_);
    archive.values("student_admission.ordinal", ordinal_);
}

}  // namespace qonys::models::kz_migration
