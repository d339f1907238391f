#include "processes/support_levers.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace qonys::models::kz_migration {
namespace {

constexpr int first_year = 2022;
constexpr int last_year = 2026;
constexpr int first_share_year = 2025;
constexpr const char* section_name = "[resettlement.support] of the scenario";

YearIndex year_at(int year, int first)
{
    return YearIndex(static_cast<YearIndex::rep>(std::clamp(year, first, last_year) - first));
}

void read_tables(Reader& in, const Axes& axes, SupportTerms& terms)
{
    constexpr std::array<std::string_view, 2> partial{"instrument", "year"};
    const Axis years = Axis::range("year", first_year, last_year);
    const Axis instruments("instrument",
                           {"relocation_subsidy", "rent_month_min", "rent_month_max",
                            "housing_certificate_cap", "employer_subsidy"});
    terms.amounts = in.table<double, Instrument, YearIndex>(
        "amounts", {instruments, years}, Bounds::at_least(0.0),
        {"MCI", "support of a person, a family, a family's month, or a worker"}, partial);
    terms.price_share = in.table<double, YearIndex>(
        "price_share", {Axis::range("year", first_share_year, last_year)},
        Bounds::within(0.0, 1.0), {"share", "of a home's price that a certificate pays at most"});
    terms.certificates = in.table<double, YearIndex>(
        "certificates", {years}, Bounds::at_least(0.0),
        {"families/year", "housing certificates for resettled families"});
    terms.housing_price = in.table<double, RegionId, YearIndex>(
        "housing_price", {axes.region, Axis::range("year", SupportTerms::price_year, SupportTerms::price_year)},
        Bounds::above(0.0), {"KZT/m2", "homes in the regional capital"}, partial);
}

}  // namespace

SupportTerms SupportTerms::read(Reader& in, const Axes& axes)
{
    const Bounds share = Bounds::within(0.0, 1.0);
    const Bounds months = Bounds::within(0.0, 600.0);
    SupportTerms terms;
    read_tables(in, axes, terms);
    terms.home_m2 = in.number("home_m2", Bounds::above(0.0), {"m2/person", "of the home bought"});
    terms.rural_price = in.number("rural_price", Bounds::above(0.0),
                                  {"-", "price of a rural home over that in the capital"});
    terms.rent_per_member =
        in.number("rent_per_member", Bounds::at_least(0.0),
                  {"MCI/month", "rent support for each member but the first, up to the most"});
    terms.rent_months = in.number("rent_months", months, {"months", "of rent support"});
    terms.contract_months =
        in.number("contract_months", months, {"months", "that a resettled family has to stay"});
    terms.refund_share = in.number("refund_share", share,
                                   {"share", "of the support due back on early departure"});
    terms.collected =
        in.number("collected", share, {"share", "families that pay back what is due"});
    terms.additionality =
        in.number("additionality", Bounds::within(0.0, 0.99),
                  {"share", "applications that would not be made without support"});
    terms.yearly_wage = in.number("yearly_wage", Bounds::above(0.0), {"MCI", "mean of the nation"});
    terms.placement_months =
        in.number("placement_months", months,
                  {"months", "after the move in which people out of work are put before employers"});
    terms.employer_uptake = in.number("employer_uptake", share,
                                      {"share", "hires for which employers take the subsidy"});
    terms.hiring_response =
        in.number("hiring_response", Bounds::within(0.0, 10.0),
                  {"-", "log place in the queue for posts per yearly wage of expected subsidy"});
    terms.reference_year = static_cast<int>(
        in.integer("reference_year", Bounds::within(first_year, last_year),
                   {"year", "whose support the number of applicants belongs to"}));
    return terms;
}

double SupportTerms::amount(Instrument instrument, int year) const
{
    return amounts(instrument, year_at(year, first_year));
}

double SupportTerms::share_of_price(int year) const
{
    return price_share(year_at(year, first_share_year));
}

double SupportTerms::certificates_of(int year) const
{
    return certificates(year_at(year, first_year));
}

