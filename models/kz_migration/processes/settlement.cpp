#include "processes/settlement.hpp"

#include "processes/thinned_clock.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "qonys/world/households.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr std::size_t months = 12;

}  // namespace

KandasTallies KandasTallies::declare(Registry& registry, const Axes& axes, const Axis& track,
                                     const Axis& origin)
{
    KandasTallies tallies;
    tallies.granted =
        registry.add_tally({.name = "kandas_granted",
                            .description = "grants of the kandas status, which are not "
                                           "arrivals, by track and region",
                            .unit = "persons",
                            .axes = {track, axes.region}});
    tallies.granted_by_origin =
        registry.add_tally({.name = "kandas_granted_by_origin",
                            .description = "grants of the kandas status by track and origin",
                            .unit = "persons",
                            .axes = {track, origin}});
    tallies.num_regions = axes.region.size();
    tallies.num_origins = origin.size();
    return tallies;
}

void KandasTallies::book(Tallies& counts, KandasTrack track, RegionId region,
                         std::size_t origin) const
{
    const auto row = static_cast<std::size_t>(track);
    counts.add(granted, row * num_regions + region.value());
    counts.add(granted_by_origin, row * num_origins + origin);
}

Settlement::Settlement(Registry& registry, Setup setup)
    : schema_(registry.schema()),
      setup_(std::move(setup)),
      num_partners_(setup_.tables->num_partners()),
      traits_draw_(registry.add_draw("settlement", "traits")),
      area_draw_(registry.add_draw("settlement", "area"))
{}

/// Families with their members and rows, one list beside the other.
struct Settlement::Newcomers {
    struct Person {
        std::size_t row;
        std::size_t family;
        FamilyMembers::Member member;
        std::size_t slot;  ///< in the family; 0 is the head
    };
    std::optional<KandasTrack> track;
    std::span<const ArrivingFamily> families;
    std::vector<FamilyMembers> members;
    std::vector<HouseholdId> homes;
    std::vector<Area> areas;
    std::vector<Person> people;

    [[nodiscard]] PersonKey key_of(std::size_t person) const
    {
        return PersonKey(families[people[person].family].head.value() + people[person].slot);
    }
};

Area Settlement::area_of(RegionId region, std::uint64_t word) const
{
    const double urban = setup_.people(region, Area::urban);
    const double all = urban + setup_.people(region, Area::rural);
    return uniform_unit(word) * all < urban ? Area::urban : Area::rural;
}

std::vector<HouseholdId> Settlement::settle(const ShardContext& here, Shard& shard,
                                            std::span<const ArrivingFamily> families,
                                            std::optional<KandasTrack> track) const
{
    Newcomers newcomers;
    newcomers.families = families;
    newcomers.track = track;
    HouseholdLinks links(shard, schema_);
    const AddressedDraw area_draw = here.step.random(area_draw_);
    for (std::size_t i = 0; i < families.size(); ++i) {
        const ArrivingFamily& family = families[i];
        newcomers.members.push_back(setup_.maker.settlers(family, here.step.random, here.step.now));
        newcomers.homes.push_back(
            links.found(lineage::founded(family.head, here.step.now), family.region));
        newcomers.areas.push_back(area_of(family.region, area_draw.word(family.head.value(), 0)));
        std::size_t slot = 0;
        for (const FamilyMembers::Member& member : newcomers.members.back().all()) {
            newcomers.people.push_back({0, i, member, slot++});
        }
    }
    const std::size_t first = shard.people().append(newcomers.people.size());
    for (std::size_t i = 0; i < newcomers.people.size(); ++i) {
        newcomers.people[i].row = first + i;
    }
    fill(here, shard, newcomers);
    tie(shard, newcomers);
    book(here, shard, newcomers);
    return newcomers.homes;
}

LegalStatus Settlement::status_of(const Newcomers& newcomers, KinGroup kin)
{
    if (kin != KinGroup::kazakh) {
        return LegalStatus::permanent_resident;
    }
    return newcomers.track ? LegalStatus::kandas : LegalStatus::ata_zholy_card;
}

/// As of residents; a head who must have more is drawn again until he has it.
Education Settlement::education(const Newcomers& newcomers, std::size_t person,
                                const AddressedDraw& traits) const
{
    constexpr std::uint32_t attempts = 256;
    const Newcomers::Person& one = newcomers.people[person];
    if (newcomers.families[one.family].known) {
        return newcomers.families[one.family].known->education;
    }
    const std::uint64_t key = newcomers.key_of(person).value();
    const Education least = one.slot == 0 ? newcomers.families[one.family].head_schooling
                                          : Education::primary;
    for (std::uint32_t attempt = 0; attempt < attempts; ++attempt) {
        // The words of index 0 and 1 serve birthday, first schooling and activity.
        const AddressedDraw::Block block = traits.block(key, attempt == 0 ? 0 : attempt + 1);
        const Education drawn =
            setup_.traits->education(one.member.age, one.member.sex, newcomers.areas[one.family],
                                     std::uint64_t{block[2]} << 32 | block[3]);
        if (drawn >= least) {
            return drawn;
        }
    }
    return least;
}

