#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lever_turn.hpp"
#include "qonys/core/hint.hpp"
#include "qonys/policy/cell_targets.hpp"

namespace qonys {
namespace {

using lever_turn::ChangeWords;
using lever_turn::Trespass;
using lever_turn::words_of;

constexpr double longest_ramp_months = 600;

/// Reads one `[[measure]]`. A key that cannot be judged, because what it depends on is wrong,
/// counts as known: one mistake gives one sentence.
class MeasureReading {
public:
    MeasureReading(Reader& in, const LeverBook& book, const ChangeContext& context)
        : in_(in), book_(book), context_(context), num_problems_(in.problems().size())
    {}

    /// Empty when something was wrong.
    std::optional<LeverMeasure::Params> read()
    {
        read_change();
        read_lever();
        params_.name = in_.text("name", {"-", "name of the measure in outputs"},
                                context_.name.value_or(fmt::format("{} {}", kind_, lever_name_)));
        read_operand();
        read_timetable();
        read_target();
        if (in_.problems().size() > num_problems_) {
            return std::nullopt;
        }
        return params_;
    }

private:
    void read_change()
    {
        std::vector<std::string> kinds;
        for (const ChangeWords& words : lever_turn::change_words()) {
            kinds.push_back(words.kind);
        }
        const std::size_t before = in_.problems().size();
        kind_ = in_.word("kind", kinds, {"-", "what the measure does to its lever"});
        if (in_.problems().size() == before) {
            const auto found = std::find(kinds.begin(), kinds.end(), kind_);
            change_ = static_cast<LeverChange>(found - kinds.begin());
            params_.change = *change_;
        }
    }

    void read_lever()
    {
        const std::size_t before = in_.problems().size();
        lever_name_ = in_.text("lever", {"-", "the lever that the measure turns"});
        if (in_.problems().size() > before) {
            return;
        }
        if (const auto lever = book_.find(lever_name_)) {
            params_.lever = *lever;
            spec_ = &book_[*lever];
            return;
        }
        std::vector<std::string> known;
        for (const LeverSpec& spec : book_.specs()) {
            known.push_back(spec.name);
        }
        const std::string otherwise =
            known.empty() ? "this model has none" : fmt::format("known are {}", listed(known));
        in_.problem("lever", fmt::format("lever '{}' is not known", lever_name_),
                    "a measure turns a lever of the model",
                    did_you_mean(lever_name_, known, otherwise));
    }

    [[nodiscard]] Bounds operand_bounds() const
    {
        switch (*change_) {
            case LeverChange::scale:
                return Bounds::at_least(0.0);
            case LeverChange::add:
                return Bounds::any();
            case LeverChange::set:
            case LeverChange::ramp:
                break;
        }
        return spec_ != nullptr ? spec_->bounds : Bounds::any();
    }

    void read_operand()
    {
        const std::string own = change_ ? words_of(*change_).operand : "";
        for (const std::string other : {"value", "factor", "amount"}) {
            if (other != own && in_.has(other) && change_) {
                in_.problem(other, fmt::format("'{}' does not go with kind = \"{}\"", other, kind_),
                            "it would be ignored", fmt::format("give '{}' instead", own));
            }
        }
        if (context_.operand) {
            params_.operand = *context_.operand;
            check_known_operand(own);
        } else if (change_) {
            params_.operand = in_.number(own, operand_bounds(),
                                         {spec_ != nullptr && own != "factor" ? spec_->unit : "-",
                                          "what the measure does to its lever", Trespass::why});
        }
    }

    void check_known_operand(const std::string& own)
    {
        if (change_ && in_.has(own)) {
            in_.problem(own, fmt::format("'{}' is given beside a prior", own),
                        "one of the two would be ignored", "leave out one of them");
        } else if (change_ && !operand_bounds().contain(*context_.operand)) {
            in_.problem("",
                        fmt::format("the prior's {} lies outside {}", *context_.operand,
                                    operand_bounds().text()),
                        Trespass::why, "choose another prior, or another kind");
        }
    }

