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

constexpr std::size_t most_shown = 12;  // cells that a list of parameters can hold

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

    [[nodiscard]] const Provenance& provenance() const { return provenance_; }

    /// What a list of parameters shows: the size, and what fills it.
    [[nodiscard]] std::string text() const
    {
        std::string text = shape_.size_text();
        if (!file_.empty()) {
            text += fmt::format(" from {}", file_);
            return num_laid_over_ == 0 ? text
                                       : fmt::format("{}, {} changed by the scenario", text,
                                                     num_laid_over_);
        }
        if (cells_.values.size() > most_shown) {
            return text;
        }
        const auto [low, high] = std::minmax_element(cells_.values.begin(), cells_.values.end());
        if (*low == *high) {
            return fmt::format("{}: {}", text, wording::plain_number(*low));
        }
        std::vector<std::string> cells;
        for (std::size_t cell = 0; cell < cells_.values.size(); ++cell) {
            cells.push_back(fmt::format("{} {}", shape_.cell_codes(cell),
                                        wording::plain_number(cells_.values[cell])));
        }
        return fmt::format("{}: {}", text, fmt::join(cells, ", "));
    }

private:
    void from_file(const Node& node)
    {
        const auto csv = state_.csv(node, entry_.key);
        if (csv == nullptr) {
            is_broken_ = true;
            return;
        }
        file_ = std::get<std::string>(node.value);
        provenance_ = state_.origin(*csv, node);
        where_.file = csv->name();
        where_.line = 0;
        where_.key.clear();  // other readers of the file find the same
        where_.hint = "add rows for them";
        fill_from_csv(*csv, shape_, cells_, state_.problems);
    }

    /// One number for `count` cells; cells that have one already keep it when `only_missing`.
    void from_number(const Node& node, const std::string& key, std::size_t first, std::size_t count,
                     bool only_missing = false)
    {
        const auto number = state_.number(node, key, shape_.bounds, entry_.info);
        if (number) {
            take_over(number->provenance);
        }
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
        if (auto described = read_description(*entry_.node, entry_.key, state_.problems)) {
            described->source =
                described->source.empty() ? provenance_.source : described->source;
            provenance_ = *std::move(described);
        }
    }

    /// A table of numbers with sources of their own is as good as the weakest.
    void take_over(const Provenance& cell)
    {
        if (cell.grade > provenance_.grade) {
            provenance_.grade = cell.grade;
            provenance_.note = cell.note;
        }
        if (provenance_.source.empty()) {
            provenance_.source = cell.source;
            provenance_.year = cell.year;
        }
        provenance_.assumption = provenance_.assumption || cell.assumption;
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
            if (dimension == 0 && is_table_word(code)) {
                refuse_word(axis, node, code, key);
                continue;
            }
            if (!position) {
                note_unknown(axis, node, code, key);
                continue;
            }
            const std::size_t here = place * axis.size() + *position;
            num_laid_over_ += file_.empty() ? 0 : slice;
            const Node::Table* inner = node.table();
            if (inner != nullptr && !is_sourced(*inner) && dimension + 1 < shape_.axes.size()) {
                from_codes(*inner, key, dimension + 1, here);
            } else {
                from_number(node, key, here * slice, slice);
            }
        }
    }

    /// `source = ...` is about the table; a code of that name could not be told from it.
    void refuse_word(const Axis& axis, const Node& node, const std::string& code,
                     const std::string& key)
    {
        if (axis.position(code)) {
            state_.note(node, key,
                        fmt::format("'{}' is a {} of {} and also says something about the table",
                                    code, axis.name(), entry_.key),
                        "which is meant cannot be told", "give the code another name");
        }
    }

    void note_unknown(const Axis& axis, const Node& node, const std::string& code,
                      const std::string& key)
    {
        if (shape_.is_partial(axis)) {
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
    std::string file_;
    Provenance provenance_;
    std::size_t num_laid_over_ = 0;
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
    shared_->remember(entry, fill.text(), false, fill.provenance());
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
