#include "processes/business_projects.hpp"

#include <algorithm>
#include <utility>

#include "processes/chosen_rows.hpp"
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

bool BusinessProjects::may_open_branch(const Rows& employers, std::size_t row) const
{
    const EmployerColumns& columns = setup_.labour.employers;
    return employers[columns.alive][row] == is_alive &&
           employers[columns.kind][row] != EmployerKind::institution &&
           employers[columns.part][row] == 1.0 && posts_of(employers, row) >= params_.least_staff;
}

BusinessProjects::Parent BusinessProjects::parent_at(const Rows& employers, std::size_t row) const
{
    return {employers[setup_.labour.employers.key][row], row,
            employers[setup_.labour.employers.region][row]};
}

/// Firms that may open a branch somewhere, by row.
std::vector<BusinessProjects::Parent> BusinessProjects::parents(const StepContext& step,
                                                                const Rows& employers) const
{
    const auto may_open = [&](std::size_t first, std::size_t last,
                              std::vector<std::uint32_t>& rows) {
        for (std::size_t row = first; row < last; ++row) {
            if (may_open_branch(employers, row)) {
                rows.push_back(static_cast<std::uint32_t>(row));
            }
        }
    };
    std::vector<Parent> all;
    for (const std::uint32_t row : chosen_rows(step, employers.size(), may_open)) {
        all.push_back(parent_at(employers, row));
    }
    return all;
}

/// Those of other regions that come first by lot, in the order of their lots.
std::vector<BusinessProjects::Parent> BusinessProjects::first_by_lot(
    const StepContext& step, std::span<const Parent> parents, RegionId to,
    std::int64_t wanted) const
{
    std::vector<std::uint64_t> keys(parents.size());
    std::transform(parents.begin(), parents.end(), keys.begin(),
                   [&](const Parent& firm) { return firm.key ^ mix64(to.value()); });
    std::vector<std::uint64_t> words(parents.size());
    step.random(parent_).word_of_each(keys, draw_index(step.now), words);
    // Few of very many: a heap with the last of them on top.
    std::vector<std::pair<std::uint64_t, Parent>> first;
    const auto most = static_cast<std::size_t>(std::max<std::int64_t>(0, wanted));
    for (std::size_t i = 0; i < parents.size(); ++i) {
        const std::pair lot(words[i], parents[i]);
        if (parents[i].region == to || (first.size() == most && (most == 0 || first[0] < lot))) {
            continue;
        }
        first.push_back(lot);
        std::push_heap(first.begin(), first.end());
        if (first.size() > most) {
            std::pop_heap(first.begin(), first.end());
            first.pop_back();
        }
    }
    std::sort_heap(first.begin(), first.end());
    std::vector<Parent> firms;
    for (const auto& [word, firm] : first) {
        firms.push_back(firm);
    }
    return firms;
}

/// Of the firms that are there as the month begins, those that lots choose for each region.
std::vector<std::vector<BusinessProjects::Parent>> BusinessProjects::chosen_for(
    const StepContext& step, const Rows& employers, std::span<const std::int64_t> wanted) const
{
    std::vector<std::vector<Parent>> chosen(wanted.size());
    if (std::none_of(wanted.begin(), wanted.end(), [](std::int64_t n) { return n > 0; })) {
        return chosen;
    }
    const std::vector<Parent> firms = parents(step, employers);
    step.threads.for_each(wanted.size(), [&](std::size_t region, std::size_t /*worker*/) {
        chosen[region] = first_by_lot(step, firms, at<RegionId>(region), wanted[region]);
    });
    return chosen;
}

void BusinessProjects::open(const StepContext& step, Opened& month,
                            const EmployerOpening::New& made) const
{
    setup_.opening.open(month.employers, made, step.random(opening_draw_), step.now, month.row);
    if (may_open_branch(month.employers, month.row)) {
        month.parents.push_back(parent_at(month.employers, month.row));
    }
}

std::int64_t BusinessProjects::open_branches(const StepContext& step, Opened& month, RegionId to,
                                             std::vector<Parent> parents, std::int64_t wanted) const
{
    const EmployerColumns& columns = setup_.labour.employers;
    const Rows& employers = month.employers;
    parents.insert(parents.end(), month.parents.begin(), month.parents.end());
    const std::vector<Parent> firms = first_by_lot(step, parents, to, wanted);
    for (const Parent& firm : firms) {
        const double posts = std::clamp(params_.branch_share * posts_of(employers, firm.row), 1.0,
                                        params_.most_posts);
        open(step, month,
             {mix64(firm.key ^ mix64(to.value())), employers[columns.owner][firm.row], to,
              employers[columns.sector][firm.row], EmployerKind::own, Backing::made,
              static_cast<std::uint64_t>(posts + 0.5)});
    }
    return static_cast<std::int64_t>(firms.size());
}

void BusinessProjects::open_cooperatives(const StepContext& step, Opened& month, RegionId to,
                                         std::int64_t wanted) const
{
    for (std::int64_t i = 0; i < wanted; ++i) {
        const std::uint64_t seed =
            mix64(std::uint64_t{to.value()} << 32 | static_cast<std::uint64_t>(i));
        open(step, month,
             {seed, 0, to, setup_.farming, EmployerKind::firm, Backing::made,
              static_cast<std::uint64_t>(params_.cooperative_posts + 0.5)});
    }
}

void BusinessProjects::conclude(const StepContext& step, World& world, Tallies& counts)
{
    branch_places_.open_month(step.now, step.levers.of(branches_));
    project_places_.open_month(step.now, step.levers.of(setup_.projects));
    const std::size_t regions = setup_.labour.axes.region.size();
    std::vector<std::int64_t> branches(regions, 0);
    std::vector<std::int64_t> cooperatives(regions, 0);
    Opened month{world.replicated(setup_.labour.employers.table), 0, {}};
    std::vector<std::vector<Parent>> chosen =
        chosen_for(step, month.employers, branch_places_.slots());
    for (std::size_t r = 0; r < regions; ++r) {
        const RegionId region = at<RegionId>(r);
        branches[r] =
            open_branches(step, month, region, std::move(chosen[r]), branch_places_.slots()[r]);
        cooperatives[r] = std::max<std::int64_t>(0, project_places_.slots()[r]);
        open_cooperatives(step, month, region, cooperatives[r]);
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
