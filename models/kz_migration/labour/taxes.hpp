#pragma once

#include "codes.hpp"
#include "qonys/scenario/reader.hpp"

namespace qonys::models::kz_migration {

/// Rates on wages, in the order of the axis `labour_tax`.
enum class LabourTax : std::uint8_t {
    income_tax, medical_employer, medical_worker, pension_worker, social_contribution, social_tax
};

/// What the state takes in on a wage: income tax, social tax, social and medical contributions. Pension
/// payments are the worker's own savings and not counted. Section [taxes].
class LabourTaxes {
public:
    static LabourTaxes read(Reader& in);
    /// KZT a month on a wage of `wage` KZT; `mci` of that year.
    [[nodiscard]] double on_wage(double wage, int year, double mci) const;

private:
    Table<double, LabourTax, YearIndex> rate_;
    Table<double, YearIndex> free_;  ///< MCI a month without income tax
};

}  // namespace qonys::models::kz_migration
