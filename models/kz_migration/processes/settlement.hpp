#pragma once

#include <optional>
#include <span>
#include <vector>

#include "columns.hpp"
#include "parts/flows.hpp"
#include "processes/arriving_family.hpp"
#include "processes/kandas_records.hpp"
#include "processes/status_columns.hpp"
#include "qonys/process/process.hpp"
#include "registers/setup.hpp"
#include "synthesis/traits.hpp"

namespace qonys::models::kz_migration {

/// Grants of the kandas status, as everybody books them who gives one.
struct KandasTallies {
    TallyId granted;            ///< track, region
    TallyId granted_by_origin;  ///< track, kandas origin
    std::size_t num_regions = 0;
    std::size_t num_origins = 0;

    static KandasTallies declare(Registry& registry, const Axes& axes, const Axis& track,
                                 const Axis& origin);
    void book(Tallies& counts, KandasTrack track, RegionId region, std::size_t origin) const;
};

/// What follows from the key of a family's head and the region.
struct HeadTraits {
    int age;
    Education education;
};

/// Puts arriving families into their shard: rows, links, traits, and the books of arrivals and
/// grants.
class Settlement {
public:
    struct Setup {
        Columns columns;
        StatusColumns status;
        KandasRecords records;
        Flows flows;
        KandasTallies kandas;
        TallyId arrivals_by_age;
        FamilyMaker maker;
        const KandasTables* tables;            ///< outlives the registry
        const Traits* traits;                  ///< outlives the registry
        Table<double, RegionId, Area> people;  ///< by area: where newcomers find a home
        std::shared_ptr<const RegisterSetup> registers;
    };
    Settlement(Registry& registry, Setup setup);

    /// Shard in which the family will live.
    [[nodiscard]] static ShardId shard_of_family(const ArrivingFamily& family, Month now)
    {
        return shard_of(lineage::founded(family.head, now));
    }
    /// Who arrives in this shard this month; returns the households, in the order of the families.
    /// Kazakhs get the kandas status by `track`; without one they come on an Ata Zholy card.
    std::vector<HouseholdId> settle(const ShardContext& here, Shard& shard,
                                    std::span<const ArrivingFamily> families,
                                    std::optional<KandasTrack> track) const;
    /// The head as he will be when the family settles.
    [[nodiscard]] HeadTraits head_of(const ArrivingFamily& family, const Stream& random) const;
    [[nodiscard]] const FamilyMaker& maker() const { return setup_.maker; }

private:
    struct Newcomers;
    void fill(const ShardContext& here, Shard& shard, const Newcomers& newcomers) const;
    void tie(Shard& shard, const Newcomers& newcomers) const;
    void book(const ShardContext& here, Shard& shard, const Newcomers& newcomers) const;
    [[nodiscard]] Education education(const Newcomers& newcomers, std::size_t person,
                                      const AddressedDraw& traits) const;
    [[nodiscard]] static LegalStatus status_of(const Newcomers& newcomers, KinGroup kin);
    [[nodiscard]] Area area_of(RegionId region, std::uint64_t word) const;

    WorldSchema schema_;
    Setup setup_;
    std::size_t num_partners_;
    Draw traits_draw_;
    Draw area_draw_;
};

}  // namespace qonys::models::kz_migration
