#include "labour/budget.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace qonys::models::kz_migration {
namespace {

constexpr int first_known_year = 2022;
constexpr int last_known_year = 2026;
constexpr int first_path_year = 2025;
constexpr int last_path_year = 2040;
constexpr std::array<std::string_view, 1> other_years{"year"};

YearIndex year_index(int year, int first, int last)
{
    return YearIndex(static_cast<YearIndex::rep>(std::clamp(year, first, last) - first));
}

}  // namespace

MciPath MciPath::read(Reader& in)
{
    const Axis variants("path", {"low", "base", "high"});
    MciPath mci;
    mci.known_ = in.table<double, YearIndex>(
        "mci", {Axis::range("year", first_known_year, last_known_year)}, Bounds::above(0.0),
        {"KZT", "monthly calculation index, as set"}, other_years);
    mci.path_ = in.table<double, PathIndex, YearIndex>(
        "mci_path", {variants, Axis::range("year", first_path_year, last_path_year)},
        Bounds::above(0.0), {"KZT", "monthly calculation index, as it may go on"});
    const std::string name =
        in.word("mci_variant", variants.codes(), {"-", "which path of the index holds"}, "base");
    for (std::size_t i = 0; i < variants.size(); ++i) {
        if (variants.codes()[i] == name) {
            mci.variant_ = PathIndex(static_cast<PathIndex::rep>(i));
        }
    }
    return mci;
}

double MciPath::tenge(int year) const
{
    return year <= last_known_year
               ? known_(year_index(year, first_known_year, last_known_year))
               : path_(variant_, year_index(year, first_path_year, last_path_year));
}

Budget Budget::declare(Registry& registry, const MciPath& mci)
{
    return {BudgetLedger(registry, {"foreign_labour", "household_workers"}), mci};
}

Money Budget::from_mci(double amount, int year) const
{
    return Money(std::llround(amount * mci.tenge(year)));
}

}  // namespace qonys::models::kz_migration
