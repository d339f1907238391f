#include "labour/taxes.hpp"

#include <algorithm>

namespace qonys::models::kz_migration {
namespace {

constexpr int first_year = 2022;
constexpr int last_year = 2030;
/// To this year social contributions are taken off the social tax, later both are paid.
constexpr int last_year_of_offset = 2025;

}  // namespace

LabourTaxes LabourTaxes::read(Reader& in)
{
    constexpr std::array<std::string_view, 2> partial{"labour_tax", "year"};
    Reader section = in.section("taxes");
    const Axis years = Axis::range("year", first_year, last_year);
    LabourTaxes taxes;
    taxes.rate_ = section.table<double, LabourTax, YearIndex>(
        "rates",
        {Axis("labour_tax", {"income_tax", "medical_employer", "medical_worker", "pension_worker",
                             "social_contribution", "social_tax"}),
         years},
        Bounds::within(0.0, 1.0), {"share", "of the wage"}, partial);
    taxes.free_ = section.table<double, YearIndex>(
        "income_tax_free", {years}, Bounds::at_least(0.0),
        {"MCI/month", "of a wage on which no income tax is paid"}, partial);
    return taxes;
}

double LabourTaxes::on_wage(double wage, int year, double mci) const
{
    const int known = std::clamp(year, first_year, last_year);
    const YearIndex index(static_cast<YearIndex::rep>(known - first_year));
    const auto rate = [&](LabourTax tax) { return rate_(tax, index); };
    const double taxed = std::max(0.0, wage * (1.0 - rate(LabourTax::pension_worker) -
                                               rate(LabourTax::medical_worker)) -
                                           free_(index) * mci);
    const double tax = rate(LabourTax::social_tax);
    const double contribution = rate(LabourTax::social_contribution);
    const double social =
        known <= last_year_of_offset ? std::max(tax, contribution) : tax + contribution;
    return rate(LabourTax::income_tax) * taxed +
           wage * (social + rate(LabourTax::medical_employer) + rate(LabourTax::medical_worker));
}

}  // namespace qonys::models::kz_migration
