#include <fmt/format.h>

#include <algorithm>

#include "csv_table.hpp"
#include "wording.hpp"

namespace qonys {
namespace {

/// Position of a cell along one axis.
std::size_t position_in(const TableShape& shape, std::size_t cell, std::size_t dimension)
{
    for (std::size_t i = shape.axes.size(); i-- > dimension + 1;) {
        cell /= shape.axes[i].size();
    }
    return cell % shape.axes[dimension].size();
}

void add(const Problem& where, std::string what, std::string why, std::vector<Problem>& problems)
{
    Problem problem = where;
    problem.what = std::move(what);
    problem.why = std::move(why);
    problems.push_back(std::move(problem));
}

/// For each code of one axis, whether any cell with it is filled.
std::vector<bool> present_codes(const TableShape& shape, const TableCells& cells,
                                std::size_t dimension)
{
    std::vector<bool> present(shape.axes[dimension].size(), false);
    for (std::size_t cell = 0; cell < cells.origin.size(); ++cell) {
        if (cells.origin[cell] != TableCells::missing) {
            present[position_in(shape, cell, dimension)] = true;
        }
    }
    return present;
}

std::vector<std::string> absent_codes(const Axis& axis, const std::vector<bool>& present)
{
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < axis.size(); ++i) {
        if (!present[i]) {
            codes.push_back(fmt::format("'{}'", axis.codes()[i]));
        }
    }
    return codes;
}

}  // namespace

std::size_t TableShape::num_cells() const
{
    std::size_t count = 1;
    for (const Axis& axis : axes) {
        count *= axis.size();
    }
    return count;
}

bool TableShape::is_partial(const Axis& axis) const
{
    return std::find(partial.begin(), partial.end(), axis.name()) != partial.end();
}

std::string TableShape::cell_name(std::size_t cell) const
{
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        codes.push_back(axes[i].codes()[position_in(*this, cell, i)]);
    }
    return wording::quoted_list(codes);
}

std::string TableShape::cell_codes(std::size_t cell) const
{
    std::string text;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        text += (i == 0 ? "" : " ") + axes[i].codes()[position_in(*this, cell, i)];
    }
    return text;
}

std::string TableShape::size_text() const
{
    std::string text;
    for (const Axis& axis : axes) {
        text += fmt::format("{}{} {}", text.empty() ? "" : " x ", axis.size(),
                            axis.size() == 1 ? axis.name() : wording::plural(axis.name()));
    }
    return text.empty() ? "1 cell" : text;
}

namespace {

bool is_missing(int origin) { return origin == TableCells::missing; }

/// Codes with no cell at all; what they explain is marked as `excused`.
void report_absent_codes(const TableShape& shape, const TableCells& cells, const Problem& where,
                         std::vector<bool>& excused, std::vector<Problem>& problems)
{
    for (std::size_t i = 0; i < shape.axes.size(); ++i) {
        const Axis& axis = shape.axes[i];
        const std::vector<bool> present = present_codes(shape, cells, i);
        const std::vector<std::string> absent = absent_codes(axis, present);
        if (absent.empty()) {
            continue;
        }
        const std::size_t shown = std::min(wording::num_examples, absent.size());
        add(where,
            fmt::format("{} of {} {} missing: {}", absent.size(), axis.size(),
                        wording::plural(axis.name()),
                        wording::first_few(std::span(absent).first(shown), absent.size())),
            fmt::format("every {} needs a value", axis.name()), problems);
        for (std::size_t cell = 0; cell < excused.size(); ++cell) {
            excused[cell] = excused[cell] || !present[position_in(shape, cell, i)];
        }
        if (absent.size() == axis.size()) {
            return;  // nothing is filled at all: one sentence is enough
        }
    }
}

}  // namespace

void report_missing(const TableShape& shape, const TableCells& cells, const Problem& where,
                    std::vector<Problem>& problems)
{
    if (std::none_of(cells.origin.begin(), cells.origin.end(), is_missing)) {
        return;
    }
    std::vector<bool> excused(cells.origin.size(), false);
    report_absent_codes(shape, cells, where, excused, problems);
    std::size_t count = 0;
    std::vector<std::string> examples;
    for (std::size_t cell = 0; cell < excused.size(); ++cell) {
        if (is_missing(cells.origin[cell]) && !excused[cell] && ++count <= wording::num_examples) {
            examples.push_back(fmt::format("({})", shape.cell_name(cell)));
        }
    }
    if (count > 0) {
        add(where,
            fmt::format("{} of {} cells missing: {}", count, cells.origin.size(),
                        wording::first_few(examples, count)),
            "every cell needs a value", problems);
    }
}

}  // namespace qonys
