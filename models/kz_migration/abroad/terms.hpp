#pragma once

#include <array>
#include <vector>

#include "codes.hpp"
#include "outlook.hpp"
#include "qonys/scenario/reader.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Section [abroad] of a scenario: what is taken to hold for citizens who work abroad. README.md,
/// part 7.
struct AbroadTerms {
    Axis country;
    Axis region;

    // By country.
    std::vector<double> stock;            ///< citizens at the start, persons
    std::vector<double> irregular_start;  ///< share of them
    std::vector<double> overstay;         ///< share of those who stay on at the end of a contract
    std::vector<double> removed;          ///< of the irregular, 1/year
    std::vector<double> remittance;       ///< KZT of the price year a month and citizen
    std::vector<double> other_kin;        ///< readiness of others than Kazakhs

    // Who leaves.
    Table<double, AgeGroupId, Sex> profile;
    std::array<double, num_activities> readiness{};  ///< by what people do at home
    double network = 0.0;        ///< exponent on the region's share of citizens abroad
    double network_prior = 0.0;  ///< weight of the nation's mean in that share
    double earnings = 0.0;       ///< exponent on expected earnings at home

    // How long, and what ends it.
    std::vector<double> return_rate;  ///< 1/year, by completed years since leaving; the last stays
    double job_loss_return = 0.0;     ///< 1/year
    double end_return = 0.0;          ///< chance at the end of a contract
    double settle = 0.0;              ///< 1/year, for good
    double death = 0.0;               ///< 1/year, for the arithmetic of levels alone
    double regularised = 0.0;         ///< of the irregular, 1/year
    int term_months = 0;
    int recruited_months = 0;

    // What levers do.
    double agreement = 0.0;  ///< log points of leavings after `agreement_months`
    int agreement_months = 0;
    double agreement_protects =
        0.0;  ///< share of irregular leavings and overstays it takes off then
    double agreement_regularises = 0.0;  ///< of the irregular, 1/year, then
    double applicants = 0.0;             ///< persons a year who would ask for a country's places
    double help_succeeds = 0.0;          ///< of irregular citizens reached by legal help
    double return_accepted = 0.0;        ///< of irregular citizens offered help to return
    int platform_after = 0;              ///< months abroad before one is registered
    double irregular_registers = 0.0;    ///< readiness of the irregular, to that of the regular

    // Money sent home.
    double senders = 0.0;     ///< share who send anything
    double spread = 0.0;      ///< sd of the logarithm of what they send
    double decline = 0.0;     ///< 1/year since leaving
    int settling_months = 0;  ///< without money sent

    /// Citizens abroad in a month over those at the start, by the path.
    [[nodiscard]] double relative_stock(Month month) const;
    /// Part of the full amount that is sent so many months after leaving.
    [[nodiscard]] double sent_part(int months) const;
    [[nodiscard]] Month start() const { return start_; }
    [[nodiscard]] std::size_t num_countries() const { return country.size(); }

    static AbroadTerms read(Reader& in, const Axes& axes, const Outlook& outlook, Month start);

private:
    void read_countries(Reader& in, int base_year);
    void read_path(Reader& in, const Outlook& outlook);
    void read_leaving(Reader& in, const Axes& axes);
    void read_staying(Reader& in);
    void read_levers(Reader& in);
    void read_money(Reader& in);

    Month start_;
    std::vector<double> januaries_;  ///< citizens abroad, from that of the start on, as known
    double growth_ = 0.0;            ///< 1/year, later
};

}  // namespace qonys::models::kz_migration
