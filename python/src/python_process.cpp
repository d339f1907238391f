#include "python_process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "qonys/core/error.hpp"
#include "qonys/core/name.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::python {
namespace {

namespace py = pybind11;

/// Who lives where, and which rows belong together: decided by the engine and by processes of the
/// model.
constexpr std::array<const char*, 7> of_the_engine{"key",  "birth_month", "sex",        "region",
                                                   "gone", "household",   "next_member"};

void refuse(const std::string& process, std::string what, std::string why, std::string hint)
{
    throw InputError(Problem{.file = "process '" + process + "'",
                             .line = 0,
                             .key = {},
                             .value = {},
                             .what = std::move(what),
                             .why = std::move(why),
                             .hint = std::move(hint)});
}

std::string nearest_hint(const std::string& name, const std::vector<std::string>& known)
{
    const std::string nearest = nearest_name(name, known);
    return nearest.empty() ? "see Scenario.schedule and Simulation.people.columns for what there is"
                           : "did you mean '" + nearest + "'?";
}

void check_columns(const ProcessInfo& info, const Schema& people)
{
    std::vector<std::string> known;
    for (const ColumnInfo& column : people.columns()) {
        known.push_back(column.name);
    }
    for (const auto* names : {&info.reads, &info.writes}) {
        for (const std::string& name : *names) {
            if (std::ranges::find(known, name) == known.end()) {
                refuse(info.name, fmt::format("names a column '{}' that people do not have", name),
                       "", nearest_hint(name, known));
            }
        }
    }
    for (const std::string& name : info.writes) {
        const bool own = std::ranges::find(of_the_engine, name) != of_the_engine.end();
        const auto column = std::ranges::find(people.columns(), name, &ColumnInfo::name);
        if (own || column->refers != Refers::nothing) {
            refuse(info.name, fmt::format("writes the column '{}'", name),
                   "who lives where and with whom is kept whole by the engine",
                   "write a column of the model, or one that the process adds itself");
        }
    }
}

void check_levers(const ProcessInfo& info, const LeverBook& levers)
{
    for (const std::string& name : info.levers) {
        if (!levers.find(name)) {
            std::vector<std::string> known;
            for (const LeverSpec& lever : levers.specs()) {
                known.push_back(lever.name);
            }
            refuse(info.name, fmt::format("names a lever '{}' that the model does not have", name),
                   "", nearest_hint(name, known));
        }
    }
}

/// Names that the model, or another process, has already; the engine takes them for its own
/// mistake.
void check_names(const ProcessDeclaration& declared, const Registry& registry)
{
    const std::string& process = declared.info.name;
    const std::string other = "give it another name";
    for (const auto& each : registry.processes()) {
        if (each->info().name == process) {
            refuse(process, "there is a process of this name already", "draws are named after it",
                   other);
        }
    }
    for (const auto& column : declared.columns) {
        const auto& known = registry.schema().people->columns();
        if (std::ranges::find(known, column.name, &ColumnInfo::name) != known.end()) {
            refuse(process, fmt::format("adds a column '{}' that people have already", column.name),
                   "", other + ", or leave it out of `columns`");
        }
    }
    for (const auto& indicator : declared.indicators) {
        const auto& known = registry.tallies().specs();
        if (std::ranges::find(known, indicator.name, &TallySpec::name) != known.end()) {
            refuse(process,
                   fmt::format("counts an indicator '{}' that is there already", indicator.name),
                   "", other);
        }
    }
}

template <class T>
void add_column(Registry& registry, const ProcessDeclaration::NewColumn& column)
{
    registry.add_person_column<T>(column.name, column.description, static_cast<T>(column.fill));
}

void add_column(Registry& registry, const ProcessDeclaration::NewColumn& column)
{
    switch (column.type) {
        case ElementType::u8:
            return add_column<std::uint8_t>(registry, column);
        case ElementType::i8:
            return add_column<std::int8_t>(registry, column);
        case ElementType::u16:
            return add_column<std::uint16_t>(registry, column);
        case ElementType::i16:
            return add_column<std::int16_t>(registry, column);
        case ElementType::u32:
            return add_column<std::uint32_t>(registry, column);
        case ElementType::i32:
            return add_column<std::int32_t>(registry, column);
        case ElementType::u64:
            return add_column<std::uint64_t>(registry, column);
        case ElementType::i64:
            return add_column<std::int64_t>(registry, column);
        case ElementType::f64:
            return add_column<double>(registry, column);
    }
}

/// Writes what differs from what stood there when Python was asked: who stays as he is, keeps what
/// another process of the same stage has made of him since.
template <class T>
void scatter(const std::byte* values, const std::byte* before, std::byte* column,
             std::span<const std::uint32_t> rows)
{
    const T* from = reinterpret_cast<const T*>(values);
    const T* old = reinterpret_cast<const T*>(before);
    T* to = reinterpret_cast<T*>(column);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (from[i] != old[i]) {
            to[rows[i]] = from[i];
        }
    }
}

}  // namespace

