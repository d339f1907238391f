#include "business/loan_records.hpp"

#include <algorithm>
#include <cmath>

#include "processes/status_columns.hpp"
#include "qonys/core/math.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double units_per_rate = 1e4;
constexpr std::int64_t unit_months = 12 * 10'000;

}  // namespace

LoanRecords LoanRecords::declare(Registry& registry)
{
    LoanRecords records;
    records.table = registry.add_side_table("loans", "concessional loans that run");
    records.key = registry.schema().side[records.table.value()].key;
    const auto add = [&]<class T>(Column<T>& column, const char* name, const char* description,
                                  T fill = T{}) {
        column = registry.add_side_column<T>(records.table, name, description, fill);
    };
    add(records.programme, "programme", "position on loan_programme");
    add(records.taken, "taken", "month in which it was paid out", no_month);
    add(records.region, "region", "where it was taken", RegionId::invalid());
    add(records.principal, "principal", "KZT lent");
    add(records.outstanding, "outstanding", "KZT to be paid back, without interest");
    add(records.instalment, "instalment", "KZT a month");
    add(records.rate, "rate", "interest a year, hundredths of a percent");
    add(records.months, "months", "in which it is to be paid back");
    add(records.arrears, "arrears", "months in a row without payment");
    add(records.marks, "marks",
        "bits: 1 had a business before, 2 began because of the loan, 4 kandas, 8 resettler");
    return records;
}

std::size_t LoanRecords::open(Shard& shard, PersonKey person, const Loan& loan) const
{
    SideTable& own = shard.side(table);
    const std::size_t row = own.insert(person);
    own[programme][row] = static_cast<std::uint8_t>(loan.programme);
    own[taken][row] = stamp(loan.taken);
    own[region][row] = loan.region;
    own[principal][row] = loan.principal;
    own[outstanding][row] = loan.principal;
    own[instalment][row] = annuity(loan.principal, loan.rate, loan.months);
    own[rate][row] = loan.rate;
    own[months][row] = loan.months;
    own[marks][row] = loan.marks;
    return row;
}

std::int64_t annuity(std::int64_t principal, std::uint16_t rate, std::uint16_t months)
{
    const auto all = static_cast<double>(principal);
    const double monthly = rate / (units_per_rate * months_in_year);
    const double part =
        rate == 0 ? 1.0 / months
                  : monthly / (1.0 - exact::pow(1.0 + monthly, -static_cast<double>(months)));
    return static_cast<std::int64_t>(std::ceil(all * part));
}

std::int64_t monthly_interest(std::int64_t outstanding, std::uint16_t rate)
{
    return (outstanding * rate + unit_months / 2) / unit_months;
}

std::int64_t in_thousands(double tenge)
{
    return thousand * std::max<std::int64_t>(
                          1, static_cast<std::int64_t>(tenge / static_cast<double>(thousand)));
}

std::uint16_t rate_units(double rate)
{
    return static_cast<std::uint16_t>(rate * units_per_rate + 0.5);
}

}  // namespace qonys::models::kz_migration
