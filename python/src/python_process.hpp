#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <memory>
#include <string>
#include <vector>

#include "qonys/process/process.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::python {

/// What a process written in Python says of itself, read once while the interpreter is held.
struct ProcessDeclaration {
    struct NewColumn {
        std::string name;
        std::string description;
        ElementType type;
        double fill;
    };
    struct Indicator {
        std::string name;
        std::string description;
        std::string unit;
        Measurement measurement;
        bool by_region;
    };
    ProcessInfo info;
    std::vector<NewColumn> columns;
    std::vector<Indicator> indicators;
    std::string text;  ///< tells it from another of the same name: covered by the plan's digest
    std::shared_ptr<pybind11::object> step;  ///< called with a StepView once a month

    /// From an object as qonys.Process describes it.
    static ProcessDeclaration of(const pybind11::object& process);
};

/// An object that whoever lets go of it last may drop, on any thread.
[[nodiscard]] std::shared_ptr<pybind11::object> shared(pybind11::object object);

class StepView;

/// A process of the schedule whose decisions are made in Python: living people of all shards as
/// arrays, one after the other in the order of shards and rows, which depends on neither threads
/// nor timing. Python is asked once a month, between propose and commit.
class PythonProcess final : public Process {
public:
    /// Throws InputError where columns or levers are not there or may not be written.
    PythonProcess(Registry& registry, ProcessDeclaration declaration, const Axis& regions);

    [[nodiscard]] ProcessInfo info() const override { return declaration_.info; }
    void start(const StepContext& step, World& world) override;
    void propose(const ShardContext& here, const Shard& shard) override;
    void allocate(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    friend class StepView;
    struct Proposal {
        std::size_t column;
        std::shared_ptr<pybind11::object> values;
        const std::byte* data;          ///< of the values
        std::vector<std::byte> before;  ///< what stood there: who stays as he is, is not written
    };
    struct Count {
        TallyId tally;
        std::vector<std::int64_t> amounts;
    };
    [[nodiscard]] std::size_t column_index(const std::string& name) const;

    ProcessDeclaration declaration_;
    std::shared_ptr<const Schema> people_;
    PersonColumns person_;
    const LeverBook& levers_;
    std::vector<TallyId> tallies_;
    std::vector<Draw> draws_;
    PerShard<std::vector<std::uint32_t>> rows_;
    std::vector<std::size_t> offsets_;  ///< of each shard's people among all
    std::vector<Proposal> proposals_;
    std::vector<Count> counts_;
};

/// One month as the Python half sees it; refuses every question after its call.
class StepView {
public:
    StepView(PythonProcess& process, const StepContext& step, const World& world)
        : process_(&process), step_(&step), world_(&world)
    {}
    void close() { process_ = nullptr; }

    [[nodiscard]] std::string month() const;
    [[nodiscard]] double scale() const;
    [[nodiscard]] std::vector<std::string> regions() const;
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] pybind11::array column(const std::string& name) const;
    [[nodiscard]] pybind11::array uniform(const std::string& draw) const;
    [[nodiscard]] pybind11::array lever(const std::string& name) const;
    void propose(const std::string& column, const pybind11::array& values);
    void count(const std::string& indicator, const pybind11::array& amounts);

private:
    [[nodiscard]] PythonProcess& open() const;
    void gather_all(std::size_t index, std::byte* values) const;
    PythonProcess* process_;
    const StepContext* step_;
    const World* world_;
};

}  // namespace qonys::python
