#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "qonys/parallel/threads.hpp"
#include "qonys/run/evidence_cases.hpp"

namespace qonys {

/// A case with both its plans: with the background alone, and with the measures beside it.
struct PlannedCase {
    EvidenceCase what;
    Plan base;
    Plan changed;
};

/// One outcome of one case.
struct EvidenceRow {
    std::size_t planned;  ///< which case
    std::size_t outcome;  ///< of that case
    std::optional<PairedDifference> difference;  ///< none where nobody was there to take a share of
    Judgement judgement;
};

/// Both plans of a case over a scenario already shortened and scaled. Throws InputError: measures that the model refuses.
[[nodiscard]] PlannedCase plan_case(const EvidenceCase& what, const Document& scenario,
                                    const std::string& name, const ModelCatalogue& catalogue);

/// Told when a case is done, with its number.
using CaseDone = std::function<void(std::size_t)>;

/// Runs every replicate of every case. Bases that are equal are run once, and people of one scale are made once for all.
/// Rows come in the order of the cases, whatever the order of running.
[[nodiscard]] std::vector<EvidenceRow> run_evidence(std::span<const PlannedCase> cases,
                                                    const Threads& threads, const CaseDone& done);

}  // namespace qonys
