#include "processes/residence_detection.hpp"

#include "processes/home.hpp"
#include "processes/thinned_clock.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr auto nobd = static_cast<std::size_t>(Agency::nobd);

Threshold chance(double share) { return Threshold(MonthlyProbability(share)); }

}  // namespace

ResidenceDetection::ResidenceDetection(Registry& registry, const MovementSetup& setup)
    : schema_(registry.schema()),
      registers_(setup.registers),
      marks_(setup.long_unregistered),
      detected_(registry.add_tally(
          {.name = "residence_detected",
           .description = "people whom the school of their family shows to live elsewhere than "
                          "they are registered, by where they live",
           .unit = "persons",
           .axes = {registers_->axes.region}})),
      school_draw_(registry.add_draw("registration", "school")),
      detected_draw_(registry.add_draw("registration", "detected")),
      told_(chance(registers_->terms.told_register))
{}

void ResidenceDetection::prepare(const StepContext& step)
{
    const RegisterLevers& levers = registers_->levers;
    covered_ = chance(step.levers(levers.coverage, nobd));
    linked_ = chance(step.levers(levers.linkage, nobd));
    compared_ = chance(step.levers(levers.nobd_residence));
    seen_ = chance(1.0 / (1.0 + step.levers(levers.delay, nobd)));
    school_ = step.random(school_draw_);
    is_on_ = covered_.value() != 0 && linked_.value() != 0 && compared_.value() != 0;
}

/// By lasting numbers of the family: the pupil is in the register, linked, and compared.
bool ResidenceDetection::is_compared(std::uint64_t household) const
{
    const auto [covered, linked] = school_.word_pair(household, 0);
    return covered_.hit(covered) && linked_.hit(linked) &&
           compared_.hit(school_.word(household, 1));
}

bool ResidenceDetection::has_pupil(const Shard& shard, HouseholdId home, Month now) const
{
    bool any = false;
    for_each_member(shard, schema_, home, [&](std::size_t member) {
        any = any || is_of_school_age(shard.people()[schema_.person.birth_month][member], now);
    });
    return any;
}

void ResidenceDetection::look_at(const ShardContext& here, Shard& shard, std::size_t row,
                                 bool is_old) const
{
    const auto marks = shard.people()[marks_];
    if (!is_on_ || (marks[row] & MovementSetup::detected) != 0) {
        return;
    }
    const HouseholdId home = shard.people()[schema_.person.household][row];
    const std::uint64_t key =
        shard.households()[schema_.household.key][home.value()].value();
    if (!is_compared(key) || !has_pupil(shard, home, here.step.now)) {
        return;
    }
    // Whoever is asked once a year has had eleven more months to be found in.
    if (!is_old) {
        const std::uint64_t word =
            here.step.random(detected_draw_).word(key, draw_index(here.step.now));
        here.step.life.chance(shard.people()[schema_.person.key][row], "detected", seen_, word);
        if (!seen_.hit(word)) {
            return;
        }
    }
    marks[row] |= MovementSetup::detected;
    here.counts.add(detected_, shard.people()[schema_.person.region][row].value());
}

}  // namespace qonys::models::kz_migration
