#include "abroad/terms.hpp"

#include <algorithm>

#include "qonys/core/math.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int last_known_stock = 2025;
constexpr int first_known_stock = 2022;
constexpr int num_years_abroad = 6;
const Bounds share = Bounds::within(0.0, 1.0);
const Bounds positive = Bounds::at_least(0.0);

int whole(Reader& in, std::string_view key, const ParameterInfo& info)
{
    constexpr double most_months = 600.0;
    return static_cast<int>(in.integer(key, Bounds::within(0.0, most_months), info));
}

}  // namespace

AbroadTerms AbroadTerms::read(Reader& in, const Axes& axes, const Outlook& outlook, Month start)
{
    AbroadTerms terms;
    terms.country = axes.work_partner;
    terms.region = axes.region;
    terms.start_ = start;
    terms.read_countries(in, start.year());
    terms.read_path(in, outlook);
    Reader leaving = in.section("leaving");
    terms.read_leaving(leaving, axes);
    Reader staying = in.section("staying");
    terms.read_staying(staying);
    Reader levers = in.section("effects");
    terms.read_levers(levers);
    Reader money = in.section("remittances");
    terms.read_money(money);
    return terms;
}

void AbroadTerms::read_countries(Reader& in, int base_year)
{
    constexpr std::array<std::string_view, 1> partial{"year"};
    const auto citizens = in.table<double, std::size_t, YearIndex>(
        "citizens", {country, Axis::range("year", base_year, base_year)}, positive,
        {"persons", "citizens who work abroad, by country"}, partial);
    stock.assign(citizens.values().begin(), citizens.values().end());
    const Axis term("abroad_term",
                    {"irregular_start", "overstay", "removed", "wage", "remittance", "other_kin"});
    const auto table = in.table<double, std::size_t, std::size_t>(
        "terms", {country, term}, positive,
        {"share, 1/year, KZT/month, relative", "right to work, pay and money sent, by country"});
    if (table.values().empty()) {
        return;
    }
    const auto column = [&](std::string_view name) {
        const auto codes = term.codes();
        const auto place =
            static_cast<std::size_t>(std::find(codes.begin(), codes.end(), name) - codes.begin());
        std::vector<double> values;
        for (std::size_t c = 0; c < country.size(); ++c) {
            values.push_back(table(c, place));
        }
        return values;
    };
    irregular_start = column("irregular_start");
    overstay = column("overstay");
    removed = column("removed");
    remittance = column("remittance");
    other_kin = column("other_kin");
}

void AbroadTerms::read_path(Reader& in, const Outlook& outlook)
{
    const auto known = in.table<double, YearIndex>(
        "stock", {Axis::range("year", first_known_stock, last_known_stock)}, positive,
        {"persons", "citizens who work abroad on 1 January, as known"});
    const Axis paths("path", {"base", "low", "high"});
    const auto growth = in.table<double, std::size_t>(
        "growth", {paths}, Bounds::within(-0.5, 0.5),
        {"1/year", "growth of citizens abroad after the last known January, by path"});
    const std::vector<std::string> words{"base", "low", "high"};
    const std::string variant =
        in.word("variant", words, {"-", "which path citizens abroad take"}, "base");
    if (growth.values().empty() || known.values().empty()) {
        return;
    }
    growth_ = growth(
        static_cast<std::size_t>(std::find(words.begin(), words.end(), variant) - words.begin()));
    const int last = std::min(last_known_stock, outlook.last_known_year() + 1);
    for (int year = start_.year(); year <= std::max(last, start_.year()); ++year) {
        januaries_.push_back(known(year_index(year, first_known_stock, last_known_stock)));
    }
}

double AbroadTerms::relative_stock(Month month) const
{
    const double years = static_cast<double>(month - start_) / months_in_year;
    const double known = static_cast<double>(januaries_.size() - 1);
    if (years >= known) {
        return januaries_.back() / januaries_.front() * exact::exp(growth_ * (years - known));
    }
    const auto year = static_cast<std::size_t>(std::max(0.0, years));
    const double part = std::max(0.0, years) - static_cast<double>(year);
    return ((1.0 - part) * januaries_[year] + part * januaries_[year + 1]) / januaries_.front();
}

