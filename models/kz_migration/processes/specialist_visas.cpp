#include "processes/specialist_visas.hpp"

#include <algorithm>

#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"
#include "qonys/core/name.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "sampling.hpp"

namespace qonys::models::kz_migration {
namespace {

std::uint64_t specialist_identity(std::size_t kind, std::uint32_t ordinal)
{
    constexpr std::uint64_t tag = 0x7370656369616c69;  // "speciali"
    return mix64(tag ^ static_cast<std::uint64_t>(kind) << 40 ^ ordinal);
}

}  // namespace

SpecialistVisas::SpecialistVisas(Registry& registry, const SpecialistColumns& columns,
                                 Params params, std::optional<ForeignSetup> work)
    : columns_(columns),
      params_(std::move(params)),
      work_(std::move(work)),
      levers_(Levers::declare(registry, params_)),
      counted_(Counted::declare(registry, params_)),
      debt_(registry.add_draw("specialist_visas", "debt")),
      sampling_(registry.add_draw("specialist_visas", "sampling")),
      means_(registry.add_draw("specialist_visas", "means")),
      priority_(registry.add_draw("specialist_visas", "priority")),
      origin_draw_(registry.add_draw("specialist_visas", "origin")),
      region_draw_(registry.add_draw("specialist_visas", "region")),
      search_(registry.add_draw("specialist_visas", "search")),
      life_(registry.add_draw("specialist_visas", "life")),
      origin_(params_.origin_share),
      region_(params_.region_share),
      ledger_("specialist_visas.places", num_specialist_kinds, params_.scale,
              std::vector<double>(months_in_year, 1.0 / months_in_year)),
      due_(num_specialist_kinds, 0.0),
      ordinal_(num_specialist_kinds, 0)
{}

ProcessInfo SpecialistVisas::info() const
{
    ProcessInfo info{
        .name = "specialist_visas",
        .description = "specialists and investors come on visas of their own, and leave",
        .stage = Stage::permits,
        .order = 50,
        .writes = {"specialists.alive", "specialists.worker"},
        .levers = {"specialists.places", "specialists.months", "specialists.capital",
                   "specialists.income"},
        .draws = {"debt", "sampling", "means", "priority", "origin", "region", "search", "life"}};
    if (work_) {
        info.writes.insert(info.writes.end(), {"foreign_workers.alive", "employers.foreign_low"});
    }
    return info;
}

void SpecialistVisas::start(const StepContext& step, World& /*world*/)
{
    ledger_.begin(step.random(debt_));
}

/// Capital or income from a Pareto tail; nothing is asked of others.
double SpecialistVisas::means(const StepContext& step, const Applicant& one) const
{
    const double rank = 1.0 - uniform_unit(step.random(means_).word(one.key, 0));
    if (one.kind == SpecialistKind::investor) {
        return Params::least_capital * exact::pow(rank, -1.0 / params_.capital_exponent);
    }
    return one.kind == SpecialistKind::nomad
               ? Params::least_income * exact::pow(rank, -1.0 / params_.income_exponent)
               : 0.0;
}

/// Who would come this month, those with too little for the visa too: so many that the thresholds
/// as they stand leave the applicants of the scenario.
std::vector<SpecialistVisas::Applicant> SpecialistVisas::applicants(const StepContext& step)
{
    std::vector<Applicant> all;
    for (std::size_t k = 0; k < num_specialist_kinds; ++k) {
        const auto kind = static_cast<SpecialistKind>(k);
        double reserve = 1.0;
        if (kind == SpecialistKind::investor) {
            reserve = exact::pow(params_.capital / Params::least_capital, params_.capital_exponent);
        } else if (kind == SpecialistKind::nomad) {
            reserve = exact::pow(params_.income / Params::least_income, params_.income_exponent);
        }
        due_[k] += params_.applicants[k] * reserve / months_in_year;
        const auto turn = static_cast<std::uint32_t>(step.random(sampling_).word(k, 0));
        for (; due_[k] >= 1.0; due_[k] -= 1.0) {
            const auto ordinal = static_cast<std::uint32_t>(ordinal_[k]++);
            if (step.scale >= 1.0 || reversed(ordinal) + turn < step.scale * 0x1p32) {
                Applicant one{specialist_identity(k, ordinal), kind, 0.0};
                one.means = means(step, one);
                all.push_back(one);
            }
        }
    }
    return all;
}

/// One month of those who are here and of those who ask to come.
class SpecialistVisas::Month {
public:
    Month(SpecialistVisas& own, const StepContext& step, World& world, const CountOnce& count)
        : own_(own),
          step_(step),
          rows_(world.replicated(own.columns_.table)),
          staff_(own.work_ ? std::optional<ForeignStaff>(std::in_place, world, own.work_->columns)
                           : std::nullopt),
          count_(count),
          index_(draw_index(step.now))
    {}

