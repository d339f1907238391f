#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "qonys/parallel/communicator.hpp"
#include "qonys/process/registry.hpp"
#include "qonys/record/recorder.hpp"
#include "qonys/world/columns.hpp"
#include "qonys/world/world.hpp"

namespace qonys {

/// Where the arrays of a snapshot go. Names are paths: "people/birth_month".
class ArraySink {
public:
    virtual ~ArraySink() = default;
    virtual void write(const std::string& name, ElementType type, std::span<const std::byte> data) = 0;
};

/// Where they come from. Reading what is not there, or has another type, is a DataError.
class ArraySource {
public:
    virtual ~ArraySource() = default;
    [[nodiscard]] virtual std::size_t size(const std::string& name, ElementType type) const = 0;
    /// Elements [first, first + count).
    virtual void read(const std::string& name, ElementType type, std::size_t first,
                      std::span<std::byte> out) const = 0;
};

[[nodiscard]] std::size_t element_bytes(ElementType type);
[[nodiscard]] std::string_view element_name(ElementType type);  ///< "u8", ...

/// All state of a replicate between two months. Rows are compacted first, which changes nothing that
/// can be observed, and lie in order of shard and key: the same bytes for any threads and ranks.
struct SimulationState {
    World& world;
    const Registry& registry;
    Recorder& recorder;
};

/// Collective; only rank 0's sink is written to.
void save_snapshot(const SimulationState& state, Communicator& ranks, const Threads& threads,
                   ArraySink* sink);
/// Every rank reads what it owns.
void restore_snapshot(const SimulationState& state, const ArraySource& source);

}  // namespace qonys
