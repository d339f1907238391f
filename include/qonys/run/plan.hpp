#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "qonys/catalogue/catalogue.hpp"
#include "qonys/run/model.hpp"
#include "qonys/scenario/document.hpp"
#include "qonys/scenario/scenario.hpp"

namespace qonys {

/// What is declared beside what the scenario says: a process that a caller brings along. `text`
/// tells one from another; it is covered by the plan's digest.
struct PlanAddition {
    std::string text;
    std::function<void(Registry&)> declare;
};

/// A run, complete and checked before anything starts: everything read, every file hashed.
struct Plan {
    Scenario scenario;
    std::shared_ptr<const Model> model;
    std::optional<int> rules_of;  ///< year whose rules go on; none: default paths of levers as they are
    std::shared_ptr<const Catalogue> catalogue;  ///< none where the scenario names none
    std::vector<std::shared_ptr<const Measure>>
        measures;  ///< those of the catalogue that are on, then the scenario's own
    std::uint64_t population_seed = 1;        ///< of synthesis; shared by all runs that compare
    bool population_per_replicate = false;    ///< synthesis anew for each replicate
    std::string scenario_text;                ///< canonical
    std::string digest;                       ///< SHA-256 over the text and the input files
    std::vector<InputFile> inputs;
    std::vector<ReadParameter> parameters;
    std::vector<PlanAddition> additions;

    /// Throws InputError with every problem.
    static Plan read(const Document& document, const std::string& name,
                     const ModelCatalogue& catalogue);

    /// Results then are of the scenario and the addition together, and the digest says so.
    void add(PlanAddition addition);

    /// Of its catalogue; none without.
    [[nodiscard]] std::vector<TargetIndicator> target_indicators() const;

    /// A registry with all that the model and the measures declare.
    [[nodiscard]] std::unique_ptr<Registry> build_registry() const;
};

}  // namespace qonys
