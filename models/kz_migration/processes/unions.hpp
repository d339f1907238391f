#pragma once

#include <optional>
#include <vector>

#include "columns.hpp"
#include "processes/departures_from_home.hpp"
#include "processes/marriage_market.hpp"
#include "processes/thinned_clock.hpp"
#include "processes/union_rates.hpp"
#include "qonys/process/process.hpp"
#include "qonys/process/residence.hpp"
#include "qonys/world/relocation.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Couples begin and end, and their households with them. Equations: README, "Unions".
class Unions final : public Process {
public:
    struct Params {
        Axis region;
        UnionFacts facts;               ///< the mortality of husbands is filled in by the part
        double gap_mean = 0.0;          ///< years, man minus woman
        double gap_sd = 0.0;            ///< years
        AnnualRate men_looking;         ///< of men without a partner
        Share with_his_family;          ///< of couples of whom neither lives without other adults

        static Params read(Reader& in, const Axes& axes);
    };

    Unions(Registry& registry, const Columns& columns, const ResidenceClaims& claims, Params params);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void propose(const ShardContext& here, const Shard& shard) override;
    void allocate(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    struct Proposals {
        std::vector<Leaver> parting;   ///< women whose union ends
        std::vector<Seeker> seekers;
    };
    struct Rung {
        std::vector<Leaver> parting;
        std::vector<Leaver> looking;
    };
    [[nodiscard]] Rung rung(const ShardContext& here, const Shard& shard);
    void tell_matches(const StepContext& step);
    [[nodiscard]] Seeker describe(const ShardContext& here, const Shard& shard,
                                  const Leaver& leaver) const;
    /// One half of a couple, in the shard where he or she lives.
    struct Seat {
        const Couple* couple;
        const Seeker* seeker;
    };
    [[nodiscard]] std::vector<std::vector<Seat>> seats_by_shard(const World& world) const;
    void part(const StepContext& step, World& world, std::size_t place, Tallies& counts,
              std::vector<Relocation>& relocations) const;
    void join(const StepContext& step, World& world, std::size_t place,
              const std::vector<Seat>& seats, Tallies& counts,
              std::vector<Relocation>& relocations) const;
    /// Partners are written down where they live now.
    void tie(const StepContext& step, World& world, const std::vector<Arrival>& arrivals) const;
    void tie_in(Shard& shard, std::span<const Arrival> arrivals,
                std::span<const Couple* const> couples) const;
    [[nodiscard]] static std::optional<std::size_t> place_of(const World& world, ShardId shard);
    [[nodiscard]] HouseholdId household_of(const Shard& shard, std::size_t row) const
    {
        return shard.people()[schema_.person.household][row];
    }

    WorldSchema schema_;
    Columns columns_;
    ResidenceClaims claims_;
    Params params_;
    UnionRates rates_;
    ThinnedClock clock_;
    Draw ring_place_;
    Draw gap_;
    Draw family_;
    Threshold with_his_family_;
    TallyId formed_;
    TallyId dissolved_;
    PerShard<Proposals> proposals_;
    PerShard<ThinnedClock::Rung> clocks_;
    std::vector<Couple> couples_;
};

}  // namespace qonys::models::kz_migration
