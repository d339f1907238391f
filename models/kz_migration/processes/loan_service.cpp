#include "processes/loan_service.hpp"

#include <algorithm>
#include <cmath>

#include "processes/thinned_clock.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int first_past_year = 2015;  ///< no loan of earlier years still runs

[[nodiscard]] bool earns(Activity activity)
{
    return activity == Activity::self_employed || activity == Activity::employee;
}

}  // namespace

LoanService::LoanService(Registry& registry, const Setup& setup)
    : schema_(registry.schema()),
      setup_(setup),
      records_(setup.asking->records()),
      past_(registry.add_draw("loan_service", "past")),
      default_(registry.add_draw("loan_service", "default")),
      jobless_(registry.add_draw("loan_service", "jobless"))
{}

ProcessInfo LoanService::info() const
{
    return {.name = "loan_service",
            .description = "borrowers pay, fall into arrears, or have their loan called in",
            .stage = Stage::registers,
            .order = 10,
            .reads = {"gone", "activity", "key", "loans.programme", "loans.instalment"},
            .writes = {"loans.outstanding", "loans.arrears"},
            .draws = {"past", "default", "jobless"}};
}

/// People with a business, of the sample, by region and area.
std::vector<std::int64_t> LoanService::owners(const StepContext& step, const World& world) const
{
    std::vector<std::int64_t> own(setup_.asking->terms().region.size() * num_areas, 0);
    for (const Shard& shard : world.shards()) {
        const Rows& people = shard.people();
        scan_rows<false>(people[setup_.columns.activity], Activity::self_employed,
                         [&](std::size_t row) {
                             ++own[people[schema_.person.region][row].value() * num_areas +
                                   static_cast<std::size_t>(people[setup_.columns.area][row])];
                         });
    }
    step.ranks.all_reduce_sum(own);
    return own;
}

/// Loans of a year are taken to have gone to those who have a business now; those of owners who
/// have failed since are written off already.
std::vector<LoanService::Past> LoanService::past_loans(const StepContext& step,
                                                       std::span<const std::int64_t> own) const
{
    const BusinessTerms& terms = setup_.asking->terms();
    const MciPath& mci = setup_.book.budget().prices.mci;
    std::vector<Past> all;
    for (const auto programme : {LoanProgramme::auyl_amanaty, LoanProgramme::small_business}) {
        const auto p = static_cast<std::size_t>(programme);
        for (int year = first_past_year; year < step.start.year(); ++year) {
            Past past{programme, year, std::vector<double>(own.size(), 0.0)};
            const double mean = terms.mean_loan(terms.cap(p, year)) * mci.tenge(year);
            for (std::size_t r = 0; r < terms.region.size(); ++r) {
                const auto rural = static_cast<double>(own[r * num_areas + 1]);
                const auto urban = static_cast<double>(own[r * num_areas]);
                const bool is_rural = programme == LoanProgramme::auyl_amanaty;
                const double who = is_rural ? rural : rural + urban;
                const double loans = terms.volume(programme, r, year, mci) * 1e6 / mean;
                const double chance = who > 0.0 ? loans * step.scale / who : 0.0;
                past.chance[r * num_areas] = is_rural ? 0.0 : chance;
                past.chance[r * num_areas + 1] = chance;
            }
            all.push_back(std::move(past));
        }
    }
    return all;
}

void LoanService::start(const StepContext& step, World& world)
{
    const std::vector<Past> past = past_loans(step, owners(step, world));
    step.threads.for_each(world.shards().size(), [&](std::size_t place, std::size_t /*worker*/) {
        open_past(step, world.shards()[place], past);
    });
}

