#include "processes/business_projects.hpp"

#include <algorithm>
#include <array>

#include "processes/constant_lever.hpp"
#include "processes/even_release.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/core/name.hpp"

namespace qonys::models::kz_migration {
BusinessProjects::Params BusinessProjects::Params::read(Reader& in)
{
    Params params;
    params.branch_share = in.number("branch_share", Bounds::within(0.0, 10.0),
                                    {"share", "posts of a branch over those of its firm"});
    params.least_staff = in.number("branch_least_staff", Bounds::at_least(1.0),
                                   {"posts", "of firms that open a branch"});
    params.most_posts =
        in.number("branch_most_posts", Bounds::within(1.0, 1000.0), {"posts", "of a branch"});
    params.aid = in.number("branch_aid", Bounds::at_least(0.0), {"MCI", "aid for a branch"});
    params.cooperative_posts = in.number("cooperative_posts", Bounds::within(0.0, 1000.0),
                                         {"posts", "of the cooperative of a rural income project"});
    return params;
}

BusinessProjects::BusinessProjects(Registry& registry, Params params, const Setup& setup)
    : params_(params),
      setup_(setup),
      branches_(registry.add_lever(constant_lever(
          {.name = "mobile_business.branches",
           .description = "firms of other regions that open the same business in a region with aid",
           .unit = "branches/year",
           .axes = {setup.labour.axes.region},
           .bounds = Bounds::at_least(0.0),
           .source = "terms under the concept are not published: none by default",
           .additive = true},
          0.0))),
      aid_(registry.add_lever(constant_lever({.name = "mobile_business.aid",
                                              .description = "aid for a branch",
                                              .unit = "MCI",
                                              .bounds = Bounds::at_least(0.0),
                                              .source = "business.branch_aid",
                                              .key = "business.branch_aid"},
                                             params.aid))),
      parent_(registry.add_draw("business_projects", "parent")),
      opening_draw_(registry.add_draw("business_projects", "opening")),
      debt_(registry.add_draw("business_projects", "debt")),
      project_debt_(registry.add_draw("business_projects", "project_debt")),
      opened_(registry.add_tally({.name = "branches_opened",
                                  .description = "branches opened with aid for mobile business",
                                  .unit = "employers",
                                  .axes = {setup.labour.axes.region}})),
      cooperatives_(registry.add_tally({.name = "cooperatives_opened",
                                        .description = "cooperatives of rural income projects",
                                        .unit = "employers",
                                        .axes = {setup.labour.axes.region}})),
      branch_places_("business_projects.branches", setup.labour.axes.region.size(), setup.scale,
                     even_release()),
      project_places_("business_projects.projects", setup.labour.axes.region.size(), setup.scale,
                      even_release())
{}

ProcessInfo BusinessProjects::info() const
{
    return {
        .name = "business_projects",
        .description = "firms open branches with aid, rural projects open cooperatives",
        .stage = Stage::employers,
        .order = 10,
        .reads = {"employers.region", "employers.sector", "employers.part"},
        .writes = {"employers.key", "employers.owner", "employers.backing", "employers.region",
                   "employers.sector", "employers.alive"},
        .levers = {"mobile_business.branches", "mobile_business.aid", "rural_projects.projects"},
        .draws = {"parent", "opening", "debt", "project_debt"}};
}

void BusinessProjects::start(const StepContext& step, World& /*world*/)
{
    branch_places_.begin(step.random(debt_));
    project_places_.begin(step.random(project_debt_));
}

double BusinessProjects::posts_of(const Rows& employers, std::size_t row) const
{
    double posts = 0.0;
    for (const auto& column : setup_.labour.employers.size) {
        posts += employers[column][row];
    }
    return posts;
}

/// Firms by lot, of all regions but this one; those simulated whole.
std::vector<std::size_t> BusinessProjects::parents(const StepContext& step, const Rows& employers,
                                                   RegionId to, std::size_t wanted) const
{
    const EmployerColumns& columns = setup_.labour.employers;
    const AddressedDraw draw = step.random(parent_);
    std::vector<std::array<std::uint64_t, 3>> lots;  // word, key, row
    for (std::size_t row = 0; row < employers.size(); ++row) {
        if (employers[columns.alive][row] == is_alive &&
            employers[columns.kind][row] != EmployerKind::institution &&
            employers[columns.region][row] != to && employers[columns.part][row] == 1.0 &&
            posts_of(employers, row) >= params_.least_staff) {
            const std::uint64_t key = employers[columns.key][row];
            lots.push_back({draw.word(key ^ mix64(to.value()), draw_index(step.now)), key, row});
        }
    }
    wanted = std::min(wanted, lots.size());
    std::partial_sort(lots.begin(), lots.begin() + static_cast<std::ptrdiff_t>(wanted), lots.end());
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < wanted; ++i) {
        rows.push_back(lots[i][2]);
    }
    return rows;
}

