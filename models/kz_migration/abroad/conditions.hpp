#pragma once

#include <span>
#include <vector>

#include "abroad/cohorts.hpp"
#include "abroad/terms.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::kz_migration {

/// What policy does for citizens abroad, how long agreements have been in force, and where those
/// abroad come from: known on every rank. Shared by the processes of the part; `abroad_stay` keeps
/// it.
class AbroadConditions {
public:
    struct Levers {
        LeverId agreement;
        LeverId recruitment_places;
        LeverId legal_help;
        LeverId assisted_return;
        LeverId platform;

        static Levers declare(Registry& registry, const Axis& country);
        static std::vector<std::string> names();
    };
    AbroadConditions(Registry& registry, const AbroadTerms& terms);

    [[nodiscard]] const Levers& levers() const { return levers_; }
    /// Counts the month of agreements in force. Once a month.
    void open_month(const StepContext& step);
    /// How far an agreement works: strength times the part of the ramp that has passed.
    [[nodiscard]] double agreement(std::size_t country) const { return agreement_[country]; }
    /// Citizens abroad at the end of the month, by region of their household and country.
    void count(std::vector<std::int64_t> abroad) { abroad_ = std::move(abroad); }
    [[nodiscard]] const std::vector<std::int64_t>& abroad() const { return abroad_; }
    void archive(Archive& archive);

private:
    const AbroadTerms* terms_;
    Levers levers_;
    std::vector<std::int64_t> months_in_force_;  ///< by country
    std::vector<double> agreement_;
    std::vector<std::int64_t> abroad_;
};

}  // namespace qonys::models::kz_migration
