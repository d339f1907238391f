#include "output/run_record.hpp"

#include <functional>

#include "output/labels.hpp"

namespace qonys {
namespace {

/// One dataset a column: tables open as data frames without compound types.
template <class Row, class Value>
void write_column(hdf5::File& file, const std::string& path, const std::vector<Row>& rows,
                  Value value)
{
    using Cell = std::decay_t<std::invoke_result_t<Value, const Row&>>;
    std::vector<Cell> cells;
    cells.reserve(rows.size());
    for (const Row& row : rows) {
        cells.push_back(std::invoke(value, row));
    }
    if constexpr (std::is_same_v<Cell, std::string>) {
        file.write_texts(path, cells);
    } else {
        file.write_numbers<Cell>(path, cells);
    }
}

void write_scenario(hdf5::File& file, const RunRecord& record)
{
    file.write_text("/scenario/effective", record.scenario_text);

    const std::string inputs = "/scenario/inputs";
    write_column(file, inputs + "/name", record.inputs,
                 [](const InputFile& input) { return input.path.string(); });
    write_column(file, inputs + "/sha256", record.inputs, &InputFile::sha256);
    write_column(file, inputs + "/rows", record.inputs,
                 [](const InputFile& input) { return static_cast<std::uint64_t>(input.rows); });

    const std::string table = "/scenario/parameters";
    const std::vector<ReadParameter>& rows = record.parameters;
    write_column(file, table + "/key", rows, &ReadParameter::key);
    write_column(file, table + "/value", rows, &ReadParameter::value);
    write_column(file, table + "/unit", rows, &ReadParameter::unit);
    write_column(file, table + "/description", rows, &ReadParameter::description);
    write_column(file, table + "/is_default", rows,
                 [](const ReadParameter& row) { return std::uint8_t{row.is_default}; });
    write_column(file, table + "/source", rows,
                 [](const ReadParameter& row) { return row.provenance.source; });
    write_column(file, table + "/year", rows,
                 [](const ReadParameter& row) { return row.provenance.year; });
    write_column(file, table + "/grade", rows,
                 [](const ReadParameter& row) { return row.provenance.grade; });
    write_column(file, table + "/note", rows,
                 [](const ReadParameter& row) { return row.provenance.note; });
    write_column(file, table + "/assumption", rows,
                 [](const ReadParameter& row) { return std::uint8_t{row.provenance.assumption}; });
}

void write_schedule(hdf5::File& file, const std::vector<ProcessInfo>& rows)
{
    write_column(file, "/schedule/stage", rows,
                 [](const ProcessInfo& row) { return std::string(stage_name(row.stage)); });
    write_column(file, "/schedule/order", rows,
                 [](const ProcessInfo& row) { return std::int32_t{row.order}; });
    write_column(file, "/schedule/name", rows, &ProcessInfo::name);
    write_column(file, "/schedule/cadence", rows,
                 [](const ProcessInfo& row) { return std::string(word(row.cadence)); });
    write_column(file, "/schedule/month_of_year", rows, [](const ProcessInfo& row) {
        return std::int32_t{row.cadence == Cadence::yearly ? row.month_of_year : 0};
    });
    write_column(file, "/schedule/description", rows, &ProcessInfo::description);
}

void write_log(hdf5::File& file, const RunRecord& record)
{
    const std::vector<ProcessTime>& rows = record.times;
    write_column(file, "/log/timing/process", rows, &ProcessTime::name);
    write_column(file, "/log/timing/stage", rows,
                 [](const ProcessTime& row) { return std::string(stage_name(row.stage)); });
    write_column(file, "/log/timing/calls", rows, &ProcessTime::calls);
    write_column(file, "/log/timing/cpu_seconds", rows, &ProcessTime::cpu_seconds);
    file.write_texts("/log/notes", record.notes);
}

void write_root(hdf5::File& file, const RunRecord& record)
{
    const Scenario& scenario = record.scenario;
    file.set_attribute("/", "created", record.created);
    file.set_attribute("/", "command", record.command);
    file.set_attribute_number<std::uint64_t>("/", "seed", scenario.seed);
    file.set_attribute_number<std::int64_t>("/", "replicates", scenario.replicates);
    file.set_attribute_number<double>("/", "scale", scenario.scale);
    file.set_attribute("/", "model", scenario.model);
    file.set_attribute("/", "scenario_name", scenario.name);
    file.set_attribute("/", "title", scenario.title);
    file.set_attribute("/", "start", scenario.start.text());
    file.set_attribute("/", "end", scenario.end.text());
    file.set_attribute("/", "scenario_digest", record.scenario_digest);
    file.set_attribute("/", "result_hash", record.result_hash);
    if (record.is_partial) {
        file.set_attribute_number<std::uint8_t>("/", "partial", 1);
    }
}

Month month_attribute(const hdf5::File& file, const char* name)
{
    const auto month = Month::parse(file.attribute("/", name));
    return month ? *month : (file.damaged("/"), Month());
}

Scenario read_scenario(const hdf5::File& file)
{
    Scenario scenario;
    scenario.name = file.attribute("/", "scenario_name");
    scenario.title = file.attribute("/", "title");
    scenario.model = file.attribute("/", "model");
    scenario.start = month_attribute(file, "start");
    scenario.end = month_attribute(file, "end");
    scenario.seed = file.attribute_number<std::uint64_t>("/", "seed");
    scenario.replicates = file.attribute_number<std::int64_t>("/", "replicates");
    scenario.scale = file.attribute_number<double>("/", "scale");
    return scenario;
}

std::vector<InputFile> read_inputs(const hdf5::File& file)
{
    const std::string table = "/scenario/inputs";
    const std::vector<std::string> names = file.read_texts(table + "/name");
    const std::vector<std::string> digests = file.read_texts(table + "/sha256");
    const std::vector<std::uint64_t> rows = file.read_numbers<std::uint64_t>(table + "/rows");
    if (digests.size() != names.size() || rows.size() != names.size()) {
        file.damaged(table);
    }
    std::vector<InputFile> inputs;
    for (std::size_t i = 0; i < names.size(); ++i) {
        inputs.push_back({names[i], digests[i], rows[i]});
    }
    return inputs;
}

}  // namespace

void write_record(hdf5::File& file, const RunRecord& record)
{
    write_root(file, record);
    write_scenario(file, record);
    write_schedule(file, record.schedule);
    file.write_texts("/measures", record.measures);
    write_log(file, record);
}

RunRecord read_record(const hdf5::File& file)
{
    RunRecord record;
    record.command = file.attribute("/", "command");
    record.scenario = read_scenario(file);
    record.scenario_text = file.read_text("/scenario/effective");
    record.scenario_digest = file.attribute("/", "scenario_digest");
    record.inputs = read_inputs(file);
    record.measures = file.read_texts("/measures");
    record.result_hash = file.attribute("/", "result_hash");
    record.created = file.attribute("/", "created");
    record.notes = file.read_texts("/log/notes");
    return record;
}

}  // namespace qonys
