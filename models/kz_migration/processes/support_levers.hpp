#pragma once

#include <string>
#include <vector>

#include "qonys/process/registry.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Support in MCI, in the order of the axis `instrument`.
enum class Instrument : std::uint8_t {
    relocation_subsidy, rent_month_min, rent_month_max, housing_certificate_cap, employer_subsidy
};

/// What resettled families are given, as the scenario says. Section [resettlement.support].
struct SupportTerms {
    static constexpr int price_year = 2023;            ///< last one with prices of homes
    Table<double, Instrument, YearIndex> amounts;      ///< MCI
    Table<double, YearIndex> price_share;              ///< of a home, paid at most
    Table<double, YearIndex> certificates;             ///< families a year, nation
    Table<double, RegionId, YearIndex> housing_price;  ///< KZT per m2 of one year
    double home_m2 = 0.0;          ///< per person
    double rural_price = 0.0;      ///< of a home, relative to the regional capital
    double rent_per_member = 0.0;  ///< MCI a month, for each member but the first
    double rent_months = 0.0;
    double contract_months = 0.0;
    double refund_share = 0.0;
    double collected = 0.0;        ///< families that pay what they owe
    double additionality = 0.0;    ///< of applications, at the support of the reference year
    double yearly_wage = 0.0;      ///< MCI
    double placement_months = 0.0;
    double employer_uptake = 0.0;  ///< hires for which employers take the subsidy
    double hiring_response = 0.0;  ///< log place in the queue per yearly wage of subsidy
    int reference_year = 0;

    static SupportTerms read(Reader& in, const Axes& axes);
    [[nodiscard]] double amount(Instrument instrument, int year) const;
    [[nodiscard]] double share_of_price(int year) const;
    [[nodiscard]] double certificates_of(int year) const;
};

/// What policy may turn in the support: amounts and certificates by receiving region.
struct SupportLevers {
    LeverId subsidy;
    LeverId rent_min;
    LeverId rent_max;
    LeverId certificate_cap;
    LeverId certificate_share;
    LeverId certificates;
    LeverId employer_subsidy;
    LeverId rent_months;
    LeverId placement_months;
    LeverId contract_months;
    LeverId refund_share;

    /// `weight`: how certificates are split over regions.
    static SupportLevers declare(Registry& registry, const SupportTerms& terms,
                                 const Axis& region, const std::vector<double>& weight);
    [[nodiscard]] static std::vector<std::string> names();
};

}  // namespace qonys::models::kz_migration
