#include "processes/student_lives.hpp"

#include <algorithm>

#include "irregular/people.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"

namespace qonys::models::kz_migration {
namespace {

Threshold of(Share share) { return Threshold(MonthlyProbability(share.value())); }

}  // namespace

StudentLives::Params StudentLives::Params::read(Reader& in)
{
    Params params;
    params.family_residence = in.share(
        "family_residence", {"share", "graduates who settle at once, through marriage or kin"});
    params.stay_wish =
        in.share("stay_wish", {"share", "of the other graduates, who stay if they may"});
    params.search_months =
        static_cast<int>(in.integer("search_months", Bounds::within(0.0, 60.0),
                                    {"months", "that a graduate without a post may look for one"}));
    params.offer = in.monthly_probability(
        "offer", {"1/month", "an employer is interested in a graduate who looks"});
    params.leave =
        in.annual_rate("graduate_leave_rate", {"1/year", "graduates at work who go home"});
    params.residence =
        in.annual_rate("residence_rate", {"1/year", "graduates at work who settle for good"});
    return params;
}

StudentLives::StudentLives(Registry& registry, const StudentSetup& setup, const Params& params,
                           Shared shared)
    : setup_(setup),
      params_(params),
      shared_(std::move(shared)),
      chances_{Threshold(monthly(setup.tables.drop_out)),
               of(params.visa_lapse),
               of(params.family_residence),
               of(params.stay_wish),
               Threshold(params.offer),
               Threshold(monthly(params.leave)),
               Threshold(monthly(params.residence))},
      graduates_(registry.add_tally({.name = "student_graduates",
                                     .description = "foreign students who graduate",
                                     .unit = "persons",
                                     .axes = {setup.axes.origin, setup.axes.field}})),
      drop_outs_(
          registry.add_tally({.name = "students_dropped_out",
                              .description = "foreign students who end a course before its time",
                              .unit = "persons",
                              .axes = {setup.axes.origin}})),
      settled_(registry.add_tally(
          {.name = "students_settled",
           .description = "former foreign students who become residents, by region",
           .unit = "persons",
           .axes = {setup.axes.region}})),
      study_(registry.add_draw("student_lives", "study")),
      after_(registry.add_draw("student_lives", "after")),
      work_(registry.add_draw("student_lives", "work")),
      search_(registry.add_draw("student_lives", "search")),
      base_(settled_in_base()),
      counted_(base_.size(), 0)
{}

ProcessInfo StudentLives::info() const
{
    ProcessInfo info{.name = "student_lives",
                     .description = "foreign students graduate, leave, work or settle",
                     .stage = Stage::permits,
                     .order = 40,
                     .writes = {"foreign_students.alive", "foreign_students.status"},
                     .levers = {"students.visa_months", "students.post_study_months",
                                "students.job_offer_needed"},
                     .draws = {"study", "after", "work", "search"}};
    if (shared_.work) {
        info.writes.insert(info.writes.end(), {"foreign_workers.alive", "employers.foreign_low",
                                               "irregular_people.alive"});
        info.levers.insert(info.levers.end(), {"control.checks", "control.fine_worker"});
    }
    return info;
}

/// Graduates a year whom intakes as large as the last one lead to, and who settle under any rules:
/// published arrivals contain such people.
std::vector<double> StudentLives::settled_in_base() const
{
    std::vector<double> settled(shared_.settling->published.size(), 0.0);
    for (std::size_t o = 0; o < setup_.axes.origin.size(); ++o) {
        for (std::size_t f = 0; f < setup_.axes.field.size(); ++f) {
            const double graduates =
                setup_.tables.last_intake(o, f) *
                exact::exp(-setup_.tables.drop_out.value() * setup_.tables.years[f]);
            settled[setup_.axes.flow_partner[o].value()] +=
                graduates * params_.family_residence.value();
        }
    }
    return settled;
}

/// One month of everybody in the table.
class StudentLives::Month {
public:
    Month(StudentLives& own, const StepContext& step, World& world, const CountOnce& count)
        : own_(own),
          step_(step),
          roll_(world, own.setup_.columns),
          staff_(own.shared_.work
                     ? std::optional<ForeignStaff>(std::in_place, world, own.shared_.work->columns)
                     : std::nullopt),
          count_(count),
          index_(draw_index(step.now))
    {
        if (own.shared_.work) {
            irregular_.emplace(step, world, *own.shared_.work->irregular);
        }
    }

