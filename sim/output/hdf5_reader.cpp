#include <fmt/format.h>

#include <algorithm>

#include "output/file_kind.hpp"
#include "output/run_record.hpp"
#include "output/target_table.hpp"
#include "qonys/core/error.hpp"
#include "qonys/core/name.hpp"
#include "qonys/output/writer.hpp"

namespace qonys {

struct ResultsFile::State {
    hdf5::File file;
    RunRecord record;
    std::vector<std::string> indicators;
    std::vector<std::uint32_t> replicates;
};

namespace {

std::vector<Axis> read_axes(const hdf5::File& file, const std::string& path)
{
    const std::vector<std::string> names = file.attribute_texts(path, "axes");
    const std::vector<std::string> places = file.attribute_texts(path, "axis_paths");
    if (names.size() != places.size()) {
        file.damaged(path);
    }
    std::vector<Axis> axes;
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::vector<std::string> codes = file.read_texts(places[i] + "/codes");
        std::vector<std::string> labels = file.read_texts(places[i] + "/labels");
        if (codes.size() != labels.size()) {
            file.damaged(places[i]);
        }
        axes.emplace_back(names[i], std::move(codes), std::move(labels));
    }
    return axes;
}

TallySpec read_spec(const hdf5::File& file, const std::string& name, const std::string& path)
{
    TallySpec spec;
    spec.name = name;
    spec.description = file.attribute(path, "description");
    spec.unit = file.attribute(path, "unit");
    spec.measurement =
        file.attribute(path, "kind") == "stock" ? Measurement::stock : Measurement::flow;
    spec.cadence = file.attribute(path, "cadence") == "yearly" ? Cadence::yearly : Cadence::monthly;
    spec.axes = read_axes(file, path);
    spec.weighted = file.attribute_number<std::uint8_t>(path, "weighted") != 0;
    return spec;
}

std::vector<Month> read_times(const hdf5::File& file, const std::string& values, Cadence cadence)
{
    std::string path = file.attribute(values, "time");
    if (cadence == Cadence::yearly) {
        path += "_month";
    }
    std::vector<Month> times;
    for (const std::string& text : file.read_texts(path)) {
        const auto month = Month::parse(text);
        times.push_back(month ? *month : (file.damaged(path), Month()));
    }
    return times;
}

}  // namespace

ResultsFile::ResultsFile(const std::filesystem::path& path)
{
    const auto lock = hdf5::hold();
    hdf5::File file = open_as(results_kind, path);
    RunRecord record = read_record(file);
    std::vector<std::string> indicators = file.names("/indicators");
    std::vector<std::uint32_t> replicates = file.read_numbers<std::uint32_t>("/replicates");
    state_ = std::make_unique<State>(
        State{std::move(file), std::move(record), std::move(indicators), std::move(replicates)});
}

ResultsFile::~ResultsFile() = default;
ResultsFile::ResultsFile(ResultsFile&&) noexcept = default;

const RunRecord& ResultsFile::record() const { return state_->record; }
std::vector<std::string> ResultsFile::indicators() const { return state_->indicators; }
std::size_t ResultsFile::num_replicates() const { return state_->replicates.size(); }

ResultsFile::Values ResultsFile::read(const std::string& indicator) const
{
    const auto lock = hdf5::hold();
    const hdf5::File& file = state_->file;
    const std::vector<std::string>& known = state_->indicators;
    if (std::find(known.begin(), known.end(), indicator) == known.end()) {
        const std::string near = nearest_name(indicator, known);
        throw DataError(file.shown(), fmt::format("has no indicator '{}'", indicator), "",
                        near.empty() ? fmt::format("it has {}", fmt::join(known, ", "))
                                     : fmt::format("did you mean '{}'?", near));
    }
    const std::string path = "/indicators/" + indicator + "/values";
    Values result;
    result.spec = read_spec(file, indicator, path);
    result.times = read_times(file, path, result.spec.cadence);
    result.replicates = state_->replicates;
    result.values = file.read_numbers<double>(path);
    if (result.values.size() !=
        result.replicates.size() * result.times.size() * result.spec.num_cells()) {
        file.damaged(path);
    }
    return result;
}

std::optional<TargetValues> ResultsFile::targets() const
{
    const auto lock = hdf5::hold();
    return TargetTable::read(state_->file);
}

}  // namespace qonys
