#pragma once

#include <memory>

#include "processes/foreign_setup.hpp"
#include "processes/registers.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Registers of agencies, and the contour that links them. Section [registers] of a scenario; text:
/// README.md, part 7.
struct RegistersPart {
    RegisterAxes axes;
    RegisterTerms terms;

    static RegistersPart read(Reader& in, const Axes& axes);
    /// What other parts tell registers or ask of the contour: declared before them.
    [[nodiscard]] std::shared_ptr<const RegisterSetup> declare(Registry& registry) const;
    /// After all who have people. `foreign`: none where there are no employers.
    static void build(Registry& registry, const std::shared_ptr<const RegisterSetup>& setup,
                      Registers::About about, const std::optional<ForeignSetup>& foreign);
};

}  // namespace qonys::models::kz_migration
