#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

#include "output/csv_text.hpp"
#include "output/labels.hpp"
#include "output/partial.hpp"
#include "qonys/core/contract.hpp"
#include "qonys/core/error.hpp"
#include "qonys/core/version.hpp"
#include "qonys/output/writer.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;

constexpr const char* about_file = "about.csv";
constexpr std::size_t flush_bytes = std::size_t{1} << 20U;

/// What a table repeats in every replicate.
struct Layout {
    Series shape;  ///< without its values
    std::vector<std::string> times;
    std::vector<std::string> cells;  ///< ",KZ-10,female," by cell
};

/// Yearly flows, and stocks at the ends of years, go by the year. A run that begins in mid-year has
/// two stocks in its first year, which only months can tell apart.
std::vector<std::string> time_texts(const Series& series)
{
    const auto in_december = [](Month month) { return month.month_of_year() == 12; };
    const bool by_year = series.spec.cadence == Cadence::yearly &&
                         (series.spec.measurement == Measurement::flow ||
                          std::all_of(series.times.begin(), series.times.end(), in_december));
    if (!by_year) {
        return month_texts(series.times);
    }
    std::vector<std::string> texts;
    for (const Month month : series.times) {
        texts.push_back(fmt::format("{}", month.year()));
    }
    return texts;
}

std::vector<std::string> cell_texts(const TallySpec& spec)
{
    std::vector<std::string> texts{","};
    for (const Axis& axis : spec.axes) {
        std::vector<std::string> longer;
        longer.reserve(texts.size() * axis.size());
        for (const std::string& text : texts) {
            for (const std::string& code : axis.codes()) {
                longer.push_back(text + csv_field(code) + ",");
            }
        }
        texts = std::move(longer);
    }
    return texts;
}

std::string header(const TallySpec& spec)
{
    std::string line = "replicate,time,";
    for (const Axis& axis : spec.axes) {
        line += csv_field(axis.name()) + ",";
    }
    return line + "value\n";
}

class CsvWriter final : public Writer {
public:
    CsvWriter(const fs::path& folder, const Scenario& scenario);
    void add(const ReplicateResult& replicate) override;
    std::vector<fs::path> close(const RunRecord& record) override;

private:
    [[nodiscard]] fs::path file_of(const TallySpec& spec) const
    {
        return partial_.path() / (spec.name + ".csv");
    }
    void append(const Layout& layout, const Series& series, std::uint32_t replicate) const;
    void write_about(const RunRecord& record) const;
    void put(const fs::path& file, std::string_view text) const;

    Partial partial_;
    double scale_;
    std::vector<Layout> layouts_;
};

/// Only a folder that we wrote is replaced: nobody's other files may be lost.
void check_target(const fs::path& folder)
{
    std::error_code error;
    if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
        throw DataError(folder.string(), "cannot be written", "it is a file",
                        "give the name of a folder");
    }
    if (fs::exists(folder, error) && !fs::is_empty(folder, error) &&
        !fs::exists(folder / about_file, error)) {
        throw DataError(folder.string(), "cannot be replaced",
                        fmt::format("it has no {}, so its files are not ours", about_file),
                        "give another name");
    }
}

CsvWriter::CsvWriter(const fs::path& folder, const Scenario& scenario)
    : partial_(folder), scale_(scenario.scale)
{
    check_target(partial_.target());
    std::error_code error;
    fs::remove_all(partial_.path(), error);
    if (!fs::create_directory(partial_.path(), error)) {
        throw DataError(folder.string(), "cannot be written", error.message(),
                        "check that the folder above exists and may be written");
    }
}

void CsvWriter::put(const fs::path& file, std::string_view text) const
{
    errno = 0;
    std::ofstream out(file, std::ios::binary | std::ios::app);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (!out) {
        throw DataError(partial_.target().string(), "cannot be written in full",
                        std::generic_category().message(errno), "free some space and run again");
    }
}

void CsvWriter::append(const Layout& layout, const Series& series, std::uint32_t replicate) const
{
    const fs::path file = file_of(series.spec);
    const double weight = series.weight(scale_);
    const std::string number = fmt::format("{},", replicate);
    fmt::memory_buffer text;
    for (std::size_t time = 0; time < series.times.size(); ++time) {
        const auto values = series.at(time);
        for (std::size_t cell = 0; cell < values.size(); ++cell) {
            text.append(number);
            text.append(layout.times[time]);
            text.append(layout.cells[cell]);
            append_number(text, static_cast<double>(values[cell]) * weight);
            text.push_back('\n');
        }
        if (text.size() >= flush_bytes) {
            put(file, {text.data(), text.size()});
            text.clear();
        }
    }
    put(file, {text.data(), text.size()});
}

void CsvWriter::add(const ReplicateResult& replicate)
{
    if (layouts_.empty()) {
        for (const Series& series : replicate.series) {
            check_series(series);
            QONYS_EXPECT(series.spec.name + ".csv" != about_file);
            layouts_.push_back(
                {{series.spec, series.times, {}}, time_texts(series), cell_texts(series.spec)});
            put(file_of(series.spec), header(series.spec));
        }
    }
    QONYS_EXPECT(replicate.series.size() == layouts_.size());
    for (std::size_t i = 0; i < layouts_.size(); ++i) {
        check_alike(layouts_[i].shape, replicate.series[i]);
        append(layouts_[i], replicate.series[i], replicate.replicate);
    }
}

void CsvWriter::write_about(const RunRecord& record) const
{
    std::string text = "key,value\n";
    const auto line = [&](const std::string& key, std::string_view value) {
        text += key + "," + csv_field(value) + "\n";
    };
    const Scenario& scenario = record.scenario;
    line("program", "qonys");
    line("version", version());
    line("git_commit", git_commit());
    line("created", record.created);
    line("command", record.command);
    line("model", scenario.model);
    line("scenario_name", scenario.name);
    line("title", scenario.title);
    line("start", scenario.start.text());
    line("end", scenario.end.text());
    line("seed", fmt::format("{}", scenario.seed));
    line("replicates", fmt::format("{}", scenario.replicates));
    line("scale", fmt::format("{}", scenario.scale));
    line("scenario_digest", record.scenario_digest);
    line("result_hash", record.result_hash);
    for (const Layout& layout : layouts_) {
        const TallySpec& spec = layout.shape.spec;
        line("indicators." + spec.name + ".unit", spec.unit);
        line("indicators." + spec.name + ".kind", word(spec.measurement));
        line("indicators." + spec.name + ".description", spec.description);
    }
    put(partial_.path() / about_file, text);
}

std::vector<fs::path> CsvWriter::close(const RunRecord& record)
{
    write_about(record);
    check_target(partial_.target());
    partial_.publish();
    std::vector<fs::path> files{partial_.target() / about_file};
    for (const Layout& layout : layouts_) {
        files.push_back(partial_.target() / (layout.shape.spec.name + ".csv"));
    }
    return files;
}

}  // namespace

std::unique_ptr<Writer> csv_writer(const fs::path& folder, const Scenario& scenario)
{
    return std::make_unique<CsvWriter>(folder, scenario);
}

}  // namespace qonys
