#include "processes/lending.hpp"

#include <algorithm>
#include <array>

#include "processes/even_release.hpp"
#include "processes/status_columns.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/random/threshold.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double thousands_in_million = 1000.0;

/// Mean of squares over mean of a loan in thousands: by how much a sample overdraws.
double loan_size(const BusinessTerms& terms, const MciPath& mci, int year)
{
    constexpr double spread = 1.2;  // of loans even between a tenth and the cap
    return spread * terms.mean_loan(terms.cap(0, year)) * mci.tenge(year) / 1000.0;
}

Axis with_grant(const Axis& programme)
{
    std::vector<std::string> codes = programme.codes();
    codes.emplace_back("grant");
    return Axis("business_programme", std::move(codes));
}

}  // namespace

Lending::Lending(Registry& registry, const Setup& setup, double scale)
    : schema_(registry.schema()),
      setup_(setup),
      asking_(setup.service.asking),
      size_(registry.add_draw("lending", "size")),
      priority_(registry.add_draw("lending", "priority")),
      debt_(registry.add_draw("lending", "debt")),
      grant_debt_(registry.add_draw("lending", "grant_debt")),
      asked_(registry.add_tally(
          {.name = "business_requests",
           .description = "people who ask for a loan or grant",
           .unit = "persons",
           .axes = {with_grant(asking_->terms().programme), asking_->terms().region}})),
      refused_(registry.add_tally(
          {.name = "business_requests_refused",
           .description = "people who ask for a loan or grant in vain",
           .unit = "persons",
           .axes = {with_grant(asking_->terms().programme), asking_->terms().region}})),
      grants_(
          registry.add_tally({.name = "grants_given",
                              .description = "grants to begin a business, by who got them",
                              .unit = "grants",
                              .axes = {asking_->terms().region,
                                       Axis("newcomer_group", {"other", "kandas", "resettler"})}})),
      money_("lending.money", num_loan_programmes * asking_->terms().region.size(), scale,
             even_release(),
             loan_size(asking_->terms(), setup.service.book.budget().prices.mci,
                       asking_->terms().last_known)),
      places_("lending.places", asking_->terms().region.size(), scale, even_release())
{}

ProcessInfo Lending::info() const
{
    return {.name = "lending",
            .description = "loans and grants are given to those who ask, as far as money goes",
            .stage = Stage::registers,
            .order = 20,
            .reads = {"gone", "key", "region", "legal_status", "settlement"},
            .writes = {"activity", "job_terms", "own_business_due", "loans.outstanding",
                       "loans.programme", "loans.instalment", "business_support.month",
                       "business_support.support"},
            .levers = BusinessLevers::names(),
            .draws = {"size", "priority", "debt", "grant_debt"}};
}

void Lending::start(const StepContext& step, World& /*world*/)
{
    money_.begin(step.random(debt_));
    places_.begin(step.random(grant_debt_));
}

void Lending::prepare(const StepContext& step, const World& world)
{
    std::vector<double> thousands;
    for (std::size_t p = 0; p < num_loan_programmes; ++p) {
        for (std::size_t region = 0; region < asking_->terms().region.size(); ++region) {
            thousands.push_back(thousands_in_million *
                                asking_->volume(step, static_cast<LoanProgramme>(p), region));
        }
    }
    money_.open_month(step.now, thousands);
    places_.open_month(step.now, step.levers.of(asking_->levers().grants));
    requests_.resize(world);
    caused_.resize(world);
}

/// Who asked this month and is still here, as he was; nobody has two loans at once, or two grants.
bool Lending::may_have(const Shard& shard, const Asker& asker) const
{
    const Rows& people = shard.people();
    const Activity wanted =
        asker.kind == AskerKind::aspirant ? Activity::unemployed : Activity::self_employed;
    if (people[schema_.person.gone][asker.row] != Gone::no ||
        people[setup_.service.columns.activity][asker.row] != wanted) {
        return false;
    }
    const PersonKey key = people[schema_.person.key][asker.row];
    return asker.programme == Asker::for_grant ? !setup_.records.has_grant(shard, key)
                                               : !asking_->records().find(shard, key).has_value();
}

Lending::Request Lending::request(const ShardContext& here, const Shard& shard,
                                  const Asker& asker) const
{
    const BusinessLevers& levers = asking_->levers();
    const Rows& people = shard.people();
    const std::uint64_t key = people[schema_.person.key][asker.row].value();
    const std::size_t regions = asking_->terms().region.size();
    const auto segment = static_cast<std::uint32_t>(
        asker.programme * regions + people[schema_.person.region][asker.row].value());
    const bool is_loan = asker.programme != Asker::for_grant;
    const std::uint32_t index = draw_index(here.step.now);
    std::uint32_t size = 1;
    if (is_loan) {
        const double wanted = asking_->terms().wanted_by(here.step.random(size_).word(key, index));
        const double mci = std::min(wanted, here.step.levers(levers.cap, asker.programme));
        const MciPath& path = setup_.service.book.budget().prices.mci;
        size = static_cast<std::uint32_t>(in_thousands(mci * path.tenge(here.step.now.year())) /
                                          thousand);
    }
    std::uint64_t place = here.step.random(priority_).word(key, index);
    const NewcomerGroup group = asking_->newcomers().group(shard, asker.row);
    if (group != NewcomerGroup::other) {
        const double first = is_loan ? here.step.levers(levers.priority, asker.programme)
                                     : here.step.levers(levers.grant_priority);
        place = multiply_high(place, Threshold(MonthlyProbability(1.0 - first)).value());
    }
    return {asker, {segment, size, place, key}, group};
}

