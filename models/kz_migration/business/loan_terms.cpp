#include "business/loan_terms.hpp"

#include <algorithm>
#include <numeric>

#include "processes/constant_lever.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int first_damu_year = 2015;
constexpr int last_damu_year = 2024;
constexpr int first_amanaty_year = 2022;
constexpr int last_amanaty_year = 2023;
constexpr int first_term_year = 2022;
constexpr int last_term_year = 2025;
constexpr int last_lever_year = 2040;  ///< as far as the path of the MCI goes
constexpr std::size_t rate_term = 0;
constexpr std::size_t cap_term = 1;
constexpr std::size_t months_term = 2;
/// MCI. Loans are of whole thousands of tenge: of less, nothing would be left, or more than the
/// cap.
constexpr double least_cap = 1.0;
constexpr std::array<std::string_view, 1> other_years{"year"};

std::vector<double> as_shares(std::vector<double> people)
{
    const double all = std::accumulate(people.begin(), people.end(), 0.0);
    for (double& one : people) {
        one = all > 0.0 ? one / all : 0.0;
    }
    return people;
}

void read_residents(Reader& in, const Axes& axes, int base_year, BusinessTerms& terms)
{
    const auto people = in.table<double, RegionId, Area, YearIndex>(
        "residents", {axes.region, axes.area, Axis::range("year", base_year, base_year)},
        Bounds::at_least(0.0),
        {"persons", "residents by area: rural loans are spread like villagers, grants like all"},
        other_years);
    std::vector<double> rural(axes.region.size(), 0.0);
    std::vector<double> all(axes.region.size(), 0.0);
    for (std::size_t r = 0; r < rural.size() && !people.values().empty(); ++r) {
        rural[r] = people(at<RegionId>(r), Area::rural, YearIndex(0));
        all[r] = rural[r] + people(at<RegionId>(r), Area::urban, YearIndex(0));
    }
    terms.rural_share = as_shares(std::move(rural));
    terms.share = as_shares(std::move(all));
}

void read_applicants(Reader& in, BusinessTerms& terms)
{
    const Bounds share = Bounds::within(0.0, 1.0);
    const auto applicants = in.table<double, std::size_t>(
        "applicants", {Axis("asking_pool", {"auyl_amanaty", "small_business", "grant"})},
        Bounds::at_least(0.0), {"persons/year", "who ask for a loan or a grant"});
    std::copy(applicants.values().begin(), applicants.values().end(), terms.applicants.begin());
    terms.startup_share = in.number("startup_share", share,
                                    {"share", "applicants for loans who are to begin a business"});
    terms.additional_starts =
        in.number("additional_starts", Bounds::within(0.0, 0.9),
                  {"share", "of start-up loans, without which the business would not have begun"});
    terms.additional_grants =
        in.number("additional_grants", Bounds::within(0.0, 0.9),
                  {"share", "of grants to begin, without which the business would not have begun"});
    terms.wanted =
        in.number("wanted", Bounds::above(0.0), {"MCI", "loans asked for: unit of the two"});
    terms.wanted_least =
        in.number("wanted_least", Bounds::above(0.0), {"share", "smallest loan asked for"});
    terms.wanted_most =
        in.number("wanted_most", Bounds::above(0.0), {"share", "largest loan asked for"});
    terms.rate_response =
        in.number("rate_response", Bounds::at_least(0.0),
                  {"-", "fall of the log of applicants per unit of yearly interest"});
    terms.grants = in.number("grants", Bounds::at_least(0.0), {"grants/year", "to begin, nation"});
    terms.grant_size = in.number("grant_size", Bounds::at_least(0.0), {"MCI", "of a grant"});
    terms.project_loans = in.number("project_loans", Bounds::at_least(0.0),
                                    {"MCI", "lent to villagers by a rural income project"});
}

void read_fates(Reader& in, BusinessTerms& terms)
{
    const Bounds share = Bounds::within(0.0, 1.0);
    terms.market_rate = in.number("market_rate", share, {"1/year", "interest without support"});
    terms.gain = in.number("gain", Bounds::within(-0.9, 5.0),
                           {"share",
                            "hazards of a business that had begun before the loan: ends so "
                            "much more seldom, comes to hire so much more often"});
    terms.displacement = in.number("displacement", share,
                                   {"share", "of what support makes, taken from others around"});
    terms.default_rate =
        in.annual_rate("default_rate", {"1/year", "borrowers with an income who cease to pay"});
    terms.jobless_failing = in.number("jobless_failing", share,
                                      {"share", "borrowers who pay nothing while out of work"});
    terms.arrears_months =
        in.integer("arrears_months", Bounds::within(1.0, 60.0),
                   {"months", "unpaid in a row, after which a loan is called in"});
    terms.collateral = in.number(
        "collateral", share, {"share", "of what is outstanding, got back from a loan called in"});
}

