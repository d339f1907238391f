#include "qonys/run/attribution.hpp"

#include <algorithm>
#include <cmath>

#include "qonys/core/contract.hpp"
#include "run/replicate_runner.hpp"

namespace qonys {
namespace {

/// What a measure is judged by, in one run.
struct Numbers {
    std::optional<double> outcome;
    std::optional<double> cost;
};

/// Calendar years that are run whole and in which the measure holds.
std::vector<int> years_in_force(const CatalogueMeasure& measure, const Scenario& scenario)
{
    std::vector<int> years = whole_years(scenario.start, scenario.end);
    std::erase_if(years, [&](int year) {
        const Timetable& timetable = measure.timetable;
        return timetable.from.year() > year ||
               (timetable.until && *timetable.until <= Month(year, 1));
    });
    return years;
}

std::optional<double> mean_of_years(const std::optional<YearlyNumber>& number,
                                    const std::vector<int>& years,
                                    const std::vector<Series>& series, double scale)
{
    if (!number || years.empty()) {
        return std::nullopt;
    }
    double sum = 0.0;
    for (const int year : years) {
        const auto value = yearly_value(number->formula, year, series, scale);
        if (!value) {
            return std::nullopt;
        }
        sum += *value;
    }
    return sum / static_cast<double>(years.size());
}

class Attribution {
public:
    Attribution(const Plan& plan, const AttributionRequest& request, const Threads& threads)
        : request_(request), catalogue_(*plan.catalogue), base_(plan), runner_(threads)
    {
        const auto first_own = static_cast<std::ptrdiff_t>(catalogue_.changes().size());
        base_.measures.erase(base_.measures.begin(), base_.measures.begin() + first_own);
        for (const std::string& id : request.ids) {
            measures_.push_back(catalogue_.measures.find(id));
            QONYS_EXPECT(measures_.back() != nullptr);
            years_.push_back(years_in_force(*measures_.back(), plan.scenario));
        }
    }

    AloneEffect effect_of(std::size_t number)
    {
        const CatalogueMeasure& measure = *measures_[number];
        const Plan changed = plan_with(measure);
        const bool turns_nothing = measure.changes.empty();
        AloneEffect effect{.id = measure.id};
        std::vector<Numbers> with;
        while (!effect.is_sharp && effect.pairs < request_.most_pairs) {
            run_base(effect.pairs);
            with.push_back(numbers_of(number, runner_.run(changed, effect.pairs)));
            ++effect.pairs;
            // Runs that differ in nothing are equal in every pair: one shows it.
            if (effect.pairs >= request_.fewest_pairs || turns_nothing) {
                effect.outcome = difference(number, with, &Numbers::outcome);
                effect.cost = difference(number, with, &Numbers::cost);
                effect.is_sharp = turns_nothing || sharp(effect);
            }
        }
        return effect;
    }

private:
    Plan plan_with(const CatalogueMeasure& measure) const
    {
        Plan changed = base_;
        const auto registry = base_.build_registry();
        std::vector<std::shared_ptr<const Measure>> own;
        for (const LeverMeasure::Params& change : measure.changes) {
            own.push_back(std::make_shared<LeverMeasure>(change, registry->levers()));
        }
        changed.measures.insert(changed.measures.begin(), own.begin(), own.end());
        return changed;
    }

    [[nodiscard]] Numbers numbers_of(std::size_t number, const std::vector<Series>& series) const
    {
        const CatalogueMeasure& measure = *measures_[number];
        const double scale = base_.scenario.scale;
        return {mean_of_years(measure.outcome, years_[number], series, scale),
                mean_of_years(measure.cost, years_[number], series, scale)};
    }

    /// The run without any measure serves them all.
    void run_base(std::int64_t replicate)
    {
        if (static_cast<std::size_t>(replicate) < without_.size()) {
            return;
        }
        const std::vector<Series> series = runner_.run(base_, replicate);
        std::vector<Numbers> all;
        for (std::size_t number = 0; number < measures_.size(); ++number) {
            all.push_back(numbers_of(number, series));
        }
        without_.push_back(std::move(all));
    }

    std::optional<PairedDifference> difference(std::size_t number, const std::vector<Numbers>& with,
                                               std::optional<double> Numbers::*what) const
    {
        std::vector<double> a;
        std::vector<double> b;
        for (std::size_t replicate = 0; replicate < with.size(); ++replicate) {
            const std::optional<double>& before = without_[replicate][number].*what;
            const std::optional<double>& after = with[replicate].*what;
            if (!before || !after) {
                return std::nullopt;
            }
            a.push_back(*before);
            b.push_back(*after);
        }
        return paired_difference(a, b);
    }

    [[nodiscard]] bool sharp(const AloneEffect& effect) const
    {
        if (!effect.outcome || effect.outcome->verdict == Verdict::same) {
            return effect.outcome.has_value();
        }
        const PairedDifference& outcome = *effect.outcome;
        return outcome.interval && (outcome.interval->high - outcome.interval->low) / 2.0 <=
                                       request_.half_width * std::abs(outcome.mean_a);
    }

    const AttributionRequest& request_;
    const Catalogue& catalogue_;
    Plan base_;
    ReplicateRunner runner_;
    std::vector<const CatalogueMeasure*> measures_;
    std::vector<std::vector<int>> years_;
    std::vector<std::vector<Numbers>> without_;  ///< [replicate][measure]
};

}  // namespace

std::vector<AloneEffect> attribute_alone(const Plan& plan, const AttributionRequest& request,
                                         const Threads& threads, const MeasureDone& done)
{
    QONYS_EXPECT(plan.catalogue != nullptr && request.most_pairs >= 1);
    Attribution attribution(plan, request, threads);
    std::vector<AloneEffect> effects;
    for (std::size_t number = 0; number < request.ids.size(); ++number) {
        effects.push_back(attribution.effect_of(number));
        done(number);
    }
    return effects;
}

}  // namespace qonys
