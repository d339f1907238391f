#include "csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <unordered_map>

#include "wording.hpp"

namespace qonys {
namespace {

/// Faults of one kind in one file: how many, the first few in words, and where the first stands.
struct Tally {
    std::size_t count = 0;
    int line = 0;
    std::vector<std::string> examples;
    std::vector<int> lines;  ///< of the examples

    /// `words` is called for the few faults that are shown.
    template <class Words>
    void add(int at_line, Words words)
    {
        if (++count <= wording::num_examples) {
            examples.push_back(words());
            lines.push_back(at_line);
        }
        line = count == 1 ? at_line : 0;
    }

    /// The only fault, or the first few with their lines.
    [[nodiscard]] std::string list() const
    {
        if (count == 1) {
            return examples.front();
        }
        std::vector<std::string> placed;
        for (std::size_t i = 0; i < examples.size(); ++i) {
            placed.push_back(fmt::format("{} (line {})", examples[i], lines[i]));
        }
        return wording::first_few(placed, count);
    }
};

std::optional<double> parse_number(std::string_view text)
{
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

std::string number_hint(std::string_view text)
{
    std::string mended(text);
    mended.erase(std::remove(mended.begin(), mended.end(), ' '), mended.end());
    std::replace(mended.begin(), mended.end(), ',', '.');
    return parse_number(mended) ? fmt::format("write {}", mended)
                                : "write digits with a decimal point";
}

/// Columns of the axes, in their order, then of the value.
std::optional<std::vector<std::size_t>> match_header(const CsvFile& csv,
                                                     std::span<const std::string> wanted,
                                                     std::vector<Problem>& problems)
{
    const std::vector<std::string> header(csv.header().begin(), csv.header().end());
    const std::string form = fmt::format("the header must be {}", fmt::join(wanted, ","));
    if (header.size() == 1 && header.front().find(';') != std::string::npos) {
        problems.push_back(csv.problem(1, "columns are separated by semicolons", form,
                                       "separate them by commas, decimals by points"));
        return std::nullopt;
    }
    const std::size_t before = problems.size();
    for (const std::string& name : wanted) {
        const auto times = std::count(header.begin(), header.end(), name);
        if (times != 1) {
            problems.push_back(csv.problem(
                1,
                times == 0 ? fmt::format("no column '{}'", name)
                           : fmt::format("{} columns are named '{}'", times, name),
                form, times == 0 ? fmt::format("add column '{}'", name) : "remove all but one"));
        }
    }
    for (const std::string& name : header) {
        if (std::find(wanted.begin(), wanted.end(), name) == wanted.end()) {
            const std::string hint = wording::did_you_mean(name, wanted);
            problems.push_back(csv.problem(1, fmt::format("unknown column '{}'", name), form,
                                           hint.empty() ? "remove the column" : hint));
        }
    }
    if (problems.size() > before) {
        return std::nullopt;
    }
    std::vector<std::size_t> columns;
    for (const std::string& name : wanted) {
        columns.push_back(*csv.column(name));
    }
    return columns;
}

/// Finds positions of codes; remembers the last one, since rows come sorted more often than not.
class CodeIndex {
public:
    explicit CodeIndex(const Axis& axis) : axis_(axis)
    {
        for (std::size_t i = 0; i < axis.size(); ++i) {
            positions_.emplace(axis.codes()[i], i);
        }
    }

    [[nodiscard]] std::optional<std::size_t> find(std::string_view code)
    {
        if (code == last_code_ && last_) {
            return last_;
        }
        const auto found = positions_.find(code);
        if (found == positions_.end()) {
            return std::nullopt;
        }
        last_code_ = found->first;
        last_ = found->second;
        return last_;
    }

    /// One tally entry for each unknown code, however many rows carry it.
    void note_unknown(std::string_view code, int line)
    {
        if (!unknown_.emplace(code, line).second) {
            return;
        }
        first_unknown_ = unknown_.size() == 1 ? code : first_unknown_;
        tally_.add(line, [&] { return fmt::format("'{}'", code); });
    }

    void report(const CsvFile& csv, std::vector<Problem>& problems) const
    {
        if (tally_.count == 0) {
            return;
        }
        std::string hint = wording::did_you_mean(first_unknown_, axis_.codes());
        if (hint.empty()) {
            const std::size_t shown = std::min(wording::num_examples, axis_.size());
            hint = fmt::format(
                "known are {}",
                wording::first_few(std::span(axis_.codes()).first(shown), axis_.size()));
        }
        std::string what = tally_.count == 1
                               ? fmt::format("unknown {} '{}'", axis_.name(), first_unknown_)
                               : fmt::format("{} unknown {}: {}", tally_.count,
                                             wording::plural(axis_.name()), tally_.list());
        problems.push_back(
            csv.problem(tally_.line, std::move(what), "its rows would be lost", std::move(hint)));
    }

private:
    const Axis& axis_;
    std::unordered_map<std::string_view, std::size_t> positions_;
    std::string_view last_code_;
    std::optional<std::size_t> last_;
    std::unordered_map<std::string_view, int> unknown_;
    std::string_view first_unknown_;
    Tally tally_;
};

/// Fills the cells from one file and gathers what is wrong on the way.
class CsvFill {
public:
    CsvFill(const CsvFile& csv, const TableShape& shape, TableCells& cells)
        : csv_(csv), shape_(shape), cells_(cells), indices_(shape.axes.begin(), shape.axes.end())
    {}

    void run(std::span<const std::size_t> columns)
    {
        for (std::size_t row = 0; row < csv_.num_rows(); ++row) {
            if (const auto cell = cell_of(row, columns)) {
                take(row, *cell, csv_.field(row, columns.back()));
            }
        }
    }

    void report(std::vector<Problem>& problems) const
    {
        for (const CodeIndex& index : indices_) {
            index.report(csv_, problems);
        }
        const auto add = [&](const Tally& tally, std::string_view one, std::string_view many,
                             std::string_view why, std::string_view hint) {
            if (tally.count > 0) {
                std::string what = tally.count == 1
                                       ? fmt::format(fmt::runtime(one), tally.list())
                                       : fmt::format(fmt::runtime(many), tally.count, tally.list());
                problems.push_back(
                    csv_.problem(tally.line, std::move(what), std::string(why), std::string(hint)));
            }
        };
        add(twice_, "cell given twice: {}", "{} cells given twice: {}", "one value would be lost",
            "remove one of the rows");
        add(not_numbers_, "value {} is not a number", "{} values are not numbers: {}", {},
            number_hint_);
        const std::string range = shape_.bounds.text();
        add(illegal_, "value {} is outside " + range, "{} values are outside " + range + ": {}",
            shape_.why, bounds_hint_);
    }

private:
    std::optional<std::size_t> cell_of(std::size_t row, std::span<const std::size_t> columns)
    {
        std::size_t cell = 0;
        for (std::size_t i = 0; i < indices_.size(); ++i) {
            const std::string_view code = csv_.field(row, columns[i]);
            const auto position = indices_[i].find(code);
            if (!position) {
                if (!shape_.is_partial(shape_.axes[i])) {
                    indices_[i].note_unknown(code, csv_.line(row));
                }
                return std::nullopt;
            }
            cell = cell * shape_.axes[i].size() + *position;
        }
        return cell;
    }

    void take(std::size_t row, std::size_t cell, std::string_view text)
    {
        const int line = csv_.line(row);
        const int before = cells_.origin[cell];
        if (before != TableCells::missing) {
            twice_.add(line, [&] {
                return fmt::format("{}, first in line {}", shape_.cell_name(cell), before);
            });
            return;
        }
        const std::optional<double> value = parse_number(text);
        cells_.set(cell, value.value_or(0.0), line);
        if (!value) {
            not_numbers_.add(line, [&] { return example(fmt::format("'{}'", text), cell); });
            number_hint_ = not_numbers_.count == 1 ? number_hint(text) : number_hint_;
        } else if (!shape_.bounds.contain(*value)) {
            illegal_.add(line, [&] { return example(text, cell); });
            bounds_hint_ =
                illegal_.count == 1 ? wording::bounds_hint(*value, shape_.bounds) : bounds_hint_;
        }
    }

    [[nodiscard]] std::string example(std::string_view text, std::size_t cell) const
    {
        return fmt::format("{} for {}", text, shape_.cell_name(cell));
    }

    const CsvFile& csv_;
    const TableShape& shape_;
    TableCells& cells_;
    std::vector<CodeIndex> indices_;
    Tally twice_;
    Tally not_numbers_;
    Tally illegal_;
    std::string number_hint_;
    std::string bounds_hint_;
};

}  // namespace

void fill_from_csv(const CsvFile& csv, const TableShape& shape, TableCells& cells,
                   std::vector<Problem>& problems)
{
    std::vector<std::string> wanted;
    for (const Axis& axis : shape.axes) {
        wanted.push_back(axis.name());
    }
    wanted.emplace_back("value");
    const auto columns = match_header(csv, wanted, problems);
    if (!columns) {
        // The header is the fault: that every cell is missing would be noise.
        std::fill(cells.origin.begin(), cells.origin.end(), TableCells::given);
        return;
    }
    CsvFill fill(csv, shape, cells);
    fill.run(*columns);
    fill.report(problems);
}

}  // namespace qonys
