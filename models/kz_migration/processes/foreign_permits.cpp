#include "processes/foreign_permits.hpp"

#include <algorithm>
#include <array>

#include "labour/foreign_start.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::kz_migration {
ForeignPermits::Tallied ForeignPermits::declare_tallies(Registry& registry, const ForeignAxes& axes)
{
    const auto permits = [&](const char* name, const char* description, const Axis& status) {
        return registry.add_tally({.name = name,
                                   .description = description,
                                   .unit = "permits",
                                   .axes = {status, axes.region}});
    };
    return {
        permits("permits_issued", "permits given to employers, by kind and region", axes.permit),
        permits("permits_extended", "permits of employers extended, by kind and region",
                axes.permit),
        permits("permits_refused",
                "requests for a permit or an extension that met a used quota, month by month",
                axes.category)};
}

ForeignPermits::ForeignPermits(Registry& registry, const ForeignSetup& setup, const JobOffer& offer,
                               Params params)
    : setup_(setup),
      offer_(offer),
      params_(std::move(params)),
      levers_(PermitLevers::declare(registry, setup.axes, params_.levers)),
      tallies_(declare_tallies(registry, setup.axes)),
      debt_(registry.add_draw("foreign_permits", "debt")),
      priority_(registry.add_draw("foreign_permits", "priority")),
      extension_(registry.add_draw("foreign_permits", "extension")),
      worth_(registry.add_draw("foreign_permits", "worth")),
      origin_(registry.add_draw("foreign_permits", "origin")),
      irregular_(registry.add_draw("foreign_permits", "irregular")),
      succession_(registry.add_draw("foreign_permits", "successor")),
      rounding_(registry.add_draw("foreign_permits", "rounding")),
      choice_(params_.origin_share),
      fees_(params_.terms.cost_elasticity),
      quota_(setup.axes.region.size(), params_.scale,
             {params_.terms.season_first, params_.terms.season_last})
{}

ProcessInfo ForeignPermits::info() const
{
    return {
        .name = "foreign_permits",
        .description = "employers with open posts ask for permits and extensions under the quota",
        .stage = Stage::permits,
        .order = 10,
        .reads = {"employers.open_months", "employers.filled_low", "employers.shrinking",
                  "employers.base_wage", "employers.premium", "foreign_posts.demand"},
        .writes = {"foreign_workers.alive", "foreign_workers.permit_end", "foreign_posts.worker",
                   "foreign_posts.employer", "foreign_workers.status", "employers.foreign_low",
                   "employers.posts_low", "irregular_people.alive", "irregular_people.asks"},
        .levers = {"foreign_labour.quota", "foreign_labour.fee", "foreign_labour.test_months",
                   "foreign_labour.redistribution_month", "foreign_labour.redistribution_share",
                   "foreign_labour.local_staff_share", "foreign_labour.irregular_hiring",
                   "control.inspections", "control.fine_employer", "control.checks",
                   "control.fine_worker"},
        .draws = {"debt", "priority", "extension", "worth", "origin", "irregular", "successor",
                  "rounding"}};
}

void ForeignPermits::start(const StepContext& step, World& /*world*/)
{
    quota_.begin(step.random(debt_));
}

/// The requests of one month and what becomes of them.
class ForeignPermits::Month {
public:
    struct Tables {
        ForeignStaff& staff;
        IrregularPeople& irregular;
    };
    Month(ForeignPermits& own, const StepContext& step, const Tables& tables,
          const CountOnce& count)
        : own_(own),
          step_(step),
          staff_(tables.staff),
          irregular_(tables.irregular),
          count_(count),
          index_(draw_index(step.now)),
          standing_(tables.staff.employers.size())
    {}

