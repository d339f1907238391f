#include "live_simulation.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <exception>

#include "convert.hpp"
#include "fork_guard.hpp"
#include "qonys/core/name.hpp"
#include "qonys/run/runner.hpp"

namespace qonys::python {
namespace {

namespace py = pybind11;

/// Zero-copy: NumPy must not write to the engine's columns.
void make_read_only(py::array& array)
{
    py::detail::array_proxy(array.ptr())->flags &= ~py::detail::npy_api::NPY_ARRAY_WRITEABLE_;
}

[[noreturn]] void no_such(const std::string& what, const std::string& name,
                          const std::vector<std::string>& known)
{
    const std::string nearest = nearest_name(name, known);
    throw py::key_error(
        nearest.empty()
            ? fmt::format("no {} '{}'; there are {}", what, name, fmt::join(known, ", "))
            : fmt::format("no {} '{}'; did you mean '{}'?", what, name, nearest));
}

}  // namespace

/// Arrays of one column that have been given away. While the engine has not changed the column,
/// `held` is empty and the arrays lie on its memory.
struct LiveSimulation::Export {
    std::vector<Rows*> rows;
    std::size_t column;
    std::vector<Rows::Memory> held;
};

/// The right to use the simulation, for one call: refused where another thread has it, and where
/// the simulation is closed, broken or of another process.
class LiveSimulation::Turn {
public:
    explicit Turn(LiveSimulation& simulation) : lock_(simulation.at_work_, std::try_to_lock)
    {
        guard_process(simulation.owner_, "this simulation");
        if (!lock_.owns_lock()) {
            throw std::runtime_error(
                "this simulation is at work in another thread (one thread at a time may use it); "
                "wait for "
                "it, or make one simulation a thread");
        }
        if (!simulation.broken_.empty()) {
            throw py::value_error(simulation.broken_);
        }
    }

private:
    std::unique_lock<std::mutex> lock_;
};

LiveSimulation::LiveSimulation(std::shared_ptr<const Plan> plan, std::uint32_t replicate,
                               int threads, bool check_every_step)
    : owner_(getpid()),
      replicate_(replicate),
      plan_(std::move(plan)),
      ranks_(serial_communicator()),
      threads_(std::make_unique<Threads>(threads))
{
    simulation_ = std::make_unique<Simulation>(
        *plan_, replicate, *ranks_, *threads_,
        check_every_step ? Schedule::Checks::every_stage : Schedule::Checks::none);
    simulation_->populate();
    simulation_->begin();
}

LiveSimulation::~LiveSimulation()
{
    if (owner_ == getpid()) {
        hand_over_what_is_seen();
        return;
    }
    // A fork has neither the worker threads nor a memory of its own to give back.
    static_cast<void>(simulation_.release());
    static_cast<void>(threads_.release());
}

Simulation& LiveSimulation::open() { return *simulation_; }

std::string LiveSimulation::next_month()
{
    const Turn turn(*this);
    return open().next_month().text();
}

bool LiveSimulation::finished()
{
    const Turn turn(*this);
    return open().finished();
}

void LiveSimulation::hand_over_what_is_seen()
{
    for (const std::shared_ptr<Export>& each : exports_) {
        if (each.use_count() == 1) {
            continue;
        }
        for (Rows* rows : each->rows) {
            if (rows->size() > 0) {
                each->held.push_back(rows->hand_over(each->column));
            }
        }
    }
    exports_.clear();
}

int LiveSimulation::advance_in_a_row(int at_most)
{
    try {
        const py::gil_scoped_release release;
        return open().advance(at_most);
    } catch (...) {
        broken_ =
            "this simulation broke off in the middle of a month (a process failed or was "
            "interrupted); make it anew";
        throw;
    }
}

int LiveSimulation::advance(int months, const StopFlag& stop)
{
    const Turn turn(*this);
    if (months < 1) {
        throw py::value_error(fmt::format("cannot advance by {} months; give 1 or more", months));
    }
    hand_over_what_is_seen();
    ++generation_;
    int done = 0;
    while (done < months && !open().finished() && stop.signal == 0) {
        done += advance_in_a_row(months - done);
        if (PyErr_CheckSignals() != 0) {
            throw py::error_already_set();  // between months: the simulation stays whole
        }
    }
    return done;
}

std::vector<std::string> LiveSimulation::tables()
{
    const Turn turn(*this);
    const WorldSchema& schema = open().world().schema();
    std::vector<std::string> names{"people"};
    if (schema.with_households) {
        names.emplace_back("households");
    }
    for (const SideSchema& side : schema.side) {
        names.push_back(side.name);
    }
    for (const ReplicatedSchema& table : schema.replicated) {
        names.push_back(table.name);
    }
    return names;
}

LiveSimulation::Place LiveSimulation::place_of(const std::string& table)
{
    World& world = open().world_memory();
    const WorldSchema& schema = world.schema();
    Place place;
    const auto each_shard = [&](auto rows_of) {
        for (Shard& shard : world.shards()) {
            place.rows.push_back(&rows_of(shard));
        }
    };
    std::vector<std::string> known{"people"};
    if (schema.with_households) {
        known.emplace_back("households");
    }
    if (table == "people") {
        place.schema = schema.people.get();
        each_shard([](Shard& shard) -> Rows& { return shard.people(); });
    } else if (table == "households" && schema.with_households) {
        place.schema = schema.households.get();
        each_shard([](Shard& shard) -> Rows& { return shard.households(); });
    }
    for (std::size_t i = 0; i < schema.side.size(); ++i) {
        known.push_back(schema.side[i].name);
        if (table == known.back()) {
            place.schema = schema.side[i].columns.get();
            const SideTableId id(static_cast<SideTableId::rep>(i));
            each_shard([id](Shard& shard) -> Rows& { return shard.side(id).rows(); });
        }
    }
    for (std::size_t i = 0; i < schema.replicated.size(); ++i) {
        known.push_back(schema.replicated[i].name);
        if (table == known.back()) {
            place.schema = schema.replicated[i].columns.get();
            place.rows = {&world.replicated(ReplicatedId(static_cast<ReplicatedId::rep>(i)))};
        }
    }
    if (place.schema == nullptr) {
        no_such("table", table, known);
    }
    return place;
}

py::list LiveSimulation::columns(const std::string& table)
{
    const Turn turn(*this);
    py::list all;
    for (const ColumnInfo& info : place_of(table).schema->columns()) {
        py::dict one;
        one["name"] = info.name;
        one["description"] = info.description;
        one["dtype"] = dtype_of(info.type);
        all.append(one);
    }
    return all;
}

std::size_t LiveSimulation::num_rows(const std::string& table)
{
    const Turn turn(*this);
    std::size_t sum = 0;
    for (const Rows* rows : place_of(table).rows) {
        sum += rows->size();
    }
    return sum;
}

py::tuple LiveSimulation::column(const std::string& table, const std::string& name)
{
    const Turn turn(*this);
    Place place = place_of(table);
    const auto& known = place.schema->columns();
    const auto found = std::ranges::find(known, name, &ColumnInfo::name);
    if (found == known.end()) {
        std::vector<std::string> names;
        for (const ColumnInfo& info : known) {
            names.push_back(info.name);
        }
        no_such("column of " + table, name, names);
    }
    // What nobody looks at any more need not be remembered.
    std::erase_if(exports_, [](const auto& each) { return each.use_count() == 1; });
    const auto given =
        export_of(std::move(place.rows), static_cast<std::size_t>(found - known.begin()));
    const py::capsule owner(new std::shared_ptr<Export>(given),
                            [](void* held) { delete static_cast<std::shared_ptr<Export>*>(held); });
    const py::dtype type = dtype_of(found->type);
    py::tuple pieces(given->rows.size());
    for (std::size_t i = 0; i < given->rows.size(); ++i) {
        const std::span<const std::byte> raw = std::as_const(*given->rows[i]).raw(given->column);
        py::array piece(type, static_cast<py::ssize_t>(given->rows[i]->size()), raw.data(), owner);
        make_read_only(piece);
        pieces[i] = std::move(piece);
    }
    return pieces;
}

/// One for each column, however often it is looked up: its memory can be handed over once.
std::shared_ptr<LiveSimulation::Export> LiveSimulation::export_of(std::vector<Rows*> rows,
                                                                  std::size_t column)
{
    for (const std::shared_ptr<Export>& each : exports_) {
        if (each->column == column && each->rows == rows) {
            return each;
        }
    }
    auto fresh = std::make_shared<Export>();
    fresh->rows = std::move(rows);
    fresh->column = column;
    exports_.push_back(fresh);
    return fresh;
}

std::vector<std::string> LiveSimulation::regions()
{
    const Turn turn(*this);
    return open().world().regions().axis().codes();
}

py::dict LiveSimulation::recorded()
{
    const Turn turn(*this);
    py::dict all;
    for (const Series& series : open().recorder().series()) {
        py::array_t<std::int64_t> values(shape_of(series));
        std::ranges::copy(series.values, values.mutable_data());
        all[py::str(series.spec.name)] =
            py::make_tuple(indicator_of(series.spec), months_of(series.times), values,
                           series.weight(plan_->scenario.scale));
    }
    return all;
}

std::vector<std::filesystem::path> LiveSimulation::write(const std::filesystem::path& file)
{
    const Turn turn(*this);
    Simulation& simulation = open();
    if (simulation.next_month() == plan_->scenario.start) {
        throw py::value_error(
            "no month has been simulated yet (results would be empty); advance first");
    }
    const py::gil_scoped_release release;
    const auto writer = hdf5_writer(file, plan_->scenario, plan_->target_indicators());
    RunOutcome outcome;
    outcome.replicates.push_back({replicate_, simulation.series_so_far()});
    outcome.fit = simulation.fit();
    outcome.times = simulation.schedule().times();
    if (!simulation.finished()) {
        outcome.stopped_after = simulation.next_month() - 1;
        outcome.ends = outcome.stopped_after;
        outcome.is_partial = true;
    }
    writer->add(outcome.replicates.front());
    const std::vector<Writer*> writers{writer.get()};
    close_writers(*plan_, "run", writers, outcome);
    return outcome.files;
}

void LiveSimulation::follow(const std::string& whom)
{
    const Turn turn(*this);
    if (open().follower() != nullptr) {
        throw py::value_error(
            "this simulation follows already (lives would have gaps); name all at once, in one "
            "call");
    }
    const FollowRequest request = FollowRequest::parse(whom, "follow");
    const py::gil_scoped_release release;
    open().follow(request);
}

py::dict LiveSimulation::take_lives()
{
    const Turn turn(*this);
    const Follower* follower = open().follower();
    if (follower == nullptr) {
        throw py::value_error("this simulation follows nobody; call follow first");
    }
    const std::vector<LifeEvent> events = open().take_lives();
    const auto column_of = [&](auto value) {
        py::list cells;
        for (const LifeEvent& event : events) {
            cells.append(value(event));
        }
        return cells;
    };
    py::dict all;
    all["month"] = column_of([](const LifeEvent& event) { return event.month.text(); });
    all["kind"] =
        column_of([&](const LifeEvent& event) { return follower->kinds()[event.subject.kind]; });
    all["key"] = column_of([](const LifeEvent& event) { return key_text(event.subject.key); });
    all["process"] =
        column_of([&](const LifeEvent& event) { return follower->processes()[event.process]; });
    all["what"] = column_of([](const LifeEvent& event) { return event.what; });
    all["from"] = column_of([](const LifeEvent& event) { return event.from; });
    all["to"] = column_of([](const LifeEvent& event) { return event.to; });
    all["probability"] = column_of([](const LifeEvent& event) { return event.probability; });
    all["drawn"] = column_of([](const LifeEvent& event) { return event.drawn; });
    all["out_of"] = column_of([](const LifeEvent& event) { return event.out_of; });
    all["outcome"] =
        column_of([](const LifeEvent& event) { return std::string(outcome_name(event.outcome)); });
    return all;
}

void LiveSimulation::close()
{
    guard_process(owner_, "this simulation");
    const std::unique_lock<std::mutex> lock(at_work_, std::try_to_lock);
    if (!lock.owns_lock()) {
        throw std::runtime_error("this simulation is at work in another thread; wait for it");
    }
    if (simulation_ == nullptr) {
        return;
    }
    hand_over_what_is_seen();
    simulation_.reset();
    broken_ = "this simulation is closed; make it anew";
}

}  // namespace qonys::python
