#include "qonys/catalogue/priors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>

#include "qonys/core/hint.hpp"
#include "qonys/core/math.hpp"

namespace qonys {
namespace {

const std::array<std::string, 4> shapes{"normal", "lognormal", "triangular", "uniform"};
constexpr auto causal_elsewhere = "B";

/// A parameter's value where it is one number; tables are told by their size.
std::optional<double> number_of(const ReadParameter& parameter)
{
    double value = 0.0;
    const char* end = parameter.value.data() + parameter.value.size();
    const auto result = std::from_chars(parameter.value.data(), end, value);
    return result.ec == std::errc{} && result.ptr == end ? std::optional(value) : std::nullopt;
}

class PriorReading {
public:
    PriorReading(Reader& in, std::span<const ReadParameter> parameters)
        : in_(in), parameters_(parameters)
    {
        for (const ReadParameter& one : parameters) {
            keys_.push_back(one.key);
        }
    }

    Priors read()
    {
        Priors priors;
        Reader rule = in_.section("rule");
        priors.transfer_widening =
            rule.number("transfer_widening", Bounds::at_least(1.0),
                        {"-", "what ranges of grade B are widened by",
                         "evidence from elsewhere says less here, never more"});
        priors.rule = rule.text("text", {"-", "why so much"});
        widening_ = priors.transfer_widening;
        for (Reader& section : in_.sections("prior")) {
            priors.all.push_back(read_prior(section));
        }
        return priors;
    }

private:
    Prior read_prior(Reader& in)
    {
        const std::size_t before = in.problems().size();
        Prior prior;
        prior.id = in.text("id", {"-", "name of the prior"});
        if (!prior.id.empty() && !ids_.insert(prior.id).second) {
            in.problem("id", fmt::format("the id '{}' is given twice", prior.id),
                       "measures name priors by it", "choose another");
        }
        prior.what = in.text("what", {"-", "the effect in plain words"});
        prior.key = in.text("key", {"-", "parameter that it is about"}, "");
        prior.unit = in.text("unit", {"-", "unit of the effect"});
        const std::string shape = in.word("shape", shapes, {"-", "shape of the distribution"});
        prior.shape = static_cast<PriorShape>(std::find(shapes.begin(), shapes.end(), shape) -
                                              shapes.begin());
        prior.centre = in.number("centre", Bounds::any(), {prior.unit, "middle of the effect"});
        prior.low = in.number("low", Bounds::any(), {prior.unit, "least thought likely"});
        prior.high = in.number("high", Bounds::any(), {prior.unit, "most thought likely"});
        read_ground(in, prior);
        check_range(in, prior);
        if (in.problems().size() == before) {
            widen(prior);
            check_parameter(in, prior);
        }
        return prior;
    }

    static void read_ground(Reader& in, Prior& prior)
    {
        Provenance& ground = prior.provenance;
        ground.source = in.text("source", {"-", "where it comes from"});
        ground.year = in.text("year", {"-", "of the source"});
        ground.grade = in.word("grade", evidence_grades, {"-", "of the evidence, A to D"});
        ground.note = in.text("note", {"-", "one sentence"}, "");
        ground.assumption = ground.grade == "D";
    }

    static void check_range(Reader& in, const Prior& prior)
    {
        const bool ordered = prior.low <= prior.centre && prior.centre <= prior.high;
        if (!ordered || prior.low == prior.high) {
            in.problem("low",
                       fmt::format("low = {}, centre = {} and high = {} are no range", prior.low,
                                   prior.centre, prior.high),
                       "a prior says how wide the doubt is",
                       "give low <= centre <= high, not all equal");
        } else if (prior.shape == PriorShape::lognormal && prior.low <= 0.0) {
            in.problem("low", fmt::format("low = {} in a lognormal prior", prior.low),
                       "its values are above zero", "give a positive low, or another shape");
        }
    }

    void widen(Prior& prior) const
    {
        const double by = prior.provenance.grade == causal_elsewhere ? widening_ : 1.0;
        if (prior.shape == PriorShape::lognormal) {
            prior.widened_low = prior.centre * exact::pow(prior.low / prior.centre, by);
            prior.widened_high = prior.centre * exact::pow(prior.high / prior.centre, by);
        } else {
            prior.widened_low = prior.centre + (prior.low - prior.centre) * by;
            prior.widened_high = prior.centre + (prior.high - prior.centre) * by;
        }
    }

    void check_parameter(Reader& in, const Prior& prior) const
    {
        if (prior.key.empty()) {
            return;
        }
        const auto found = std::find(keys_.begin(), keys_.end(), prior.key);
        if (found == keys_.end()) {
            in.problem("key", fmt::format("the scenario reads no parameter '{}'", prior.key),
                       "a prior is about a number of the model",
                       did_you_mean(prior.key, keys_, "see 'qonys describe --parameters'"));
            return;
        }
        const ReadParameter& parameter =
            parameters_[static_cast<std::size_t>(found - keys_.begin())];
        const auto value = number_of(parameter);
        if (!value) {
            in.problem("key", fmt::format("'{}' is no single number", prior.key),
                       "a prior is about one", "name another, or leave the key out");
            return;
        }
        // A number that says where it is from contradicts the prior; a bare one is a question.
        const bool says_where_from = !parameter.provenance.grade.empty();
        if (says_where_from && (*value < prior.widened_low || *value > prior.widened_high)) {
            in.problem("key",
                       fmt::format("{} = {} lies outside the prior, {:.4g} to {:.4g}", prior.key,
                                   *value, prior.widened_low, prior.widened_high),
                       "the model would use a number that is thought unlikely",
                       "mend the parameter or the prior");
        }
    }

    Reader& in_;
    std::span<const ReadParameter> parameters_;
    std::vector<std::string> keys_;
    std::set<std::string> ids_;
    double widening_ = 1.0;
};

}  // namespace

std::string_view word_of(PriorShape shape) { return shapes[static_cast<std::size_t>(shape)]; }

const Prior* Priors::find(std::string_view id) const
{
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Prior& one) { return one.id == id; });
    return found == all.end() ? nullptr : &*found;
}

Priors read_priors(Reader& in, std::span<const ReadParameter> parameters)
{
    return PriorReading(in, parameters).read();
}

}  // namespace qonys
