#pragma once

#include <vector>

#include "columns.hpp"
#include "qonys/process/process.hpp"
#include "qonys/process/registry.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Highest level of education of the young: each September those who have entered a new age group of the
/// census (at 15, 20 and 25) move on, so that each group keeps the levels the census found in it. Who
/// stood higher in his group stays higher. README, "Schooling".
class Schooling final : public Process {
public:
    struct Params {
        Table<double, AgeGroupId, Sex, Area, Education> people;  ///< census 2021

        static Params read(Reader& in, const Axes& axes);
    };

    Schooling(Registry& registry, const Columns& columns, const Params& params);
    [[nodiscard]] ProcessInfo info() const override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    /// Share of a group at each level or below.
    using Cumulative = std::array<double, num_educations>;
    [[nodiscard]] const Cumulative& below(std::size_t group, Sex sex, Area area) const
    {
        return cumulative_[(group * num_sexes + static_cast<std::size_t>(sex)) * num_areas +
                           static_cast<std::size_t>(area)];
    }
    [[nodiscard]] static Education next_level(const Cumulative& before, const Cumulative& after,
                                              Education level, double place);

    WorldSchema schema_;
    Columns columns_;
    std::vector<Cumulative> cumulative_;  ///< by group, sex, area
    Draw place_;                          ///< among those of one level: for life
};

}  // namespace qonys::models::kz_migration
