#pragma once

#include <vector>

#include "irregular/people.hpp"
#include "processes/foreign_setup.hpp"
#include "qonys/policy/quota_ledger.hpp"
#include "qonys/process/process.hpp"
#include "qonys/random/choice.hpp"

namespace qonys::models::kz_migration {

/// Workers whom private persons take in under short permits, with a quota of their own. A permit is
/// an issue, not a person: it may be extended, and every issue counts. README, "Foreign labour".
class HouseholdWorkers final : public Process {
public:
    struct Params {
        std::vector<LeverStep> quota;  ///< of the nation
        double asked = 0.0;            ///< first permits asked for, persons/year
        int months = 0;                ///< of a permit
        int most_months = 0;           ///< with extensions
        Share extension_wish;          ///< of permits that end
        double tax_mci = 0.0;          ///< prepaid for each month of a permit
        std::vector<double> region_share;
        std::vector<double> origin_share;  ///< by partner
        std::vector<double> release;       ///< of the quota, by month
        double scale = 1.0;

        static Params read(Reader& in, const ForeignAxes& axes);
    };
    HouseholdWorkers(Registry& registry, const ForeignSetup& setup, Params params);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;
    void archive(Archive& archive) override;

private:
    static constexpr std::uint32_t nobody = UINT32_MAX;
    struct Request {
        std::uint64_t key;
        RegionId region;
        ForeignWorkerId worker;  ///< whose permit is to be extended; else none
        std::uint32_t irregular = nobody;  ///< row of who asks to be regularised
    };
    [[nodiscard]] int most_renewals() const { return params_.most_months / params_.months - 1; }
    void ask_first(const StepContext& step, std::vector<Request>& requests);
    /// The tables of a month and who counts.
    struct Books {
        const StepContext& step;
        ForeignStaff staff;
        IrregularPeople irregular;
        CountOnce count;
    };
    void ask_extensions(Books& books, std::vector<Request>& requests) const;
    void ask_regular(const Books& books, std::vector<Request>& requests) const;
    void grant(Books& books, const Request& request) const;
    void refuse(Books& books, const Request& request) const;
    [[nodiscard]] double permits_of_worker() const;
    [[nodiscard]] ForeignHire found_at_start(const StepContext& step, std::size_t region,
                                             std::uint32_t ordinal) const;

    ForeignSetup setup_;
    Params params_;
    LeverId lever_;
    TallyId issued_;
    TallyId refused_;
    Draw debt_;
    Draw priority_;
    Draw extension_;
    Draw origin_;
    Draw sampling_;
    Choice choice_;  ///< of an origin
    QuotaLedger ledger_;
    std::vector<double> due_;  ///< by region: requests of the country that are not yet made
    std::vector<std::int64_t> ordinal_;  ///< by region: requests so far
};

}  // namespace qonys::models::kz_migration
