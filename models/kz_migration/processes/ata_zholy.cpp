#include "processes/ata_zholy.hpp"

#include <algorithm>
#include <array>

#include "processes/constant_lever.hpp"
#include "processes/home.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int most_months = 120;  ///< rules of 14 July 2023
constexpr std::array least_schooling{Education::primary, Education::vocational, Education::higher};

/// What became of a card.
enum class CardEnd : std::uint8_t { kandas, family_here, left };

}  // namespace

AtaZholy::Params AtaZholy::Params::read(Reader& in, const Axes& axes, int year)
{
    Params params;
    params.region = axes.region;
    params.cards = in.number("cards", Bounds::at_least(0.0),
                             {"families/year", "cards that can be had"});
    params.term = in.number("term", Bounds::within(1.0, most_months),
                            {"months", "that a card is given for"});
    params.schooling = in.number("schooling", Bounds::within(0.0, 2.0),
                                 {"-", "asked for: 0 any, 1 vocational, 2 higher"});
    params.months_to_status =
        in.number("months_to_status", Bounds::above(1.0),
                  {"months", "mean time from the card to the kandas status"});
    constexpr int first_year = 2021;
    constexpr int second_year = 2024;
    const int known = year < second_year ? first_year : second_year;
    constexpr std::array<std::string_view, 1> partial{"year"};
    const auto schooling = in.table<double, std::size_t, YearIndex>(
        "schooling_share", {Axis("kandas_schooling", {"higher", "vocational", "secondary", "none"}),
                            Axis::range("year", known, known)},
        Bounds::within(0.0, 1.0), {"share", "kandas of working age by schooling"}, partial);
    if (!schooling.values().empty()) {
        const double higher = schooling.values()[0];
        params.eligible = {1.0, higher + schooling.values()[1], higher};
    }
    return params;
}

AtaZholy::Levers AtaZholy::Levers::declare(Registry& registry, const Params& params)
{
    const std::string source = "[ata_zholy] of the scenario";
    Levers levers;
    levers.cards = registry.add_lever(
        constant_lever({.name = "ata_zholy.cards",
                        .description = "Ata Zholy cards that can be had, one for a family",
                        .unit = "families/year",
                        .bounds = Bounds::at_least(0.0),
                        .source = source},
                       params.cards));
    levers.term = registry.add_lever(constant_lever({.name = "ata_zholy.term",
                                                     .description = "time that a card is given for",
                                                     .unit = "months",
                                                     .bounds = Bounds::within(1.0, most_months),
                                                     .source = source},
                                                    params.term));
    levers.schooling = registry.add_lever(
        constant_lever({.name = "ata_zholy.schooling",
                        .description = "schooling asked for: 0 any, 1 vocational, 2 higher",
                        .unit = "-",
                        .bounds = Bounds::within(0.0, 2.0),
                        .source = source},
                       params.schooling));
    return levers;
}

AtaZholy::AtaZholy(Registry& registry, Params params, const Shared& shared)
    : schema_(registry.schema()),
      params_(std::move(params)),
      outlook_(shared.outlook),
      settlement_(shared.settlement),
      settling_(shared.settling),
      claims_(shared.claims),
      books_(shared.books),
      contracts_(shared.contracts),
      levers_(Levers::declare(registry, params_)),
      table_(registry.add_side_table("ata_zholy", "people who live here on an Ata Zholy card")),
      until_(registry.add_side_column<MonthStamp>(table_, "until", "last month of the card",
                                                  no_month)),
      issued_(registry.add_tally({.name = "ata_zholy_issued",
                                  .description = "Ata Zholy cards issued, by region",
                                  .unit = "families",
                                  .axes = {params_.region}})),
      ended_(registry.add_tally({.name = "ata_zholy_ended",
                                 .description = "people whose card ended, by what came after",
                                 .unit = "persons",
                                 .axes = {Axis("card_end", {"kandas", "family_here", "left"})}})),
      holders_(registry.add_tally({.name = "ata_zholy_holders",
                                   .description = "people who live here on a card, families too",
                                   .unit = "persons",
                                   .measurement = Measurement::stock,
                                   .axes = {params_.region}})),
      sampling_(registry.add_draw("ata_zholy", "sampling")),
      priority_(registry.add_draw("ata_zholy", "priority")),
      region_draw_(registry.add_draw("ata_zholy", "region")),
      status_draw_(registry.add_draw("ata_zholy", "status")),
      debt_(registry.add_draw("ata_zholy", "debt")),
      region_(params_.region_weight),
      applicants_("ata_zholy.applicants", card_flow, KinGroup::kazakh, params_.applicants.size()),
      ledger_("ata_zholy.cards", 1, params_.scale, std::vector<double>(12, 1.0 / months_in_year))
{}

