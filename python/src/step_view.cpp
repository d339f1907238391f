#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "convert.hpp"
#include "python_process.hpp"
#include "qonys/core/error.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys::python {
namespace {

namespace py = pybind11;

template <class T>
void gather(const std::byte* column, std::span<const std::uint32_t> rows, std::byte* values)
{
    const T* from = reinterpret_cast<const T*>(column);
    T* to = reinterpret_cast<T*>(values);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        to[i] = from[rows[i]];
    }
}

bool contains(const std::vector<std::string>& names, const std::string& name)
{
    return std::ranges::find(names, name) != names.end();
}

std::string shape_of(const py::array& array)
{
    std::string text;
    for (py::ssize_t i = 0; i < array.ndim(); ++i) {
        text += fmt::format("{}{}", i > 0 ? ", " : "", array.shape(i));
    }
    return "[" + text + "]";
}

}  // namespace

PythonProcess& StepView::open() const
{
    if (process_ == nullptr) {
        throw py::value_error(
            "the people of a month are of use during its step alone (the simulation has gone on); "
            "copy "
            "what is needed later");
    }
    return *process_;
}

std::string StepView::month() const
{
    static_cast<void>(open());
    return step_->now.text();
}

double StepView::scale() const
{
    static_cast<void>(open());
    return step_->scale;
}

std::size_t StepView::size() const { return open().offsets_.back(); }

std::vector<std::string> StepView::regions() const
{
    static_cast<void>(open());
    return world_->regions().axis().codes();
}

/// The column as it stands now, of all living people; without the interpreter.
void StepView::gather_all(std::size_t index, std::byte* values) const
{
    const PythonProcess& process = open();
    const std::size_t bytes = process.people_->columns()[index].bytes;
    step_->threads.for_each(
        world_->shards().size(), [&](std::size_t shard, std::size_t /*worker*/) {
            const std::byte* from = world_->shards()[shard].people().raw(index).data();
            const std::span<const std::uint32_t> rows = process.rows_[shard];
            std::byte* to = values + process.offsets_[shard] * bytes;
            switch (bytes) {
                case 1:
                    gather<std::uint8_t>(from, rows, to);
                    break;
                case 2:
                    gather<std::uint16_t>(from, rows, to);
                    break;
                case 4:
                    gather<std::uint32_t>(from, rows, to);
                    break;
                default:
                    gather<std::uint64_t>(from, rows, to);
                    break;
            }
        });
}

py::array StepView::column(const std::string& name) const
{
    const PythonProcess& process = open();
    const ProcessInfo& info = process.declaration_.info;
    if (!contains(info.reads, name) && !contains(info.writes, name)) {
        throw py::key_error(
            fmt::format("process '{}' does not say that it reads '{}' (the schedule must know); "
                        "add it to `reads`",
                        info.name, name));
    }
    const std::size_t index = process.column_index(name);
    py::array values(dtype_of(process.people_->columns()[index].type),
                     static_cast<py::ssize_t>(size()));
    auto* const data = static_cast<std::byte*>(values.mutable_data());
    const py::gil_scoped_release release;
    gather_all(index, data);
    return values;
}

py::array StepView::uniform(const std::string& draw) const
{
    PythonProcess& process = open();
    const auto& draws = process.declaration_.info.draws;
    const auto found = std::ranges::find(draws, draw);
    if (found == draws.end()) {
        throw py::key_error(
            fmt::format("process '{}' does not declare the draw '{}' (each use of chance has an "
                        "address of its own); "
                        "add it to `draws`",
                        process.declaration_.info.name, draw));
    }
    const AddressedDraw words =
        step_->random(process.draws_[static_cast<std::size_t>(found - draws.begin())]);
    const auto month = static_cast<std::uint32_t>(step_->now.index());
    py::array_t<double> values(static_cast<py::ssize_t>(size()));
    double* const data = values.mutable_data();
    const py::gil_scoped_release release;
    step_->threads.for_each(
        world_->shards().size(), [&](std::size_t shard, std::size_t /*worker*/) {
            const auto keys = world_->shards()[shard].people()[process.person_.key];
            const std::vector<std::uint32_t>& rows = process.rows_[shard];
            std::vector<std::uint64_t> of_rows(rows.size());
            std::vector<std::uint64_t> drawn(rows.size());
            std::ranges::transform(rows, of_rows.begin(),
                                   [&](std::uint32_t row) { return keys[row].value(); });
            words.word_of_each(of_rows, month, drawn);
            std::ranges::transform(drawn, data + process.offsets_[shard], uniform_unit);
        });
    return values;
}

