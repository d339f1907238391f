#include "life_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace qonys::app {
namespace {

std::string spaced(std::string name)
{
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

bool is_state(const LifeLine& line) { return line.outcome == "start" || line.outcome == "appeared"; }
bool is_race(const LifeLine& line)
{
    return line.outcome == "chosen" || line.outcome == "not_chosen";
}

/// How many lines from the first on belong to the same sentence.
template <class Belongs>
std::size_t run_length(std::span<const LifeLine* const> lines, Belongs belongs)
{
    std::size_t length = 1;
    while (length < lines.size() && belongs(*lines[length]) &&
           lines[length]->month == lines[0]->month && lines[length]->process == lines[0]->process) {
        ++length;
    }
    return length;
}

std::string short_number(const std::string& digits)
{
    return fmt::format("{:.4g}", std::strtod(digits.c_str(), nullptr));
}

}  // namespace

std::string LifeTeller::value(const std::string& code) const
{
    const auto label = labels_.find(code);
    return label == labels_.end() || label->second == code
               ? spaced(code)
               : fmt::format("{} ({})", label->second, code);
}

std::string LifeTeller::change(const LifeLine& line) const
{
    const std::string what = spaced(line.what);
    if (line.what == "region") {
        return fmt::format("moved from {} to {}", value(line.from), value(line.to));
    }
    if (line.what == "gone") {
        return line.to == "died" ? "died" : spaced(line.to);
    }
    if (line.from.empty()) {
        return fmt::format("{} became {}", what, value(line.to));
    }
    if (line.to.empty()) {
        return fmt::format("{} was {} and is none now", what, value(line.from));
    }
    return fmt::format("{} went from {} to {}", what, value(line.from), value(line.to));
}

std::string LifeTeller::chance(const LifeLine& line) const
{
    const std::string what = spaced(line.what);
    if (line.probability.empty()) {
        return fmt::format("{}{}{}: {}", what, line.to.empty() ? "" : " of ", value(line.to),
                           line.outcome);
    }
    const std::string of = line.out_of == "1"
                               ? ""
                               : fmt::format(" (a number below {})", short_number(line.out_of));
    return fmt::format("{}{}{}: chance this month {}, drawn {}{}: {}", what,
                       line.to.empty() ? "" : " of ", value(line.to),
                       short_number(line.probability), short_number(line.drawn), of, line.outcome);
}

std::string LifeTeller::state(std::span<const LifeLine* const> lines) const
{
    std::string text;
    for (const LifeLine* line : lines) {
        if (!line->to.empty()) {
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", spaced(line->what),
                                value(line->to));
        }
    }
    return text;
}

std::string LifeTeller::race(std::span<const LifeLine* const> lines) const
{
    const auto chosen = std::find_if(lines.begin(), lines.end(), [](const LifeLine* line) {
        return line->outcome == "chosen";
    });
    if (chosen == lines.end()) {
        return spaced(lines[0]->what) + ": none chosen";
    }
    return fmt::format("{}: {} chosen among {}, with a chance of {}", spaced(lines[0]->what),
                       value((*chosen)->to), lines.size(), short_number((*chosen)->probability));
}

std::string LifeTeller::paragraph(std::span<const LifeLine* const> lines) const
{
    std::string text = fmt::format("{}:{}\n", lines[0]->kind, lines[0]->key);
    while (!lines.empty()) {
        const LifeLine& first = *lines[0];
        std::size_t length = 1;
        std::string sentence;
        if (is_state(first)) {
            length = run_length(lines, is_state);
            sentence = (first.outcome == "start" ? "is there: " : "is new: ") +
                       state(lines.first(length));
        } else if (is_race(first)) {
            length = run_length(lines, [&](const LifeLine& line) {
                return is_race(line) && line.what == first.what;
            });
            sentence = race(lines.first(length));
        } else {
            sentence = first.outcome == "changed" ? change(first) : chance(first);
        }
        const std::string by =
            first.process == "start" ? "" : fmt::format(" [{}]", spaced(first.process));
        text += fmt::format("  {} {}{}\n", first.month, sentence, by);
        lines = lines.subspan(length);
    }
    return text + '\n';
}

}  // namespace qonys::app
