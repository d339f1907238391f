#include "qonys/catalogue/target_indicators.hpp"

#include <fmt/format.h>

#include <array>
#include <set>

namespace qonys {
namespace {

const std::array<std::string, 2> ways_of_meeting{"at least", "at most"};
constexpr double first_target_year = 2000;
constexpr double last_target_year = 2200;

std::optional<TargetIndicator::Target> read_target(Reader& in, const std::string& unit)
{
    if (!in.has("target")) {
        return std::nullopt;
    }
    TargetIndicator::Target target;
    target.value = in.number("target", Bounds::any(), {unit, "what it is to become"});
    target.year = static_cast<int>(in.integer(
        "target_year", Bounds::within(first_target_year, last_target_year), {"year", "by when"}));
    const std::string met = in.word("met", ways_of_meeting, {"-", "when the target is met"});
    target.met =
        met == ways_of_meeting[0] ? TargetIndicator::Met::at_least : TargetIndicator::Met::at_most;
    return target;
}

std::optional<TargetIndicator> read_indicator(Reader& in, std::span<const TallySpec> specs)
{
    TargetIndicator indicator;
    indicator.id = in.text("id", {"-", "name of the indicator"});
    indicator.name = read_names(in);
    const std::string unit = in.text("unit", {"-", "unit of the number"});
    auto number = read_yearly_number(in, "formula", unit, specs);
    if (in.has("base")) {
        indicator.base = {in.number("base", Bounds::any(), {unit, "what it was, as published"}),
                          in.text("base_year", {"year", "when"})};
    }
    indicator.target = read_target(in, unit);
    const bool has_both = indicator.base && indicator.target;
    indicator.remark = in.text("remark", {"-", "why there is no base or no target"},
                               has_both ? std::optional<std::string>("") : std::nullopt);
    indicator.origin = read_origin(in);
    if (!number) {
        return std::nullopt;
    }
    indicator.number = *std::move(number);
    return indicator;
}

}  // namespace

std::vector<TargetIndicator> read_target_indicators(Reader& in, std::span<const TallySpec> specs)
{
    std::vector<TargetIndicator> indicators;
    std::set<std::string> ids;
    const std::int64_t count =
        in.integer("count", Bounds::at_least(0.0), {"-", "indicators that the policy has"});
    std::vector<Reader> sections = in.sections("indicator");
    for (Reader& section : sections) {
        if (auto indicator = read_indicator(section, specs)) {
            if (!ids.insert(indicator->id).second) {
                section.problem("id", fmt::format("the id '{}' is given twice", indicator->id),
                                "indicators are told apart by it", "choose another");
            }
            indicators.push_back(*std::move(indicator));
        }
    }
    if (static_cast<std::size_t>(count) != sections.size()) {
        in.problem(
            "count",
            fmt::format("count = {}, and {} indicators stand in the file", count, sections.size()),
            "an entry may have been lost", "mend the count or the entries");
    }
    return indicators;
}

}  // namespace qonys
