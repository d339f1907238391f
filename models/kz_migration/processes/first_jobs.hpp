#pragma once

#include "processes/employer_decisions.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Before the first month, once the moves that are not registered yet have been made: whoever moved then
/// works where he lives, in his sector, for an employer drawn by its staff, which has a post more; the
/// employer that he left has one less. Without it all of them would lose their jobs in the first month.
class FirstJobs final : public Process {
public:
    FirstJobs(Registry& registry, const LabourSetup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;

private:
    /// A job that went along with its holder.
    struct Change {
        EmployerId from;
        EmployerId to;
        Skill skill;
        WageUnits units;
    };
    /// Employers of a region and sector, with their staff added up.
    struct Choices {
        std::vector<EmployerId> employers;
        std::vector<std::uint64_t> staff;
    };
    [[nodiscard]] std::vector<Choices> choices(const Rows& employers) const;
    [[nodiscard]] std::vector<Change> follow(const StepContext& step, Shard& shard,
                                             const Rows& employers,
                                             const std::vector<Choices>& of_segment) const;
    void book(Rows& employers, const Change& change) const;

    WorldSchema schema_;
    LabourSetup setup_;
    Draw employer_;
};

}  // namespace qonys::models::kz_migration