void LoanService::open_past(const StepContext& step, Shard& shard, std::span<const Past> past) const
{
    const Rows& people = shard.people();
    const AddressedDraw draw = step.random(past_);
    scan_rows<false>(
        people[setup_.columns.activity], Activity::self_employed, [&](std::size_t row) {
            const std::size_t cell = people[schema_.person.region][row].value() * num_areas +
                                     static_cast<std::size_t>(people[setup_.columns.area][row]);
            double place = uniform_unit(draw.word(people[schema_.person.key][row].value(), 0));
            for (const Past& one : past) {
                if (place < one.chance[cell]) {
                    lend(step, shard, row, one);
                    return;
                }
                place -= one.chance[cell];
            }
        });
}

/// A loan of that year, with what is left of it, if anything.
void LoanService::lend(const StepContext& step, Shard& shard, std::size_t row,
                       const Past& past) const
{
    const BusinessTerms& terms = setup_.asking->terms();
    const auto p = static_cast<std::size_t>(past.programme);
    const PersonKey key = shard.people()[schema_.person.key][row];
    const AddressedDraw draw = step.random(past_);
    const auto words = draw.word_pair(key.value(), 1);
    const auto month = static_cast<int>(uniform_index(words[0], months_in_year));
    const double mci = std::min(terms.wanted_by(words[1]), terms.cap(p, past.year));
    const bool had_business =
        uniform_unit(draw.word_pair(key.value(), 2)[0]) >= terms.startup_share;
    const std::size_t record = records_.open(
        shard, key,
        {past.programme, Month(past.year, 1 + month), shard.people()[schema_.person.region][row],
         in_thousands(mci * setup_.book.budget().prices.mci.tenge(past.year)),
         rate_units(terms.rate(p, past.year)),
         static_cast<std::uint16_t>(terms.months(p, past.year)),
         had_business ? LoanRecords::had_business : std::uint8_t{0}});
    age(shard, record, step.start);
    SideTable& own = shard.side(records_.table);
    if (own[records_.outstanding][record] == 0) {
        own.erase(record);
    }
}

/// Instalments of all months before the start.
void LoanService::age(Shard& shard, std::size_t record, Month start) const
{
    SideTable& own = shard.side(records_.table);
    std::int64_t& left = own[records_.outstanding][record];
    for (Month now = month_of(own[records_.taken][record]) + 1; now < start && left > 0;
         now = now + 1) {
        const std::int64_t interest = monthly_interest(left, own[records_.rate][record]);
        left -= std::min(left, own[records_.instalment][record] - interest);
    }
}

void LoanService::prepare(const StepContext& /*step*/, const World& world)
{
    setup_.rows->resize(world);
    defaults_ = Threshold(monthly(setup_.asking->terms().default_rate));
}

LoanBook::Of LoanService::loan(const SideTable& own, std::size_t record) const
{
    return {static_cast<LoanProgramme>(own[records_.programme][record]),
            own[records_.region][record]};
}

void LoanService::commit(const ShardContext& here, Shard& shard)
{
    if (shard.side(records_.table).size() == 0) {
        return;
    }
    const std::vector<std::uint32_t>& rows = setup_.rows->of(here.shard, shard);
    const Rows& people = shard.people();
    prefetch_rows(people[setup_.columns.activity], rows);
    Moved moved{};
    for (std::size_t record = rows.size(); record-- > 0;) {
        if (!serve(here, shard, {record, rows[record], moved})) {
            shard.side(records_.table).erase(record);
            setup_.rows->erased(here.shard, record);
        }
    }
    for (std::size_t cell = 0; cell < moved.size(); ++cell) {
        setup_.book.book(
            here.counts, {static_cast<LoanProgramme>(cell / num_loan_entries), RegionId::invalid()},
            static_cast<LoanEntry>(cell % num_loan_entries), moved[cell], here.step.now.year());
    }
}