/// Measures are held against the bounds of `loans.cap`; this is about the terms that they turn.
void check_sizes(Reader& in, const BusinessTerms& terms)
{
    if (!in.problems().empty()) {
        return;
    }
    for (std::size_t lender = 0; lender < num_loan_programmes; ++lender) {
        for (int year = first_term_year; year <= last_term_year; ++year) {
            if (terms.cap(lender, year) < least_cap) {
                in.problem("terms",
                           "the largest loan of " + terms.programme.codes()[lender] + " in " +
                               std::to_string(year) + " is below one MCI",
                           "loans are of whole thousands of tenge, so that nothing could be lent",
                           "caps are in MCI: give one or more, or no money in loans.volume");
                return;
            }
        }
    }
    if (terms.wanted * terms.wanted_least < least_cap) {
        in.problem("wanted_least", "the smallest loan asked for is below one MCI",
                   "loans are of whole thousands of tenge, so that nothing could be lent",
                   "raise business.wanted_least or business.wanted");
    }
}

LeverSpec of_terms(const BusinessTerms& terms, const char* name, const char* description,
                   const char* unit, Bounds bounds)
{
    return {.name = name,
            .description = description,
            .unit = unit,
            .axes = {terms.programme},
            .bounds = bounds,
            .source = "data/loan_terms.csv",
            .key = "business.terms"};
}

}  // namespace

BusinessTerms BusinessTerms::read(Reader& in, const Axes& axes, const Outlook& outlook,
                                  int base_year)
{
    BusinessTerms terms;
    terms.region = axes.region;
    terms.last_known = outlook.last_known_year();
    Reader section = in.section("business");
    terms.programme = section.axis("programmes", "loan_programme", {"-", "who lends cheaply"});
    const Bounds money = Bounds::at_least(0.0);
    terms.damu = section.table<double, RegionId, YearIndex>(
        "damu", {axes.region, Axis::range("year", first_damu_year, last_damu_year)}, money,
        {"million KZT/year", "loans with subsidised interest, to businesses of all sizes"});
    terms.amanaty = section.table<double, YearIndex>(
        "auyl_amanaty", {Axis::range("year", first_amanaty_year, last_amanaty_year)}, money,
        {"million KZT/year", "loans of Auyl amanaty, nation"});
    terms.terms = section.table<double, std::size_t, std::size_t, YearIndex>(
        "terms",
        {terms.programme, Axis("loan_term", {"rate", "cap", "months"}),
         Axis::range("year", first_term_year, last_term_year)},
        money, {"1/year, MCI, months", "interest, largest loan, and how long it runs"});
    read_residents(section, axes, base_year, terms);
    terms.own_business_share =
        section.number("own_business_share", Bounds::within(0.0, 1.0),
                       {"share", "of subsidised loans that go to businesses of one person"});
    read_applicants(section, terms);
    read_fates(section, terms);
    check_sizes(section, terms);
    return terms;
}

double BusinessTerms::volume(LoanProgramme lender, std::size_t place, int year,
                             const MciPath& mci) const
{
    const auto grown = [&](int known) {
        return year > known ? mci.tenge(year) / mci.tenge(known) : 1.0;
    };
    if (lender == LoanProgramme::small_business && year >= first_damu_year) {
        const int known = std::min(last_damu_year, std::max(first_damu_year, last_known));
        const double all = damu(at<RegionId>(place),
                                year_index(std::min(year, known), first_damu_year, last_damu_year));
        return own_business_share * all * grown(known);
    }
    if (lender == LoanProgramme::auyl_amanaty && year >= first_amanaty_year) {
        const int known = std::clamp(last_known, first_amanaty_year, last_amanaty_year);
        return rural_share[place] *
               amanaty(year_index(std::min(year, known), first_amanaty_year, last_amanaty_year)) *
               grown(known);
    }
    return 0.0;
}

double BusinessTerms::term(std::size_t lender, std::size_t which, int year) const
{
    return terms(lender, which, year_index(year, first_term_year, last_term_year));
}

double BusinessTerms::rate(std::size_t lender, int year) const
{
    return term(lender, rate_term, year);
}

double BusinessTerms::cap(std::size_t lender, int year) const
{
    return term(lender, cap_term, year);
}

double BusinessTerms::months(std::size_t lender, int year) const
{
    return term(lender, months_term, year);
}

double BusinessTerms::wanted_by(std::uint64_t word) const
{
    return wanted * (wanted_least + (wanted_most - wanted_least) * uniform_unit(word));
}