    void collect()
    {
        for (std::uint32_t row = 0; row < workers()[worker_.alive].size(); ++row) {
            if (workers()[worker_.alive][row] == is_alive &&
                counts_as_foreign_staff(workers()[worker_.status][row])) {
                ++standing(workers()[worker_.employer][row]).held;
            }
        }
        std::vector<std::uint32_t> ending;
        collect_due(workers()[worker_.permit_end], step_.now, ending);
        for (const std::uint32_t row : ending) {
            if (workers()[worker_.alive][row] == is_alive &&
                is_permit(workers()[worker_.status][row])) {
                end_permit(row);
            }
        }
        collect_irregular();
        for (const std::uint32_t row : PostSuccession::open_posts(step_, staff_)) {
            if (!could_be_asked_for(row)) {
                continue;
            }
            const EmployerId employer = posts()[post_.employer][row];
            const ForeignStatus category = posts()[post_.category][row];
            const bool is_asked = is_worth_fee({post_.table, posts()[post_.key][row]}, row);
            // A vacancy that is not worth the fee is left to people from here.
            const bool is_taken = is_asked || posts()[post_.demand][row] == PostDemand::lasting;
            standing(employer).asked[static_cast<std::size_t>(posts()[post_.skill][row])] +=
                is_taken ? 1 : 0;
            if (is_asked) {
                standing(employer).held += counts_as_foreign_staff(category) ? 1 : 0;
                requests_.push_back({.category = category,
                                     .region = posts()[post_.region][row],
                                     .key = posts()[post_.key][row],
                                     .row = row,
                                     .is_extension = false});
            }
        }
    }

    void settle()
    {
        std::vector<Candidate> candidates;
        for (const Request& one : requests_) {
            if (one.category != ForeignStatus::transfer) {
                candidates.push_back(candidate(one));
            }
        }
        const Allocation allocation =
            own_.quota_.give(step_.ranks, step_.now,
                             {step_.levers.of(own_.levers_.quota),
                              static_cast<int>(step_.levers(own_.levers_.redistribution_month)),
                              step_.levers(own_.levers_.redistribution_share)},
                             candidates);
        for (const Request& one : requests_) {
            const bool is_granted =
                one.category == ForeignStatus::transfer || allocation.wins(candidate(one));
            step_.life.claim(subject(one), "permit", is_granted ? Outcome::won : Outcome::lost);
            is_granted ? grant(one) : refuse(one);
        }
    }

private:
    static constexpr std::uint32_t nobody = UINT32_MAX;
    struct Request {
        ForeignStatus category;
        RegionId region;
        std::uint64_t key;
        std::uint32_t row;  ///< of the worker when it is an extension, else of the post
        bool is_extension;
        std::uint32_t irregular = nobody;  ///< row of who asks to be regularised
    };
    /// An employer's permits held and asked for, and posts asked for this month by skill.
    struct Standing {
        int held = 0;
        std::array<int, num_skills> asked{};
    };

    [[nodiscard]] Rows& workers() const { return staff_.workers; }
    [[nodiscard]] Rows& posts() const { return staff_.posts; }
    [[nodiscard]] Rows& employers() const { return staff_.employers; }
    Standing& standing(EmployerId employer) { return standing_[employer.value()]; }

    [[nodiscard]] bool keeps_local(EmployerId employer, ForeignStatus category, int held,
                                   int newcomers) const
    {
        if (!counts_as_foreign_staff(category)) {
            return true;
        }
        double people = newcomers;
        for (std::size_t skill = 0; skill < num_skills; ++skill) {
            people += staff_of(employers(), employer_, skill, employer.value());
        }
        const double drawn =
            own_.params_.scale < 1.0
                ? uniform_unit(step_.random(own_.rounding_)
                                   .word(employers()[employer_.key][employer.value()], 0))
                : 0.0;
        return keeps_local_share(
            held, people,
            step_.levers(own_.levers_.local_staff_share, static_cast<std::size_t>(category)),
            drawn);
    }

    /// The permit of a worker ends with the month: he goes, or his employer asks for longer.
    void end_permit(std::uint32_t row)
    {
        const ForeignStatus status = workers()[worker_.status][row];
        const EmployerId employer = workers()[worker_.employer][row];
        const auto skill = static_cast<unsigned>(workers()[worker_.skill][row]);
        const Threshold wish(MonthlyProbability(own_.params_.terms.extension_wish.value()));
        const std::uint64_t key = workers()[worker_.key][row];
        const bool may = workers()[worker_.renewals][row] <
                         own_.params_.terms.renewals[static_cast<std::size_t>(status)];
        const std::uint64_t word = step_.random(own_.extension_).word(key, index_);
        if (may) {
            step_.life.chance({worker_.table, key}, "extension_wish", wish, word);
        }
        const bool is_wanted =
            may && (employers()[employer_.shrinking][employer.value()] >> skill & 1U) == 0 &&
            wish.hit(word) &&
            is_worth_fee({worker_.table, key}, workers()[worker_.post][row].value());
        if (is_wanted && keeps_local(employer, status, standing(employer).held, 0)) {
            requests_.push_back({.category = status,
                                 .region = workers()[worker_.region][row],
                                 .key = key,
                                 .row = row,
                                 .is_extension = true});
        } else {
            standing(employer).held -= counts_as_foreign_staff(status) ? 1 : 0;
            irregular_.let_go(count_, staff_, ForeignWorkerId(row), StayEnd::permit);
        }
    }

