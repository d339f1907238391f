#pragma once

#include "qonys/process/process.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::closed_population {

/// Counts the living by single age and sex at the end of each year.
class Census final : public Process {
public:
    explicit Census(Registry& registry);
    [[nodiscard]] ProcessInfo info() const override;
    void propose(const ShardContext& here, const Shard& shard) override;

private:
    PersonColumns person_;
    TallyId population_;
};

}  // namespace qonys::models::closed_population