double AbroadTerms::sent_part(int months) const
{
    return months < settling_months
               ? 0.0
               : std::max(0.0, 1.0 - decline * static_cast<double>(months) / months_in_year);
}

void AbroadTerms::read_leaving(Reader& in, const Axes& axes)
{
    profile =
        in.table<double, AgeGroupId, Sex>("profile", {axes.age_group, axes.sex}, share,
                                          {"relative", "readiness to work abroad by age and sex"});
    const auto ready = in.table<double, std::size_t>(
        "readiness", {Axis("activity", {"employee", "unemployed", "inactive", "self_employed"})},
        positive, {"relative", "readiness to work abroad by what people do"});
    if (!ready.values().empty()) {
        for (std::size_t i = 0; i < ready.values().size(); ++i) {
            readiness[static_cast<std::size_t>(Activity::employee) + i] = ready.values()[i];
        }
    }
    network = in.number("network", positive,
                        {"-", "exponent on the region's share of citizens in the country"});
    network_prior = in.number("network_prior", Bounds::above(0.0),
                              {"-", "weight of the nation's share beside the region's own"});
    earnings = in.number("earnings", positive,
                         {"-", "exponent, taken negative, on expected earnings at home"});
}

void AbroadTerms::read_staying(Reader& in)
{
    const auto rates = in.table<double, std::size_t>(
        "return_rate", {Axis::range("years_since", 0, num_years_abroad - 1)}, positive,
        {"1/year", "citizens abroad who come back, by completed years; 5 = and later"});
    return_rate.assign(rates.values().begin(), rates.values().end());
    job_loss_return = in.number("job_loss_return", positive,
                                {"1/year", "citizens abroad who lose their work and come back"});
    end_return = in.number("end_return", share,
                           {"share", "who come back at the end of a contract or permit"});
    settle = in.number("settle", share, {"1/year", "citizens abroad who deregister for good"});
    death = in.number("death", share, {"1/year", "deaths among citizens abroad, as expected"});
    regularised = in.number("regularised", positive,
                            {"1/year", "irregular citizens who get a right to work"});
    term_months = whole(in, "term_months", {"months", "of a contract or permit"});
    recruited_months = whole(in, "recruited_months", {"months", "of a contract of the recruited"});
}

void AbroadTerms::read_levers(Reader& in)
{
    agreement = in.number("agreement", positive,
                          {"log points", "rise of leavings when an agreement has worked in full"});
    agreement_months =
        whole(in, "agreement_months", {"months", "until an agreement works in full"});
    agreement_protects =
        in.number("agreement_protects", share,
                  {"share", "irregular leavings and overstays that an agreement takes off then"});
    agreement_regularises = in.number("agreement_regularises", positive,
                                      {"1/year", "irregular citizens who get a right then"});
    applicants = in.number("applicants", positive,
                           {"persons/year", "who would ask for the places of a country"});
    help_succeeds = in.number("help_succeeds", share,
                              {"share", "irregular citizens helped who get a right to work"});
    return_accepted = in.number("return_accepted", share,
                                {"share", "irregular citizens offered help to return who take it"});
    platform_after = whole(in, "platform_after", {"months", "abroad before one is registered"});
    irregular_registers = in.number("irregular_registers", share,
                                    {"relative", "readiness of the irregular to be registered"});
}

void AbroadTerms::read_money(Reader& in)
{
    senders = in.number("senders", Bounds{.low = 0.0, .high = 1.0, .low_open = true},
                        {"share", "citizens abroad who send money home"});
    spread = in.number("spread", Bounds::within(0.0, 2.0),
                       {"-", "sd of the logarithm of what they send"});
    decline = in.number("decline", share, {"1/year", "fall of what is sent since leaving"});
    settling_months = whole(in, "settling_months", {"months", "after leaving without money sent"});
}

}  // namespace qonys::models::kz_migration
