// Employers in the first month: what they are measured against later, and their luck so far.

#include <algorithm>
#include <cmath>

#include "processes/employer_decisions.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"
#include "qonys/random/distribution/normal.hpp"

namespace qonys::models::kz_migration {

void EmployerDecisions::take_first_stock(const Rows& employers)
{
    LabourMarket& market = *setup_.market;
    const std::size_t num_regions = setup_.axes.region.size();
    for (std::size_t region = 0; region < num_regions; ++region) {
        market.first_force.push_back(market.labour_force(region));
        market.first_unemployment.push_back(market.unemployment(region));
    }
    market.first_posts.assign(setup_.axes.num_segments(), 0.0);
    for (std::size_t row = 0; row < employers.size(); ++row) {
        const RegionId region = employers[setup_.employers.region][row];
        double staff = 0.0;
        for (const auto& column : setup_.employers.size) {
            staff += employers[column][row];
        }
        // What was found at the start is staff: posts are that and the vacant ones.
        market.first_posts[setup_.axes.segment(region, employers[setup_.employers.sector][row])] +=
            staff / (1.0 - std::min(0.5, params_.hidden_vacancies * params_.vacancy_rate(region)));
    }
}

/// Luck at the start, and staff as it was wanted some months before: some employers have too many
/// people from the first month on, others too few.
void EmployerDecisions::draw_first_luck(const StepContext& step, Rows& employers) const
{
    const EmployerColumns& columns = setup_.employers;
    const AddressedDraw draw = step.random(fortune_);
    const double kept = exact::pow(params_.fortune_persistence, params_.staff_lag);
    for (std::size_t row = 0; row < employers.size(); ++row) {
        const auto words = draw.word_pair(employers[columns.key][row], draw_index(step.now - 1));
        const double past = params_.fortune_sd * standard_normal(words[0]);
        const double now = kept * past + params_.fortune_sd * std::sqrt(1.0 - kept * kept) *
                                             standard_normal(words[1]);
        employers[columns.fortune][row] = now;
        employers[columns.luck][row] = exact::exp(now);
        for (const auto& column : columns.size) {
            employers[column][row] *= exact::exp(-past);
        }
    }
}

}  // namespace qonys::models::kz_migration
