#pragma once

#include "codes.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::kz_migration {

/// What the model knows of a person and a household, besides the engine's own columns.
struct Columns {
    Column<RegionId> registered_region;
    Column<Area> area;
    Column<Education> education;
    Column<Activity> activity;
    Column<PersonId> partner;
    Column<std::uint8_t> children_ever_born;
    Column<Stay> stay;
    Column<KinGroup> kin;

    Column<Area> household_area;

    static Columns declare(Registry& registry);
    static Columns find(const WorldSchema& schema);
};

}  // namespace qonys::models::kz_migration
