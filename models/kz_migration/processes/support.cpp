#include "processes/support.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "qonys/core/math.hpp"

namespace qonys::models::kz_migration {

Support::Support(Registry& registry, SupportTerms terms, const Prices& prices, const Axis& region,
                 Typical typical)
    : terms_(std::move(terms)),
      prices_(prices),
      typical_(std::move(typical)),
      levers_(SupportLevers::declare(registry, terms_, region, typical_.places))
{
    double places = 0.0;
    double mean = 0.0;
    for (std::size_t r = 0; r < region.size(); ++r) {
        reference_.push_back(1.0 + value(reference_offer(r), r) / terms_.yearly_wage);
        places += typical_.places[r];
        mean += typical_.places[r] * reference_[r];
    }
    // Without any support the part 1 - additionality of today's applications would be made.
    const double log_value = places > 0.0 ? exact::log(mean / places) : 0.0;
    elasticity_ = log_value > 0.0 ? -exact::log(1.0 - terms_.additionality) / log_value : 0.0;
}

Support::Offer Support::offer(const Levers& levers, std::size_t region) const
{
    return {levers(levers_.subsidy, region),         levers(levers_.rent_min, region),
            levers(levers_.rent_max, region),        levers(levers_.certificate_cap, region),
            levers(levers_.certificate_share, region), levers(levers_.certificates, region),
            levers(levers_.rent_months)};
}

Support::Offer Support::reference_offer(std::size_t region) const
{
    const int year = terms_.reference_year;
    const double all = std::accumulate(typical_.places.begin(), typical_.places.end(), 0.0);
    return {terms_.amount(Instrument::relocation_subsidy, year),
            terms_.amount(Instrument::rent_month_min, year),
            terms_.amount(Instrument::rent_month_max, year),
            terms_.amount(Instrument::housing_certificate_cap, year),
            terms_.share_of_price(year),
            all > 0.0 ? terms_.certificates_of(year) * typical_.places[region] / all : 0.0,
            terms_.rent_months};
}

double Support::rent(const Offer& offer, double people) const
{
    return std::min(offer.rent_min + terms_.rent_per_member * (people - 1.0),
                    std::max(offer.rent_min, offer.rent_max));
}

double Support::home_price(std::size_t region, Area area, double people) const
{
    // Homes are taken to keep their price in MCI.
    const RegionId place(static_cast<RegionId::rep>(region));
    const double square_metre = terms_.housing_price(place, YearIndex(0)) /
                                prices_.mci.tenge(SupportTerms::price_year);
    return people * terms_.home_m2 * square_metre *
           (area == Area::rural ? terms_.rural_price : 1.0);
}

double Support::value(const Offer& offer, std::size_t region) const
{
    const double people = typical_.people;
    double certificate = 0.0;
    for (const Area area : {Area::urban, Area::rural}) {
        certificate += 0.5 * std::min(offer.cap, offer.price_share * home_price(region, area, people));
    }
    const double families = typical_.places[region] / people;
    double chance = offer.certificates > 0.0 ? 1.0 : 0.0;  // where none was ever published
    if (families > 0.0) {
        chance = std::min(1.0, offer.certificates / families);
    }
    return offer.subsidy * people + chance * certificate +
           (1.0 - chance) * offer.rent_months * rent(offer, people);
}

double Support::pull(const Levers& levers, std::size_t region) const
{
    const double worth = 1.0 + value(offer(levers, region), region) / terms_.yearly_wage;
    return exact::pow(worth / reference_[region], elasticity_);
}

double Support::leaving(double loss) const
{
    return exact::pow(1.0 + loss / terms_.yearly_wage, -elasticity_);
}

double Support::usual_refund(Month moved, Month now) const
{
    const int months = now - moved;
    // A contract ends with its last month: who leaves in that month still breaks it.
    if (months - 1 >= terms_.contract_months) {
        return 0.0;
    }
    const Offer offer = reference_offer(0);  // amounts are the nation's
    double tenge = offer.subsidy * typical_.people * prices_.mci.tenge(moved.year());
    for (int month = 0; month < months && month < offer.rent_months; ++month) {
        tenge += rent(offer, typical_.people) * prices_.mci.tenge((moved + month).year());
    }
    return terms_.refund_share * terms_.collected * tenge / prices_.mci.tenge(now.year());
}

Money Support::subsidy(const Levers& levers, const Family& family, int year) const
{
    const double each = levers(levers_.subsidy, family.region.value());
    return Money(std::llround(each * family.people * prices_.mci.tenge(year)));
}

Money Support::rent(const Levers& levers, const Family& family, int year) const
{
    const double mci = rent(offer(levers, family.region.value()), family.people);
    return Money(std::llround(mci * prices_.mci.tenge(year)));
}

Money Support::certificate(const Levers& levers, const Family& family, int year) const
{
    const Offer now = offer(levers, family.region.value());
    const double mci = std::min(
        now.cap, now.price_share * home_price(family.region.value(), family.area, family.people));
    return Money(std::llround(mci * prices_.mci.tenge(year)));
}

}  // namespace qonys::models::kz_migration