py::array StepView::lever(const std::string& name) const
{
    const PythonProcess& process = open();
    if (!contains(process.declaration_.info.levers, name)) {
        throw py::key_error(
            fmt::format("process '{}' does not say that it reads the lever '{}'; add it "
                        "to `levers`",
                        process.declaration_.info.name, name));
    }
    const auto values = step_->levers.of(*process.levers_.find(name));
    return py::array_t<double>(static_cast<py::ssize_t>(values.size()), values.data());
}

void StepView::propose(const std::string& column, const py::array& values)
{
    PythonProcess& process = open();
    const ProcessInfo& info = process.declaration_.info;
    if (!contains(info.writes, column)) {
        throw py::key_error(
            fmt::format("process '{}' does not say that it writes '{}' (the schedule must know); "
                        "add it to `writes`",
                        info.name, column));
    }
    const std::size_t index = process.column_index(column);
    const py::dtype wanted = dtype_of(process.people_->columns()[index].type);
    if (!values.dtype().equal(wanted)) {
        throw py::type_error(fmt::format(
            "process '{}': proposed for '{}' is {} where the column is {}; convert it with .astype",
            info.name, column, std::string(py::str(values.dtype())), std::string(py::str(wanted))));
    }
    if (values.ndim() != 1 || static_cast<std::size_t>(values.shape(0)) != size()) {
        throw py::value_error(
            fmt::format("process '{}': proposed for '{}' has shape {} where [{}] is expected; one "
                        "value for each "
                        "living person, in the order of the columns",
                        info.name, column, shape_of(values), size()));
    }
    constexpr int as_the_engine_reads = static_cast<int>(py::array::c_style) |
                                        static_cast<int>(py::detail::npy_api::NPY_ARRAY_ALIGNED_);
    const py::array dense = py::array::ensure(values, as_the_engine_reads);
    const auto* data = static_cast<const std::byte*>(dense.data());
    std::vector<std::byte> before(size() * process.people_->columns()[index].bytes);
    {
        const py::gil_scoped_release release;
        gather_all(index, before.data());
    }
    process.proposals_.push_back({index, shared(dense), data, std::move(before)});
}

void StepView::count(const std::string& indicator, const py::array& amounts)
{
    PythonProcess& process = open();
    const auto& known = process.declaration_.indicators;
    const auto found = std::ranges::find(known, indicator, &ProcessDeclaration::Indicator::name);
    if (found == known.end()) {
        throw py::key_error(
            fmt::format("process '{}' does not declare the indicator '{}'; add it to "
                        "`indicators`",
                        process.declaration_.info.name, indicator));
    }
    const std::size_t cells = found->by_region ? world_->regions().size() : 1;
    const auto kind = amounts.dtype().kind();
    if (kind != 'i' && kind != 'u') {
        throw py::type_error(fmt::format(
            "process '{}': counts of '{}' are {} where whole numbers are expected (sums of people "
            "are "
            "exact, whatever the order); count people, and leave weights to the results",
            process.declaration_.info.name, indicator, std::string(py::str(amounts.dtype()))));
    }
    if (amounts.ndim() != 1 || static_cast<std::size_t>(amounts.size()) != cells) {
        throw py::value_error(
            fmt::format("process '{}': counts of '{}' have shape {} where [{}] is expected",
                        process.declaration_.info.name, indicator, shape_of(amounts), cells));
    }
    const auto whole =
        py::array_t<std::int64_t, py::array::c_style | py::array::forcecast>::ensure(amounts);
    const auto tally = process.tallies_[static_cast<std::size_t>(found - known.begin())];
    process.counts_.push_back({tally, {whole.data(), whole.data() + cells}});
}

}  // namespace qonys::python
