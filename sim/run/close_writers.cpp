#include <fmt/format.h>

#include <ctime>

#include "qonys/core/digest.hpp"
#include "qonys/run/runner.hpp"

namespace qonys {
namespace {

std::string hash_of(const std::vector<ReplicateResult>& replicates)
{
    Digest digest;
    for (const ReplicateResult& result : replicates) {
        digest.number(result.replicate);
        for (const Series& series : result.series) {
            add_to(digest, series);
        }
    }
    return digest.hex();
}

/// Flows summed over months and cells, weighted, as the mean over replicates.
std::map<std::string, double> totals_of(const std::vector<ReplicateResult>& replicates,
                                        double scale)
{
    std::map<std::string, double> totals;
    for (const ReplicateResult& result : replicates) {
        for (const Series& series : result.series) {
            if (series.spec.measurement == Measurement::flow) {
                std::int64_t sum = 0;
                for (const std::int64_t value : series.values) {
                    sum += value;
                }
                totals[series.spec.name] += static_cast<double>(sum) * series.weight(scale) /
                                            static_cast<double>(replicates.size());
            }
        }
    }
    return totals;
}

std::string now_text()
{
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1,
                       utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

RunRecord record_of(const Plan& plan, const std::string& command, const RunOutcome& outcome)
{
    RunRecord record;
    record.command = command;
    record.scenario = plan.scenario;
    record.scenario.end = outcome.ends.value_or(plan.scenario.end);
    record.is_partial = outcome.is_partial;
    record.scenario_text = plan.scenario_text;
    record.scenario_digest = plan.digest;
    record.inputs = plan.inputs;
    record.parameters = plan.parameters;
    const auto registry = plan.build_registry();
    record.schedule = Schedule(*registry, Threads(1)).plan();
    for (const auto& measure : plan.measures) {
        record.measures.push_back(measure->description());
    }
    for (const PlanAddition& addition : plan.additions) {
        record.notes.push_back("beside the scenario: " + addition.text);
    }
    record.result_hash = outcome.result_hash;
    record.created = now_text();
    record.times = outcome.times;
    record.notes.insert(record.notes.end(), outcome.failures.begin(), outcome.failures.end());
    if (outcome.is_partial) {
        // Cut short it is the last one kept; else the one behind that.
        const std::uint32_t under_way =
            outcome.replicates.back().replicate + (outcome.ends ? 0 : 1);
        record.notes.push_back(fmt::format("stopped after {} of replicate {}, before its end in {}",
                                           outcome.stopped_after->text(), under_way,
                                           plan.scenario.end.text()));
    }
    if (!outcome.fit.lines.empty()) {
        record.notes.push_back("fit of the synthetic people to their margins\n" +
                               outcome.fit.text());
    }
    return record;
}

}  // namespace

void close_writers(const Plan& plan, const std::string& command, std::span<Writer* const> writers,
                   RunOutcome& outcome)
{
    outcome.result_hash = hash_of(outcome.replicates);
    outcome.totals = totals_of(outcome.replicates, plan.scenario.scale);
    const RunRecord record = record_of(plan, command, outcome);
    for (Writer* writer : writers) {
        const auto files = writer->close(record);
        outcome.files.insert(outcome.files.end(), files.begin(), files.end());
    }
}

}  // namespace qonys
