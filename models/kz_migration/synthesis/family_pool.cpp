#include "synthesis/family_pool.hpp"

#include <algorithm>
#include <cmath>

#include "qonys/core/contract.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr std::size_t adult_age = 18;
constexpr std::size_t partner_age = 16;   ///< youngest with a partner
constexpr int furthest_partner = 15;      ///< years from the wanted age
constexpr int furthest_family = 30;
constexpr int youngest_mother = 15;

/// Assumption: a mother without partner is chosen three times in ten as readily as one with.
constexpr double lone_mother_readiness = 0.3;

constexpr std::uint8_t most_children = 9;

}  // namespace

FamilyPool::FamilyPool(const PeopleCounts& people, RegionId region, Area area,
                       const HouseholdRules& rules, Dice dice)
    : rules_(rules), region_(region), area_(area), dice_(dice)
{
    for (std::size_t age = 0; age < num_ages; ++age) {
        const AgeId at(static_cast<AgeId::rep>(age));
        men_[age] = people(region, area, Sex::male, at);
        women_[age] = people(region, area, Sex::female, at);
    }
}

std::uint32_t FamilyPool::add_family()
{
    families_.emplace_back();
    return static_cast<std::uint32_t>(families_.size() - 1);
}

void FamilyPool::add_member(std::uint32_t family, std::size_t age, Sex sex)
{
    Family& home = families_[family];
    const auto member = static_cast<std::uint32_t>(members_.size());
    members_.push_back({static_cast<std::uint8_t>(age), sex, none});
    (home.first == none ? home.first : members_[home.last].next) = member;
    home.last = member;
    ++home.size;
}

std::optional<std::size_t> FamilyPool::take_man(int wanted_age)
{
    for (int distance = 0; distance <= furthest_partner; ++distance) {
        for (const int age : {wanted_age + distance, wanted_age - distance}) {
            if (age >= static_cast<int>(partner_age) && age < static_cast<int>(num_ages)) {
                std::int64_t& men = men_[static_cast<std::size_t>(age)];
                if (men > 0) {
                    --men;
                    return static_cast<std::size_t>(age);
                }
            }
        }
    }
    return std::nullopt;
}

void FamilyPool::form_couples()
{
    for (std::size_t age = partner_age; age < num_ages; ++age) {
        for (std::int64_t woman = 0; woman < women_[age]; ++woman) {
            std::optional<std::size_t> mans_age;
            if (dice_.chance(rules_.partnered[age])) {
                const double gap =
                    rules_.gap_mean + rules_.gap_sd * standard_normal(dice_.word());
                mans_age = take_man(static_cast<int>(age) + static_cast<int>(std::lround(gap)));
            }
            const std::uint32_t family = add_family();
            if (mans_age) {
                add_member(family, *mans_age, Sex::male);
                families_[family].couple = families_[family].settled = true;
            }
            add_member(family, age, Sex::female);
            by_womans_age_[age].push_back(family);
        }
        women_[age] = 0;
    }
}

bool FamilyPool::accepts(const Family& family, bool mother_wanted)
{
    if (family.size >= largest_household) {
        return false;
    }
    if (!mother_wanted) {
        return family.settled;
    }
    return family.num_children < most_children &&
           (family.couple || dice_.chance(lone_mother_readiness));
}

/// A family whose woman is near an age. Children may make a lone woman a mother; relatives join only
/// where there is a family already.
std::uint32_t FamilyPool::find_family(int womans_age, bool mother_wanted)
{
    constexpr int tries = 6;
    for (int distance = 0; distance <= furthest_family; ++distance) {
        for (const int age : {womans_age - distance, womans_age + distance}) {
            if (age < youngest_mother || age >= static_cast<int>(num_ages) ||
                by_womans_age_[static_cast<std::size_t>(age)].empty()) {
                continue;
            }
            const auto& families = by_womans_age_[static_cast<std::size_t>(age)];
            for (int attempt = 0; attempt < tries; ++attempt) {
                const std::uint32_t family = families[dice_.index(families.size())];
                if (accepts(families_[family], mother_wanted)) {
                    return family;
                }
            }
        }
    }
    return none;
}

void FamilyPool::give_child(std::size_t age, Sex sex)
{
    const int mothers_age = static_cast<int>(age) + youngest_mother +
                            static_cast<int>(rules_.mother_age(dice_.word()));
    std::uint32_t family = find_family(mothers_age, true);
    if (family == none) {
        family = add_family();  // no woman anywhere near: a child's home of its own
    }
    add_member(family, age, sex);
    ++families_[family].num_children;
    families_[family].settled = true;
}

void FamilyPool::give_children_to_mothers()
{
    for (std::size_t age = 0; age < adult_age; ++age) {
        for (; men_[age] > 0; --men_[age]) {
            give_child(age, Sex::male);
        }
        for (; women_[age] > 0; --women_[age]) {
            give_child(age, Sex::female);
        }
    }
    for (std::size_t age = 0; age < num_ages; ++age) {
        std::erase_if(by_womans_age_[age], [&](std::uint32_t family) {
            if (families_[family].settled) {
                return false;
            }
            families_[family].size = 0;
            ++lone_women_[age];
            return true;
        });
    }
}

std::size_t FamilyPool::num_families() const
{
    return static_cast<std::size_t>(
        std::count_if(families_.begin(), families_.end(), [](const Family& f) { return f.size > 0; }));
}

double FamilyPool::alone_inclination() const
{
    double sum = 0.0;
    for (std::size_t age = 0; age < num_ages; ++age) {
        sum += rules_.alone_weight[age] * static_cast<double>(men_[age] + lone_women_[age]);
    }
    return sum;
}

/// Age of the woman in whose family a relative lives: his mother's age for the young, a daughter's or
/// daughter-in-law's for the old, his own generation's between.
int FamilyPool::relatives_age(std::size_t age)
{
    constexpr std::size_t young = 40;
    constexpr std::size_t old = 60;
    const int generation = youngest_mother + static_cast<int>(rules_.mother_age(dice_.word()));
    const auto years = static_cast<int>(age);
    if (age < young) {
        return years + generation;
    }
    return age >= old ? years - generation : years;
}

void FamilyPool::house(std::size_t age, Sex sex, double factor)
{
    std::uint32_t family = none;
    if (!dice_.chance(factor * rules_.alone_weight[age])) {
        family = find_family(relatives_age(age), false);
    }
    if (family == none) {
        family = add_family();
    }
    add_member(family, age, sex);
}

void FamilyPool::house_the_rest(double factor)
{
    for (std::size_t age = 0; age < num_ages; ++age) {
        for (; men_[age] > 0; --men_[age]) {
            house(age, Sex::male, factor);
        }
        for (; lone_women_[age] > 0; --lone_women_[age]) {
            house(age, Sex::female, factor);
        }
    }
}

void FamilyPool::emit(Block& block) const
{
    for (const Family& family : families_) {
        if (family.size == 0) {
            continue;
        }
        block.households.push_back(
            {static_cast<std::uint32_t>(block.people.size()), family.size, region_, area_});
        std::size_t slot = 0;
        for (std::uint32_t member = family.first; member != none; member = members_[member].next) {
            const bool in_couple = family.couple && slot < 2;
            const bool is_mother = slot == (family.couple ? 1U : 0U) &&
                                   members_[member].sex == Sex::female;
            block.people.push_back({members_[member].age, members_[member].sex, in_couple,
                                    is_mother ? family.num_children : std::uint8_t{0}});
            ++slot;
        }
    }
}

}  // namespace qonys::models::kz_migration
