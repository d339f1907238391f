#include "irregular/start.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"
#include "qonys/core/name.hpp"
#include "qonys/random/choice.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "sampling.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int months_of_year = 12;
constexpr double days_in_year = 365.0;
constexpr std::size_t num_irregular_skills = static_cast<std::size_t>(Skill::high);

/// Identity of number `ordinal` of a kind and region; bans are kind 7.
std::uint64_t irregular_identity(std::size_t kind, std::size_t region, std::uint32_t ordinal)
{
    constexpr std::uint64_t tag = 0x6972726567756c61;  // "irregula"
    return mix64(tag ^ static_cast<std::uint64_t>(kind) << 56 ^
                 static_cast<std::uint64_t>(region) << 40 ^ ordinal);
}
constexpr std::size_t kind_of_bans = 7;

/// What detection does to those whom it meets, a part of them each.
double goes_when_detected(const ControlParams& control)
{
    return control.expulsion_share +
           (1.0 - control.expulsion_share) * control.leave_after_fine.value();
}

double found_by_inspectors(const ControlParams& control)
{
    return control.inspections * control.targeting * control.found.value();
}

/// 1/year, of those without work and of those at work.
std::array<double, 2> exits(const IrregularTerms& terms, const ControlParams& control)
{
    const double always = terms.death.value() + control.checks * goes_when_detected(control);
    return {always + terms.leave_without_work.value(), always + terms.leave_at_work.value()};
}

}  // namespace

IrregularBalance IrregularBalance::of(const IrregularTerms& terms, const ControlParams& control,
                                      double begun, double seeks_employer)
{
    const auto [leave_idle, leave_work] = exits(terms, control);
    const double inspected = found_by_inspectors(control);
    const double leave_post = leave_work + inspected * goes_when_detected(control);
    const double lose_post = inspected * (1.0 - goes_when_detected(control));
    const double finds =
        -months_of_year * exact::log(1.0 - terms.search.value() * terms.hired.value());
    IrregularBalance balance;
    balance.in_homes = begun * (1.0 - seeks_employer) / leave_work;
    // Those without work find it and lose it: what comes in goes out of each of the two.
    const double back = lose_post / (lose_post + leave_post);
    balance.without_work = begun * seeks_employer / (leave_idle + finds * (1.0 - back));
    balance.at_employers = balance.without_work * finds / (lose_post + leave_post);
    balance.expelled =
        control.expulsion_share *
        (control.checks * (balance.in_homes + balance.without_work + balance.at_employers) +
         inspected * balance.at_employers);
    return balance;
}

IrregularStart::IrregularStart(Registry& registry, const ForeignSetup& setup, double scale,
                               std::vector<double> stays_ended)
    : setup_(setup),
      scale_(scale),
      stays_ended_(std::move(stays_ended)),
      work_(registry.add_draw("irregular_stay", "start_work")),
      post_(registry.add_draw("irregular_stay", "start_post")),
      time_(registry.add_draw("irregular_stay", "start_time")),
      origin_(registry.add_draw("irregular_stay", "start_origin")),
      ban_(registry.add_draw("irregular_stay", "start_ban"))
{}

class IrregularStart::Placing {
public:
    Placing(const IrregularStart& own, const StepContext& step, World& world)
        : own_(own),
          step_(step),
          staff_(world, own.setup_.columns),
          people_(step, world, *own.setup_.irregular),
          bans_(world, *own.setup_.irregular),
          origin_(own.setup_.irregular->terms.origin_share)
    {
        gather_employers();
    }

