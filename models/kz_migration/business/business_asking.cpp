#include "business/business_asking.hpp"

#include <algorithm>

#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Applicants may become so many times more when terms get better.
constexpr double most_response = 2.0;

/// Of all who begin a business, those who ask in one pool at the terms of the start.
constexpr double most_of_starters = 0.3;

constexpr double most_of_owners = 0.1;  ///< a year

}  // namespace

BusinessAsking::BusinessAsking(Registry& registry, BusinessTerms terms, const Budget& budget,
                               const Columns& columns, const Newcomers& newcomers)
    : caused_starts(terms.region.size(), 0),
      schema_(registry.schema()),
      terms_(std::move(terms)),
      mci_(budget.prices.mci),
      columns_(columns),
      newcomers_(newcomers),
      levers_(BusinessLevers::declare(registry, terms_, mci_)),
      records_(LoanRecords::declare(registry)),
      asks_(registry.add_draw("own_business", "asks")),
      asks_at_start_(registry.add_draw("own_business", "asks_at_start")),
      owners_(num_asking_pools, 0.0),
      starters_(num_asking_pools, 0.0)
{}

void BusinessAsking::calibrate(const Businesses& now, double scale)
{
    const auto part = [](double people, double of, double most) {
        return of > 0.0 ? std::min(people / of, most) : 0.0;
    };
    for (std::size_t pool = 0; pool < num_asking_pools; ++pool) {
        const bool is_grant = static_cast<AskingPool>(pool) == AskingPool::grant;
        const bool is_rural = static_cast<AskingPool>(pool) == AskingPool::rural;
        const double asking = terms_.applicants[pool] * scale;
        const double begin = is_grant ? 1.0 : terms_.startup_share;
        const double additional = is_grant ? terms_.additional_grants : terms_.additional_starts;
        const double rural = is_rural && now.all > 0.0 ? now.rural / now.all : 1.0;
        owners_[pool] = part(asking * (1.0 - begin), rural * now.all, most_of_owners);
        starters_[pool] =
            part(asking * begin * (1.0 - additional), rural * now.started_a_year, most_of_starters);
    }
}

/// How many more ask a programme than at its usual rate of interest.
double BusinessAsking::answer(const StepContext& step, LoanProgramme programme) const
{
    const auto p = static_cast<std::size_t>(programme);
    const double dearer = step.levers(levers_.rate, p) - terms_.rate(p, step.now.year());
    return exact::exp(-terms_.rate_response * dearer);
}

void BusinessAsking::open_month(const StepContext& step, const World& world)
{
    askers_.resize(world);
    for (std::vector<Asker>& askers : askers_) {
        askers.clear();
    }
    const std::size_t regions = terms_.region.size();
    response_.assign(regions, {});
    for (std::size_t r = 0; r < regions; ++r) {
        const double usual = terms_.volume(LoanProgramme::auyl_amanaty, r, step.now.year(), mci_);
        Response& one = response_[r];
        if (volume(step, LoanProgramme::auyl_amanaty, r) > 0.0) {
            one.amanaty = std::min(most_response, answer(step, LoanProgramme::auyl_amanaty));
        }
        if (usual > 0.0) {
            // A project comes with its own search for borrowers: as many ask for its money.
            one.projects = std::min(most_response - one.amanaty,
                                    answer(step, LoanProgramme::rural_projects) *
                                        volume(step, LoanProgramme::rural_projects, r) / usual);
        }
        if (volume(step, LoanProgramme::small_business, r) > 0.0) {
            one.anywhere = std::min(most_response, answer(step, LoanProgramme::small_business));
        }
        one.newcomers = volume(step, LoanProgramme::newcomers, r) > 0.0;
    }
}

