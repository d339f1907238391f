#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "codes.hpp"
#include "processes/kandas_tables.hpp"
#include "qonys/process/registry.hpp"
#include "qonys/random/distribution/categorical.hpp"
#include "qonys/world/people.hpp"

namespace qonys::models::kz_migration {

/// Somebody who settles alone after a stay, of whom all that matters is known.
struct KnownPerson {
    MonthStamp birth_month = 0;
    Sex sex = Sex::female;
    Education education = Education::higher;
};

/// A family on its way in: who it is follows from the key of its head alone, unless it is one
/// person who is known.
struct ArrivingFamily {
    PersonKey head;
    PartnerId partner;
    KinGroup kin = KinGroup::other;
    RegionId region;
    Education head_schooling = Education::primary;  ///< the head has so much at least
    std::optional<KnownPerson> known = {};
};

/// Who belongs to it; the head comes first.
struct FamilyMembers {
    struct Member {
        std::uint8_t age;
        Sex sex;
    };
    static constexpr std::size_t most = 5;
    std::array<Member, most> members;
    std::uint32_t size = 0;
    bool couple = false;  ///< the first two
    std::uint8_t num_children = 0;
    [[nodiscard]] std::span<const Member> all() const { return {members.data(), size}; }
};

/// Makes families from abroad: heads by the ages of arrivals, couples, and as many children that
/// the share of minors is the published one; a word of the draw for each question, so that a family
/// is the same in every scenario and sample. Sizes: 1 to 5; the distribution is in
/// README.md, part 7.
class FamilyMaker {
public:
    struct Params {
        std::vector<double> age_share;  ///< arrivals by single age
        double young_kazakhs = 0.0;     ///< share of minors among kandas
        double kazakh_part = 0.0;       ///< of all arrivals
        double couples = 0.0;           ///< share of heads aged 25-64 who come with a partner
        static Params read(Reader& in, const Axes& axes, const KandasTables& kandas, int year);
    };
    FamilyMaker(Registry& registry, Params params);

    [[nodiscard]] FamilyMembers members(const ArrivingFamily& family, const Stream& random) const;
    /// Who settles in a month: as above, or the one person who is known.
    [[nodiscard]] FamilyMembers settlers(const ArrivingFamily& family, const Stream& random,
                                         Month now) const;
    /// Places that an asker's family takes as its members count it: mean of squares over mean.
    [[nodiscard]] double size_of_asker(KinGroup kin) const;
    [[nodiscard]] double mean_size(KinGroup kin) const;

private:
    [[nodiscard]] double couple_chance(int age) const;
    [[nodiscard]] double moments(KinGroup kin, int power) const;

    Params params_;
    Draw draw_;
    Categorical adult_age_;                  ///< 0 = age 18
    Categorical child_age_;                  ///< 0 = age 0
    std::array<double, 2> with_children_{};  ///< chance of heads in the ages of parents, by kin
};

}  // namespace qonys::models::kz_migration