    void place_region(std::size_t region)
    {
        const IrregularSetup& irregular = *own_.setup_.irregular;
        const IrregularTerms& terms = irregular.terms;
        const double stays = exact::exp(-terms.visitor_leave.value() *
                                        irregular.control.registration_days / days_in_year);
        std::array<double, num_irregular_kinds> begun{};
        begun[static_cast<std::size_t>(IrregularKind::household)] =
            own_.stays_ended_[region] *
            terms.overstay[static_cast<std::size_t>(StayEnd::household)];
        double& visitors = begun[static_cast<std::size_t>(IrregularKind::visitor)];
        visitors = terms.visitors * terms.region_share[region] * stays;
        // The expelled of earlier years come back among the visitors.
        const double back = 1.0 - exact::exp(-irregular.control.return_rate.value() *
                                             irregular.control.patience / months_of_year);
        double expelled = expelled_of(begun);
        visitors += back * expelled;
        expelled = expelled_of(begun);
        for (std::size_t kind = 0; kind < num_irregular_kinds; ++kind) {
            place_kind(kind, region, begun[kind]);
        }
        place_bans(region, expelled);
    }

private:
    struct Pool {
        std::vector<std::uint32_t> employers;
        std::vector<double> cumulative;  ///< posts of low and middle skill
    };

    [[nodiscard]] double expelled_of(const std::array<double, num_irregular_kinds>& begun) const
    {
        const IrregularSetup& irregular = *own_.setup_.irregular;
        double expelled = 0.0;
        for (std::size_t kind = 0; kind < num_irregular_kinds; ++kind) {
            expelled += IrregularBalance::of(irregular.terms, irregular.control, begun[kind],
                                             irregular.terms.seeks_employer[kind])
                            .expelled;
        }
        return expelled;
    }

    /// Those who would hire, by region: see IrregularWorkSearch.
    void gather_employers()
    {
        const EmployerColumns& columns = own_.setup_.columns.employers;
        pools_.resize(own_.setup_.axes.region.size());
        for (std::uint32_t row = 0; row < staff_.employers.size(); ++row) {
            const std::uint64_t key = staff_.employers[columns.key][row];
            if (staff_.employers[columns.alive][row] != is_alive ||
                !own_.setup_.irregular->would_hire(step_, staff_.employers[columns.kind][row],
                                                   key)) {
                continue;
            }
            double posts = 0.0;
            for (std::size_t skill = 0; skill < num_irregular_skills; ++skill) {
                posts += staff_.employers[columns.posts[skill]][row];
            }
            Pool& pool = pools_[staff_.employers[columns.region][row].value()];
            pool.employers.push_back(row);
            pool.cumulative.push_back(posts +
                                      (pool.cumulative.empty() ? 0.0 : pool.cumulative.back()));
        }
    }

    void place_kind(std::size_t kind, std::size_t region, double begun)
    {
        const IrregularSetup& irregular = *own_.setup_.irregular;
        const IrregularBalance balance = IrregularBalance::of(
            irregular.terms, irregular.control, begun, irregular.terms.seeks_employer[kind]);
        const double all = balance.without_work + balance.in_homes + balance.at_employers;
        const auto count = static_cast<std::uint32_t>(std::llround(all));
        for (std::uint32_t i = 0; i < count; ++i) {
            if (in_sample(i, own_.scale_)) {
                place_one(static_cast<IrregularKind>(kind), region,
                          irregular_identity(kind, region, i),
                          {balance.without_work / all, balance.in_homes / all});
            }
        }
    }

    /// `part`: without work, and in a home; the others work for an employer, if there is one.
    void place_one(IrregularKind kind, std::size_t region, std::uint64_t key,
                   std::array<double, 2> part)
    {
        const double place = uniform_unit(step_.random(own_.work_).word(key, 0));
        const std::size_t origin = origin_(step_.random(own_.origin_), key, 0);
        IrregularNewcomer who{.key = key,
                              .kind = kind,
                              .origin = WorkerOrigin(static_cast<WorkerOrigin::rep>(origin)),
                              .region = RegionId(static_cast<RegionId::rep>(region)),
                              .work = place < part[0]             ? IrregularWork::none
                                      : place < part[0] + part[1] ? IrregularWork::household
                                                                  : IrregularWork::employer};
        if (who.work == IrregularWork::employer) {
            who.worker = hire(who);
            who.worker_key = who.key;
            who.work = who.worker.valid() ? IrregularWork::employer : IrregularWork::none;
        }
        const std::uint32_t row = people_.place(who);
        set_past(row, who.work == IrregularWork::none);
    }