bool LoanService::serve(const ShardContext& here, Shard& shard, const Visit& visit) const
{
    const auto [record, row, moved] = visit;
    SideTable& own = shard.side(records_.table);
    const Rows& people = shard.people();
    const Gone gone = people[schema_.person.gone][row];
    if (gone != Gone::no) {
        call_in(here, own, visit, gone == Gone::died ? LoanEnd::died : LoanEnd::left_country);
        return false;
    }
    const PersonKey key = people[schema_.person.key][row];
    std::uint8_t& arrears = own[records_.arrears][record];
    if (here.step.life) {
        tell_of_failing(here, key, own[records_.taken][record]);
    }
    if (earns(people[setup_.columns.activity][row])) {
        const std::uint64_t word =
            here.step.random(default_).word(key.value(), draw_index(here.step.now));
        here.step.life.chance(key, "defaults", defaults_, word);
        if (defaults_.hit(word)) {
            call_in(here, own, visit, LoanEnd::called_in);
            return false;
        }
    } else if (fails(here, key, own[records_.taken][record])) {
        here.step.life.claim(key, "instalment", Outcome::lost);
        if (++arrears < setup_.asking->terms().arrears_months) {
            return true;
        }
        call_in(here, own, visit, LoanEnd::called_in);
        return false;
    }
    arrears = 0;
    pay(own, record, moved);
    if (own[records_.outstanding][record] > 0) {
        return true;
    }
    here.step.life.claim(key, "loan_repaid", Outcome::won);
    setup_.book.count_end(here.counts, loan(own, record), LoanEnd::repaid);
    return false;
}

/// Whether somebody without work does not pay: as long as he has none, and for each loan anew.
bool LoanService::fails(const ShardContext& here, PersonKey key, MonthStamp taken) const
{
    return failing_place(here, key, taken) < setup_.asking->terms().jobless_failing;
}

double LoanService::failing_place(const ShardContext& here, PersonKey key, MonthStamp taken) const
{
    return uniform_unit(
        here.step.random(jobless_).word(key.value(), static_cast<std::uint32_t>(taken)));
}

/// It is settled with the loan: told once, in the first month of the run in which it is served.
void LoanService::tell_of_failing(const ShardContext& here, PersonKey key, MonthStamp taken) const
{
    if (here.step.now == std::max(here.step.start, month_of(taken) + 1)) {
        const double place = failing_place(here, key, taken);
        const double share = setup_.asking->terms().jobless_failing;
        here.step.life.chance(key, {"fails_without_work", share, place, 1.0, place < share});
    }
}

void LoanService::pay(SideTable& own, std::size_t record, Moved& moved) const
{
    std::int64_t& left = own[records_.outstanding][record];
    const std::int64_t interest = monthly_interest(left, own[records_.rate][record]);
    const std::int64_t repaid = std::min(left, own[records_.instalment][record] - interest);
    const std::int64_t subsidy =
        monthly_interest(left, rate_units(setup_.asking->terms().market_rate)) - interest;
    const std::size_t first = own[records_.programme][record] * num_loan_entries;
    moved[first + static_cast<std::size_t>(LoanEntry::interest)] += interest;
    moved[first + static_cast<std::size_t>(LoanEntry::interest_subsidy)] +=
        std::max<std::int64_t>(0, subsidy);
    moved[first + static_cast<std::size_t>(LoanEntry::principal_repaid)] += repaid;
    left -= repaid;
}

/// All that is outstanding is due at once: collateral gives a part, the rest is written off.
void LoanService::call_in(const ShardContext& here, SideTable& own, const Visit& visit,
                          LoanEnd end) const
{
    const std::int64_t left = own[records_.outstanding][visit.record];
    const auto recovered =
        static_cast<std::int64_t>(setup_.asking->terms().collateral * static_cast<double>(left));
    const std::size_t first = own[records_.programme][visit.record] * num_loan_entries;
    visit.moved[first + static_cast<std::size_t>(LoanEntry::recovered)] += recovered;
    visit.moved[first + static_cast<std::size_t>(LoanEntry::written_off)] += left - recovered;
    setup_.book.count_end(here.counts, loan(own, visit.record), end);
    here.step.life.claim(own[records_.key][visit.record], "loan_called_in", Outcome::lost);
}

}  // namespace qonys::models::kz_migration
