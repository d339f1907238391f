#include "qonys/output/checkpoint_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "output/file_kind.hpp"
#include "output/partial.hpp"
#include "qonys/core/error.hpp"

namespace qonys {
namespace {

constexpr std::string_view other_program = "resume with the program that wrote it";

std::string state_path(const std::string& name) { return "/state/" + name; }

CheckpointHead read_head(const hdf5::File& file)
{
    CheckpointHead head;
    head.command = file.attribute("/", "command");
    head.scenario_text = file.read_text("/scenario/effective");
    head.scenario_folder = file.attribute("/", "scenario_folder");
    head.scenario_name = file.attribute("/", "scenario_name");
    head.scenario_digest = file.attribute("/", "scenario_digest");
    head.output = file.attribute("/", "output");
    head.replicate = file.attribute_number<std::uint32_t>("/", "replicate");
    const std::string month = file.attribute("/", "month");
    if (!month.empty()) {
        head.month = Month::parse(month);
        if (!head.month) {
            file.damaged("/");
        }
    }
    head.follow = file.has("/follow") ? file.read_text("/follow") : "";
    head.journal = file.has("/journal");
    return head;
}

Series read_series(const hdf5::File& file, const std::string& path, const TallySpec& spec)
{
    Series series;
    series.spec = spec;
    for (const std::int32_t month : file.read_numbers<std::int32_t>(path + "/months")) {
        series.times.push_back(Month::from_index(month));
    }
    series.values = file.read_numbers<std::int64_t>(path + "/values");
    const std::size_t expected = series.times.size() * series.num_cells();
    if (series.values.size() != expected) {
        throw DataError(file.shown(), fmt::format("series '{}' does not fit the model", spec.name),
                        fmt::format("{} values where {} belong", series.values.size(), expected),
                        other_program);
    }
    return series;
}

const TallySpec& matching_spec(const hdf5::File& file, const TallyBook& book,
                               const std::string& name)
{
    const auto& specs = book.specs();
    const auto found = std::find_if(specs.begin(), specs.end(),
                                    [&](const TallySpec& spec) { return spec.name == name; });
    if (found == specs.end()) {
        throw DataError(file.shown(), fmt::format("has a series '{}' that the model lacks", name),
                        "", other_program);
    }
    return *found;
}

ReplicateResult read_replicate(const hdf5::File& file, const std::string& number,
                               const TallyBook& book)
{
    const std::string group = "/finished/" + number;
    ReplicateResult result;
    result.replicate = file.attribute_number<std::uint32_t>(group, "replicate");
    const std::vector<std::string> names = file.names(group);
    for (const std::string& name : names) {
        const TallySpec& spec = matching_spec(file, book, name);
        result.series.push_back(read_series(file, group + "/" + name, spec));
    }
    for (const TallySpec& spec : book.specs()) {
        if (std::find(names.begin(), names.end(), spec.name) == names.end()) {
            throw DataError(file.shown(), fmt::format("lacks the series '{}'", spec.name), "",
                            other_program);
        }
    }
    return result;
}

}  // namespace

struct CheckpointWriter::State {
    Partial partial;
    hdf5::File file;

    explicit State(const std::filesystem::path& target)
        : partial(target), file(create_as(checkpoint_kind, partial.path(), partial.target()))
    {
        file.make_group("/finished");
        file.make_group("/state");
    }
};

CheckpointWriter::CheckpointWriter(const std::filesystem::path& file)
    : state_(std::make_unique<State>(file))
{}

CheckpointWriter::~CheckpointWriter() = default;

void CheckpointWriter::head(const CheckpointHead& head)
{
    const auto lock = hdf5::hold();
    hdf5::File& file = state_->file;
    file.set_attribute("/", "command", head.command);
    file.set_attribute("/", "scenario_folder", head.scenario_folder);
    file.set_attribute("/", "scenario_name", head.scenario_name);
    file.set_attribute("/", "scenario_digest", head.scenario_digest);
    file.set_attribute("/", "output", head.output);
    file.set_attribute_number<std::uint32_t>("/", "replicate", head.replicate);
    file.set_attribute("/", "month", head.month ? head.month->text() : "");
    file.write_text("/scenario/effective", head.scenario_text);
    if (!head.follow.empty()) {
        file.write_text("/follow", head.follow);
    }
    if (head.journal) {
        file.write_text("/journal", "kept");
    }
}

void CheckpointWriter::finished(const ReplicateResult& replicate)
{
    const auto lock = hdf5::hold();
    hdf5::File& file = state_->file;
    const std::string group = fmt::format("/finished/{}", replicate.replicate);
    file.make_group(group);
    file.set_attribute_number<std::uint32_t>(group, "replicate", replicate.replicate);
    for (const Series& series : replicate.series) {
        std::vector<std::int32_t> months;
        for (const Month month : series.times) {
            months.push_back(month.index());
        }
        const std::string path = group + "/" + series.spec.name;
        file.write_numbers<std::int32_t>(path + "/months", months);
        file.write_numbers<std::int64_t>(path + "/values", series.values);
    }
}

void CheckpointWriter::write(const std::string& name, ElementType type,
                             std::span<const std::byte> data)
{
    state_->file.write_array(state_path(name), type, data);
}

void CheckpointWriter::close()
{
    const auto lock = hdf5::hold();
    seal(state_->file);
    state_->partial.publish();
}

struct CheckpointReader::State {
    hdf5::File file;
    CheckpointHead head;
    // The array read last stays open: what is read piece by piece comes out of its cache.
    std::string name;
    ElementType type = ElementType::u8;
    hdf5::Handle dataset;

    void open(const std::string& wanted, ElementType wanted_type)
    {
        if (dataset.id() >= 0 && name == wanted && type == wanted_type) {
            return;
        }
        const std::string path = state_path(wanted);
        if (!file.has(path)) {
            throw DataError(file.shown(), fmt::format("has no array '{}'", wanted), "",
                            other_program);
        }
        if (!file.is_array_of(path, wanted_type)) {
            throw DataError(
                file.shown(),
                fmt::format("array '{}' is not of type {}", wanted, element_name(wanted_type)), "",
                other_program);
        }
        dataset = file.open_array(path, wanted_type);
        name = wanted;
        type = wanted_type;
    }
};

CheckpointReader::CheckpointReader(const std::filesystem::path& path)
{
    const auto lock = hdf5::hold();
    hdf5::File file = open_as(checkpoint_kind, path);
    CheckpointHead head = read_head(file);
    state_ = std::make_unique<State>(State{std::move(file), std::move(head), {}, {}, {}});
}

CheckpointReader::~CheckpointReader() = default;

const CheckpointHead& CheckpointReader::head() const { return state_->head; }

std::vector<ReplicateResult> CheckpointReader::finished(const TallyBook& book) const
{
    const auto lock = hdf5::hold();
    std::vector<ReplicateResult> result;
    for (const std::string& number : state_->file.names("/finished")) {
        result.push_back(read_replicate(state_->file, number, book));
    }
    return result;
}

std::size_t CheckpointReader::size(const std::string& name, ElementType type) const
{
    const auto lock = hdf5::hold();
    state_->open(name, type);
    return state_->file.num_elements(state_->dataset, state_path(name));
}

void CheckpointReader::read(const std::string& name, ElementType type, std::size_t first,
                            std::span<std::byte> out) const
{
    const auto lock = hdf5::hold();
    state_->open(name, type);
    state_->file.read_part(state_->dataset, state_path(name), type, first, out);
}

}  // namespace qonys
