#include "abroad/cohorts.hpp"

#include <algorithm>
#include <numeric>

#include "qonys/core/quantity.hpp"

namespace qonys::models::kz_migration {
namespace {

double chance(double yearly) { return monthly(AnnualRate(yearly)).value(); }

double sum(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

double return_chance(const AbroadTerms& terms, int months)
{
    const auto years = static_cast<std::size_t>(months / months_in_year);
    const double own = terms.return_rate[std::min(years, terms.return_rate.size() - 1)];
    return chance(own + terms.job_loss_return);
}

bool ends_contract(const AbroadTerms& terms, int months)
{
    return terms.term_months > 0 && months > 0 && months % terms.term_months == 0;
}

AbroadCohorts::AbroadCohorts(const AbroadTerms& terms)
    : terms_(terms),
      steps_(terms.num_countries()),
      irregular_(terms.num_countries(), 0.0),
      sent_(terms.num_countries(), 0.0),
      plans_(terms.num_countries()),
      start_(terms.num_countries())
{
    for (std::size_t country = 0; country < terms.num_countries(); ++country) {
        for (int months = 0; months < months_followed; ++months) {
            steps_[country].push_back(step_at(country, months));
        }
        settle(country);
    }
}

AbroadCohorts::Step AbroadCohorts::step_at(std::size_t country, int months) const
{
    const double stays = (1.0 - chance(terms_.death)) * (1.0 - chance(terms_.settle)) *
                         (1.0 - return_chance(terms_, months));
    Step step{stays, stays * (1.0 - chance(terms_.removed[country])), 0.0,
              chance(terms_.regularised)};
    if (ends_contract(terms_, months)) {
        step.regular *= 1.0 - terms_.end_return;
        step.overstays = terms_.overstay[country];
    }
    return step;
}

void AbroadCohorts::Step::pass(double& with, double& without) const
{
    with *= regular;
    without *= irregular;
    const double moved = without * regularised - with * overstays;
    with += moved;
    without -= moved;
}

AbroadCohorts::Ages AbroadCohorts::follow(std::size_t country, double irregular) const
{
    Ages ages;
    double without = irregular;
    double with = 1.0 - irregular;
    for (int months = 0; months < months_followed; ++months) {
        if (months > 0) {
            steps_[country][static_cast<std::size_t>(months)].pass(with, without);
        }
        ages.regular.push_back(with);
        ages.irregular.push_back(without);
    }
    return ages;
}

/// The share of irregular leavings at which as many are irregular as at the start, if as many leave
/// each month; then who is abroad does not change but with the path.
void AbroadCohorts::settle(std::size_t country)
{
    const Ages with = follow(country, 0.0);
    const Ages without = follow(country, 1.0);
    const double share = terms_.irregular_start[country];
    const auto missing = [&](const Ages& ages) {
        const double irregular = sum(ages.irregular);
        return share * (irregular + sum(ages.regular)) - irregular;
    };
    const double few = missing(with);
    const double many = missing(without);
    irregular_[country] = few <= 0.0 ? 0.0 : (many >= 0.0 ? 1.0 : few / (few - many));
    Ages stock = follow(country, irregular_[country]);
    const double all = sum(stock.regular) + sum(stock.irregular);
    std::vector<double>& start = start_[country];
    double so_far = 0.0;
    for (std::vector<double>* ages : {&stock.regular, &stock.irregular}) {
        for (int months = 0; months < months_followed; ++months) {
            double& people = (*ages)[static_cast<std::size_t>(months)];
            so_far += people / all;
            start.push_back(so_far);
            sent_[country] += terms_.sent_part(months) * people / all;
            people *= terms_.stock[country] / all;
        }
    }
    plans_[country].stock = std::move(stock);
}

void AbroadCohorts::plan_month(std::size_t country) const
{
    const double leaves_irregularly = irregular_[country];
    auto& [stock, leavings] = plans_[country];
    double left = 0.0;
    for (std::size_t age = months_followed - 1; age > 0; --age) {
        stock.regular[age] = stock.regular[age - 1];
        stock.irregular[age] = stock.irregular[age - 1];
        steps_[country][age].pass(stock.regular[age], stock.irregular[age]);
        left += stock.regular[age] + stock.irregular[age];
    }
    const int month = static_cast<int>(leavings.size());
    const double wanted =
        terms_.stock[country] * terms_.relative_stock(terms_.start() + (month + 1));
    const double leaving = std::max(0.0, wanted - left);
    stock.regular[0] = leaving * (1.0 - leaves_irregularly);
    stock.irregular[0] = leaving * leaves_irregularly;
    leavings.push_back(leaving);
}

double AbroadCohorts::leavings(std::size_t country, int month) const
{
    const auto place = static_cast<std::size_t>(std::clamp(month, 0, months_planned - 1));
    const std::lock_guard lock(planning_);
    while (plans_[country].leavings.size() <= place) {
        plan_month(country);
    }
    return plans_[country].leavings[place];
}

AbroadCohorts::Standing AbroadCohorts::at_start(std::size_t country, double u) const
{
    const std::vector<double>& start = start_[country];
    const auto place = std::min<std::ptrdiff_t>(
        std::upper_bound(start.begin(), start.end(), u) - start.begin(), 2 * months_followed - 1);
    const bool is_regular = place < months_followed;
    return {is_regular ? AbroadStatus::regular : AbroadStatus::irregular,
            static_cast<int>(is_regular ? place : place - months_followed)};
}

ExpectedSettlers::ExpectedSettlers(const AbroadTerms& terms)
    : terms_(terms), stock_(sum(terms.stock))
{}

double ExpectedSettlers::persons(int year) const
{
    constexpr int middle = 7;  // July: half of the year has passed
    return terms_.settle * stock_ * terms_.relative_stock(Month(year, middle));
}

}  // namespace qonys::models::kz_migration
