#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "qonys/run/simulation.hpp"
#include "stop_flag.hpp"

namespace qonys::python {

/// One replicate that Python steps month by month and looks into.
///
/// Arrays of columns lie on the engine's own memory. Before a month changes a column that somebody
/// still looks at, its memory is handed over to the arrays and the engine goes on with a copy:
/// arrays keep what they saw and never dangle, and columns that nobody looks at cost nothing.
///
/// Used by one thread at a time: a call while another is at work is refused, not queued.
class LiveSimulation {
public:
    LiveSimulation(std::shared_ptr<const Plan> plan, std::uint32_t replicate, int threads,
                   bool check_every_step);
    ~LiveSimulation();
    LiveSimulation(const LiveSimulation&) = delete;
    LiveSimulation& operator=(const LiveSimulation&) = delete;

    /// Months done: `months`, or fewer where the run ends or `stop` is set. A signal handler that
    /// raises does so between months.
    int advance(int months, const StopFlag& stop);
    [[nodiscard]] std::string next_month();
    [[nodiscard]] bool finished();
    /// Changes whenever columns may have: arrays made before are of the past.
    [[nodiscard]] std::uint64_t generation() const { return generation_; }

    /// Tables: "people", "households", side tables, replicated tables.
    [[nodiscard]] std::vector<std::string> tables();
    [[nodiscard]] pybind11::list columns(const std::string& table);
    [[nodiscard]] std::size_t num_rows(const std::string& table);
    /// Read-only arrays, one for each shard (a replicated table has one), without a copy.
    [[nodiscard]] pybind11::tuple column(const std::string& table, const std::string& name);
    [[nodiscard]] std::vector<std::string> regions();

    /// What has been recorded, by indicator: whole counts [time, axes...] of the simulated people.
    [[nodiscard]] pybind11::dict recorded();
    /// Results of the months done, as the program would have written them.
    [[nodiscard]] std::vector<std::filesystem::path> write(const std::filesystem::path& file);

    void follow(const std::string& whom);
    [[nodiscard]] pybind11::dict take_lives();

    void close();

private:
    struct Export;
    class Turn;
    struct Place {
        std::vector<Rows*> rows;  ///< by shard
        const Schema* schema = nullptr;
    };
    [[nodiscard]] Simulation& open();
    [[nodiscard]] Place place_of(const std::string& table);
    [[nodiscard]] std::shared_ptr<Export> export_of(std::vector<Rows*> rows, std::size_t column);
    void hand_over_what_is_seen();
    int advance_in_a_row(int at_most);

    int owner_;
    std::uint32_t replicate_;
    std::shared_ptr<const Plan> plan_;
    std::unique_ptr<Communicator> ranks_;
    std::unique_ptr<Threads> threads_;
    std::unique_ptr<Simulation> simulation_;
    std::vector<std::shared_ptr<Export>> exports_;
    std::mutex at_work_;
    std::uint64_t generation_ = 0;
    std::string broken_;  ///< why it cannot go on
};

}  // namespace qonys::python
