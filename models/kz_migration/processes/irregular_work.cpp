#include "processes/irregular_work.hpp"

#include <algorithm>

#include "processes/thinned_clock.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Posts that ask for a degree are not given without a permit.
constexpr std::size_t num_irregular_skills = static_cast<std::size_t>(Skill::high);

std::uint32_t post_index(std::size_t skill, int ordinal)
{
    return static_cast<std::uint32_t>(skill) << 16 | static_cast<std::uint32_t>(ordinal);
}

}  // namespace

IrregularWorkSearch::IrregularWorkSearch(Registry& registry, const ForeignSetup& setup,
                                         std::shared_ptr<const Replacement> replacement)
    : setup_(setup),
      replacement_(std::move(replacement)),
      search_(registry.add_draw("irregular_work", "search")),
      post_(registry.add_draw("irregular_work", "post")),
      hired_(registry.add_draw("irregular_work", "hired")),
      taken_(registry.add_tally({.name = "irregular_posts_taken",
                                 .description = "posts of employers taken by irregular people",
                                 .unit = "posts",
                                 .axes = {setup.axes.region}}))
{}

ProcessInfo IrregularWorkSearch::info() const
{
    return {.name = "irregular_work",
            .description = "irregular people look for posts that are given without a permit",
            .stage = Stage::permits,
            .order = 45,
            .reads = {"employers.posts_low", "employers.filled_low", "irregular_people.region"},
            .writes = {"irregular_people.work", "irregular_people.worker",
                       "irregular_people.worker_key", "foreign_workers.alive",
                       "foreign_posts.demand", "employers.foreign_low", "employers.off_books_low",
                       "employers.off_books_mid", "employers.off_books_high"},
            .levers = {"control.inspections", "control.fine_employer"},
            .draws = {"search", "post", "hired"}};
}

void IrregularWorkSearch::look_at(const StepContext& step, const Rows& employers, std::size_t row,
                                  Posts& posts) const
{
    const EmployerColumns& columns = setup_.columns.employers;
    const Threshold seen(MonthlyProbability(setup_.irregular->terms.seen.value()));
    const std::uint64_t key = employers[columns.key][row];
    if (!setup_.irregular->would_hire(step, employers[columns.kind][row], key)) {
        return;
    }
    const AddressedDraw draw = step.random(post_);
    for (std::size_t skill = 0; skill < num_irregular_skills; ++skill) {
        const int vacant = vacant_posts(employers, columns, skill, row);
        for (int ordinal = 0; ordinal < vacant; ++ordinal) {
            const std::uint32_t post = post_index(skill, ordinal);
            const auto [chance, position] = draw.word_pair(key, draw_index(step.now), post);
            if (seen.hit(chance)) {
                posts.points.push_back(
                    {employers[columns.region][row].value(), position, key ^ post});
                posts.places.push_back(
                    {EmployerId(static_cast<EmployerId::rep>(row)), static_cast<Skill>(skill)});
            }
        }
    }
}

/// The vacant posts of those who would hire; and what was offered without a contract and is gone.
void IrregularWorkSearch::find_posts(const StepContext& step, Rows& employers, Posts& posts) const
{
    const EmployerColumns& columns = setup_.columns.employers;
    std::vector<Posts> blocks((employers.size() + block_rows - 1) / block_rows);
    for_each_block(
        step.threads, employers.size(),
        [&](std::size_t first, std::size_t last, std::size_t /*worker*/) {
            for (std::size_t row = first; row < last; ++row) {
                int vacant = 0;
                for (std::size_t skill = 0; skill < num_skills; ++skill) {
                    const int here = std::max(0, vacant_posts(employers, columns, skill, row));
                    std::uint16_t& off_books = employers[columns.off_books[skill]][row];
                    off_books = static_cast<std::uint16_t>(std::min<int>(off_books, here));
                    vacant += skill < num_irregular_skills ? here : 0;
                }
                if (vacant > 0 && employers[columns.alive][row] == is_alive) {
                    look_at(step, employers, row, blocks[first / block_rows]);
                }
            }
        });
    for (const Posts& block : blocks) {
        posts.points.insert(posts.points.end(), block.points.begin(), block.points.end());
        posts.places.insert(posts.places.end(), block.places.begin(), block.places.end());
    }
}

/// Hired, or not for what control has become: then the employer does something else with the post.
void IrregularWorkSearch::meet(Books& books, std::uint32_t seeker, const Posts::Place& place) const
{
    const IrregularColumns& own = setup_.irregular->people;
    const StepContext& step = books.step;
    const Rows& rows = books.irregular.rows;
    const RegionId region = rows[own.region][seeker];
    const std::uint64_t key = rows[own.key][seeker];
    const double usual = setup_.irregular->terms.hired.value();
    const double now = usual * setup_.irregular->readiness_to_hire(step.levers, region);
    const Threshold hired(MonthlyProbability(std::min(1.0, now)));
    const std::uint64_t word = step.random(hired_).word(key, draw_index(step.now));
    step.life.chance({own.table, key}, "hired", hired, word);
    if (hired.hit(word)) {
        ForeignHire hire{key_for_another_row(key, step.now),
                         ForeignStatus::irregular,
                         rows[own.origin][seeker],
                         region,
                         place.skill,
                         place.employer};
        hire.arrived = stamp(step.now);
        books.irregular.take_post(books.staff, seeker, hire);
        books.count.add(taken_, region.value());
    } else if (Threshold(MonthlyProbability(usual)).hit(word)) {
        replacement_->decide(step, books.staff, books.count,
                             {place.employer, place.skill, key, false});
    }
}

void IrregularWorkSearch::conclude(const StepContext& step, World& world, Tallies& counts)
{
    Books books{step, ForeignStaff(world, setup_.columns),
                IrregularPeople(step, world, *setup_.irregular), CountOnce(step, counts)};
    const IrregularColumns& own = setup_.irregular->people;
    const Threshold searches(MonthlyProbability(setup_.irregular->terms.search.value()));
    const AddressedDraw search = step.random(search_);
    Posts posts;
    find_posts(step, books.staff.employers, posts);
    std::vector<RingPoint> seekers;
    std::vector<std::uint32_t> seeker_rows;
    for (std::uint32_t row = 0; row < books.irregular.size(); ++row) {
        if (!books.irregular.is_here(row) ||
            books.irregular.rows[own.work][row] != IrregularWork::none) {
            continue;
        }
        const std::uint64_t key = books.irregular.rows[own.key][row];
        const auto [word, position] = search.word_pair(key, draw_index(step.now));
        step.life.chance({own.table, key}, "searches", searches, word);
        if (searches.hit(word)) {
            seekers.push_back({books.irregular.rows[own.region][row].value(), position, key});
            seeker_rows.push_back(row);
        }
    }
    for (const RingPair& pair : pair_on_ring(seekers, posts.points)) {
        meet(books, seeker_rows[pair.seeker], posts.places[pair.post]);
    }
}

}  // namespace qonys::models::kz_migration