std::int64_t BusinessProjects::open_branches(const StepContext& step, Rows& employers, RegionId to,
                                             std::int64_t wanted) const
{
    const EmployerColumns& columns = setup_.labour.employers;
    const auto firms = parents(step, employers, to, static_cast<std::size_t>(wanted));
    std::size_t row = 0;
    for (const std::size_t firm : firms) {
        const double posts =
            std::clamp(params_.branch_share * posts_of(employers, firm), 1.0, params_.most_posts);
        setup_.opening.open(
            employers,
            {mix64(employers[columns.key][firm] ^ mix64(to.value())),
             employers[columns.owner][firm], to, employers[columns.sector][firm], EmployerKind::own,
             Backing::made, static_cast<std::uint64_t>(posts + 0.5)},
            step.random(opening_draw_), step.now, row);
    }
    return static_cast<std::int64_t>(firms.size());
}

void BusinessProjects::open_cooperatives(const StepContext& step, Rows& employers, RegionId to,
                                         std::int64_t wanted) const
{
    std::size_t row = 0;
    for (std::int64_t i = 0; i < wanted; ++i) {
        const std::uint64_t seed =
            mix64(std::uint64_t{to.value()} << 32 | static_cast<std::uint64_t>(i));
        setup_.opening.open(employers,
                            {seed, 0, to, setup_.farming, EmployerKind::firm, Backing::made,
                             static_cast<std::uint64_t>(params_.cooperative_posts + 0.5)},
                            step.random(opening_draw_), step.now, row);
    }
}

void BusinessProjects::conclude(const StepContext& step, World& world, Tallies& counts)
{
    branch_places_.open_month(step.now, step.levers.of(branches_));
    project_places_.open_month(step.now, step.levers.of(setup_.projects));
    const auto open = [](std::int64_t slots) { return std::max<std::int64_t>(0, slots); };
    const std::size_t regions = setup_.labour.axes.region.size();
    std::vector<std::int64_t> branches(regions, 0);
    std::vector<std::int64_t> cooperatives(regions, 0);
    Rows& employers = world.replicated(setup_.labour.employers.table);
    for (std::size_t r = 0; r < regions; ++r) {
        if (open(branch_places_.slots()[r]) > 0) {
            branches[r] =
                open_branches(step, employers, at<RegionId>(r), branch_places_.slots()[r]);
        }
        cooperatives[r] = open(project_places_.slots()[r]);
        if (cooperatives[r] > 0) {
            open_cooperatives(step, employers, at<RegionId>(r), cooperatives[r]);
        }
    }
    branch_places_.use(branches);
    project_places_.use(cooperatives);
    if (step.ranks.rank() != 0) {
        return;  // the table is the same on every rank: one of them counts
    }
    counts.add_cells(opened_, branches);
    counts.add_cells(cooperatives_, cooperatives);
    const Money aid = setup_.budget.from_mci(step.levers(aid_), step.now.year());
    for (const std::int64_t number : branches) {
        if (number > 0) {
            setup_.budget.book(counts, Programme::mobile_business, BudgetSide::spending,
                               Money(aid.tenge() * number), step.now.year());
        }
    }
}

void BusinessProjects::archive(Archive& archive)
{
    branch_places_.archive(archive);
    project_places_.archive(archive);
}

}  // namespace qonys::models::kz_migration
