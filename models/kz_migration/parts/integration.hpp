#pragma once

#include <memory>

#include "processes/integration.hpp"

namespace qonys::models::kz_migration {

/// Courses for kandas: what is offered, and what hours do where people search, work, move on or go
/// back. Section [integration] of a scenario; text: README.md, part 7.
struct IntegrationPart {
    /// What other parts ask: declared before them.
    struct Shared {
        KandasRecords records;
        std::shared_ptr<const IntegrationEffects> effects;
    };
    IntegrationEffects::Params effects;
    Integration::Params services;

    static IntegrationPart read(Reader& in, const Axes& axes);
    [[nodiscard]] Shared declare(Registry& registry, const StatusColumns& status) const;
};

}  // namespace qonys::models::kz_migration