    void live(std::size_t row)
    {
        switch (status(row)) {
            case StudentStatus::studying:
                study(row);
                break;
            case StudentStatus::seeking:
                seek(row);
                break;
            case StudentStatus::working:
                work(row);
                break;
        }
    }

private:
    [[nodiscard]] Rows& rows() { return roll_.rows; }
    [[nodiscard]] std::uint64_t key(std::size_t row) { return rows()[student_.key][row]; }
    [[nodiscard]] StudentStatus status(std::size_t row) { return rows()[student_.status][row]; }
    [[nodiscard]] bool is_free(std::size_t row)
    {
        return own_.setup_.axes.free_to_work[rows()[student_.origin][row].value()];
    }
    [[nodiscard]] bool happens(std::size_t row, const char* what, Threshold chance, Draw draw,
                               std::uint32_t block = 0)
    {
        const std::uint64_t word = step_.random(draw).word_pair(key(row), index_, block)[0];
        step_.life.chance({student_.table, key(row)}, what, chance, word);
        return chance.hit(word);
    }
    /// Stands elsewhere from now on.
    void turn(std::size_t row, StudentStatus to)
    {
        count(row, step_of(to));
        rows()[student_.status][row] = to;
        rows()[student_.since][row] = stamp(step_.now);
    }
    void count(std::size_t row, StudentStep to)
    {
        count_.add(own_.setup_.transitions, own_.setup_.transition(step_of(status(row)), to));
    }

    void study(std::size_t row)
    {
        const MonthStamp now = stamp(step_.now);
        const std::size_t origin = rows()[student_.origin][row].value();
        if (rows()[student_.graduation][row] <= now) {
            graduate(row);
            return;
        }
        const bool visa_ends = rows()[student_.valid_until][row] <= now;
        const bool gives_up = happens(row, "drops_out", own_.chances_.drop_out, own_.study_);
        if (gives_up ||
            (visa_ends && happens(row, "visa_lapses", own_.chances_.lapse, own_.study_, 1))) {
            count_.add(own_.drop_outs_, origin);
            go(row);
        } else if (visa_ends) {
            const auto term = static_cast<int>(step_.levers(own_.setup_.levers.visa_months) + 0.5);
            rows()[student_.valid_until][row] =
                visa_until(step_.now + 1, term, rows()[student_.graduation][row]);
        }
    }

    void graduate(std::size_t row)
    {
        const std::size_t origin = rows()[student_.origin][row].value();
        count_.add(own_.graduates_,
                   origin * own_.setup_.axes.field.size() + rows()[student_.field][row].value());
        const auto months =
            static_cast<int>(step_.levers(own_.setup_.levers.post_study_months) + 0.5);
        if (happens(row, "family_residence", own_.chances_.family_residence, own_.after_)) {
            settle(row, true);
        } else if ((months > 0 || is_free(row)) &&
                   happens(row, "wishes_to_stay", own_.chances_.stay_wish, own_.after_, 1)) {
            turn(row, StudentStatus::seeking);
            rows()[student_.valid_until][row] = is_free(row) ? never : stamp(step_.now + months);
        } else {
            go(row);
        }
    }

    void seek(std::size_t row)
    {
        const MonthStamp now = stamp(step_.now);
        const bool waits_on =
            !is_free(row) && step_.levers(own_.setup_.levers.job_offer_needed) < 0.5;
        const bool too_long =
            !waits_on && now - rows()[student_.since][row] > own_.params_.search_months;
        if (too_long || rows()[student_.valid_until][row] <= now) {
            go(row);
        } else if (staff_ && happens(row, "offer", own_.chances_.offer, own_.work_)) {
            find_post(row);
        }
    }

    /// Among posts of the region for which a course counts.
    void find_post(std::size_t row)
    {
        const EmployerColumns& employers = own_.shared_.work->columns.employers;
        const RegionId region = rows()[student_.region][row];
        const auto at = staff_->employers[employers.region];
        const PostSearch search(staff_->employers, employers);
        const std::optional<FoundPost> post =
            search(step_.random(own_.search_), {key(row), index_, Skill::mid},
                   [&](std::size_t employer) { return at[employer] == region; });
        step_.life.claim({student_.table, key(row)}, "post", post ? Outcome::won : Outcome::lost);
        if (!post) {
            return;
        }
        ForeignHire hire{key(row),
                         ForeignStatus::graduate,
                         own_.setup_.axes.work_partner[rows()[student_.origin][row].value()],
                         region,
                         post->skill,
                         EmployerId(static_cast<EmployerId::rep>(post->employer))};
        hire.permit_end = rows()[student_.valid_until][row];
        hire.arrived = rows()[student_.arrived][row];
        rows()[student_.worker][row] = staff_->hire(hire);
        turn(row, StudentStatus::working);
    }