double BusinessTerms::mean_loan(double cap) const
{
    const double least = wanted * wanted_least;
    const double most = std::max(least + 1.0, wanted * wanted_most);
    const double top = std::clamp(cap, least, most);
    const double below = (top * top - least * least) / 2.0;
    return (below + (most - top) * cap) / (most - least);
}

/// Volumes and terms by year, as far as the path of the MCI goes.
void BusinessLevers::declare_loans(Registry& registry, const BusinessTerms& terms,
                                   const MciPath& mci)
{
    LeverSpec money{.name = "loans.volume",
                    .description = "money for concessional loans",
                    .unit = "million KZT/year",
                    .axes = {terms.programme, terms.region},
                    .bounds = Bounds::at_least(0.0),
                    .source =
                        "data/auyl_amanaty_loans.csv, data/damu_loans.csv; constant in MCI "
                        "after the last known year",
                    .additive = true,
                    .key = "business.damu",
                    .goes_on = true};
    std::array<LeverSpec, 3> own{
        of_terms(terms, "loans.cap", "largest loan", "MCI", Bounds::at_least(least_cap)),
        of_terms(terms, "loans.rate", "interest of loans", "1/year", Bounds::within(0.0, 1.0)),
        of_terms(terms, "loans.months", "months in which a loan is paid back", "months",
                 Bounds::within(1.0, 360.0))};
    for (int year = first_term_year; year <= last_lever_year; ++year) {
        LeverStep lent{Month(year, 1), {}};
        std::array<LeverStep, 3> steps{lent, lent, lent};
        for (std::size_t p = 0; p < num_loan_programmes; ++p) {
            for (std::size_t r = 0; r < terms.region.size(); ++r) {
                lent.values.push_back(terms.volume(static_cast<LoanProgramme>(p), r, year, mci));
            }
            steps[0].values.push_back(terms.cap(p, year));
            steps[1].values.push_back(terms.rate(p, year));
            steps[2].values.push_back(terms.months(p, year));
        }
        money.path.push_back(std::move(lent));
        for (std::size_t term = 0; term < own.size(); ++term) {
            own[term].path.push_back(std::move(steps[term]));
        }
    }
    volume = registry.add_lever(std::move(money));
    cap = registry.add_lever(std::move(own[0]));
    rate = registry.add_lever(std::move(own[1]));
    months = registry.add_lever(std::move(own[2]));
    priority = registry.add_lever(constant_lever(
        {.name = "loans.priority",
         .description = "how far kandas and resettled families go before others: 1 = all of them",
         .unit = "share",
         .axes = {terms.programme},
         .bounds = Bounds::within(0.0, 1.0),
         .source = "rules as seen name no queue"},
        0.0));
}

void BusinessLevers::declare_grants(Registry& registry, const BusinessTerms& terms)
{
    LeverSpec places{.name = "grants.places",
                     .description = "grants to begin a business",
                     .unit = "grants/year",
                     .axes = {terms.region},
                     .bounds = Bounds::at_least(0.0),
                     .source = "business.grants, spread like people",
                     .additive = true,
                     .key = "business.grants"};
    places.path = {{Month(first_term_year, 1), {}}};
    for (const double part : terms.share) {
        places.path.front().values.push_back(part * terms.grants);
    }
    grants = registry.add_lever(std::move(places));
    grant_size = registry.add_lever(constant_lever({.name = "grants.size",
                                                    .description = "amount of a grant",
                                                    .unit = "MCI",
                                                    .bounds = Bounds::at_least(0.0),
                                                    .source = "business.grant_size",
                                                    .key = "business.grant_size"},
                                                   terms.grant_size));
    grant_priority = registry.add_lever(constant_lever(
        {.name = "grants.priority",
         .description = "how far kandas and resettled families go before others: 1 = all of them",
         .unit = "share",
         .bounds = Bounds::within(0.0, 1.0),
         .source = "kandas and resettlers are eligible among others"},
        0.0));
    projects = registry.add_lever(constant_lever(
        {.name = "rural_projects.projects",
         .description = "projects that raise rural incomes: loans to villagers and a cooperative",
         .unit = "projects/year",
         .axes = {terms.region},
         .bounds = Bounds::at_least(0.0),
         .source = "the pilot ended in 2021; what followed is Auyl amanaty",
         .additive = true},
        0.0));
}

BusinessLevers BusinessLevers::declare(Registry& registry, const BusinessTerms& terms,
                                       const MciPath& mci)
{
    BusinessLevers levers{};
    levers.declare_loans(registry, terms, mci);
    levers.declare_grants(registry, terms);
    return levers;
}

std::vector<std::string> BusinessLevers::names()
{
    return {"loans.volume", "loans.cap",       "loans.rate",
            "loans.months", "loans.priority",  "grants.places",
            "grants.size",  "grants.priority", "rural_projects.projects"};
}

}  // namespace qonys::models::kz_migration