double BusinessAsking::volume(const StepContext& step, LoanProgramme programme,
                              std::size_t region) const
{
    constexpr double million = 1e6;
    const double lent = step.levers(
        levers_.volume, static_cast<std::size_t>(programme) * terms_.region.size() + region);
    return programme == LoanProgramme::rural_projects
               ? lent + step.levers(levers_.projects, region) * terms_.project_loans *
                            mci_.tenge(step.now.year()) / million
               : lent;
}

AnnualRate BusinessAsking::owner_rate() const
{
    double rate = 0.0;
    for (const double one : owners_) {
        rate += most_response * one;
    }
    return AnnualRate(rate);
}

std::optional<std::uint8_t> BusinessAsking::programme(const Shard& shard, std::uint32_t row,
                                                      AskingPool pool, double place) const
{
    const auto code = [](LoanProgramme one) { return static_cast<std::uint8_t>(one); };
    const Rows& people = shard.people();
    if (pool == AskingPool::grant) {
        return place < 1.0 / most_response ? std::optional(Asker::for_grant) : std::nullopt;
    }
    const Response& here = response_[people[schema_.person.region][row].value()];
    if (here.newcomers && newcomers_.group(shard, row) != NewcomerGroup::other) {
        return code(LoanProgramme::newcomers);
    }
    const double at = place * most_response;
    if (pool == AskingPool::anywhere) {
        return at < here.anywhere ? std::optional(code(LoanProgramme::small_business))
                                  : std::nullopt;
    }
    if (people[columns_.area][row] != Area::rural || at >= here.amanaty + here.projects) {
        return std::nullopt;
    }
    return code(at < here.amanaty ? LoanProgramme::auyl_amanaty : LoanProgramme::rural_projects);
}

double BusinessAsking::weight(AskerKind kind, AskingPool pool) const
{
    const auto p = static_cast<std::size_t>(pool);
    if (kind == AskerKind::owner) {
        return most_response * owners_[p];
    }
    const double share = most_response * starters_[p];
    if (kind == AskerKind::starter) {
        return share;
    }
    const double additional =
        pool == AskingPool::grant ? terms_.additional_grants : terms_.additional_starts;
    return share * additional / (1.0 - additional);
}

double BusinessAsking::aspirants() const
{
    double all = 0.0;
    for (std::size_t pool = 0; pool < num_asking_pools; ++pool) {
        all += weight(AskerKind::aspirant, static_cast<AskingPool>(pool));
    }
    return all;
}

void BusinessAsking::ask(const ShardContext& here, const Shard& shard, std::uint32_t row,
                         AskerKind kind)
{
    // Owners and aspirants are those who think of it; of those who begin, most do not.
    double all = 1.0;
    if (kind != AskerKind::starter) {
        all = 0.0;
        for (std::size_t pool = 0; pool < num_asking_pools; ++pool) {
            all += weight(kind, static_cast<AskingPool>(pool));
        }
    }
    const PersonKey key = shard.people()[schema_.person.key][row];
    const Draw draw = kind == AskerKind::owner ? asks_ : asks_at_start_;
    double place =
        all * uniform_unit(here.step.random(draw).word(key.value(), draw_index(here.step.now)));
    for (std::size_t pool = 0; pool < num_asking_pools; ++pool) {
        const double own = weight(kind, static_cast<AskingPool>(pool));
        if (place < own) {
            const auto asked = programme(shard, row, static_cast<AskingPool>(pool), place / own);
            if (asked) {
                askers_[here.shard].push_back({row, kind, *asked});
            }
            return;
        }
        place -= own;
    }
}

std::optional<bool> BusinessAsking::gains(const Shard& shard, PersonKey person) const
{
    const auto record = records_.find(shard, person);
    if (!record) {
        return std::nullopt;
    }
    return (shard.side(records_.table)[records_.marks][*record] & LoanRecords::had_business) != 0;
}

void BusinessAsking::archive(Archive& archive)
{
    archive.values("business.owners", owners_);
    archive.values("business.starters", starters_);
    archive.values("business.caused_starts", caused_starts);
}

}  // namespace qonys::models::kz_migration
