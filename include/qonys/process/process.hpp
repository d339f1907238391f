#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "qonys/core/archive.hpp"
#include "qonys/core/month.hpp"
#include "qonys/parallel/communicator.hpp"
#include "qonys/parallel/threads.hpp"
#include "qonys/process/journal.hpp"
#include "qonys/process/lever.hpp"
#include "qonys/process/life.hpp"
#include "qonys/random/stream.hpp"
#include "qonys/world/tally.hpp"
#include "qonys/world/world.hpp"

namespace qonys {

/// The stages of a month, in order. Residence is decided by whoever comes first: death, expulsion and
/// emigration in demography, then unions, programmes, ordinary moves.
enum class Stage : std::uint8_t {
    open, levers, demography, employers, jobs, permits, unions, programmes, moves, status, registers,
    record, close
};
[[nodiscard]] std::string_view stage_name(Stage stage);

/// What a process is: printed by `qonys describe`, stored in outputs, checked at registration.
struct ProcessInfo {
    std::string name;               ///< snake_case
    std::string description;        ///< one phrase
    Stage stage = Stage::demography;
    Cadence cadence = Cadence::monthly;
    int month_of_year = 1;          ///< when the cadence is yearly
    int order = 0;                  ///< within the stage; ties go by name
    /// Only commit does anything, and it looks at nothing but its shard, the month and the levers: months
    /// of one shard may then be worked on in a row, while the shard is in the processor's cache.
    bool shard_by_shard = false;
    std::vector<std::string> reads;   ///< columns
    std::vector<std::string> writes;  ///< columns
    std::vector<std::string> levers;
    std::vector<std::string> draws;   ///< unique over the model; see draw_name
};

/// All that a step may know besides the world.
struct StepContext {
    Month now;
    Month start;              ///< first month of the run
    Month end;                ///< last month of the run
    Stream random;
    const Levers& levers;
    Communicator& ranks;
    const Threads& threads;
    double scale;             ///< part of the population that is simulated
    Life life = {};           ///< to say what chance was drawn against
    Journal* journal = nullptr;  ///< where lines are to be noted; none unless the run asks for it
};

/// The same for the piece of work on one shard.
struct ShardContext {
    const StepContext& step;
    std::size_t shard;        ///< position among this rank's shards
    Tallies& counts;          ///< this worker's
};

/// One part of the model. The schedule calls, for all processes of a stage together: prepare; propose on
/// every shard; allocate; commit on every shard; conclude. Nobody sees a half-updated neighbour:
/// propose reads only, commit touches one shard only.
class Process {
public:
    virtual ~Process() = default;
    [[nodiscard]] virtual ProcessInfo info() const = 0;

    /// Once, when the world is there and before the first month (not after a resume).
    virtual void start(const StepContext& /*step*/, World& /*world*/) {}
    /// Replicated arithmetic: levers, threshold tables. The same on every rank.
    virtual void prepare(const StepContext& /*step*/, const World& /*world*/) {}
    /// Reads one shard and writes down proposals, in the process's own memory for that shard.
    virtual void propose(const ShardContext& /*here*/, const Shard& /*shard*/) {}
    /// Settles what is scarce. Collective.
    virtual void allocate(const StepContext& /*step*/, const World& /*world*/) {}
    /// Applies to one shard what was decided.
    virtual void commit(const ShardContext& /*here*/, Shard& /*shard*/) {}
    /// What needs all shards: exchange, small replicated tables. Collective.
    virtual void conclude(const StepContext& /*step*/, World& /*world*/, Tallies& /*counts*/)
    {
        concludes_ = false;
    }

    /// State of its own that outlives a month; called before start() or instead of it.
    virtual void archive(Archive& /*archive*/) {}

    /// Whether it has a conclude of its own; known after the first call.
    [[nodiscard]] bool concludes() const { return concludes_; }

private:
    bool concludes_ = true;
};

/// A value for each shard of this rank: proposals laid down in propose and picked up in commit.
template <class T>
class PerShard {
public:
    void resize(const World& world) { values_.resize(world.shards().size()); }
    [[nodiscard]] T& operator[](std::size_t shard) { return values_[shard]; }
    [[nodiscard]] const T& operator[](std::size_t shard) const { return values_[shard]; }
    [[nodiscard]] std::size_t size() const { return values_.size(); }
    [[nodiscard]] auto begin() { return values_.begin(); }
    [[nodiscard]] auto end() { return values_.end(); }
    [[nodiscard]] auto begin() const { return values_.begin(); }
    [[nodiscard]] auto end() const { return values_.end(); }

private:
    std::vector<T> values_;
};

}  // namespace qonys
