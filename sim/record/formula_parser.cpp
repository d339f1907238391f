#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "qonys/core/error.hpp"
#include "qonys/core/hint.hpp"
#include "qonys/record/formula.hpp"

namespace qonys {
namespace {

constexpr std::string_view grammar_hint =
    "a formula is made of series, numbers, brackets and + - * /, as in "
    "'100 * a[axis = code] / b'";

[[noreturn]] void refuse(std::string what, std::string why, std::string hint)
{
    Problem problem;
    problem.what = std::move(what);
    problem.why = std::move(why);
    problem.hint = std::move(hint);
    throw InputError(std::move(problem));
}

bool is_name_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ') {
        text.remove_prefix(1);
    }
    while (!text.empty() && text.back() == ' ') {
        text.remove_suffix(1);
    }
    return text;
}

std::vector<std::string_view> parts_of(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

/// Cells of a series that "axis = code, code; axis = code" picks.
class CellPicker {
public:
    explicit CellPicker(const TallySpec& spec) : spec_(spec)
    {
        for (const Axis& axis : spec.axes) {
            axes_.push_back(axis.name());
            chosen_.emplace_back(axis.size(), true);
        }
    }

    void pick(std::string_view text)
    {
        for (const std::string_view part : parts_of(text, ';')) {
            const std::size_t sign = part.find('=');
            if (sign == std::string_view::npos) {
                refuse(fmt::format("'[{}]' picks no cells of '{}'", text, spec_.name),
                       "cells are picked by axis", "write [axis = code, code; other_axis = code]");
            }
            pick_codes(trimmed(part.substr(0, sign)), part.substr(sign + 1));
        }
    }

    [[nodiscard]] std::vector<std::size_t> cells() const
    {
        std::vector<std::size_t> cells{0};
        for (const std::vector<bool>& axis : chosen_) {
            std::vector<std::size_t> finer;
            for (const std::size_t cell : cells) {
                for (std::size_t place = 0; place < axis.size(); ++place) {
                    if (axis[place]) {
                        finer.push_back(cell * axis.size() + place);
                    }
                }
            }
            cells = std::move(finer);
        }
        return cells;
    }

private:
    void pick_codes(std::string_view axis_name, std::string_view codes)
    {
        const auto found = std::find(axes_.begin(), axes_.end(), axis_name);
        if (found == axes_.end()) {
            const std::string otherwise = axes_.empty()
                                              ? "leave out the brackets: it is one number"
                                              : fmt::format("its axes are {}", listed(axes_));
            refuse(fmt::format("series '{}' has no axis '{}'", spec_.name, axis_name),
                   "cells are picked on its axes", did_you_mean(axis_name, axes_, otherwise));
        }
        const auto number = static_cast<std::size_t>(found - axes_.begin());
        const Axis& axis = spec_.axes[number];
        chosen_[number].assign(axis.size(), false);
        for (const std::string_view code : parts_of(codes, ',')) {
            const auto place = axis.position(std::string(code));
            if (!place) {
                refuse(fmt::format("'{}' is no code of axis '{}'", code, axis_name),
                       "nothing would be counted there",
                       did_you_mean(code, axis.codes(),
                                    fmt::format("known are {}", listed(axis.codes()))));
            }
            chosen_[number][*place] = true;
        }
    }

    const TallySpec& spec_;
    std::vector<std::string> axes_;
    std::vector<std::vector<bool>> chosen_;  ///< by axis and place
};

struct TakenWord {
    std::string_view word;
    Formula::Taken taken;
    Measurement of;
};
constexpr std::array<TakenWord, 3> taken_words{
    {{"mean", Formula::Taken::mean, Measurement::stock},
     {"before", Formula::Taken::before, Measurement::stock},
     {"to_date", Formula::Taken::to_date, Measurement::flow}}};

}  // namespace

/// Recursive descent; every operand is noted before what is done with it.
class FormulaParser {
public:
    FormulaParser(std::string_view text, std::span<const TallySpec> specs)
        : text_(text), specs_(specs)
    {}

    Formula parse()
    {
        sum();
        skip_blanks();
        if (at_ < text_.size()) {
            refuse_here("an operator was expected");
        }
        return std::move(formula_);
    }

private:
    using Operation = Formula::Operation;

    void sum()
    {
        product();
        while (true) {
            if (take('+')) {
                product();
                note(Operation::add);
            } else if (take('-')) {
                product();
                note(Operation::subtract);
            } else {
                return;
            }
        }
    }

