#include <algorithm>
#include <map>
#include <optional>

#include "output/file_kind.hpp"
#include "output/hdf5_scales.hpp"
#include "output/labels.hpp"
#include "output/partial.hpp"
#include "output/run_record.hpp"
#include "output/target_table.hpp"
#include "qonys/core/contract.hpp"
#include "qonys/output/writer.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t chunk_bytes = std::size_t{1} << 20U;
constexpr std::size_t bytes_worth_packing = std::size_t{16} << 10U;

class Hdf5Writer final : public Writer {
public:
    Hdf5Writer(const fs::path& file, const Scenario& scenario, std::vector<TargetIndicator> targets)
        : partial_(file),
          scale_(scenario.scale),
          targets_(std::move(targets), scenario),
          file_(create_as(results_kind, partial_.path(), partial_.target()))
    {
        for (const char* group :
             {"/scenario", "/schedule", "/axes", "/time", "/indicators", "/log"}) {
            file_.make_group(group);
        }
    }

    void add(const ReplicateResult& replicate) override;
    std::vector<fs::path> close(const RunRecord& record) override;

private:
    void begin(const Series& series);
    void create_values(const Series& series);
    std::string axis_path(const std::string& indicator, const Axis& axis);
    void write_times(const Series& series);
    void write_coordinates(const Series& series);
    void describe_values(const Series& series, const std::vector<std::string>& axis_paths);
    void append(const Series& series);
    void tie_coordinates(const Series& shape);

    Partial partial_;
    double scale_;
    TargetTable targets_;
    hdf5::File file_;
    std::vector<Series> shapes_;  ///< of the first replicate, without its values
    std::map<std::string, Axis> axes_;
    std::map<std::string, std::vector<Month>> times_;
    std::vector<std::uint32_t> replicates_;
};

std::string group_of(const TallySpec& spec) { return "/indicators/" + spec.name; }
std::string values_of(const TallySpec& spec) { return group_of(spec) + "/values"; }

std::vector<hsize_t> dimensions(std::size_t replicates, std::size_t times, const TallySpec& spec)
{
    std::vector<hsize_t> sizes{replicates, times};
    for (const Axis& axis : spec.axes) {
        sizes.push_back(axis.size());
    }
    return sizes;
}

/// One chunk a replicate, or several where a replicate is large: no chunk serves two replicates, so
/// that writing one never reads another back.
hdf5::Handle values_properties(const hdf5::File& file, const Series& series)
{
    const std::string path = values_of(series.spec);
    const std::size_t row = series.num_cells() * sizeof(double);
    const std::size_t rows = std::clamp<std::size_t>(chunk_bytes / row, 1,
                                                     std::max<std::size_t>(series.times.size(), 1));
    const std::vector<hsize_t> chunk = dimensions(1, rows, series.spec);
    hdf5::Handle properties = hdf5::dataset_properties();
    file.ok(H5Pset_chunk(properties.id(), static_cast<int>(chunk.size()), chunk.data()), path);
    if (rows * row >= bytes_worth_packing) {
        file.ok(H5Pset_shuffle(properties.id()), path);
        file.ok(H5Pset_deflate(properties.id(), 1), path);
    }
    file.ok(H5Pset_fletcher32(properties.id()), path);
    return properties;
}

void Hdf5Writer::create_values(const Series& series)
{
    const std::string path = values_of(series.spec);
    const std::vector<hsize_t> now = dimensions(0, series.times.size(), series.spec);
    std::vector<hsize_t> most = now;
    most[0] = H5S_UNLIMITED;
    const hdf5::Handle space = file_.own(
        H5Screate_simple(static_cast<int>(now.size()), now.data(), most.data()), H5Sclose, path);
    const hdf5::Handle properties = values_properties(file_, series);
    file_.finish(file_.own(H5Dcreate2(file_.id(), path.c_str(), hdf5::number_type(ElementType::f64),
                                      space.id(), H5P_DEFAULT, properties.id(), H5P_DEFAULT),
                           H5Dclose, path),
                 path);
}

/// Indicators share an axis when its codes are the same; otherwise each has its own.
std::string Hdf5Writer::axis_path(const std::string& indicator, const Axis& axis)
{
    std::string name = axis.name();
    const auto known = axes_.find(name);
    if (known != axes_.end() && known->second == axis) {
        return "/axes/" + name;
    }
    if (known != axes_.end()) {
        name = indicator + "." + name;
    }
    axes_.emplace(name, axis);
    file_.write_texts("/axes/" + name + "/codes", axis.codes());
    file_.write_texts("/axes/" + name + "/labels", axis.labels());
    return "/axes/" + name;
}

std::vector<std::int32_t> years_of(const std::vector<Month>& months)
{
    std::vector<std::int32_t> years;
    for (const Month month : months) {
        years.push_back(month.year());
    }
    return years;
}

void Hdf5Writer::write_times(const Series& series)
{
    const std::string name = time_name(series.spec);
    const auto [known, is_new] = times_.emplace(name, series.times);
    QONYS_EXPECT(known->second == series.times);
    if (!is_new) {
        return;
    }
    const std::vector<std::string> months = month_texts(series.times);
    if (series.spec.cadence == Cadence::yearly) {
        file_.write_numbers<std::int32_t>("/time/" + name, years_of(series.times));
        file_.write_texts("/time/" + name + "_month", months);
    } else {
        file_.write_texts("/time/" + name, months);
    }
}

