#pragma once

#include <vector>

#include "labour/budget.hpp"
#include "processes/support_levers.hpp"
#include "qonys/process/lever.hpp"

namespace qonys::models::kz_migration {

/// Amounts of support, and how much families are drawn by them. README.md, part 7.
class Support {
public:
    struct Family {
        RegionId region;  ///< that receives it
        Area area;
        std::uint32_t people;
    };
    struct Typical {
        double people;               ///< of an applicant's family
        std::vector<double> places;  ///< published, mean over years, by region
    };
    Support(Registry& registry, SupportTerms terms, const Prices& prices, const Axis& region,
            Typical typical);

    [[nodiscard]] Money subsidy(const Levers& levers, const Family& family, int year) const;
    [[nodiscard]] Money rent(const Levers& levers, const Family& family, int year) const;
    /// Zero where there are no certificates.
    [[nodiscard]] Money certificate(const Levers& levers, const Family& family, int year) const;
    /// Applications for a region against those at the support of the reference year.
    [[nodiscard]] double pull(const Levers& levers, std::size_t region) const;
    /// How often a family goes that loses so much by it (MCI), relative to one that loses nothing: it
    /// weighs money as it does when it comes.
    [[nodiscard]] double leaving(double loss) const;
    /// What a typical family without certificate would expect to pay back if it left, in MCI of now, had
    /// it moved in that month at the terms of the reference year; 0 after its contract.
    [[nodiscard]] double usual_refund(Month moved, Month now) const;

    [[nodiscard]] const SupportLevers& levers() const { return levers_; }
    [[nodiscard]] const SupportTerms& terms() const { return terms_; }

private:
    /// Terms of one region, in MCI.
    struct Offer {
        double subsidy;
        double rent_min;
        double rent_max;
        double cap;
        double price_share;
        double certificates;
        double rent_months;
    };
    [[nodiscard]] Offer offer(const Levers& levers, std::size_t region) const;
    [[nodiscard]] Offer reference_offer(std::size_t region) const;
    [[nodiscard]] double rent(const Offer& offer, double people) const;
    [[nodiscard]] double home_price(std::size_t region, Area area, double people) const;
    [[nodiscard]] double value(const Offer& offer, std::size_t region) const;

    SupportTerms terms_;
    Prices prices_;
    Typical typical_;
    SupportLevers levers_;
    std::vector<double> reference_;  ///< 1 + value over a year's wage, by region
    double elasticity_ = 0.0;
};

}  // namespace qonys::models::kz_migration