std::shared_ptr<py::object> shared(py::object object)
{
    return {new py::object(std::move(object)), [](py::object* held) {
                const py::gil_scoped_acquire hold;
                delete held;
            }};
}

PythonProcess::PythonProcess(Registry& registry, ProcessDeclaration declaration,
                             const Axis& regions)
    : declaration_(std::move(declaration)),
      people_(registry.schema().people),
      person_(registry.schema().person),
      levers_(registry.levers())
{
    const ProcessInfo& info = declaration_.info;
    check_names(declaration_, registry);
    for (const auto& column : declaration_.columns) {
        add_column(registry, column);
    }
    check_columns(info, *people_);
    check_levers(info, levers_);
    for (const auto& indicator : declaration_.indicators) {
        TallySpec spec{.name = indicator.name,
                       .description = indicator.description,
                       .unit = indicator.unit,
                       .measurement = indicator.measurement};
        if (indicator.by_region) {
            spec.axes.push_back(regions);
        }
        tallies_.push_back(registry.add_tally(std::move(spec)));
    }
    for (const std::string& draw : info.draws) {
        draws_.push_back(registry.add_draw(info.name, draw));
    }
}

std::size_t PythonProcess::column_index(const std::string& name) const
{
    const auto& columns = people_->columns();
    return static_cast<std::size_t>(std::ranges::find(columns, name, &ColumnInfo::name) -
                                    columns.begin());
}

void PythonProcess::start(const StepContext& /*step*/, World& world) { rows_.resize(world); }

void PythonProcess::propose(const ShardContext& here, const Shard& shard)
{
    std::vector<std::uint32_t>& rows = rows_[here.shard];
    rows.clear();
    append_rows_equal<Gone>(shard.people()[person_.gone], Gone::no, rows);
}

void PythonProcess::allocate(const StepContext& step, const World& world)
{
    offsets_.assign(1, 0);
    for (const auto& rows : rows_) {
        offsets_.push_back(offsets_.back() + rows.size());
    }
    const py::gil_scoped_acquire hold;
    const auto view = std::make_shared<StepView>(*this, step, world);
    try {
        (*declaration_.step)(view);
    } catch (...) {
        view->close();
        proposals_.clear();
        counts_.clear();
        throw;
    }
    view->close();
}

void PythonProcess::commit(const ShardContext& here, Shard& shard)
{
    const std::vector<std::uint32_t>& rows = rows_[here.shard];
    for (const Proposal& proposal : proposals_) {
        const std::size_t bytes = people_->columns()[proposal.column].bytes;
        const std::size_t first = offsets_[here.shard] * bytes;
        const std::byte* values = proposal.data + first;
        const std::byte* before = proposal.before.data() + first;
        std::byte* column = shard.people().raw(proposal.column).data();
        switch (bytes) {
            case 1:
                scatter<std::uint8_t>(values, before, column, rows);
                break;
            case 2:
                scatter<std::uint16_t>(values, before, column, rows);
                break;
            case 4:
                scatter<std::uint32_t>(values, before, column, rows);
                break;
            default:
                scatter<std::uint64_t>(values, before, column, rows);
                break;
        }
    }
}

void PythonProcess::conclude(const StepContext& /*step*/, World& /*world*/, Tallies& counts)
{
    for (const Count& count : counts_) {
        counts.add_cells(count.tally, count.amounts);
    }
    counts_.clear();
    proposals_.clear();
}

}  // namespace qonys::python
