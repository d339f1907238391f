#include "qonys/population/fit_report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace qonys {

bool FitReport::misses_exact() const
{
    constexpr double half_a_person = 0.5;
    return std::any_of(lines.begin(), lines.end(), [](const Line& line) {
        return line.is_exact && line.fit.largest_gap > half_a_person;
    });
}

std::string FitReport::text() const
{
    std::size_t width = 6;
    for (const Line& line : lines) {
        width = std::max(width, line.fit.margin.size());
    }
    std::string text = fmt::format("{:<{}} {:>7} {:>12}  {:<24} {:>14} {:>14}  {}\n", "margin", width,
                                   "cells", "largest gap", "worst cell", "target", "got", "note");
    for (const Line& line : lines) {
        const std::string note =
            line.is_target ? line.note : fmt::format("compared only{}{}", line.note.empty() ? "" : "; ",
                                                     line.note);
        text += fmt::format("{:<{}} {:>7} {:>12.4g}  {:<24} {:>14.10g} {:>14.10g}  {}\n",
                            line.fit.margin, width, line.fit.cells, line.fit.largest_gap,
                            line.fit.worst_cell, line.fit.worst_target, line.fit.worst_got, note);
    }
    return text;
}

}  // namespace qonys
