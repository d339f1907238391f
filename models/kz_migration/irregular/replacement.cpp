#include "irregular/replacement.hpp"

#include <algorithm>

#include "processes/thinned_clock.hpp"
#include "qonys/core/name.hpp"

namespace qonys::models::kz_migration {
namespace {

enum class Instead : std::uint8_t { informal, permit, vacancy };

}  // namespace

Replacement::Replacement(Registry& registry, const ForeignColumns& columns,
                         const IrregularTerms& terms, const Axis& region)
    : columns_(columns),
      informal_(MonthlyProbability(terms.to_informal.value())),
      informal_or_permit_(
          MonthlyProbability(std::min(1.0, terms.to_informal.value() + terms.to_permit.value()))),
      what_(registry.add_draw("irregular_posts", "instead")),
      replaced_(registry.add_tally(
          {.name = "irregular_posts_replaced",
           .description = "posts not given to, or taken from, irregular workers because of control",
           .unit = "posts",
           .axes = {Axis("instead", {"informal", "permit", "vacancy"}), region}})),
      num_regions_(region.size())
{}

void Replacement::decide(const StepContext& step, ForeignStaff& staff, const CountOnce& count,
                         const Post& post) const
{
    const std::uint64_t word = step.random(what_).word(post.key, draw_index(step.now));
    const std::size_t employer = post.employer.value();
    const auto skill = static_cast<std::size_t>(post.skill);
    Instead instead = Instead::vacancy;
    if (informal_.hit(word)) {
        instead = Instead::informal;
        std::uint16_t& off_books = staff.employers[columns_.employers.off_books[skill]][employer];
        const int vacant = vacant_posts(staff.employers, columns_.employers, skill, employer);
        off_books = static_cast<std::uint16_t>(std::min(off_books + 1, std::max(vacant, 0)));
    } else if (!post.was_his && informal_or_permit_.hit(word)) {
        instead = Instead::permit;
        ask_for_permits(staff, post);
    }
    const RegionId region = staff.employers[columns_.employers.region][employer];
    count.add(replaced_, static_cast<std::size_t>(instead) * num_regions_ + region.value());
}

/// The employer joins those that keep a post for foreigners of the lowest category; once is enough.
void Replacement::ask_for_permits(ForeignStaff& staff, const Post& post) const
{
    const ForeignPostColumns& own = columns_.posts;
    const EmployerColumns& employers = columns_.employers;
    const std::size_t employer = post.employer.value();
    const std::uint64_t employer_key = staff.employers[employers.key][employer];
    for (std::size_t row = 0; row < staff.posts.size(); ++row) {
        if (staff.posts[own.employer_key][row] == employer_key &&
            staff.posts[own.category][row] == ForeignStatus::category_4) {
            return;
        }
    }
    const std::size_t row = staff.posts.append(1);
    staff.posts[own.key][row] = mix64(post.key ^ employer_key);
    staff.posts[own.employer][row] = post.employer;
    staff.posts[own.employer_key][row] = employer_key;
    staff.posts[own.region][row] = staff.employers[employers.region][employer];
    staff.posts[own.sector][row] = staff.employers[employers.sector][employer];
    staff.posts[own.category][row] = ForeignStatus::category_4;
    staff.posts[own.skill][row] = post.skill;
    staff.posts[own.worker][row] = ForeignWorkerId::invalid();
    staff.posts[own.demand][row] = PostDemand::lasting;
}

}  // namespace qonys::models::kz_migration
