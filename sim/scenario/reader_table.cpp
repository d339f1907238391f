#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "csv_table.hpp"
#include "qonys/scenario/reader.hpp"
#include "reader_state.hpp"
#include "sourced.hpp"
#include "wording.hpp"

namespace qonys {
namespace {

/// Fills a table from what the scenario says: a number, a CSV file, or a table of codes over these.
class TableFill {
public:
    TableFill(ReaderState& state, const Entry& entry, const TableShape& shape, TableCells& cells)
        : state_(state), entry_(entry), shape_(shape), cells_(cells)
    {}

    void run()
    {
        const Node& node = *entry_.node;
        const Node::Table* table = node.table();
        where_.file = node.file;
        where_.line = node.line;
        where_.key = entry_.key;
        where_.hint = "add them, or default = ... for the rest";
        if (std::holds_alternative<std::string>(node.value)) {
            from_file(node);
        } else if (as_number(node) || (table != nullptr && is_sourced(*table))) {
            from_number(node, entry_.key, 0, cells_.values.size());
        } else if (table != nullptr) {
            from_table(*table);
        } else {
            state_.note_kind(node, entry_.key, "a CSV file, a number or a table of codes");
            is_broken_ = true;
        }
        if (!is_broken_) {
            report_missing(shape_, cells_, where_, state_.problems);
        }
    }

    [[nodiscard]] const std::string& source() const { return source_; }

private:
    void from_file(const Node& node)
    {
        const auto csv = state_.csv(node, entry_.key);
        if (csv == nullptr) {
            is_broken_ = true;
            return;
        }
        source_ = std::get<std::string>(node.value);
        where_.file = csv->name();
        where_.line = 0;
        where_.hint = "add rows for them";
        fill_from_csv(*csv, shape_, cells_, state_.problems);
    }

    /// One number for `count` cells; cells that have one already keep it when `only_missing`.
    void from_number(const Node& node, const std::string& key, std::size_t first, std::size_t count,
                     bool only_missing = false)
    {
        const auto number = state_.number(node, key, shape_.bounds, entry_.info);
        for (std::size_t cell = first; cell < first + count; ++cell) {
            if (!only_missing || cells_.origin[cell] == TableCells::missing) {
                cells_.set(cell, number ? number->value : cells_.values[cell], TableCells::given);
            }
        }
    }

    void from_table(const Node::Table& table)
    {
        const auto file = table.find("file");
        if (file != table.end() && std::holds_alternative<std::string>(file->second.value)) {
            from_file(file->second);
        } else if (file != table.end()) {
            state_.note_kind(file->second, wording::dotted(entry_.key, "file"), "text");
        }
        const auto rest = table.find("default");
        if (rest != table.end()) {
            from_number(rest->second, wording::dotted(entry_.key, "default"), 0,
                        cells_.values.size(), true);
        }
        if (!shape_.axes.empty()) {
            from_codes(table, entry_.key, 0, 0);
        }
    }

    void from_codes(const Node::Table& table, const std::string& prefix, std::size_t dimension,
                    std::size_t place)
    {
        const Axis& axis = shape_.axes[dimension];
        std::size_t slice = 1;  // cells that share a code of this axis
        for (std::size_t i = dimension + 1; i < shape_.axes.size(); ++i) {
            slice *= shape_.axes[i].size();
        }
        for (const auto& [code, node] : table) {
            const std::string key = wording::dotted(prefix, code);
            const auto position = axis.position(code);
            if (!position) {
                note_unknown(axis, node, code, key, dimension);
                continue;
            }
            const std::size_t here = place * axis.size() + *position;
            const Node::Table* inner = node.table();
            if (inner != nullptr && !is_sourced(*inner) && dimension + 1 < shape_.axes.size()) {
                from_codes(*inner, key, dimension + 1, here);
            } else {
                from_number(node, key, here * slice, slice);
            }
        }
    }

    void note_unknown(const Axis& axis, const Node& node, const std::string& code,
                      const std::string& key, std::size_t dimension)
    {
        const bool is_known = dimension == 0 && (code == "file" || code == "default");
        if (is_known || shape_.is_partial(axis)) {
            return;
        }
        state_.note(node, key, fmt::format("unknown {} '{}' in {}", axis.name(), code, entry_.key),
                    "would be ignored", wording::did_you_mean(code, axis.codes()));
    }

