#pragma once

#include "columns.hpp"
#include "parts/foreign_labour.hpp"

namespace qonys::models::kz_migration {

/// Irregular stay and control. Sections [irregular] and [control] of a scenario; text: README.md,
/// part 7.
struct ControlPart {
    IrregularTerms terms;
    ControlParams control;
    std::vector<double> stays_ended;  ///< of workers of private persons, a year, by region
    double scale = 1.0;

    static ControlPart read(Reader& in, const ForeignLabour& foreign, const Scenario& scenario);
    /// What other parts may look at, and through which they let people in: see IrregularPeople.
    [[nodiscard]] std::shared_ptr<const IrregularSetup> declare(
        Registry& registry, const ForeignAxes& axes,
        std::shared_ptr<const RegisterSetup> registers) const;
    /// After foreign labour.
    void build(Registry& registry, const Columns& columns, const ForeignSetup& setup) const;
};

}  // namespace qonys::models::kz_migration