    void live(std::size_t row)
    {
        const SpecialistKind kind = rows_[column_.kind][row];
        const bool ends = rows_[column_.valid_until][row] <= stamp(step_.now);
        const Threshold renews(MonthlyProbability(own_.params_.renewal_wish.value()));
        const bool goes = happens(row, "leaves", Threshold(monthly(own_.params_.leave)), 0) ||
                          (ends && !happens(row, "renewal_wish", renews, 1)) ||
                          (needs_post(kind) && !keeps_post(row));
        if (goes) {
            leave(row);
        } else if (ends) {
            rows_[column_.valid_until][row] = stamp(step_.now + term(kind));
        }
    }

    void admit(const Applicant& one)
    {
        std::optional<FoundPost> post;
        if (needs_post(one.kind)) {
            post = find_post(one.key, one.kind);
            step_.life.claim({column_.table, one.key}, "post", post ? Outcome::won : Outcome::lost);
            if (!post) {
                refuse(one.kind, Refusal::no_post);
                return;
            }
        }
        const std::size_t row = free_row();
        rows_[column_.key][row] = one.key;
        rows_[column_.kind][row] = one.kind;
        rows_[column_.origin][row] =
            at<WorkerOrigin>(own_.origin_(step_.random(own_.origin_draw_), one.key, 0));
        rows_[column_.arrived][row] = stamp(step_.now);
        rows_[column_.valid_until][row] = stamp(step_.now + term(one.kind));
        rows_[column_.worker][row] = ForeignWorkerId::invalid();
        rows_[column_.capital][row] =
            one.kind == SpecialistKind::investor ? static_cast<std::int64_t>(one.means) : 0;
        rows_[column_.region][row] =
            at<RegionId>(own_.region_(step_.random(own_.region_draw_), one.key, 0));
        rows_[column_.alive][row] = is_alive;
        if (post) {
            take(row, *post);
        }
        const std::size_t region = rows_[column_.region][row].value();
        count_.add(own_.counted_.arrivals, cell(one.kind, region));
        count_.add(own_.counted_.capital, region, rows_[column_.capital][row]);
    }

    void refuse(SpecialistKind kind, Refusal why) const
    {
        count_.add(own_.counted_.refused, static_cast<std::size_t>(why) * num_specialist_kinds +
                                              static_cast<std::size_t>(kind));
    }
    [[nodiscard]] std::size_t cell(SpecialistKind kind, std::size_t region) const
    {
        return static_cast<std::size_t>(kind) * own_.params_.region.size() + region;
    }

private:
    [[nodiscard]] bool happens(std::size_t row, const char* what, Threshold chance,
                               std::uint32_t block) const
    {
        const std::uint64_t key = rows_[column_.key][row];
        const std::uint64_t word = step_.random(own_.life_).word_pair(key, index_, block)[0];
        step_.life.chance({column_.table, key}, what, chance, word);
        return chance.hit(word);
    }
    [[nodiscard]] int term(SpecialistKind kind) const
    {
        return static_cast<int>(step_.levers(own_.levers_.months, static_cast<std::size_t>(kind)) +
                                0.5);
    }

    /// A vacant post of high skill anywhere; those of science and teaching in education.
    [[nodiscard]] std::optional<FoundPost> find_post(std::uint64_t key, SpecialistKind kind) const
    {
        if (!staff_) {
            return std::nullopt;
        }
        const EmployerColumns& employers = own_.work_->columns.employers;
        const auto sector = staff_->employers[employers.sector];
        const PostSearch search(staff_->employers, employers);
        return search(step_.random(own_.search_), {key, index_, Skill::high}, [&](std::size_t row) {
            return kind != SpecialistKind::science ||
                   (sector[row].valid() && sector[row].value() == own_.params_.science_sector);
        });
    }

