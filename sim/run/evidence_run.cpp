#include "qonys/run/evidence_run.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>

#include "run/replicate_runner.hpp"

namespace qonys {
namespace {

/// Weighted counts of a part of a run, as one number.
double count(const CountedCells& counted, const EvidenceOutcome& outcome,
             const std::vector<Series>& series, double scale)
{
    double total = 0.0;
    for (const CountedCells::One& part : counted.parts) {
        const Series& one = series[part.tally];
        std::int64_t sum = 0;
        std::int64_t num_times = 0;
        for (std::size_t time = 0; time < one.times.size(); ++time) {
            const Month month = one.times[time];
            const bool is_meant = outcome.taken == Taken::end
                                      ? month == outcome.last
                                      : month >= outcome.first && month <= outcome.last;
            if (is_meant) {
                ++num_times;
                for (const std::size_t cell : part.cells) {
                    sum += one.at(time)[cell];
                }
            }
        }
        const double divisor =
            outcome.taken == Taken::mean && num_times > 0 ? static_cast<double>(num_times) : 1.0;
        total += static_cast<double>(sum) * one.weight(scale) / divisor;
    }
    return total;
}

std::optional<double> value_of(const EvidenceOutcome& outcome, const std::vector<Series>& series,
                               double scale)
{
    const double counted = count(outcome.counted, outcome, series, scale);
    if (!outcome.of) {
        return counted;
    }
    const double whole = count(*outcome.of, outcome, series, scale);
    return whole == 0.0 ? std::nullopt : std::optional(counted / whole);
}

/// Values of one outcome, replicate by replicate.
struct Values {
    std::vector<double> base;
    std::vector<double> changed;
    bool all_known = true;
};

class EvidenceRun {
public:
    EvidenceRun(std::span<const PlannedCase> cases, const Threads& threads, const CaseDone& done)
        : cases_(cases), done_(done), runner_(threads)
    {
        for (const PlannedCase& one : cases) {
            values_.emplace_back(one.what.outcomes.size());
        }
    }

    void run()
    {
        std::map<std::pair<double, std::string>, std::vector<std::size_t>> groups;
        for (std::size_t i = 0; i < cases_.size(); ++i) {
            const Plan& base = cases_[i].base;
            groups[{base.scenario.scale, base.digest}].push_back(i);
        }
        for (const auto& [key, members] : groups) {
            run_bases(members);
            for (const std::size_t i : members) {
                run_changed(i);
                done_(i);
            }
        }
    }

    [[nodiscard]] std::vector<EvidenceRow> rows() const
    {
        std::vector<EvidenceRow> rows;
        for (std::size_t i = 0; i < cases_.size(); ++i) {
            for (std::size_t k = 0; k < values_[i].size(); ++k) {
                const Values& values = values_[i][k];
                EvidenceRow row{i, k, std::nullopt, {}};
                if (values.all_known) {
                    const Expectation& expected = cases_[i].what.outcomes[k].expectation;
                    row.difference = expected.absolute
                                         ? paired_difference(values.base, values.changed)
                                         : share_difference(values.base, values.changed);
                    row.judgement = judge(expected, *row.difference);
                }
                rows.push_back(row);
            }
        }
        return rows;
    }

private:
    /// One run for all cases that share it.
    void run_bases(const std::vector<std::size_t>& members)
    {
        const Plan& base = cases_[members.front()].base;
        for (std::int64_t replicate = 0; replicate < base.scenario.replicates; ++replicate) {
            const std::vector<Series> series = runner_.run(base, replicate);
            for (const std::size_t i : members) {
                take(i, series, &Values::base);
            }
        }
    }

    void run_changed(std::size_t i)
    {
        const Plan& changed = cases_[i].changed;
        for (std::int64_t replicate = 0; replicate < changed.scenario.replicates; ++replicate) {
            take(i, runner_.run(changed, replicate), &Values::changed);
        }
    }

    void take(std::size_t i, const std::vector<Series>& series, std::vector<double> Values::*side)
    {
        for (std::size_t k = 0; k < values_[i].size(); ++k) {
            Values& values = values_[i][k];
            const auto value =
                value_of(cases_[i].what.outcomes[k], series, cases_[i].base.scenario.scale);
            values.all_known = values.all_known && value.has_value();
            (values.*side).push_back(value.value_or(0.0));
        }
    }

    std::span<const PlannedCase> cases_;
    const CaseDone& done_;
    ReplicateRunner runner_;
    std::vector<std::vector<Values>> values_;  ///< by case and outcome
};

Node list_of(const Node::Array& first, const Node::Array& second)
{
    Node node;
    Node::Array all = first;
    all.insert(all.end(), second.begin(), second.end());
    if (!all.empty()) {
        node.file = all.front().file;
        node.line = all.front().line;
    }
    node.value = std::move(all);
    return node;
}

Node::Array measures_of(const Document& scenario)
{
    const Node::Table& root = *scenario.root().table();
    const auto found = root.find("measure");
    const Node::Array* measures = found == root.end() ? nullptr : found->second.array();
    return measures == nullptr ? Node::Array{} : *measures;
}

}  // namespace

PlannedCase plan_case(const EvidenceCase& what, const Document& scenario, const std::string& name,
                      const ModelCatalogue& catalogue)
{
    const Node before = list_of(measures_of(scenario), what.background);
    const Node after = list_of(*before.array(), what.measures);
    PlannedCase planned{what, Plan::read(scenario.with("measure", before), name, catalogue),
                        Plan::read(scenario.with("measure", after), name, catalogue)};
    planned.changed.model = planned.base.model;  // the same but for measures, which it does not know
    return planned;
}

std::vector<EvidenceRow> run_evidence(std::span<const PlannedCase> cases, const Threads& threads,
                                      const CaseDone& done)
{
    EvidenceRun run(cases, threads, done);
    run.run();
    return run.rows();
}

}  // namespace qonys
