#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "qonys/catalogue/announcement.hpp"
#include "qonys/catalogue/measures.hpp"
#include "qonys/catalogue/priors.hpp"
#include "qonys/catalogue/target_indicators.hpp"

namespace qonys {

/// A policy as data: its measures and indicators, what is believed of their effects, and the
/// announcement that they carry out.
struct Catalogue {
    Priors priors;
    CatalogueMeasures measures;
    std::vector<TargetIndicator> indicators;
    std::vector<AnnouncementLine> lines;
    std::vector<std::string>
        on;  ///< measures that the scenario switches on, in the order of the catalogue

    /// Changes of one measure as the scenario varies it.
    [[nodiscard]] std::vector<LeverMeasure::Params> changes_of(std::string_view id) const;
    /// Changes of all measures that are on, in the order of the catalogue.
    [[nodiscard]] std::vector<LeverMeasure::Params> changes() const;
};

/// Reads `[catalogue]` of a scenario: `measures`, `indicators`, `priors` and `announcement` name
/// files; `on` and `off` list ids, directions or "all"; `[catalogue.vary.ID]` gives a measure other
/// dates
/// (`from`, `until`) or makes a `part` of its changes. None without the section, or where `use` is
/// false. `registry` is the model's; `parameters` are those read so far. Throws InputError with the
/// problems of all files.
[[nodiscard]] std::shared_ptr<const Catalogue> read_catalogue(Reader& in, const Registry& registry);

}  // namespace qonys
