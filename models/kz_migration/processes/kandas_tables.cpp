#include "processes/kandas_tables.hpp"

#include <algorithm>

#include "qonys/core/contract.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr std::array<std::string_view, 1> years_only{"year"};

}  // namespace

KandasTables KandasTables::read(Reader& in, const Axes& axes, const Outlook& outlook)
{
    KandasTables tables;
    tables.last_year_ = std::max(outlook.last_known_year(), first_kandas_year);
    const Axis flow_years = Axis::range("year", first_flow_year, tables.last_year_);
    const Axis years = Axis::range("year", first_kandas_year, tables.last_year_);
    Reader external = in.section("external").section("arrivals");
    tables.arrivals_ = external.table<double, PartnerId, YearIndex>(
        "total", {axes.flow_partner, flow_years}, Bounds::at_least(0.0),
        {"persons/year", "registered arrivals to stay, by country"}, years_only);
    Reader kandas = in.section("kandas");
    const Axis origins =
        kandas.axis("origins", "kandas_origin", {"-", "countries that kandas come from"});
    tables.grants_ = kandas.table<double, YearIndex>(
        "grants", {years}, Bounds::at_least(0.0), {"persons/year", "grants of the kandas status"},
        years_only);
    tables.origin_share_ = kandas.table<double, std::size_t, YearIndex>(
        "origin_share", {origins, years}, Bounds::within(0.0, 1.0),
        {"share", "grants by country of origin"}, years_only);
    tables.most_kazakh_ = kandas.number("most_kazakh", Bounds::within(0.0, 1.0),
                                        {"share", "Kazakhs among a country's arrivals, at most"});
    const std::size_t other = origins.position("other").value_or(0);
    tables.group_.assign(axes.flow_partner.size(), other);
    for (std::size_t origin = 0; origin < origins.size(); ++origin) {
        const auto partner = axes.flow_partner.position(origins.codes()[origin]);
        if (!partner) {
            kandas.problem(
                "origins", "'" + origins.codes()[origin] + "' is not on axis flow_partner",
                "kandas are part of the arrivals by partner", "use the codes of that axis");
            continue;
        }
        tables.group_[*partner] = origin;
        tables.partner_of_origin_.emplace_back(static_cast<PartnerId::rep>(*partner));
    }
    return tables;
}

YearIndex KandasTables::kandas_year(int year) const
{
    const int known = std::clamp(year, first_kandas_year, last_year_);
    return YearIndex(static_cast<YearIndex::rep>(known - first_kandas_year));
}

double KandasTables::arrivals(PartnerId partner, int year) const
{
    const int known = std::clamp(year, first_flow_year, last_year_);
    return arrivals_(partner, YearIndex(static_cast<YearIndex::rep>(known - first_flow_year)));
}

double KandasTables::group_arrivals(std::size_t origin, int year) const
{
    double sum = 0.0;
    for (std::size_t p = 0; p < group_.size(); ++p) {
        sum +=
            group_[p] == origin ? arrivals(PartnerId(static_cast<PartnerId::rep>(p)), year) : 0.0;
    }
    return sum;
}

double KandasTables::grants(int year) const { return grants_(kandas_year(year)); }

double KandasTables::granted(std::size_t origin, int year) const
{
    return grants(year) * origin_share_(origin, kandas_year(year));
}

double KandasTables::kazakh_share(PartnerId partner, int year) const
{
    const std::size_t origin = group_[partner.value()];
    const double arrivals = group_arrivals(origin, year);
    return arrivals > 0.0 ? std::min(most_kazakh_, granted(origin, year) / arrivals) : 0.0;
}

double KandasTables::in_country(std::size_t origin, int year) const
{
    const double arriving = group_arrivals(origin, year) * kazakh_share(partner_of(origin), year);
    return std::max(0.0, granted(origin, year) - arriving);
}

double KandasTables::kazakh_arrivals(int year) const
{
    double sum = 0.0;
    for (std::size_t p = 0; p < group_.size(); ++p) {
        const PartnerId partner(static_cast<PartnerId::rep>(p));
        sum += arrivals(partner, year) * kazakh_share(partner, year);
    }
    return sum;
}

double KandasTables::total_arrivals(int year) const
{
    double sum = 0.0;
    for (std::size_t p = 0; p < group_.size(); ++p) {
        sum += arrivals(PartnerId(static_cast<PartnerId::rep>(p)), year);
    }
    return sum;
}

}  // namespace qonys::models::kz_migration
