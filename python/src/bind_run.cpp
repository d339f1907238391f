#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <optional>

#include "convert.hpp"
#include "fork_guard.hpp"
#include "qonys/core/error.hpp"
#include "qonys/run/runner.hpp"
#include "stop_flag.hpp"
#include "topics.hpp"

namespace qonys::python {
namespace {

namespace py = pybind11;
namespace fs = std::filesystem;
using namespace py::literals;

/// Tells Python of every month and lets its signal handlers run, which they cannot while the
/// interpreter is not held. An interrupt stops the run, which keeps what was done; any other
/// exception breaks it off, and nothing is written.
class Listener final : public ProgressListener {
public:
    Listener(py::object told, StopFlag& stop) : told_(std::move(told)), stop_(stop) {}

    void synthesis_done(double /*seconds*/, std::size_t num_people) override
    {
        tell([&] { told_.attr("people_made")(num_people); });
    }
    void month_done(std::uint32_t replicate, Month month, std::int64_t months_done,
                    std::int64_t months_in_all) override
    {
        tell(
            [&] { told_.attr("month_done")(replicate, month.text(), months_done, months_in_all); });
    }

private:
    template <class Say>
    void tell(Say say)
    {
        const py::gil_scoped_acquire hold;
        try {
            if (PyErr_CheckSignals() != 0) {
                throw py::error_already_set();
            }
            if (!told_.is_none()) {
                say();
            }
        } catch (const py::error_already_set& error) {
            if (!error.matches(PyExc_KeyboardInterrupt)) {
                throw;
            }
            stop_.signal = -1;
        }
    }

    py::object told_;
    StopFlag& stop_;
};

struct Wanted {
    std::string command;
    int threads = 0;
    fs::path results;
    fs::path lives;
    fs::path journal;
    std::string follow;
    bool check_every_step = false;
};

RunOptions options_of(const Wanted& wanted, Listener& listener, StopFlag& stop)
{
    RunOptions options;
    options.command = wanted.command;
    options.threads = wanted.threads;
    options.checks =
        wanted.check_every_step ? Schedule::Checks::every_stage : Schedule::Checks::none;
    options.stop = &stop.signal;
    options.keep_partial = true;
    options.progress = &listener;
    if (!wanted.follow.empty()) {
        options.follow = FollowRequest::parse(wanted.follow, "follow");
    }
    return options;
}

RunOutcome run_without_interpreter(const Plan& plan, const Wanted& wanted, RunOptions options)
{
    const py::gil_scoped_release release;
    std::unique_ptr<Writer> results;
    if (!wanted.results.empty()) {
        results = hdf5_writer(wanted.results, plan.scenario, plan.target_indicators());
        options.writers.push_back(results.get());
    }
    std::unique_ptr<LivesFile> lives;
    if (!wanted.lives.empty()) {
        lives = std::make_unique<LivesFile>(wanted.lives, std::nullopt);
        options.lives = lives.get();
    }
    std::unique_ptr<JournalFile> journal;
    if (!wanted.journal.empty()) {
        journal = std::make_unique<JournalFile>(wanted.journal, *plan.build_registry()->journal(),
                                                std::nullopt);
        options.journal = journal.get();
    }
    return run_plan(plan, options);
}

RunOutcome run(const Plan& plan, const Wanted& wanted, const py::object& told, StopFlag& stop)
{
    guard_threads(wanted.threads);
    if (!wanted.journal.empty() && !plan.build_registry()->journal()) {
        throw py::value_error("journal: the model '" + plan.scenario.model +
                              "' keeps no journal; leave it out");
    }
    Listener listener(told, stop);
    return run_without_interpreter(plan, wanted, options_of(wanted, listener, stop));
}

/// Series of all replicates, weighted to the whole population: [replicate, time, axes...].
py::dict series_of(const RunOutcome& outcome, double scale)
{
    py::dict all;
    if (outcome.replicates.empty()) {
        return all;
    }
    const auto& first = outcome.replicates.front().series;
    for (std::size_t i = 0; i < first.size(); ++i) {
        std::vector<py::ssize_t> shape = shape_of(first[i]);
        shape.insert(shape.begin(), static_cast<py::ssize_t>(outcome.replicates.size()));
        py::array_t<double> values(shape);
        double* to = values.mutable_data();
        for (const ReplicateResult& replicate : outcome.replicates) {
            const double weight = replicate.series[i].weight(scale);
            for (const std::int64_t value : replicate.series[i].values) {
                *to++ = static_cast<double>(value) * weight;
            }
        }
        all[py::str(first[i].spec.name)] =
            py::make_tuple(indicator_of(first[i].spec), months_of(first[i].times), values);
    }
    return all;
}

void bind_outcome(py::module_& module)
{
    py::class_<RunOutcome>(module, "Outcome")
        .def_readonly("stopped", &RunOutcome::stopped)
        .def_readonly("is_partial", &RunOutcome::is_partial)
        .def_readonly("result_hash", &RunOutcome::result_hash)
        .def_readonly("failures", &RunOutcome::failures)
        .def_property_readonly("num_replicates",
                               [](const RunOutcome& outcome) { return outcome.replicates.size(); })
        .def_property_readonly("stopped_after",
                               [](const RunOutcome& outcome) {
                                   return outcome.stopped_after ? outcome.stopped_after->text()
                                                                : std::string();
                               })
        .def_property_readonly("seconds",
                               [](const RunOutcome& outcome) {
                                   return py::dict("synthesis"_a = outcome.seconds.synthesis,
                                                   "simulation"_a = outcome.seconds.simulation,
                                                   "output"_a = outcome.seconds.output);
                               })
        .def("series", &series_of);
}

}  // namespace

void bind_run(py::module_& module)
{
    bind_outcome(module);
    py::class_<StopFlag>(module, "StopFlag")
        .def(py::init<>())
        .def("set", [](StopFlag& flag, int signal) { flag.signal = signal; })
        .def_property_readonly("is_set", [](const StopFlag& flag) { return flag.signal != 0; });
    py::class_<Wanted>(module, "Wanted")
        .def(py::init<>())
        .def_readwrite("command", &Wanted::command)
        .def_readwrite("threads", &Wanted::threads)
        .def_readwrite("results", &Wanted::results)
        .def_readwrite("lives", &Wanted::lives)
        .def_readwrite("journal", &Wanted::journal)
        .def_readwrite("follow", &Wanted::follow)
        .def_readwrite("check_every_step", &Wanted::check_every_step);
    module.def("run", &run);
}

}  // namespace qonys::python
