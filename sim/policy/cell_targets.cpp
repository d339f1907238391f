#include "qonys/policy/cell_targets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "qonys/core/hint.hpp"

namespace qonys {
namespace {

void report_unknown_axes(Reader& target, std::span<const Axis> axes, const TargetWords& words)
{
    std::vector<std::string> names;
    for (const Axis& axis : axes) {
        names.push_back(axis.name());
    }
    for (const std::string& key : target.keys()) {
        if (std::find(names.begin(), names.end(), key) == names.end()) {
            const std::string otherwise =
                names.empty() ? words.no_axes : fmt::format("its axes are {}", listed(names));
            target.problem(key, fmt::format("{} has no axis '{}'", words.owner, key),
                           words.why_axis, did_you_mean(key, names, otherwise));
        }
    }
}

/// Positions on one axis that the target names; all of them when it is silent.
std::set<std::size_t> read_positions(Reader& target, const Axis& axis, const TargetWords& words)
{
    std::set<std::size_t> positions;
    if (!target.has(axis.name())) {
        for (std::size_t i = 0; i < axis.size(); ++i) {
            positions.insert(i);
        }
        return positions;
    }
    const std::size_t before = target.problems().size();
    for (const std::string& code : target.texts(axis.name(), {"-", "codes that are meant"})) {
        if (const auto position = axis.position(code)) {
            positions.insert(*position);
        } else {
            target.problem(axis.name(),
                           fmt::format("'{}' is no code of axis '{}'", code, axis.name()),
                           words.nothing + " there",
                           did_you_mean(code, axis.codes(),
                                        fmt::format("known are {}", listed(axis.codes()))));
        }
    }
    if (positions.empty() && target.problems().size() == before) {
        target.problem(axis.name(), fmt::format("the list of axis '{}' is empty", axis.name()),
                       words.nothing, "name codes, or leave the axis out");
    }
    return positions;
}

}  // namespace

std::vector<std::size_t> read_cells(Reader& target, std::span<const Axis> axes,
                                    const TargetWords& words)
{
    report_unknown_axes(target, axes, words);
    std::vector<std::size_t> chosen{0};
    for (const Axis& axis : axes) {
        std::vector<std::size_t> cells;
        const std::set<std::size_t> positions = read_positions(target, axis, words);
        for (const std::size_t cell : chosen) {
            for (const std::size_t position : positions) {
                cells.push_back(cell * axis.size() + position);
            }
        }
        chosen = std::move(cells);
    }
    return chosen;
}

}  // namespace qonys