/// Copies beside the values: xarray looks for the names of positions nowhere else.
void Hdf5Writer::write_coordinates(const Series& series)
{
    const std::string group = group_of(series.spec);
    if (series.spec.cadence == Cadence::yearly) {
        file_.write_numbers<std::int32_t>(group + "/time", years_of(series.times));
    } else {
        file_.write_texts(group + "/time", month_texts(series.times));
    }
    for (const Axis& axis : series.spec.axes) {
        file_.write_texts(group + "/" + axis.name(), axis.codes());
    }
}

void Hdf5Writer::describe_values(const Series& series, const std::vector<std::string>& axis_paths)
{
    const TallySpec& spec = series.spec;
    const std::string path = values_of(spec);
    std::vector<std::string> names;
    for (const Axis& axis : spec.axes) {
        names.push_back(axis.name());
    }
    file_.set_attribute(path, "unit", spec.unit);
    file_.set_attribute(path, "description", spec.description);
    file_.set_attribute(path, "kind", word(spec.measurement));
    file_.set_attribute(path, "cadence", word(spec.cadence));
    file_.set_attribute(path, "time", "/time/" + time_name(spec));
    file_.set_attribute_texts(path, "axes", names);
    file_.set_attribute_texts(path, "axis_paths", axis_paths);
    file_.set_attribute_number<std::uint8_t>(path, "weighted", spec.weighted ? 1 : 0);
    file_.set_attribute_number<double>(path, "weight", series.weight(scale_));
}

void Hdf5Writer::begin(const Series& series)
{
    check_series(series);
    file_.make_group(group_of(series.spec));
    std::vector<std::string> axis_paths;
    for (const Axis& axis : series.spec.axes) {
        axis_paths.push_back(axis_path(series.spec.name, axis));
    }
    write_times(series);
    create_values(series);
    describe_values(series, axis_paths);
    write_coordinates(series);
    shapes_.push_back({series.spec, series.times, {}});
}

void Hdf5Writer::append(const Series& series)
{
    const std::string path = values_of(series.spec);
    const double weight = series.weight(scale_);
    std::vector<double> values(series.values.size());
    std::transform(series.values.begin(), series.values.end(), values.begin(),
                   [&](std::int64_t count) { return static_cast<double>(count) * weight; });

    hdf5::Handle dataset = file_.open_array(path, ElementType::f64);
    const std::vector<hsize_t> all =
        dimensions(replicates_.size() + 1, series.times.size(), series.spec);
    const std::vector<hsize_t> block = dimensions(1, series.times.size(), series.spec);
    std::vector<hsize_t> first(all.size(), 0);
    first[0] = replicates_.size();
    file_.ok(H5Dset_extent(dataset.id(), all.data()), path);

    const hdf5::Handle target = file_.own(H5Dget_space(dataset.id()), H5Sclose, path);
    file_.ok(H5Sselect_hyperslab(target.id(), H5S_SELECT_SET, first.data(), nullptr, block.data(),
                                 nullptr),
             path);
    const hdf5::Handle source = file_.own(
        H5Screate_simple(static_cast<int>(block.size()), block.data(), nullptr), H5Sclose, path);
    file_.ok(H5Dwrite(dataset.id(), hdf5::number_type(ElementType::f64), source.id(), target.id(),
                      H5P_DEFAULT, values.data()),
             path);
    file_.finish(std::move(dataset), path);
}

void Hdf5Writer::add(const ReplicateResult& replicate)
{
    const auto lock = hdf5::hold();
    if (replicates_.empty()) {
        for (const Series& series : replicate.series) {
            begin(series);
        }
    }
    QONYS_EXPECT(replicate.series.size() == shapes_.size());
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
        check_alike(shapes_[i], replicate.series[i]);
        append(replicate.series[i]);
    }
    targets_.add(replicate);
    replicates_.push_back(replicate.replicate);
}

void Hdf5Writer::tie_coordinates(const Series& shape)
{
    const std::string group = group_of(shape.spec);
    std::vector<std::string> scales{group + "/replicate", group + "/time"};
    for (const Axis& axis : shape.spec.axes) {
        scales.push_back(group + "/" + axis.name());
    }
    file_.write_numbers<std::uint32_t>(scales[0], replicates_);
    hdf5::attach_scales(file_, values_of(shape.spec), scales);
}

std::vector<fs::path> Hdf5Writer::close(const RunRecord& record)
{
    const auto lock = hdf5::hold();
    for (const Series& shape : shapes_) {
        tie_coordinates(shape);
    }
    file_.write_numbers<std::uint32_t>("/replicates", replicates_);
    targets_.write(file_, replicates_);
    write_record(file_, record);
    seal(file_);
    partial_.publish();
    return {partial_.target()};
}

}  // namespace

std::unique_ptr<Writer> hdf5_writer(const fs::path& file, const Scenario& scenario,
                                    std::vector<TargetIndicator> targets)
{
    std::error_code error;
    if (fs::is_directory(file, error)) {
        throw DataError(file.string(), "cannot be written", "it is a folder",
                        "give the name of a file");
    }
    return std::make_unique<Hdf5Writer>(file, scenario, std::move(targets));
}

}  // namespace qonys