HeadTraits Settlement::head_of(const ArrivingFamily& family, const Stream& random) const
{
    Newcomers alone;
    alone.families = {&family, 1};
    alone.members.push_back(setup_.maker.members(family, random));
    alone.areas.push_back(area_of(family.region, random(area_draw_).word(family.head.value(), 0)));
    const FamilyMembers::Member head = alone.members.front().members[0];
    alone.people.push_back({0, 0, head, 0});
    return {head.age, education(alone, 0, random(traits_draw_))};
}

void Settlement::fill(const ShardContext& here, Shard& shard, const Newcomers& newcomers) const
{
    const Columns& columns = setup_.columns;
    Rows& people = shard.people();
    const AddressedDraw traits = here.step.random(traits_draw_);
    for (std::size_t i = 0; i < newcomers.people.size(); ++i) {
        const Newcomers::Person& person = newcomers.people[i];
        const ArrivingFamily& family = newcomers.families[person.family];
        const PersonKey key = newcomers.key_of(i);
        const std::size_t row = person.row;
        const std::size_t age = person.member.age;
        const Area area = newcomers.areas[person.family];
        const AddressedDraw::Block block = traits.block(key.value(), 0);
        const std::uint64_t word = traits.word(key.value(), 1);
        people[schema_.person.key][row] = key;
        const auto birthday = static_cast<int>(block[0] % months);
        people[schema_.person.birth_month][row] =
            family.known ? family.known->birth_month
                         : stamp(here.step.now - static_cast<int>(age * months) - birthday);
        people[schema_.person.sex][row] = person.member.sex;
        people[schema_.person.region][row] = family.region;
        people[columns.registered_region][row] = family.region;
        people[columns.area][row] = area;
        people[columns.education][row] = education(newcomers, i, traits);
        const Activity activity =
            setup_.traits->activity(family.region, age, person.member.sex, word);
        // Whoever works has no job here yet.
        people[columns.activity][row] =
            activity == Activity::employee ? Activity::unemployed : activity;
        people[columns.stay][row] = at_home;
        people[columns.kin][row] = family.kin;
        people[setup_.status.legal_status][row] =
            status_of(newcomers, family.kin);
        people[setup_.status.origin_country][row] = origin_of(family.partner);
    }
}

void Settlement::tie(Shard& shard, const Newcomers& newcomers) const
{
    HouseholdLinks links(shard, schema_);
    Rows& people = shard.people();
    std::size_t at = 0;
    for (std::size_t i = 0; i < newcomers.families.size(); ++i) {
        const FamilyMembers& members = newcomers.members[i];
        shard.households()[setup_.columns.household_area][newcomers.homes[i].value()] =
            newcomers.areas[i];
        const auto row_of = [&](std::size_t member) { return newcomers.people[at + member].row; };
        for (std::size_t member = 0; member < members.size; ++member) {
            links.join(PersonId(static_cast<PersonId::rep>(row_of(member))), newcomers.homes[i]);
        }
        if (members.couple) {
            const auto partner = people[setup_.columns.partner];
            partner[row_of(0)] = PersonId(static_cast<PersonId::rep>(row_of(1)));
            partner[row_of(1)] = PersonId(static_cast<PersonId::rep>(row_of(0)));
        }
        for (std::size_t member = 0; member < (members.couple ? 2U : 1U); ++member) {
            if (members.members[member].sex == Sex::female) {
                people[setup_.columns.children_ever_born][row_of(member)] = members.num_children;
            }
        }
        at += members.size;
    }
}

void Settlement::book(const ShardContext& here, Shard& shard, const Newcomers& newcomers) const
{
    for (std::size_t i = 0; i < newcomers.people.size(); ++i) {
        const Newcomers::Person& person = newcomers.people[i];
        const ArrivingFamily& family = newcomers.families[person.family];
        setup_.registers->residents.follow(shard, {newcomers.key_of(i), ResidentViews::arrival,
                                                   family.region, stamp(here.step.now)});
        here.counts.add(setup_.flows.external_arrivals,
                        flow_cell(family.region, family.partner.value(), num_partners_));
        here.counts.add(setup_.arrivals_by_age, group_of(person.member.age).value() * num_sexes +
                                                    static_cast<std::size_t>(person.member.sex));
        if (family.kin == KinGroup::kazakh && newcomers.track) {
            setup_.kandas.book(here.counts, *newcomers.track, family.region,
                               setup_.tables->origin_of_partner(family.partner));
            setup_.records.open(shard, newcomers.key_of(i),
                                {here.step.now, family.region, *newcomers.track});
        }
    }
}

}  // namespace qonys::models::kz_migration
