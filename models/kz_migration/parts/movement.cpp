#include "parts/movement.hpp"

#include "processes/household_moves.hpp"
#include "processes/lone_moves.hpp"

namespace qonys::models::kz_migration {

Movement Movement::read(Reader& in, const Axes& axes, const Outlook& outlook, const Base& base)
{
    Reader section = in.section("migration");
    Movement movement;
    movement.geography = base.geography;
    movement.region = axes.region;
    movement.destination = Destination::Params::read(section, axes, outlook, base.year);
    movement.mobility_params = Mobility::Params::read(section, axes);
    if (!section.boolean("on", {"-", "people move between regions"}, true)) {
        section.text("fitted", {"file", "result of 'qonys fit', not used now"}, "");
        return movement;
    }
    movement.fitted = FittedMovement::read_file(section, "fitted", axes.region);
    if (movement.fitted.last_year != 0 && movement.fitted.last_year != outlook.last_known_year()) {
        section.problem(
            "fitted",
            "the fit has seen figures to the end of " + std::to_string(movement.fitted.last_year) +
                ", but data.as_of says " + std::to_string(outlook.last_known_year()),
            "a forecast starts where knowledge ends",
            "name a fit of that date, or make one: 'qonys fit --as-of DAY --set migration.on=false "
            "--set catalogue.use=false'");
    }
    if (in.problems().empty()) {
        movement.mobility.emplace(movement.mobility_params, movement.fitted, outlook);
    }
    return movement;
}

void Movement::build(Registry& registry, const Columns& columns, const Shared& shared) const
{
    if (!mobility) {
        return;
    }
    const MovementSetup setup{
        columns,
        registry.add_person_column<std::uint8_t>(
            "long_unregistered",
            "bits of people registered elsewhere: 1 since before the start, 2 the "
            "contour shows it"),
        shared.flows,
        Destination(destination, fitted, geography, Destination::Levers::declare(registry, region),
                    shared.market),
        *mobility,
        shared.claims,
        registry.add_draw("registration", "at_once"),
        Threshold(MonthlyProbability(mobility_params.at_once)),
        shared.contracts,
        shared.integration,
        shared.registers};
    registry.add_process(std::make_unique<HouseholdMoves>(registry, setup));
    registry.add_process(std::make_unique<LoneMoves>(registry, setup));
    registry.add_process(
        std::make_unique<Registration>(registry, setup, mobility_params.old_probability));
}

}  // namespace qonys::models::kz_migration
