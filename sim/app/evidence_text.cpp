#include "evidence_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "commands.hpp"
#include "qonys/core/version.hpp"
#include "row_fields.hpp"
#include "text.hpp"

namespace qonys::app {
namespace {

using Align = TextTable::Align;

/// Numbers of an effect, as text with a sign; shares in per cent.
std::string effect_text(const EvidenceOutcome& outcome, double value)
{
    if (outcome.expectation.absolute) {
        return fmt::format("{:+.4g}", value);
    }
    constexpr double small = 0.001;
    return std::abs(value) < small && value != 0.0 ? fmt::format("{:+.1g} %", 100.0 * value)
                                                   : fmt::format("{:+.1f} %", 100.0 * value);
}

std::string expected_text(const EvidenceOutcome& outcome)
{
    const Expectation& expected = outcome.expectation;
    const std::string word{word_of(expected.direction)};
    if (!expected.range) {
        return word;
    }
    if (expected.range->low == expected.range->high) {
        return fmt::format("{}, {}", word, effect_text(outcome, expected.range->low));
    }
    return fmt::format("{}, {} to {}", word, effect_text(outcome, expected.range->low),
                       effect_text(outcome, expected.range->high));
}

std::string width_text(const EvidenceOutcome& outcome, const Judgement& judgement)
{
    const double unit = outcome.expectation.absolute ? 1.0 : 100.0;
    return fmt::format("{:.2g} {} {:.2g}", unit * judgement.half_width,
                       judgement.half_width < judgement.allowed ? "<" : ">=",
                       unit * judgement.allowed);
}

const EvidenceOutcome& outcome_of(const EvidenceTable& table, const EvidenceRow& row)
{
    return table.cases[row.planned].what.outcomes[row.outcome];
}

bool has_interval(const EvidenceRow& row)
{
    return row.difference.has_value() && row.difference->interval.has_value();
}

void add_ground(const Ground& ground, Row& fields)
{
    fields.push_back(word("source", ground.source));
    fields.push_back(word("year", ground.year));
    fields.push_back(word("grade", ground.grade));
    fields.push_back(word("note", ground.note));
    fields.push_back(flag("assumption", ground.assumption));
    fields.push_back(flag("sets_parameter", ground.sets_parameter));
}

std::optional<double> if_known(bool is_known, double value)
{
    return is_known ? std::optional(value) : std::nullopt;
}

Row fields_of(const EvidenceTable& table, const EvidenceRow& row)
{
    const EvidenceCase& one = table.cases[row.planned].what;
    const Scenario& scenario = table.cases[row.planned].base.scenario;
    const EvidenceOutcome& outcome = outcome_of(table, row);
    const Expectation& expected = outcome.expectation;
    const Judgement& judgement = row.judgement;
    const bool is_known = has_interval(row);
    const bool has_range = expected.range.has_value();
    const Interval range = expected.range.value_or(Interval{});
    const PairedDifference pair = row.difference.value_or(PairedDifference{});
    Row fields{
        word("case", one.id),
        word("lever", one.lever),
        word("change", one.change),
        word("start", scenario.start.text()),
        word("end", scenario.end.text()),
        number("scale", scenario.scale),
        number("replicates", static_cast<double>(scenario.replicates)),
        word("outcome", outcome.name),
        word("indicator", outcome.counted.text + (outcome.of ? " / " + outcome.of->text : "")),
        word("expect", word_of(expected.direction)),
        number("expected_low", if_known(has_range, range.low)),
        number("expected_high", if_known(has_range, range.high)),
        flag("absolute", expected.absolute),
        number("without", if_known(is_known, pair.mean_a)),
        number("with", if_known(is_known, pair.mean_b)),
        number("effect", if_known(is_known, judgement.effect)),
        number("low", if_known(is_known, judgement.interval.low)),
        number("high", if_known(is_known, judgement.interval.high)),
        number("half_width", if_known(is_known, judgement.half_width)),
        number("allowed", if_known(is_known, judgement.allowed)),
        word("verdict", words_of(judgement.agreement))};
    add_ground(outcome.ground, fields);
    return fields;
}

/// The same columns, so that one table holds both.
Row fields_of(const WithoutLever& one)
{
    Row fields{word("case", one.id),
               nothing("lever"),
               word("change", one.change),
               nothing("start"),
               nothing("end"),
               nothing("scale"),
               nothing("replicates"),
               word("outcome", one.reason),
               nothing("indicator"),
               word("expect", word_of(one.direction)),
               nothing("expected_low"),
               nothing("expected_high"),
               nothing("absolute"),
               nothing("without"),
               nothing("with"),
               nothing("effect"),
               nothing("low"),
               nothing("high"),
               nothing("half_width"),
               nothing("allowed"),
               word("verdict", "no lever")};
    add_ground(one.ground, fields);
    return fields;
}

std::vector<Row> all_rows(const EvidenceTable& table)
{
    std::vector<Row> all;
    for (const EvidenceRow& row : table.rows) {
        all.push_back(fields_of(table, row));
    }
    for (const WithoutLever& one : table.without_lever) {
        all.push_back(fields_of(one));
    }
    return all;
}

}  // namespace

std::string screen_text(const EvidenceTable& table)
{
    TextTable text({Align::left, Align::left, Align::left, Align::right, Align::right, Align::left});
    text.add({"case: outcome", "lever", "expected", "effect, 95 % interval", "half-width", "verdict"});
    for (const EvidenceRow& row : table.rows) {
        const EvidenceCase& one = table.cases[row.planned].what;
        const EvidenceOutcome& outcome = outcome_of(table, row);
        const Judgement& judgement = row.judgement;
        const bool is_known = has_interval(row);
        text.add({one.id + ": " + outcome.name, one.lever, expected_text(outcome),
                  is_known ? fmt::format("{} ({} to {})", effect_text(outcome, judgement.effect),
                                         effect_text(outcome, judgement.interval.low),
                                         effect_text(outcome, judgement.interval.high))
                           : "nobody there",
                  is_known ? width_text(outcome, judgement) : "-",
                  std::string(words_of(judgement.agreement))});
    }
    for (const WithoutLever& one : table.without_lever) {
        text.add({one.id + ": " + one.change, "-", std::string(word_of(one.direction)), "-", "-",
                  "no lever: " + one.reason});
    }
    return text.text() +
           "Paired replicates with common draws; the interval is Monte-Carlo error. The half-width "
           "must be under a\nthird of the expected effect, or under 2 % of the level where none is "
           "expected.\n";
}

std::string csv_text(const EvidenceTable& table) { return csv_text(all_rows(table)); }

Json json_of(const EvidenceTable& table, const EvidenceDone& done)
{
    return Json::object({{"command", "evidence"},
                         {"status", "done"},
                         {"exit_code", exit_done},
                         {"version", version()},
                         {"git_commit", git_commit()},
                         {"seconds", done.seconds},
                         {"rows", json_of(all_rows(table))},
                         {"files", Json::array({Json(done.file)})}});
}

}  // namespace qonys::app