    /// Irregular workers who may be regularised ask for a permit of the lowest category.
    void collect_irregular()
    {
        for (const IrregularPeople::Applicant& one : irregular_.take_applicants(staff_)) {
            const EmployerId employer = workers()[worker_.employer][one.worker.value()];
            if (keeps_local(employer, ForeignStatus::category_4, standing(employer).held + 1, 0)) {
                ++standing(employer).held;
                requests_.push_back({.category = ForeignStatus::category_4,
                                     .region = workers()[worker_.region][one.worker.value()],
                                     .key = workers()[worker_.key][one.worker.value()],
                                     .row = one.worker.value(),
                                     .is_extension = true,
                                     .irregular = one.row});
            }
        }
    }

    /// Whether a post is worth the fee of its permit, by its employer's wage for such posts: the same
    /// post gives way first whenever fees rise.
    [[nodiscard]] bool is_worth_fee(Subject subject, std::uint32_t row) const
    {
        const auto category = static_cast<std::size_t>(posts()[post_.category][row]);
        const PostDemand demand = posts()[post_.demand][row];
        const bool has_fee = category < num_quota_categories;
        const double fee = has_fee ? step_.levers(own_.levers_.fee, category) : 0.0;
        const double usual_fee = has_fee ? own_.params_.levers.fee[category] : 0.0;
        if (fee == usual_fee) {
            return demand != PostDemand::reserve;
        }
        const double mci = own_.setup_.budget.prices.mci.tenge(step_.now.year());
        const double units =
            own_.offer_.mean_units(posts()[post_.sector][row], posts()[post_.skill][row]);
        const double wage = wage_of(employers(), employer_, posts()[post_.employer][row].value(),
                                    units, own_.setup_.labour.market->wage_level());
        const Threshold worth = own_.fees_.worth(
            demand, {wage * own_.params_.terms.months[category], fee * mci, usual_fee * mci});
        const std::uint64_t word = step_.random(own_.worth_).word(posts()[post_.key][row], 0);
        step_.life.chance(subject, "worth_the_fee", worth, word);
        return worth.hit(word);
    }

    [[nodiscard]] bool could_be_asked_for(std::uint32_t row)
    {
        const EmployerId employer = posts()[post_.employer][row];
        const ForeignStatus category = posts()[post_.category][row];
        const int month = step_.now.month_of_year();
        if (category == ForeignStatus::seasonal &&
            (month < own_.params_.terms.season_first || month > own_.params_.terms.season_last)) {
            return false;
        }
        const auto skill = static_cast<std::size_t>(posts()[post_.skill][row]);
        const Standing& now = standing(employer);
        return employers()[employer_.open_months][employer.value()] >=
                   step_.levers(own_.levers_.test_months) &&
               vacant_posts(employers(), employer_, skill, employer.value()) > now.asked[skill] &&
               keeps_local(employer, category, now.held + 1, 1);
    }

    [[nodiscard]] Candidate candidate(const Request& request) const
    {
        return {own_.quota_.segment(request.region, request.category), 1,
                step_.random(own_.priority_).word(request.key, index_), request.key};
    }
    [[nodiscard]] Subject subject(const Request& request) const
    {
        return {request.is_extension ? worker_.table : post_.table, request.key};
    }
    [[nodiscard]] std::size_t cell(const Request& request) const
    {
        return static_cast<std::size_t>(request.category) * own_.setup_.axes.region.size() +
               request.region.value();
    }