    void work(std::size_t row)
    {
        if (!has_post(row)) {
            rows()[student_.worker][row] = ForeignWorkerId::invalid();
            turn(row, StudentStatus::seeking);
        } else if (happens(row, "settles", own_.chances_.residence, own_.work_)) {
            settle(row, false);
        } else if (rows()[student_.valid_until][row] <= stamp(step_.now)) {
            go(row);
        } else if (happens(row, "leaves", own_.chances_.leave, own_.work_, 1)) {
            leave(row);
        }
    }

    /// Those laid off, and whose employer closed, are no longer among the foreign workers.
    [[nodiscard]] bool has_post(std::size_t row)
    {
        const ForeignWorkerColumns& worker = own_.shared_.work->columns.workers;
        const std::size_t post = rows()[student_.worker][row].value();
        return staff_->workers[worker.alive][post] == is_alive &&
               staff_->workers[worker.key][post] == key(row);
    }
    void give_up_post(std::size_t row)
    {
        if (status(row) == StudentStatus::working) {
            staff_->leave(rows()[student_.worker][row]);
            rows()[student_.worker][row] = ForeignWorkerId::invalid();
        }
    }

    /// Must go; some stay unseen. Citizens of the Economic Union are free to stay and never
    /// irregular.
    void go(std::size_t row)
    {
        if (!irregular_ || is_free(row) ||
            !irregular_->stays_on({student_.table, key(row)}, StayEnd::student,
                                  rows()[student_.region][row])) {
            leave(row);
            return;
        }
        irregular_->join(
            count_, {.key = key(row),
                     .kind = IrregularKind::student,
                     .origin = own_.setup_.axes.work_partner[rows()[student_.origin][row].value()],
                     .region = rows()[student_.region][row],
                     .birth_month = rows()[student_.birth_month][row],
                     .sex = rows()[student_.sex][row]});
        give_up_post(row);
        count(row, StudentStep::irregular);
        roll_.leave(row);
    }

    void leave(std::size_t row)
    {
        give_up_post(row);
        count(row, StudentStep::abroad);
        roll_.leave(row);
    }

    /// Becomes a resident: arrives, in the books, where he lives. `under_any_rules`: published
    /// arrivals have such people, as many as the rules of the start lead to.
    void settle(std::size_t row, bool under_any_rules)
    {
        const std::size_t origin = rows()[student_.origin][row].value();
        ArrivingFamily one;
        one.head = PersonKey(key(row));
        one.partner = own_.setup_.axes.flow_partner[origin];
        one.region = rows()[student_.region][row];
        one.known = KnownPerson{rows()[student_.birth_month][row], rows()[student_.sex][row],
                                Education::higher};
        own_.shared_.settling->families.push_back(one);
        const std::size_t partner = one.partner.value();
        if (under_any_rules || is_free(row)) {
            const double places = own_.base_[partner] * step_.scale;
            if (static_cast<double>(own_.counted_[partner]) < places) {
                ++own_.counted_[partner];
                ++own_.shared_.settling->published[partner];
            }
        }
        count_.add(own_.settled_, one.region.value());
        give_up_post(row);
        count(row, StudentStep::resident);
        roll_.leave(row);
    }

    StudentLives& own_;
    const StepContext& step_;
    StudentRoll roll_;
    std::optional<ForeignStaff> staff_;
    std::optional<IrregularPeople> irregular_;  ///< none where nobody is
    const CountOnce& count_;
    std::uint32_t index_;
    const StudentColumns& student_ = own_.setup_.columns;
};

void StudentLives::conclude(const StepContext& step, World& world, Tallies& counts)
{
    shared_.settling->families.clear();
    std::fill(shared_.settling->published.begin(), shared_.settling->published.end(), 0);
    if (step.now.month_of_year() == 1) {
        std::fill(counted_.begin(), counted_.end(), 0);
    }
    const CountOnce count(step, counts);
    Month month(*this, step, world, count);
    const Rows& students = world.replicated(setup_.columns.table);
    for (std::size_t row = 0; row < students.size(); ++row) {
        if (students[setup_.columns.alive][row] == is_alive) {
            month.live(row);
        }
    }
}

void StudentLives::archive(Archive& archive) { archive.values("student_lives.settled", counted_); }

}  // namespace qonys::models::kz_migration