    void take(std::size_t row, const FoundPost& post)
    {
        ForeignHire hire{rows_[column_.key][row],
                         ForeignStatus::specialist,
                         rows_[column_.origin][row],
                         staff_->employers[own_.work_->columns.employers.region][post.employer],
                         post.skill,
                         EmployerId(static_cast<EmployerId::rep>(post.employer))};
        hire.permit_end = rows_[column_.valid_until][row];
        hire.arrived = rows_[column_.arrived][row];
        rows_[column_.region][row] = hire.region;
        rows_[column_.worker][row] = staff_->hire(hire);
        rows_[column_.since][row] = stamp(step_.now);
    }

    /// Whether he has a post, or may still look for one after he lost it.
    [[nodiscard]] bool keeps_post(std::size_t row)
    {
        const ForeignWorkerId held = rows_[column_.worker][row];
        if (held.valid()) {
            const ForeignWorkerColumns& worker = own_.work_->columns.workers;
            if (staff_->workers[worker.alive][held.value()] == is_alive &&
                staff_->workers[worker.key][held.value()] == rows_[column_.key][row]) {
                return true;
            }
            rows_[column_.worker][row] = ForeignWorkerId::invalid();
            rows_[column_.since][row] = stamp(step_.now);
        }
        const auto post = find_post(rows_[column_.key][row], rows_[column_.kind][row]);
        if (post) {
            take(row, *post);
            return true;
        }
        return stamp(step_.now) - rows_[column_.since][row] < own_.params_.search_months;
    }

    void leave(std::size_t row)
    {
        if (rows_[column_.worker][row].valid()) {
            staff_->leave(rows_[column_.worker][row]);
            rows_[column_.worker][row] = ForeignWorkerId::invalid();
        }
        rows_[column_.alive][row] = 0;
        count_.add(own_.counted_.departures, static_cast<std::size_t>(rows_[column_.kind][row]));
    }

    [[nodiscard]] std::size_t free_row()
    {
        const auto alive = std::as_const(rows_)[column_.alive];
        const auto found = std::find(alive.begin(), alive.end(), std::uint8_t{0});
        return found == alive.end() ? rows_.append(1)
                                    : static_cast<std::size_t>(found - alive.begin());
    }

    SpecialistVisas& own_;
    const StepContext& step_;
    Rows& rows_;
    std::optional<ForeignStaff> staff_;
    const CountOnce& count_;
    std::uint32_t index_;
    const SpecialistColumns& column_ = own_.columns_;
};

void SpecialistVisas::conclude(const StepContext& step, World& world, Tallies& counts)
{
    const CountOnce count(step, counts);
    Month month(*this, step, world, count);
    const Rows& rows = world.replicated(columns_.table);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (rows[columns_.alive][row] == is_alive) {
            month.live(row);
        }
    }
    ledger_.open_month(step.now, step.levers.of(levers_.places));
    std::vector<Applicant> asking;
    for (const Applicant& one : applicants(step)) {
        const bool is_below =
            (one.kind == SpecialistKind::investor && one.means < step.levers(levers_.capital)) ||
            (one.kind == SpecialistKind::nomad && one.means < step.levers(levers_.income));
        if (is_below) {
            month.refuse(one.kind, Refusal::threshold);
        } else {
            asking.push_back(one);
        }
    }
    const AddressedDraw priority = step.random(priority_);
    const auto candidate = [&](const Applicant& one) {
        return Candidate{static_cast<std::uint32_t>(one.kind), 1, priority.word(one.key, 0),
                         one.key};
    };
    std::vector<Candidate> mine;
    for (std::size_t i = 0; i < asking.size() && step.ranks.rank() == 0; ++i) {
        mine.push_back(candidate(asking[i]));
    }
    const Allocation places =
        qonys::allocate(step.ranks, mine, ledger_.slots(), ledger_.last_candidate());
    ledger_.use(places.granted());
    for (const Applicant& one : asking) {
        if (places.wins(candidate(one))) {
            month.admit(one);
        } else {
            month.refuse(one.kind, Refusal::places);
        }
    }
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (rows[columns_.alive][row] == is_alive) {
            count.add(counted_.stock,
                      month.cell(rows[columns_.kind][row], rows[columns_.region][row].value()));
        }
    }
}

void SpecialistVisas::archive(Archive& archive)
{
    ledger_.archive(archive);
    archive.values("specialist_visas.due", due_);
    archive.values("specialist_visas.ordinal", ordinal_);
}

}  // namespace qonys::models::kz_migration