    void grant(const Request& request)
    {
        const auto category = static_cast<std::size_t>(request.category);
        const int months = own_.params_.terms.months[category];
        const auto end = stamp(step_.now + months);
        const bool is_extended = request.is_extension && request.irregular == nobody;
        count_.add(is_extended ? own_.tallies_.extended : own_.tallies_.issued, cell(request));
        if (request.category != ForeignStatus::transfer) {
            const double fee = step_.levers(own_.levers_.fee, category);
            count_.book(own_.setup_.budget, Programme::foreign_labour,
                        own_.setup_.budget.from_mci(fee, step_.now.year()));
        }
        if (request.irregular != nobody) {
            regularise(request, end);
        } else if (request.is_extension) {
            workers()[worker_.permit_end][request.row] = end;
            ++workers()[worker_.renewals][request.row];
        } else {
            hire(request, request.category, end);
        }
    }

    /// He keeps his post. No employer's post for foreigners stands behind it: it is not extended.
    void regularise(const Request& request, MonthStamp permit_end)
    {
        const ForeignWorkerId worker(request.row);
        workers()[worker_.status][request.row] = request.category;
        workers()[worker_.permit_end][request.row] = permit_end;
        workers()[worker_.renewals][request.row] = static_cast<std::uint8_t>(
            own_.params_.terms.renewals[static_cast<std::size_t>(request.category)]);
        irregular_.regularise(count_, staff_, request.irregular);
    }

    ForeignWorkerId hire(const Request& request, ForeignStatus status, MonthStamp permit_end)
    {
        const std::size_t origin = own_.choice_(step_.random(own_.origin_), request.key, index_);
        step_.life.choice(subject(request),
                          {"origin", own_.choice_.inverse_weights(), origin,
                           own_.setup_.axes.partner.codes()});
        ForeignHire hire{mix64(request.key ^ mix64(index_)),
                         status,
                         WorkerOrigin(static_cast<WorkerOrigin::rep>(origin)),
                         request.region,
                         posts()[post_.skill][request.row],
                         posts()[post_.employer][request.row],
                         ForeignPostId(request.row)};
        hire.permit_end = permit_end;
        hire.arrived = stamp(step_.now);
        return staff_.hire(hire);
    }

    /// Whoever is refused waits and asks again; some hire, or keep, a worker without a permit.
    void refuse(const Request& request)
    {
        count_.add(own_.tallies_.refused, cell(request));
        if (request.irregular != nobody) {
            return;
        }
        const Threshold irregular(MonthlyProbability(std::min(
            1.0, step_.levers(own_.levers_.irregular_hiring) *
                     own_.setup_.irregular->readiness_to_hire(step_.levers, request.region))));
        const std::uint64_t word = step_.random(own_.irregular_).word(request.key, index_);
        step_.life.chance(subject(request), "irregular", irregular, word);
        if (irregular.hit(word)) {
            count_.add(own_.setup_.irregular_hires, request.region.value());
            irregular_.keep_without_permit(count_, staff_,
                                           request.is_extension
                                               ? ForeignWorkerId(request.row)
                                               : hire(request, ForeignStatus::irregular, never));
        } else if (request.is_extension) {
            irregular_.let_go(count_, staff_, ForeignWorkerId(request.row), StayEnd::permit);
        }
    }

    ForeignPermits& own_;
    const StepContext& step_;
    ForeignStaff& staff_;
    IrregularPeople& irregular_;
    const CountOnce& count_;
    std::uint32_t index_;
    const ForeignWorkerColumns& worker_ = own_.setup_.columns.workers;
    const ForeignPostColumns& post_ = own_.setup_.columns.posts;
    const EmployerColumns& employer_ = own_.setup_.columns.employers;
    std::vector<Request> requests_;
    std::vector<Standing> standing_;  ///< by employer
};

void ForeignPermits::conclude(const StepContext& step, World& world, Tallies& counts)
{
    ForeignStaff staff(world, setup_.columns);
    IrregularPeople irregular(step, world, *setup_.irregular);
    const CountOnce count(step, counts);
    succession_.hand_on(step, staff);
    Month month(*this, step, {staff, irregular}, count);
    month.collect();
    month.settle();
}

}  // namespace qonys::models::kz_migration
