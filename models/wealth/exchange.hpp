#pragma once

#include "qonys/process/process.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::wealth {

/// Who gives in a month, one after another.
enum class Activation : std::uint8_t {
    each_once,         ///< every agent once, in random order
    with_replacement,  ///< as many as there are agents, each time anyone
};

/// Money changes hands: whoever has at least one unit gives one to a random other. Every rank goes
/// through the same exchanges and keeps what its own agents have.
class Exchange final : public Process {
public:
    Exchange(Registry& registry, Activation activation, Column<std::uint32_t> wealth);
    [[nodiscard]] ProcessInfo info() const override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    Activation activation_;
    Column<std::uint32_t> wealth_;
    Draw order_;
    Draw exchange_;  ///< two words: who receives, and who gives when it may be anyone
    TallyId exchanges_;
};

}  // namespace qonys::models::wealth
