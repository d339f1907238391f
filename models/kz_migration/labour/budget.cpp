#include "labour/budget.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace qonys::models::kz_migration {
namespace {

constexpr int first_known_year = 2022;
constexpr int last_known_year = 2026;
constexpr int first_known_price = 2022;
constexpr int last_known_price = 2024;
constexpr std::array<std::string_view, 1> other_years{"year"};

Axis variants() { return Axis("path", {"low", "base", "high"}); }

PathIndex read_variant(Reader& in, std::string_view key, const ParameterInfo& info)
{
    const Axis axis = variants();
    const std::string name = in.word(key, axis.codes(), info, "base");
    const auto found = std::find(axis.codes().begin(), axis.codes().end(), name);
    return PathIndex(static_cast<PathIndex::rep>(
        std::min<std::ptrdiff_t>(found - axis.codes().begin(),
                                 static_cast<std::ptrdiff_t>(axis.size()) - 1)));
}

}  // namespace

MciPath MciPath::read(Reader& in)
{
    MciPath mci;
    mci.known_ = in.table<double, YearIndex>(
        "mci", {Axis::range("year", first_known_year, last_known_year)}, Bounds::above(0.0),
        {"KZT", "monthly calculation index, as set"}, other_years);
    mci.path_ = in.table<double, PathIndex, YearIndex>(
        "mci_path", {variants(), Axis::range("year", first_path_year, last_path_year)},
        Bounds::above(0.0), {"KZT", "monthly calculation index, as it may go on"});
    mci.variant_ = read_variant(in, "mci_variant", {"-", "which path of the index holds"});
    return mci;
}

double MciPath::tenge(int year) const
{
    return year <= last_known_year
               ? known_(year_index(year, first_known_year, last_known_year))
               : path_(variant_, year_index(year, first_path_year, last_path_year));
}

PriceLevel PriceLevel::read(Reader& in)
{
    const Bounds rate = Bounds::within(-0.5, 5.0);
    PriceLevel prices;
    prices.known_ = in.table<double, YearIndex>(
        "cpi", {Axis::range("year", first_known_price, last_known_price)}, rate,
        {"share/year", "rise of consumer prices, as known"}, other_years);
    prices.path_ = in.table<double, PathIndex, YearIndex>(
        "cpi_path", {variants(), Axis::range("year", first_path_year, last_path_year)}, rate,
        {"share/year", "rise of consumer prices, as it may go on"});
    prices.variant_ = read_variant(in, "cpi_variant", {"-", "which path of prices holds"});
    prices.stated_year_ = static_cast<int>(
        in.integer("price_year", Bounds::within(first_known_price, last_path_year),
                   {"year", "in whose prices real amounts are stated"}));
    return prices;
}

double PriceLevel::inflation(int year) const
{
    return year <= last_known_price
               ? known_(year_index(year, first_known_price, last_known_price))
               : path_(variant_, year_index(year, first_path_year, last_path_year));
}

double PriceLevel::relative(int year) const
{
    double level = 1.0;
    for (int y = stated_year_ + 1; y <= year; ++y) {
        level *= 1.0 + inflation(y);
    }
    for (int y = year + 1; y <= stated_year_; ++y) {
        level /= 1.0 + inflation(y);
    }
    return level;
}

Prices Prices::read(Reader& in)
{
    Reader section = in.section("prices");
    return {MciPath::read(section), PriceLevel::read(section)};
}

Budget Budget::declare(Registry& registry, const Prices& prices, const LabourTaxes& taxes)
{
    return {
        BudgetLedger(registry,
                     {"foreign_labour", "household_workers", "relocation_support", "rent_support",
                      "housing_certificate", "employer_subsidy", "settlement_contract",
                      "integration_services", "migration_control", "auyl_amanaty", "small_business", "newcomer_loans",
                      "rural_projects", "business_grants", "mobile_business"},
                     prices.level.stated_year()),
        prices, taxes};
}

void Budget::book(Tallies& counts, Programme programme, BudgetSide side, Money amount,
                  int year) const
{
    const double real = static_cast<double>(amount.tenge()) / prices.level.relative(year);
    ledger.book(counts, {static_cast<std::size_t>(programme), side, amount,
                         Money(std::llround(real))});
}

Money Budget::from_mci(double amount, int year) const
{
    return Money(std::llround(amount * prices.mci.tenge(year)));
}

}  // namespace qonys::models::kz_migration
