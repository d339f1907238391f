#pragma once

#include <vector>

#include "codes.hpp"
#include "outlook.hpp"
#include "qonys/scenario/reader.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Who comes from abroad, and who of them is Kazakh: published arrivals by partner, and grants of
/// the kandas status, which are not arrivals. Every year up to the last known one; persons a year.
///
/// Kazakhs among the arrivals of a country are as many as get the status in that year, and at most
/// `most_kazakh` of all; grants beyond those go to people who are in the country already.
/// Assumption.
class KandasTables {
public:
    static KandasTables read(Reader& in, const Axes& axes, const Outlook& outlook);

    [[nodiscard]] std::size_t num_partners() const { return group_.size(); }
    [[nodiscard]] double arrivals(PartnerId partner, int year) const;
    [[nodiscard]] double kazakh_share(PartnerId partner, int year) const;  ///< of arrivals
    [[nodiscard]] double grants(int year) const;
    /// Grants to people in the country already, by kandas origin.
    [[nodiscard]] double in_country(std::size_t origin, int year) const;
    [[nodiscard]] double kazakh_arrivals(int year) const;
    [[nodiscard]] double total_arrivals(int year) const;

    [[nodiscard]] std::size_t num_origins() const { return partner_of_origin_.size(); }
    /// A kandas origin stands for a partner; "other" for all that have no origin of their own.
    [[nodiscard]] PartnerId partner_of(std::size_t origin) const
    {
        return partner_of_origin_[origin];
    }
    [[nodiscard]] std::size_t origin_of_partner(PartnerId p) const { return group_[p.value()]; }

private:
    [[nodiscard]] YearIndex kandas_year(int year) const;
    [[nodiscard]] double group_arrivals(std::size_t origin, int year) const;
    [[nodiscard]] double granted(std::size_t origin, int year) const;

    Table<double, PartnerId, YearIndex> arrivals_;
    Table<double, YearIndex> grants_;
    Table<double, std::size_t, YearIndex> origin_share_;
    std::vector<std::size_t> group_;  ///< kandas origin of each partner
    std::vector<PartnerId> partner_of_origin_;
    double most_kazakh_ = 0.0;
    int last_year_ = 0;
};

/// First year of the tables of flows abroad, and of those about kandas.
inline constexpr int first_flow_year = 2016;
inline constexpr int first_kandas_year = 2022;

}  // namespace qonys::models::kz_migration