    ForeignWorkerId hire(const IrregularNewcomer& who)
    {
        const EmployerColumns& columns = own_.setup_.columns.employers;
        const Pool& pool = pools_[who.region.value()];
        if (pool.employers.empty() || pool.cumulative.back() <= 0.0) {
            return ForeignWorkerId::invalid();
        }
        const auto [word, skill_word] = step_.random(own_.post_).word_pair(who.key, 0);
        const double place = uniform_unit(word) * pool.cumulative.back();
        const auto found =
            std::upper_bound(pool.cumulative.begin(), pool.cumulative.end() - 1, place);
        const std::uint32_t row =
            pool.employers[static_cast<std::size_t>(found - pool.cumulative.begin())];
        const double low = staff_.employers[columns.posts[0]][row];
        const double mid = staff_.employers[columns.posts[1]][row];
        const std::size_t skill = uniform_unit(skill_word) * (low + mid) < low ? 0 : 1;
        ++staff_.employers[columns.posts[skill]][row];
        staff_.employers[columns.size[skill]][row] += 1.0;
        ForeignHire hire{who.key,    ForeignStatus::irregular,  who.origin,
                         who.region, static_cast<Skill>(skill), EmployerId(row)};
        hire.arrived = stamp(step_.now);
        return staff_.hire(hire);
    }

    /// How long ago it began, and fines until now: both have no memory.
    void set_past(std::uint32_t row, bool is_idle)
    {
        const IrregularSetup& irregular = *own_.setup_.irregular;
        const IrregularColumns& own = irregular.people;
        const ControlParams& control = irregular.control;
        const double exit = exits(irregular.terms, control)[is_idle ? 0 : 1];
        const auto [word, fines_word] =
            step_.random(own_.time_).word_pair(people_.rows[own.key][row], 0);
        const double months = -exact::log(uniform_unit(word)) / exit * months_of_year;
        constexpr double most_months = 600.0;
        people_.rows[own.since][row] =
            stamp(step_.now - 1 - static_cast<int>(std::min(months, most_months)));
        const double fined = control.checks * (1.0 - goes_when_detected(control));
        double left = uniform_unit(fines_word);
        std::uint8_t& fines = people_.rows[own.fines][row];
        for (const double again = fined / (fined + exit); left < again && fines < 255; ++fines) {
            left /= again;
        }
    }

    /// Bans end evenly; of those that ended, whoever has not come back yet may still try.
    void place_bans(std::size_t region, double expelled)
    {
        const ControlParams& control = own_.setup_.irregular->control;
        const double banned = control.ban_years * months_of_year;
        const double months = banned + control.patience;
        const auto count =
            static_cast<std::uint32_t>(std::llround(expelled / months_of_year * months));
        const double tries = control.return_rate.value() / months_of_year;
        for (std::uint32_t i = 0; i < count; ++i) {
            const std::uint64_t key = irregular_identity(kind_of_bans, region, i);
            const auto [word, stay_word] = step_.random(own_.ban_).word_pair(key, 0);
            const double left = uniform_unit(word) * months - control.patience;
            if (!in_sample(i, own_.scale_) ||
                (left < 0.0 && uniform_unit(stay_word) > exact::exp(left * tries))) {
                continue;
            }
            const std::size_t origin = origin_(step_.random(own_.origin_), key, 0);
            bans_.enter({key, WorkerOrigin(static_cast<WorkerOrigin::rep>(origin)),
                         RegionId(static_cast<RegionId::rep>(region)),
                         stamp(step_.now + static_cast<int>(std::ceil(left)))});
        }
    }

    const IrregularStart& own_;
    const StepContext& step_;
    ForeignStaff staff_;
    IrregularPeople people_;
    EntryBans bans_;
    Choice origin_;
    std::vector<Pool> pools_;
};

void IrregularStart::place(const StepContext& step, World& world) const
{
    Placing placing(*this, step, world);
    for (std::size_t region = 0; region < setup_.axes.region.size(); ++region) {
        placing.place_region(region);
    }
}

}  // namespace qonys::models::kz_migration
