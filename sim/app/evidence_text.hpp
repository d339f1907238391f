#pragma once

#include <span>
#include <string>
#include <vector>

#include "json.hpp"
#include "qonys/run/evidence_run.hpp"

namespace qonys::app {

/// All that a run of cases has to tell.
struct EvidenceTable {
    std::span<const PlannedCase> cases;
    std::vector<EvidenceRow> rows;
    std::vector<WithoutLever> without_lever;
};

/// What a run left besides its rows.
struct EvidenceDone {
    std::string file;
    double seconds = 0.0;
};

[[nodiscard]] std::string screen_text(const EvidenceTable& table);
/// One line an outcome; what no lever stands for has a verdict "no lever" and no numbers.
[[nodiscard]] std::string csv_text(const EvidenceTable& table);
[[nodiscard]] Json json_of(const EvidenceTable& table, const EvidenceDone& done);

}  // namespace qonys::app
