#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "qonys/catalogue/names.hpp"
#include "qonys/catalogue/priors.hpp"
#include "qonys/policy/lever_measure.hpp"
#include "qonys/record/formula.hpp"

namespace qonys {

/// A number for each year, by a formula over what is recorded.
struct YearlyNumber {
    std::string text;  ///< of the formula
    Formula formula;
    std::string unit;
};
/// Reads a formula's text under `key`; one that cannot be read is a problem of the reader.
[[nodiscard]] std::optional<YearlyNumber> read_yearly_number(Reader& in, std::string_view key,
                                                             std::string unit,
                                                             std::span<const TallySpec> specs);

/// One measure of a policy: what it is, which levers it turns, what it costs and what it is for.
struct CatalogueMeasure {
    std::string id;  ///< "M37"
    Names name;
    std::string direction;
    std::string agency;
    std::vector<std::string> lines;  ///< of the announcement that it carries out
    Timetable timetable;
    std::vector<LeverMeasure::Params> changes;  ///< none where no effect on people is expected
    std::string why_no_effect;                  ///< said then
    std::optional<YearlyNumber> cost;           ///< KZT in a year, with the measure less without it
    std::string cost_note;                      ///< what it leaves out; why there is none
    std::string outcome_name;                   ///< what the measure is for, in plain words
    std::optional<YearlyNumber> outcome;
    std::string grade;  ///< of the evidence on its effect
    Origin origin;
};

/// Directions and agencies by code.
using CodedNames = std::map<std::string, Names>;

struct CatalogueMeasures {
    CodedNames directions;
    CodedNames agencies;
    std::vector<CatalogueMeasure> all;

    [[nodiscard]] const CatalogueMeasure* find(std::string_view id) const;
};

/// What measures may refer to.
struct MeasureContext {
    const LeverBook& levers;
    std::span<const TallySpec> specs;
    const Priors& priors;
    std::span<const std::string> lines;  ///< of the announcement
};

/// Reads `count`, `[directions.CODE]`, `[agencies.CODE]` and `[[measure]]` with
/// `[[measure.change]]`, each change as a measure of a scenario.
[[nodiscard]] CatalogueMeasures read_catalogue_measures(Reader& in, const MeasureContext& context);

}  // namespace qonys