ProcessInfo AtaZholy::info() const
{
    return {.name = "ata_zholy",
            .description = "families come on Ata Zholy cards, settle, or go back",
            .stage = Stage::programmes,
            .order = 5,
            .writes = {"key", "region", "registered_region", "legal_status", "origin_country",
                       "gone", "ata_zholy.until", "kandas.granted", "contract_month",
                       "contract_origin", "settlement", "support_owed"},
            .levers = {"ata_zholy.cards", "ata_zholy.term", "ata_zholy.schooling"},
            .draws = {"sampling", "priority", "region", "status", "debt"}};
}

void AtaZholy::start(const StepContext& step, World&) { ledger_.begin(step.random(debt_)); }

void AtaZholy::prepare(const StepContext& step, const World& world)
{
    families_.resize(world);
    for (std::vector<ArrivingFamily>& families : families_) {
        families.clear();
    }
    const auto schooling = static_cast<std::size_t>(step.levers(levers_.schooling) + 0.5);
    const double factor = outlook_.factor(Trend::arrivals, step.now.year(), step.random) *
                          params_.eligible[schooling] / months_in_year;
    for (std::size_t p = 0; p < params_.applicants.size(); ++p) {
        applicants_.add_due(PartnerId(static_cast<PartnerId::rep>(p)),
                            params_.applicants[p] * factor);
    }
    asking_.clear();
    applicants_.release(step, settlement_->maker(), step.random(sampling_),
                        [&](ArrivingFamily family, std::uint32_t /*size*/) {
                            family.head_schooling = least_schooling[schooling];
                            family.region = RegionId(static_cast<RegionId::rep>(
                                region_(step.random(region_draw_), family.head.value(), 0)));
                            asking_.push_back(family);
                        });
    ledger_.open_month(step.now, std::array{step.levers(levers_.cards)});
}

Candidate AtaZholy::candidate(const StepContext& step, const ArrivingFamily& family) const
{
    const std::uint64_t key = family.head.value();
    return {0, 1, step.random(priority_).word(key, 0), key};
}

/// Whoever finds no card this month does not come: rules of the card know no waiting list.
void AtaZholy::allocate(const StepContext& step, const World& world)
{
    const auto place_of = [&](const ArrivingFamily& family) {
        return static_cast<std::size_t>(Settlement::shard_of_family(family, step.now).value()) -
               world.first_shard();
    };
    std::erase_if(asking_, [&](const ArrivingFamily& family) {
        return place_of(family) >= families_.size();
    });
    std::vector<Candidate> mine;
    for (const ArrivingFamily& family : asking_) {
        mine.push_back(candidate(step, family));
    }
    const Allocation allocation =
        qonys::allocate(step.ranks, mine, ledger_.slots(), ledger_.last_candidate());
    ledger_.use(allocation.granted());
    for (const ArrivingFamily& family : asking_) {
        if (allocation.wins(candidate(step, family))) {
            families_[place_of(family)].push_back(family);
        }
    }
}

void AtaZholy::commit(const ShardContext& here, Shard& shard)
{
    end_terms(here, shard);
    arrive(here, shard);
    scan_rows<false>(std::as_const(shard).people()[settling_.status.legal_status],
                     LegalStatus::ata_zholy_card, [&](std::size_t row) {
                         if (shard.people()[schema_.person.gone][row] == Gone::no) {
                             here.counts.add(holders_,
                                             shard.people()[schema_.person.region][row].value());
                         }
                     });
}

void AtaZholy::arrive(const ShardContext& here, Shard& shard) const
{
    const Month last = here.step.now + static_cast<int>(here.step.levers(levers_.term) + 0.5) - 1;
    const std::vector<HouseholdId> homes =
        settlement_->settle(here, shard, families_[here.shard], std::nullopt);
    for (const HouseholdId home : homes) {
        here.counts.add(issued_, shard.households()[schema_.household.region][home.value()].value());
        for_each_member(shard, schema_, home, [&](std::size_t row) {
            SideTable& cards = shard.side(table_);
            const std::size_t card = cards.insert(shard.people()[schema_.person.key][row]);
            cards[until_][card] = stamp(last);
        });
    }
}

