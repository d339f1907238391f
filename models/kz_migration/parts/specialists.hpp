#pragma once

#include <optional>

#include "processes/specialist_visas.hpp"
#include "qonys/scenario/scenario.hpp"

namespace qonys::models::kz_migration {

/// Specialists, investors and those who work from afar, on visas outside the employers' quota.
/// Section [specialists] of a scenario; text: README.md, part 7.
struct SpecialistsPart {
    SpecialistVisas::Params visas;

    static SpecialistsPart read(Reader& in, const Axes& axes, const Axis& sector,
                                const Scenario& scenario);
    /// `work`: of those who hire foreigners; none where nobody works for an employer. Returns the
    /// table of holders.
    [[nodiscard]] SpecialistColumns build(Registry& registry,
                                          const std::optional<ForeignSetup>& work) const;
};

}  // namespace qonys::models::kz_migration