    ReaderState& state_;
    const Entry& entry_;
    const TableShape& shape_;
    TableCells& cells_;
    Problem where_;
    std::string source_;
    bool is_broken_ = false;
};

/// Checks the rows of an axis file and gathers its codes and labels.
class AxisRows {
public:
    explicit AxisRows(const CsvFile& csv) : csv_(csv) {}

    Axis read(std::string_view axis_name, std::vector<Problem>& problems)
    {
        const auto code_column = csv_.column("code");
        if (!code_column) {
            problems.push_back(csv_.problem(1, "no column 'code'",
                                            "an axis file has the columns code and label",
                                            "add column 'code'"));
            return {};
        }
        const auto label_column =
            csv_.column("label") ? csv_.column("label") : csv_.column("name_en");
        for (std::size_t row = 0; row < csv_.num_rows(); ++row) {
            add(csv_.field(row, *code_column), csv_.line(row), problems);
            if (label_column) {
                labels_.emplace_back(csv_.field(row, *label_column));
            }
        }
        if (codes_.empty()) {
            problems.push_back(csv_.problem(0, fmt::format("axis '{}' has no rows", axis_name),
                                            "a table over it would have no cells",
                                            "add one row for each code"));
        }
        return is_sound_ ? Axis(std::string(axis_name), std::move(codes_), std::move(labels_))
                         : Axis();
    }

private:
    void add(std::string_view code, int line, std::vector<Problem>& problems)
    {
        codes_.emplace_back(code);
        if (!code.empty() && seen_.insert(code).second) {
            return;
        }
        is_sound_ = false;
        if (code.empty()) {
            problems.push_back(csv_.problem(line, "empty code", "a code names one position",
                                            "add the code or remove the row"));
            return;
        }
        const auto first = std::find(codes_.begin(), codes_.end(), code) - codes_.begin();
        problems.push_back(csv_.problem(line,
                                        fmt::format("code '{}' given twice, first in line {}", code,
                                                    csv_.line(static_cast<std::size_t>(first))),
                                        "a code names one position", "remove one of the rows"));
    }

    const CsvFile& csv_;
    std::vector<std::string> codes_;
    std::vector<std::string> labels_;
    std::unordered_set<std::string_view> seen_;
    bool is_sound_ = true;
};

}  // namespace

std::vector<double> Reader::table_values(std::string_view key, std::span<const Axis> axes,
                                         Bounds bounds, const ParameterInfo& info,
                                         std::span<const std::string_view> partial)
{
    const TableShape shape{.axes = axes, .bounds = bounds, .partial = partial, .why = info.why};
    TableCells cells(shape.num_cells(), 0.0);
    const Entry entry = shared_->ask(node_, prefix_, key, info);
    if (entry.node == nullptr) {
        shared_->absent(entry, std::nullopt);
        return cells.values;
    }
    if (cells.values.empty()) {
        return cells.values;  // an axis is unsound, and its problem has been noted
    }
    TableFill fill(*shared_, entry, shape, cells);
    fill.run();
    const std::string from = fill.source().empty() ? "" : fmt::format(" from {}", fill.source());
    shared_->remember(entry, shape.size_text() + from, false,
                      {.source = fill.source(), .grade = {}});
    return std::move(cells.values);
}

Axis Reader::axis(std::string_view key, std::string_view axis_name, const ParameterInfo& info)
{
    const Entry entry = shared_->ask(node_, prefix_, key, info);
    if (entry.node == nullptr) {
        shared_->absent(entry, std::nullopt);
        return {};
    }
    if (!shared_->text(entry)) {
        return {};
    }
    const auto csv = shared_->csv(*entry.node, entry.key);
    if (csv == nullptr) {
        return {};
    }
    Axis axis = AxisRows(*csv).read(axis_name, shared_->problems);
    shared_->remember(entry, fmt::format("{} {} from {}", axis.size(), wording::plural(axis_name),
                                         std::get<std::string>(entry.node->value)));
    return axis;
}

}  // namespace qonys
