#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "qonys/random/distribution/normal.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "synthesis/households.hpp"

namespace qonys::models::kz_migration {

/// Draws of one pool, one after another: the address is (block, region, area; number of the draw).
class Dice {
public:
    Dice(const AddressedDraw& draw, std::uint64_t key) : draw_(draw), key_(key) {}
    [[nodiscard]] std::uint64_t word() { return draw_.word(key_, next_++); }
    [[nodiscard]] bool chance(double p) { return uniform_unit(word()) < p; }
    [[nodiscard]] std::size_t index(std::size_t count) { return uniform_index(word(), count); }

private:
    AddressedDraw draw_;
    std::uint64_t key_;
    std::uint32_t next_ = 0;
};

/// The people of one region and area of a block, while they become households.
class FamilyPool {
public:
    FamilyPool(const PeopleCounts& people, RegionId region, Area area, const HouseholdRules& rules,
               Dice dice);

    void form_couples();
    void give_children_to_mothers();

    /// After these two: households there are, and the sum of inclinations of those left over.
    [[nodiscard]] std::size_t num_families() const;
    [[nodiscard]] double alone_inclination() const;

    /// Those left over live alone with probability `factor` x inclination, or join a family.
    void house_the_rest(double factor);
    void emit(Block& block) const;

private:
    static constexpr std::uint32_t none = UINT32_MAX;
    static constexpr std::uint8_t largest_household = 12;

    struct Member {
        std::uint8_t age;
        Sex sex;
        std::uint32_t next;
    };
    struct Family {
        std::uint32_t first = none;
        std::uint32_t last = none;
        std::uint8_t size = 0;
        std::uint8_t num_children = 0;
        bool couple = false;
        bool settled = false;  ///< more than a woman by herself: others may join
    };

    [[nodiscard]] std::optional<std::size_t> take_man(int wanted_age);
    std::uint32_t add_family();
    void add_member(std::uint32_t family, std::size_t age, Sex sex);
    [[nodiscard]] std::uint32_t find_family(int womans_age, bool mother_wanted);
    [[nodiscard]] bool accepts(const Family& family, bool mother_wanted);
    void give_child(std::size_t age, Sex sex);
    [[nodiscard]] int relatives_age(std::size_t age);
    void house(std::size_t age, Sex sex, double factor);

    const HouseholdRules& rules_;
    RegionId region_;
    Area area_;
    Dice dice_;
    std::array<std::int64_t, num_ages> men_{};
    std::array<std::int64_t, num_ages> women_{};
    std::array<std::int64_t, num_ages> lone_women_{};  ///< without partner, children or household yet
    std::vector<Member> members_;
    std::vector<Family> families_;
    std::array<std::vector<std::uint32_t>, num_ages> by_womans_age_;
};

}  // namespace qonys::models::kz_migration