/// Each household once, by its first member with a card: the kandas status by a monthly chance, or at
/// the end of the card the way back, unless an adult of the household needs no card.
void AtaZholy::end_terms(const ShardContext& here, Shard& shard) const
{
    const Threshold gets_status(MonthlyProbability(1.0 / params_.months_to_status));
    const AddressedDraw draw = here.step.random(status_draw_);
    const auto status = shard.people()[settling_.status.legal_status];
    std::vector<std::uint32_t> holders;
    append_rows_equal(std::as_const(shard).people()[settling_.status.legal_status],
                      LegalStatus::ata_zholy_card, holders);
    for (const std::uint32_t row : holders) {
        if (shard.people()[schema_.person.gone][row] != Gone::no ||
            status[row] != LegalStatus::ata_zholy_card) {
            continue;  // gone, or settled with the household just now
        }
        const HouseholdId home = shard.people()[schema_.person.household][row];
        const std::uint64_t key = shard.households()[schema_.household.key][home.value()].value();
        const auto card = shard.side(table_).find(shard.people()[schema_.person.key][row]);
        QONYS_EXPECT(card.has_value());
        const std::uint64_t word = draw.word(key, draw_index(here.step.now));
        here.step.life.chance(HouseholdKey(key), "kandas_status", gets_status, word);
        if (gets_status.hit(word)) {
            settle_for_good(here, shard, home, LegalStatus::kandas);
        } else if (shard.side(table_)[until_][*card] < stamp(here.step.now)) {
            bool has_others = false;
            for_each_member(shard, schema_, home, [&](std::size_t member) {
                const int age = age_in_years(shard.people()[schema_.person.birth_month][member],
                                             here.step.now);
                has_others = has_others ||
                             (age >= adult_age && status[member] != LegalStatus::ata_zholy_card);
            });
            if (has_others) {
                settle_for_good(here, shard, home, LegalStatus::permanent_resident);
            } else {
                leave(here, shard, home);
            }
        }
    }
}

void AtaZholy::settle_for_good(const ShardContext& here, Shard& shard, HouseholdId household,
                               LegalStatus status) const
{
    const Rows& people = shard.people();
    std::vector<std::size_t> holders;
    for_each_member(shard, schema_, household, [&](std::size_t row) {
        if (people[settling_.status.legal_status][row] == LegalStatus::ata_zholy_card) {
            holders.push_back(row);
        }
    });
    for (const std::size_t row : holders) {
        SideTable& cards = shard.side(table_);
        const PersonKey key = people[schema_.person.key][row];
        shard.people()[settling_.status.legal_status][row] = status;
        cards.erase(*cards.find(key));
        const CardEnd end = status == LegalStatus::kandas ? CardEnd::kandas : CardEnd::family_here;
        here.counts.add(ended_, static_cast<std::size_t>(end));
        if (status == LegalStatus::kandas) {
            const RegionId region = people[settling_.columns.registered_region][row];
            const PartnerId from(static_cast<PartnerId::rep>(
                people[settling_.status.origin_country][row] - 1));
            settling_.kandas.book(here.counts, KandasTrack::general, region,
                                  settling_.tables->origin_of_partner(from));
            settling_.records.open(shard, key,
                                   {here.step.now, people[schema_.person.region][row],
                                    KandasTrack::general});
        }
    }
}

void AtaZholy::leave(const ShardContext& here, Shard& shard, HouseholdId household) const
{
    if (!claims_.claim(ResidenceChange::emigration, shard, household, here.step.now,
                       here.counts)) {
        return;  // next month
    }
    contracts_.leave(here, shard, household);
    std::vector<PersonId> members;
    std::size_t country = 0;
    for_each_member(shard, schema_, household, [&](std::size_t row) {
        members.emplace_back(static_cast<PersonId::rep>(row));
        const OriginCountry origin = shard.people()[settling_.status.origin_country][row];
        country = origin != from_here ? static_cast<std::size_t>(origin - 1) : country;
    });
    for (const PersonId person : members) {
        here.counts.add(ended_, static_cast<std::size_t>(CardEnd::left));
        books_.leave(here, shard, person, country);
    }
}

void AtaZholy::archive(Archive& archive)
{
    applicants_.archive(archive);
    ledger_.archive(archive);
}

}  // namespace qonys::models::kz_migration
