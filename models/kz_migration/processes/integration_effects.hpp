#pragma once

#include <optional>
#include <vector>

#include "processes/kandas_records.hpp"
#include "processes/status_columns.hpp"
#include "qonys/process/process.hpp"
#include "qonys/random/stream.hpp"
#include "qonys/random/threshold.hpp"
#include "qonys/scenario/reader.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// What courses do to the person who took them: less search while they last; more search and a place
/// nearer to the labour force years later; fewer moves on to the largest cities, fewer returns
/// abroad. Each process that decides such a thing asks here, person by person; whoever took no hours
/// decides as before. README.md, part 7, "Integration of kandas".
class IntegrationEffects {
public:
    struct Params {
        double lock_in = 0.0;             ///< part of search that a course takes
        double search_gain = 0.0;         ///< of the chance to search, per 100 hours
        double participation_gain = 0.0;  ///< places among people of one's age, per 100 hours
        double plan_gain = 0.0;           ///< hours by a personal plan count so much more
        double onward_fall = 0.0;         ///< of moves to the largest cities, per 100 hours
        double onward_most = 0.0;         ///< the fall beyond which hours do no more
        double return_fall = 0.0;         ///< of returns abroad, per 100 hours
        double most_hours = 0.0;          ///< beyond which hours do no more
        int delay_first = 0;              ///< months from the first lesson to the first gain
        int delay_last = 1;               ///< and to the whole of it
        std::vector<bool> large_city;     ///< by region

        static Params read(Reader& in, const Axes& axes);
    };
    IntegrationEffects(Registry& registry, Params params, const StatusColumns& status,
                       const KandasRecords& records);

    /// Chance that somebody out of work asks for a post this month, `usual` for most.
    [[nodiscard]] Threshold search(const Shard& shard, std::size_t row, Month now,
                                   Threshold usual) const;
    /// Places by which a person has come nearer to the labour force: 0 for most.
    [[nodiscard]] double participation(const Shard& shard, std::size_t row, Month now) const;
    /// Whether courses keep somebody, or a household, from moving to a region.
    struct Move {
        RegionId to;
        std::uint64_t key;  ///< of who decides: household or person
    };
    [[nodiscard]] bool keeps(const ShardContext& here, const Shard& shard, HouseholdId household,
                             const Move& move) const;
    [[nodiscard]] bool keeps_alone(const ShardContext& here, const Shard& shard, std::size_t row,
                                   const Move& move) const;
    /// Factor on the rate at which a household goes back abroad.
    [[nodiscard]] double return_factor(const Shard& shard, HouseholdId household, Month now) const;

    [[nodiscard]] bool is_large_city(RegionId region) const
    {
        return params_.large_city[region.value()];
    }
    /// Hundreds of hours that a person took, as they count.
    [[nodiscard]] double dose(const Shard& shard, std::size_t row) const;

private:
    /// Whether courses keep this one where it is, this time.
    [[nodiscard]] bool is_kept(const ShardContext& here, Subject who, double dose,
                               std::uint64_t word) const;
    struct Course {
        double dose;
        double grown;  ///< part of the late gains that is there, 0 to 1
        bool goes_on;
    };
    [[nodiscard]] std::optional<Course> course(const Shard& shard, std::size_t row,
                                               Month now) const;
    [[nodiscard]] double dose_of_adults(const Shard& shard, HouseholdId household, Month now) const;
    [[nodiscard]] double onward_factor(double dose) const;

    WorldSchema schema_;
    Params params_;
    StatusColumns status_;
    KandasRecords records_;
    Draw onward_;
    Draw onward_alone_;
};

}  // namespace qonys::models::kz_migration