namespace {

/// Declares levers of the support, whose paths follow the scenario's tables.
class SupportLeverMaker {
public:
    struct What {
        const char* name;
        const char* description;
        const char* unit;
        const char* key;  ///< of the default path, in [resettlement.support]
        Bounds bounds = Bounds::at_least(0.0);
    };
    SupportLeverMaker(Registry& registry, const Axis& region) : registry_(registry), region_(region)
    {}
    /// `value_of(year, region)`.
    template <class ValueOf>
    LeverId by_region(const What& what, ValueOf value_of)
    {
        LeverSpec spec = empty(what);
        spec.axes = {region_};
        for (int year = first_year; year <= last_year; ++year) {
            LeverStep step{Month(year, 1), {}};
            for (std::size_t r = 0; r < region_.size(); ++r) {
                step.values.push_back(value_of(year, r));
            }
            spec.path.push_back(std::move(step));
        }
        return registry_.add_lever(std::move(spec));
    }
    LeverId one(const What& what, double value)
    {
        LeverSpec spec = empty(what);
        spec.path = {{Month(first_year, 1), {value}}};
        return registry_.add_lever(std::move(spec));
    }

private:
    static LeverSpec empty(const What& what)
    {
        LeverSpec spec;
        spec.name = what.name;
        spec.description = what.description;
        spec.unit = what.unit;
        spec.bounds = what.bounds;
        spec.source = section_name;
        spec.key = std::string("resettlement.support.") + what.key;
        return spec;
    }

    Registry& registry_;
    Axis region_;
};

}  // namespace

SupportLevers SupportLevers::declare(Registry& registry, const SupportTerms& terms,
                                     const Axis& region, const std::vector<double>& weight)
{
    SupportLeverMaker maker(registry, region);
    const auto amount = [&](const SupportLeverMaker::What& what, Instrument instrument) {
        return maker.by_region(
            what, [&](int year, std::size_t) { return terms.amount(instrument, year); });
    };
    const double all = std::accumulate(weight.begin(), weight.end(), 0.0);
    const Bounds share = Bounds::within(0.0, 1.0);
    const Bounds months = Bounds::within(0.0, 600.0);
    SupportLevers levers;
    levers.subsidy = amount({"resettlement.subsidy", "support of each member of a resettled family",
                             "MCI/person", "amounts"},
                            Instrument::relocation_subsidy);
    levers.rent_min = amount({"resettlement.rent_min", "rent support of a person who lives alone",
                              "MCI/month", "amounts"},
                             Instrument::rent_month_min);
    levers.rent_max =
        amount({"resettlement.rent_max", "most rent support of a family", "MCI/month", "amounts"},
               Instrument::rent_month_max);
    levers.certificate_cap =
        amount({"resettlement.certificate_cap", "most that a housing certificate pays",
                "MCI/family", "amounts"},
               Instrument::housing_certificate_cap);
    levers.employer_subsidy =
        amount({"resettlement.employer_subsidy", "for an employer who hires a resettled person",
                "MCI/worker", "amounts"},
               Instrument::employer_subsidy);
    levers.certificate_share = maker.by_region(
        {"resettlement.certificate_share", "part of a home's price that a certificate may pay",
         "share", "price_share", share},
        [&](int year, std::size_t) { return terms.share_of_price(year); });
    levers.certificates =
        maker.by_region({"resettlement.certificates", "housing certificates given out",
                         "families/year", "certificates"},
                        [&](int year, std::size_t r) {
                            return all > 0.0 ? terms.certificates_of(year) * weight[r] / all : 0.0;
                        });
    levers.rent_months = maker.one(
        {"resettlement.rent_months", "months of rent support", "months", "rent_months", months},
        terms.rent_months);
    levers.placement_months =
        maker.one({"resettlement.placement_months",
                   "after the move in which resettled people out of work are put before employers",
                   "months", "placement_months", Bounds::within(0.0, 600.0)},
                  terms.placement_months);
    levers.contract_months =
        maker.one({"resettlement.contract_months", "months that a resettled family has to stay",
                   "months", "contract_months", months},
                  terms.contract_months);
    levers.refund_share =
        maker.one({"resettlement.refund_share", "part of the support due back on early departure",
                   "share", "refund_share", share},
                  terms.refund_share);
    return levers;
}

std::vector<std::string> SupportLevers::names()
{
    return {"resettlement.subsidy",           "resettlement.rent_min",
            "resettlement.rent_max",          "resettlement.certificate_cap",
            "resettlement.certificate_share", "resettlement.certificates",
            "resettlement.rent_months"};
}

}  // namespace qonys::models::kz_migration
