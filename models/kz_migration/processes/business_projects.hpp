#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "business/loan_terms.hpp"
#include "labour/budget.hpp"
#include "labour/employer_opening.hpp"
#include "processes/employer_decisions.hpp"
#include "qonys/policy/quota_ledger.hpp"

namespace qonys::models::kz_migration {

/// Employers that policy brings into being: branches of firms of other regions (mobile business),
/// and cooperatives of rural income projects. Posts are filled by people who live there. README.md,
/// part 7.
class BusinessProjects final : public Process {
public:
    struct Params {
        double branch_share = 0.0;  ///< posts of a branch over those of its firm
        double least_staff = 0.0;   ///< of firms that open branches
        double most_posts = 0.0;    ///< of a branch
        double aid = 0.0;           ///< MCI for a branch
        double cooperative_posts = 0.0;

        static Params read(Reader& in);
    };
    struct Setup {
        LabourSetup labour;
        EmployerOpening opening;
        Budget budget;
        LeverId projects;  ///< by region, a year
        SectorId farming;  ///< of cooperatives
        double scale;
    };
    BusinessProjects(Registry& registry, Params params, const Setup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;
    void archive(Archive& archive) override;

private:
    struct Parent {
        std::uint64_t key;
        std::size_t row;
        RegionId region;
        friend auto operator<=>(const Parent& a, const Parent& b)
        {
            return std::tie(a.key, a.row) <=> std::tie(b.key, b.row);
        }
        friend bool operator==(const Parent& a, const Parent& b) = default;
    };
    /// What a month has opened so far.
    struct Opened {
        Rows& employers;
        std::size_t row;              ///< the last one; rows before it are taken
        std::vector<Parent> parents;  ///< those of them that may open branches in regions to come
    };
    [[nodiscard]] double posts_of(const Rows& employers, std::size_t row) const;
    [[nodiscard]] bool may_open_branch(const Rows& employers, std::size_t row) const;
    [[nodiscard]] Parent parent_at(const Rows& employers, std::size_t row) const;
    [[nodiscard]] std::vector<Parent> parents(const StepContext& step, const Rows& employers) const;
    [[nodiscard]] std::vector<Parent> first_by_lot(const StepContext& step,
                                                   std::span<const Parent> parents, RegionId to,
                                                   std::int64_t wanted) const;
    [[nodiscard]] std::vector<std::vector<Parent>> chosen_for(
        const StepContext& step, const Rows& employers, std::span<const std::int64_t> wanted) const;
    void open(const StepContext& step, Opened& month, const EmployerOpening::New& made) const;
    std::int64_t open_branches(const StepContext& step, Opened& month, RegionId to,
                               std::vector<Parent> parents, std::int64_t wanted) const;
    void open_cooperatives(const StepContext& step, Opened& month, RegionId to,
                           std::int64_t wanted) const;

    Params params_;
    Setup setup_;
    LeverId branches_;
    LeverId aid_;
    Draw parent_;
    Draw opening_draw_;
    Draw debt_;
    Draw project_debt_;
    TallyId opened_;
    TallyId cooperatives_;
    QuotaLedger branch_places_;
    QuotaLedger project_places_;
};

}  // namespace qonys::models::kz_migration
