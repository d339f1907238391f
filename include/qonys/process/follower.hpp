#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "qonys/parallel/communicator.hpp"
#include "qonys/parallel/threads.hpp"
#include "qonys/process/life.hpp"
#include "qonys/process/process.hpp"
#include "qonys/random/stream.hpp"
#include "qonys/world/world.hpp"

namespace qonys {

class Registry;

/// Somebody named by the user: "person:00f3...", with a "+" behind whoever is not there yet.
struct NamedKey {
    std::string kind;
    std::uint64_t key = 0;
    bool later = false;

    [[nodiscard]] std::string text() const;
};

/// Whose lives to record.
struct FollowRequest {
    bool everybody = false;
    std::int64_t sample = 0;  ///< so many of each kind, by chance
    std::vector<NamedKey> keys;

    /// "all", a number, or keys between commas, blanks or lines. Throws InputError; `where` names it.
    [[nodiscard]] static FollowRequest parse(std::string_view text, const std::string& where);
    [[nodiscard]] std::string text() const;
};

/// Records what happens to some people, households and rows of replicated tables of one replicate, on
/// one rank. After each process it compares the columns that this process says it writes with what they
/// were, for those followed alone, so that every change has a cause and no model knows of it. Reads the
/// world only: results are the same with and without.
class Follower {
public:
    /// `processes` in the order of the schedule.
    Follower(const Registry& registry, std::vector<ProcessInfo> processes, const Regions& regions);
    ~Follower();

    struct Ranks {
        Communicator& ranks;
        const Threads& threads;
    };
    /// Picks those to follow among the living and remembers their state; a resumed run follows whom it
    /// followed, dead or alive. Throws InputError, on every rank, where a key is not there. Collective.
    void choose(const FollowRequest& request, const World& world, const Ranks& how,
                const Stream& population);
    void go_on(const FollowRequest& request, const World& world, const Ranks& how);
    /// Writes down their state as that of the end of `month`.
    void describe(Month month, const World& world);

    /// Those chosen: a request that chooses the same again. Alike on every rank.
    [[nodiscard]] const FollowRequest& chosen() const;
    /// Kinds in the order of Subject: "person", "household", "employer" for a table of employers.
    [[nodiscard]] const std::vector<std::string>& kinds() const;
    /// Names for LifeEvent::process.
    [[nodiscard]] const std::vector<std::string>& processes() const;

    /// Events since the last call, of all ranks, in the order month, process, subject; on rank 0.
    [[nodiscard]] std::vector<LifeEvent> take(Communicator& ranks);

    // For the schedule.
    enum class Phase : std::uint8_t { prepare, propose, allocate, commit, conclude, end };
    void begin_month(Month now);
    /// What the next words of a worker (or of the step as a whole) are about.
    [[nodiscard]] Life life(std::size_t process, Phase phase, std::optional<std::size_t> worker);
    void committed(std::size_t process, std::size_t place, std::size_t worker, const Shard& shard);
    void concluded(std::size_t process, const World& world, const Ranks& how);
    /// Looks at every column, for changes that no process has declared; then finds rows anew.
    void end_month(const World& world, const Ranks& how);
    void rows_moved(const World& world, const Threads& threads);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace qonys
