#include "labour/employer_opening.hpp"

#include <algorithm>

#include "qonys/core/contract.hpp"
#include "qonys/core/math.hpp"
#include "qonys/random/distribution/normal.hpp"

namespace qonys::models::kz_migration {

EmployerOpening::EmployerOpening(const EmployerColumns& columns, Params params)
    : columns_(columns), params_(std::move(params))
{
    const std::span<const double> shares = params_.skill_share.values();
    for (std::size_t first = 0; first < shares.size(); first += num_skills) {
        const auto own = shares.subspan(first, num_skills);
        const bool has_work = std::any_of(own.begin(), own.end(), [](double s) { return s > 0.0; });
        skill_of_post_.push_back(has_work ? std::optional<Categorical>(own) : std::nullopt);
    }
}

bool EmployerOpening::is_free(const Rows& employers, std::size_t row) const
{
    bool is_empty = employers[columns_.alive][row] != is_alive;
    for (std::size_t skill = 0; skill < num_skills; ++skill) {
        is_empty = is_empty && staff_of(employers, columns_, skill, row) == 0;
    }
    return is_empty;
}

void EmployerOpening::open(Rows& employers, const New& made, const AddressedDraw& draw, Month now,
                           std::size_t& from) const
{
    while (from < employers.size() && !is_free(employers, from)) {
        ++from;
    }
    const std::size_t row = from;
    if (row == employers.size()) {
        employers.append(1);
    }
    const auto index = static_cast<std::uint32_t>(now.index());
    for (std::size_t skill = 0; skill < num_skills; ++skill) {
        employers[columns_.size[skill]][row] = 0.0;
        employers[columns_.posts[skill]][row] = 0;
        employers[columns_.paid_units[skill]][row] = 0;
        employers[columns_.off_books[skill]][row] = 0;
        employers[columns_.layoff[skill]][row] = 0;
        employers[columns_.foreign[skill]][row] = 0;
    }
    QONYS_EXPECT(skill_of_post_[made.sector.value()].has_value());
    const Categorical& skill_of_post = *skill_of_post_[made.sector.value()];
    for (std::uint32_t post = 0; post < made.posts; ++post) {
        const std::size_t skill = skill_of_post(draw.word_pair(made.seed, index, 1 + post)[0]);
        employers[columns_.size[skill]][row] += 1.0;
    }
    const double sd = params_.wage_sd;
    const double z = standard_normal(draw.word(made.seed ^ index, 0));
    employers[columns_.key][row] = mix64(made.seed ^ mix64(index));
    employers[columns_.owner][row] = made.owner;
    employers[columns_.region][row] = made.region;
    employers[columns_.sector][row] = made.sector;
    employers[columns_.kind][row] = made.kind;
    employers[columns_.backing][row] = static_cast<std::uint8_t>(made.backing);
    employers[columns_.opened][row] = stamp(now);
    employers[columns_.part][row] = 1.0;
    employers[columns_.fortune][row] = 0.0;
    employers[columns_.base_wage][row] =
        params_.wage(made.region, made.sector) * exact::exp(sd * z - sd * sd / 2.0);
    employers[columns_.luck][row] = 1.0;
    employers[columns_.log_premium][row] = 0.0;
    employers[columns_.premium][row] = 1.0;
    employers[columns_.response][row] = 1.0;
    employers[columns_.open_months][row] = 0;
    employers[columns_.shrinking][row] = 0;
    employers[columns_.alive][row] = is_alive;
}

}  // namespace qonys::models::kz_migration
