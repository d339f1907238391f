#include "processes/post_succession.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "processes/chosen_rows.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Where work is handed on: in its region and sector, else in its region.
std::array<std::size_t, 2> places(const ForeignStaff& staff, std::size_t post)
{
    const ForeignPostColumns& own = staff.columns().posts;
    const std::size_t region = staff.posts[own.region][post].value() * (JobTerms::most_sectors + 1);
    return {region + staff.posts[own.sector][post].value(), region + JobTerms::most_sectors};
}

}  // namespace

bool PostSuccession::is_at_work(const ForeignStaff& staff, std::size_t post)
{
    const ForeignPostColumns& own = staff.columns().posts;
    const EmployerColumns& employers = staff.columns().employers;
    const std::size_t employer = staff.posts[own.employer][post].value();
    return staff.employers[employers.alive][employer] == is_alive &&
           staff.employers[employers.key][employer] == staff.posts[own.employer_key][post];
}

std::vector<std::uint32_t> PostSuccession::open_posts(const StepContext& step,
                                                      const ForeignStaff& staff)
{
    const Rows& posts = staff.posts;
    const auto worker = posts[staff.columns().posts.worker];
    const auto demand = posts[staff.columns().posts.demand];
    return chosen_rows(step, posts.size(),
                       [&](std::size_t first, std::size_t last, std::vector<std::uint32_t>& rows) {
                           for (std::size_t row = first; row < last; ++row) {
                               if (!worker[row].valid() && demand[row] != PostDemand::none &&
                                   is_at_work(staff, row)) {
                                   rows.push_back(static_cast<std::uint32_t>(row));
                               }
                           }
                       });
}

void PostSuccession::hand_on(const StepContext& step, ForeignStaff& staff) const
{
    const ForeignPostColumns& own = staff.columns().posts;
    const auto num_posts = static_cast<std::uint32_t>(staff.posts.size());
    const std::vector<std::uint32_t> orphans =
        chosen_rows(step, num_posts,
                    [&](std::size_t first, std::size_t last, std::vector<std::uint32_t>& rows) {
                        for (std::size_t row = first; row < last; ++row) {
                            if (!is_at_work(staff, row)) {
                                rows.push_back(static_cast<std::uint32_t>(row));
                            }
                        }
                    });
    if (orphans.empty()) {
        return;
    }
    // Nearly all posts are at work, and few orphans ask for few places' heirs.
    const auto region = staff.posts[own.region];
    const std::size_t num_places =
        (std::max_element(region.begin(), region.end())->value() + std::size_t{1}) *
        (JobTerms::most_sectors + 1);
    std::vector<std::uint8_t> wanted(num_places, 0);
    for (const std::uint32_t row : orphans) {
        for (const std::size_t place : places(staff, row)) {
            wanted[place] = 1;
        }
    }
    std::vector<std::vector<EmployerId>> heirs(num_places);
    auto orphan = orphans.begin();
    for (std::uint32_t row = 0; row < num_posts; ++row) {
        if (orphan != orphans.end() && *orphan == row) {
            ++orphan;
            continue;
        }
        for (const std::size_t place : places(staff, row)) {
            if (wanted[place] != 0) {
                heirs[place].push_back(staff.posts[own.employer][row]);
            }
        }
    }
    const AddressedDraw successor = step.random(successor_);
    for (const std::uint32_t row : orphans) {
        const auto [same, any] = places(staff, row);
        const std::vector<EmployerId>& all = heirs[heirs[same].empty() ? any : same];
        if (all.empty()) {
            continue;
        }
        const EmployerId heir = all[uniform_index(
            successor.word(staff.posts[own.key][row], draw_index(step.now)), all.size())];
        staff.posts[own.employer][row] = heir;
        staff.posts[own.employer_key][row] =
            staff.employers[staff.columns().employers.key][heir.value()];
    }
}

}  // namespace qonys::models::kz_migration
