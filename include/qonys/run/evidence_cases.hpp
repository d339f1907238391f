#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "qonys/core/month.hpp"
#include "qonys/run/evidence.hpp"
#include "qonys/run/plan.hpp"
#include "qonys/scenario/document.hpp"

namespace qonys {

/// Cells of tallies whose counts are added.
struct CountedCells {
    struct One {
        std::size_t tally;  ///< in the order of the registry
        std::vector<std::size_t> cells;
    };
    std::vector<One> parts;
    std::string text;  ///< names of the indicators
    std::string unit;
};

/// How the months of an outcome make one number.
enum class Taken : std::uint8_t { sum, mean, end };

/// Why something is expected.
struct Ground {
    std::string source;
    std::string year;
    std::string grade;  ///< A to D, or "identity": true by law or arithmetic
    std::string note;
    bool assumption = false;
    bool sets_parameter = false;  ///< the source set a parameter too, so that agreement proves little
};

struct EvidenceOutcome {
    std::string name;
    CountedCells counted;
    std::optional<CountedCells> of;  ///< what it is a share of
    Month first;
    Month last;
    Taken taken = Taken::sum;
    Expectation expectation;
    Ground ground;
};

/// One change of one lever, and what is expected of it.
struct EvidenceCase {
    std::string id;
    std::string lever;
    std::string change;  ///< in plain words
    Month end;           ///< last month to run
    double scale = 1.0;
    std::int64_t replicates = 2;
    Node::Array measures;    ///< make the change
    Node::Array background;  ///< hold with and without it
    std::vector<EvidenceOutcome> outcomes;
};

/// What evidence exists on, but no lever.
struct WithoutLever {
    std::string id;
    std::string change;
    Direction direction = Direction::zero;
    Ground ground;
    std::string reason;  ///< why the model has none
};

struct EvidenceFile {
    std::vector<EvidenceCase> cases;
    std::vector<WithoutLever> without_lever;
};

/// Reads `[[case]]` and `[[no_lever]]` (scenarios/README.md) for the model and months of a plan. Throws InputError
/// with every problem: unknown levers, indicators, axes and codes, months outside the run, cases that turn another lever
/// than their own, expectations without a ground, and levers of the model that no case is about.
[[nodiscard]] EvidenceFile read_evidence(const Document& document, const Plan& plan);

}  // namespace qonys