    void product()
    {
        factor();
        while (true) {
            if (take('*')) {
                factor();
                note(Operation::multiply);
            } else if (take('/')) {
                factor();
                note(Operation::divide);
            } else {
                return;
            }
        }
    }

    void factor()
    {
        if (take('-')) {
            factor();
            note(Operation::negate);
        } else if (take('(')) {
            sum();
            expect(')');
        } else if (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_]))) {
            number();
        } else {
            series();
        }
    }

    void number()
    {
        Formula::Step step{Operation::number};
        const char* begin = text_.data() + at_;
        const auto result = std::from_chars(begin, text_.data() + text_.size(), step.number);
        at_ += static_cast<std::size_t>(result.ptr - begin);
        formula_.steps_.push_back(step);
    }

    void series()
    {
        const std::string_view word = name();
        const auto function = std::find_if(taken_words.begin(), taken_words.end(),
                                           [&](const TakenWord& one) { return one.word == word; });
        if (function == taken_words.end() || !take('(')) {
            add_term(word, Formula::Taken::year);
            return;
        }
        const std::size_t of = add_term(name(), function->taken);
        expect(')');
        if (specs_[of].measurement != function->of) {
            const bool is_stock = function->of == Measurement::stock;
            refuse(fmt::format("'{}' of '{}', which is a {}", word, specs_[of].name,
                               is_stock ? "flow" : "stock"),
                   is_stock ? "a flow has no state" : "a stock cannot be added up over years",
                   is_stock ? "leave the function out: a flow is its sum over the year"
                            : "leave the function out, or write mean(...)");
        }
    }

    std::string_view name()
    {
        skip_blanks();
        const std::size_t begin = at_;
        while (at_ < text_.size() && is_name_char(text_[at_])) {
            ++at_;
        }
        if (at_ == begin) {
            refuse_here("a series or a number was expected");
        }
        return text_.substr(begin, at_ - begin);
    }

    /// The series by that name, with the cells that brackets behind it pick.
    std::size_t add_term(std::string_view word, Formula::Taken taken)
    {
        const auto spec = std::find_if(specs_.begin(), specs_.end(),
                                       [&](const TallySpec& one) { return one.name == word; });
        if (spec == specs_.end()) {
            std::vector<std::string> names;
            for (const TallySpec& one : specs_) {
                names.push_back(one.name);
            }
            refuse(fmt::format("series '{}' is not recorded", word),
                   "a formula uses what a run records",
                   did_you_mean(word, names, "'qonys run --csv' writes one file for each"));
        }
        CellPicker picker(*spec);
        if (take('[')) {
            const std::size_t end = text_.find(']', at_);
            if (end == std::string_view::npos) {
                refuse_here("']' is missing");
            }
            picker.pick(text_.substr(at_, end - at_));
            at_ = end + 1;
        }
        const auto number = static_cast<std::size_t>(spec - specs_.begin());
        Formula::Step step{Operation::term};
        step.term = formula_.terms_.size();
        formula_.steps_.push_back(step);
        formula_.terms_.push_back({number, picker.cells(), taken});
        return number;
    }

    void note(Operation operation) { formula_.steps_.push_back({operation}); }

    void skip_blanks()
    {
        while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) {
            ++at_;
        }
    }

    bool take(char wanted)
    {
        skip_blanks();
        const bool is_there = at_ < text_.size() && text_[at_] == wanted;
        at_ += is_there ? 1 : 0;
        skip_blanks();
        return is_there;
    }

    void expect(char wanted)
    {
        if (!take(wanted)) {
            refuse_here(fmt::format("'{}' is missing", wanted));
        }
    }

    [[noreturn]] void refuse_here(const std::string& what) const
    {
        const std::string_view rest = text_.substr(std::min(at_, text_.size()));
        refuse(rest.empty() ? fmt::format("{} at the end of the formula", what)
                            : fmt::format("{} before '{}'", what, rest.substr(0, 20)),
               "it cannot be worked out", std::string(grammar_hint));
    }

    std::string_view text_;
    std::span<const TallySpec> specs_;
    std::size_t at_ = 0;
    Formula formula_;
};

Formula Formula::parse(std::string_view text, std::span<const TallySpec> specs)
{
    return FormulaParser(text, specs).parse();
}

}  // namespace qonys