void Lending::propose(const ShardContext& here, const Shard& shard)
{
    std::vector<Request>& mine = requests_[here.shard];
    mine.clear();
    for (const Asker& asker : asking_->askers(here.shard)) {
        if (may_have(shard, asker)) {
            mine.push_back(request(here, shard, asker));
        }
    }
}

void Lending::allocate(const StepContext& step, const World& /*world*/)
{
    std::vector<Candidate> mine;
    for (const std::vector<Request>& requests : requests_) {
        for (const Request& one : requests) {
            mine.push_back(one.candidate);
        }
    }
    std::vector<std::int64_t> slots = money_.slots();
    slots.insert(slots.end(), places_.slots().begin(), places_.slots().end());
    allocation_ = qonys::allocate(step.ranks, mine, slots, money_.last_candidate());
    const std::span<const std::int64_t> granted = allocation_->granted();
    const std::size_t loans = money_.slots().size();
    money_.use(granted.first(loans));
    places_.use(granted.subspan(loans));
}

std::size_t Lending::region_of(const Request& one) const
{
    return one.candidate.segment % asking_->terms().region.size();
}

void Lending::commit(const ShardContext& here, Shard& shard)
{
    std::vector<RegionId>& caused = caused_[here.shard];
    caused.clear();
    for (const Request& one : requests_[here.shard]) {
        const bool won = allocation_->wins(one.candidate);
        const PersonKey key(one.candidate.key);
        here.step.life.claim(key, one.asker.programme == Asker::for_grant ? "grant" : "loan",
                             won ? Outcome::won : Outcome::lost);
        here.counts.add(asked_, one.candidate.segment);
        note(shard, here, one, won);
        if (!won) {
            here.counts.add(refused_, one.candidate.segment);
            continue;
        }
        if (one.asker.programme == Asker::for_grant) {
            grant(here, one);
        } else {
            lend(here, shard, one);
        }
        if (one.asker.kind == AskerKind::aspirant) {
            setup_.start->begin(here, shard, one.asker.row);
            caused.push_back(at<RegionId>(region_of(one)));
        }
    }
}

void Lending::note(Shard& shard, const ShardContext& here, const Request& asked, bool won) const
{
    const bool is_grant = asked.asker.programme == Asker::for_grant;
    const SupportGiven given = is_grant ? SupportGiven::grant : SupportGiven::loan;
    setup_.records.note(shard, PersonKey(asked.candidate.key), here.step.now,
                        won ? given : SupportGiven::refused, asked.asker.kind == AskerKind::owner);
}

void Lending::lend(const ShardContext& here, Shard& shard, const Request& won) const
{
    const BusinessLevers& levers = asking_->levers();
    const std::size_t p = won.asker.programme;
    const auto region = at<RegionId>(region_of(won));
    const bool had_business = won.asker.kind == AskerKind::owner;
    const LoanBook::Of loan{static_cast<LoanProgramme>(p), region};
    const std::int64_t principal = thousand * won.candidate.size;
    const auto marks = static_cast<std::uint8_t>(
        (had_business ? LoanRecords::had_business : 0U) |
        (won.asker.kind == AskerKind::aspirant ? LoanRecords::additional : 0U) |
        static_cast<unsigned>(won.group) << LoanRecords::group_shift);
    const PersonKey key(won.candidate.key);
    const std::size_t record = asking_->records().open(
        shard, key,
        {loan.programme, here.step.now, region, principal,
         rate_units(here.step.levers(levers.rate, p)),
         static_cast<std::uint16_t>(here.step.levers(levers.months, p) + 0.5), marks});
    setup_.service.rows->inserted(here.shard, record, key, won.asker.row);
    setup_.service.book.book(here.counts, loan, LoanEntry::lent, principal, here.step.now.year());
    setup_.service.book.count_issued(here.counts, loan, won.group, had_business);
}

void Lending::grant(const ShardContext& here, const Request& won) const
{
    const Budget& budget = setup_.service.book.budget();
    const int year = here.step.now.year();
    const double size = here.step.levers(asking_->levers().grant_size);
    budget.book(here.counts, Programme::business_grants, BudgetSide::spending,
                budget.from_mci(size, year), year);
    here.counts.add(grants_,
                    region_of(won) * num_newcomer_groups + static_cast<std::size_t>(won.group));
}

void Lending::conclude(const StepContext& step, World& /*world*/, Tallies& /*counts*/)
{
    std::vector<std::int64_t>& caused = asking_->caused_starts;
    std::fill(caused.begin(), caused.end(), 0);
    for (const std::vector<RegionId>& shard : caused_) {
        for (const RegionId region : shard) {
            ++caused[region.value()];
        }
    }
    step.ranks.all_reduce_sum(caused);
}

void Lending::archive(Archive& archive)
{
    asking_->archive(archive);
    money_.archive(archive);
    places_.archive(archive);
}

}  // namespace qonys::models::kz_migration