    void read_timetable()
    {
        Timetable& timetable = params_.timetable;
        const std::size_t before = in_.problems().size();
        if (context_.timetable) {
            timetable = *context_.timetable;
        }
        timetable.from =
            in_.month("from", {"-", "first month in which the measure holds"},
                      context_.timetable ? std::optional(timetable.from) : std::nullopt);
        if (in_.has("until")) {
            timetable.until = in_.month("until", {"-", "first month in which it no longer holds"});
            if (in_.problems().size() == before && *timetable.until <= timetable.from) {
                in_.problem("until",
                            fmt::format("until = \"{}\" is not after from = \"{}\"",
                                        timetable.until->text(), timetable.from.text()),
                            "the measure would never hold", "give a later month, or leave it out");
            }
        }
        if (change_ == LeverChange::set && in_.has("months")) {
            in_.problem("months", "'months' does not go with kind = \"set\"",
                        "the value is set at once", "write kind = \"ramp\", or leave it out");
        } else if (change_ == LeverChange::ramp || in_.has("months")) {
            timetable.ramp_months = static_cast<int>(
                in_.integer("months", Bounds::within(1.0, longest_ramp_months),
                            {"months", "time in which the measure comes in",
                             "the change comes in a straight line over so many months"}));
        }
    }

    void read_target()
    {
        Reader target = in_.section("target");
        if (spec_ == nullptr) {
            for (const std::string& axis : target.keys()) {
                static_cast<void>(target.has(axis));
            }
            return;
        }
        params_.cells =
            read_cells(target, spec_->axes,
                       {.owner = fmt::format("lever '{}'", spec_->name),
                        .why_axis = "a target picks codes on the axes of its lever",
                        .nothing = "the measure would reach nobody",
                        .no_axes = "leave out the target: the lever is one number"});
    }

    Reader& in_;
    const LeverBook& book_;
    const ChangeContext& context_;
    std::size_t num_problems_;
    LeverMeasure::Params params_;
    std::string kind_;
    std::optional<LeverChange> change_;  ///< empty when the kind is wrong
    std::string lever_name_;
    const LeverSpec* spec_ = nullptr;  ///< null when the lever is wrong
};

/// Months in which a change or its lever's path may stand otherwise than in the month before.
void add_months_of(const LeverMeasure::Params& change, const LeverBook& book,
                   std::set<Month>& months)
{
    const Timetable& timetable = change.timetable;
    for (int elapsed = 0; elapsed <= timetable.ramp_months; ++elapsed) {
        months.insert(timetable.from + elapsed);
    }
    if (timetable.until) {
        months.insert(*timetable.until);
    }
    for (const LeverStep& step : book[change.lever].path) {
        months.insert(step.from);
    }
}

}  // namespace

std::optional<LeverMeasure::Params> read_change(Reader& in, const LeverBook& book,
                                                const ChangeContext& context)
{
    return MeasureReading(in, book, context).read();
}

void check_bounds(std::span<const ReadChange> changes, const LeverBook& book)
{
    std::set<Month> months;
    for (const ReadChange& change : changes) {
        add_months_of(change.params, book, months);
    }
    std::vector<bool> reported(changes.size(), false);
    Levers levers(book);
    for (const Month month : months) {
        levers.follow_paths(month);
        for (std::size_t i = 0; i < changes.size(); ++i) {
            const LeverMeasure::Params& params = changes[i].params;
            const auto trespass = lever_turn::turn(params, month, levers);
            if (trespass && !reported[i]) {
                reported[i] = true;
                changes[i].in->problem(
                    changes[i].key.empty() ? words_of(params.change).operand : changes[i].key,
                    fmt::format(
                        "{}{}", changes[i].key.empty() ? "" : params.name + ": ",
                        lever_turn::trespass_text(params, book[params.lever], month, *trespass)),
                    Trespass::why, Trespass::hint);
            }
        }
    }
}

std::vector<std::shared_ptr<const Measure>> read_measures(
    Reader& in, const LeverBook& book, std::span<const LeverMeasure::Params> of_catalogue)
{
    std::vector<ReadChange> changes;
    for (const LeverMeasure::Params& change : of_catalogue) {
        changes.push_back({change, &in, "catalogue"});
    }
    std::vector<Reader> sections = in.sections("measure");
    for (Reader& section : sections) {
        if (auto params = read_change(section, book)) {
            changes.push_back({*std::move(params), &section});
        }
    }
    check_bounds(changes, book);
    std::vector<std::shared_ptr<const Measure>> measures;
    for (ReadChange& change : changes) {
        measures.push_back(std::make_shared<LeverMeasure>(std::move(change.params), book));
    }
    return measures;
}

}  // namespace qonys
