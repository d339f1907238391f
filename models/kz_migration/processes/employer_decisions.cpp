#include "processes/employer_decisions.hpp"

#include <algorithm>
#include <cmath>

#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"
#include "qonys/random/distribution/normal.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int months_between_reviews = 3;
/// Pay of an employer stays within a factor of four around the national growth of wages.
constexpr double widest_log_premium = 1.386;

/// Employers of this size or smaller close at the rate of their kind, larger ones more seldom.
constexpr double staff_of_full_risk = 4.0;

}  // namespace

EmployerDecisions::EmployerDecisions(Registry& registry, const LabourSetup& setup, Params params)
    : setup_(setup),
      params_(std::move(params)),
      fortune_(registry.add_draw("employer_decisions", "fortune")),
      rounding_(registry.add_draw("employer_decisions", "rounding")),
      closing_(registry.add_draw("employer_decisions", "closing")),
      demand_(registry.add_lever(
          {.name = "labour.demand",
           .description = "demand for employees over what the path and the labour force ask for",
           .unit = "ratio",
           .axes = {setup.axes.region},
           .bounds = Bounds::within(0.1, 10.0),
           .path = {{Month(2022, 1), std::vector<double>(setup.axes.region.size(), 1.0)}},
           .source = "the path itself"})),
      closed_(registry.add_tally({.name = "employers_closed",
                                  .description = "employers that closed, of those simulated",
                                  .unit = "employers",
                                  .axes = {setup.axes.region},
                                  .weighted = false})),
      supported_(declare_supported_posts(registry, setup.axes.region))
{
}

ProcessInfo EmployerDecisions::info() const
{
    return {.name = "employer_decisions",
            .description = "employers set posts and pay, lay off, and some close",
            .stage = Stage::employers,
            .reads = {"employers.region", "employers.sector", "employers.size_low", "employers.filled_low"},
            .writes = {"employers.posts_low", "employers.log_premium", "employers.fortune",
                       "employers.alive", "employers.open_months", "employers.shrinking",
                       "employers.layoff_low"},
            .levers = {"labour.demand"},
            .draws = {"fortune", "rounding", "closing"}};
}

/// The decisions of one month, employer by employer.
class EmployerDecisions::Decisions {
public:
    Decisions(const EmployerDecisions& own, const StepContext& step, Rows& employers)
        : own_(own),
          step_(step),
          rows_(employers),
          fortune_(step.random(own.fortune_)),
          rounding_(step.random(own.rounding_)),
          closing_(step.random(own.closing_)),
          columns_(own.setup_.employers),
          key_(employers[columns_.key]),
          region_(employers[columns_.region]),
          sector_(employers[columns_.sector]),
          alive_(employers[columns_.alive]),
          backing_(employers[columns_.backing])
    {
        kept_ = exact::pow(own.params_.fortune_persistence, months_between_reviews);
        innovation_ = own.params_.fortune_sd * std::sqrt(1.0 - kept_ * kept_);
        for (std::size_t region = 0; region < own.setup_.axes.region.size(); ++region) {
            pay_goal_.push_back(pay_goal(region));
        }
        nominal_growth_ = own.params_.paths.log_wage_factor(step.now) * months_between_reviews;
        for (std::size_t kind = 0; kind < num_employer_kinds; ++kind) {
            const MonthlyProbability chance = monthly(own.params_.closing[kind]);
            closing_chance_[kind] = chance.value();
            may_close_[kind] = Threshold(chance);
        }
    }

    /// Before the first decisions: who has more staff than it wants now, for demand is for theirs too.
    std::vector<std::int64_t> first_excess(const Threads& threads)
    {
        is_first_look_ = true;
        close_and_share_out(threads);
        std::vector<std::int64_t> excess = decide(threads);
        is_first_look_ = false;
        return excess;
    }

    /// Some close; luck goes on; the weight of every employer in its segment is summed. Returns how
    /// many closed, by region.
    std::vector<std::int64_t> close_and_share_out(const Threads& threads)
    {
        const std::size_t segments = own_.setup_.axes.num_segments();
        const std::size_t regions = own_.setup_.axes.region.size();
        const auto workers = static_cast<std::size_t>(threads.count());
        std::vector<std::vector<std::int64_t>> weights(
            workers, std::vector<std::int64_t>(num_backings * segments, 0));
        std::vector<std::vector<std::int64_t>> closed(workers,
                                                      std::vector<std::int64_t>(regions, 0));
        for_each_block(threads, rows_.size(),
                       [&](std::size_t first, std::size_t last, std::size_t worker) {
                           close_and_weigh(first, last, closed[worker], weights[worker]);
                       });
        std::vector<double> asked(segments);
        for (std::size_t place = 0; place < segments; ++place) {
            asked[place] = demand(place);
        }
        shares_ = share_demand(own_.setup_.axes, asked, sum(weights), own_.params_.displacement);
        return sum(closed);
    }

    [[nodiscard]] const DemandShares& shares() const { return shares_; }

    /// By segment, one list after the other: staff beyond wanted posts, vacant posts, all posts.
    std::vector<std::int64_t> decide(const Threads& threads)
    {
        std::vector<std::vector<std::int64_t>> counts(
            static_cast<std::size_t>(threads.count()),
            std::vector<std::int64_t>(3 * own_.setup_.axes.num_segments(), 0));
        for_each_block(threads, rows_.size(),
                       [&](std::size_t first, std::size_t last, std::size_t worker) {
                           decide(first, last, counts[worker]);
                       });
        return sum(counts);
    }

private:
    /// The same for a block of employers.
    void close_and_weigh(std::size_t first, std::size_t last, std::vector<std::int64_t>& closed,
                         std::vector<std::int64_t>& weights)
    {
        const auto keys = std::span<const std::uint64_t>(key_).subspan(first, last - first);
        std::array<std::uint64_t, block_rows> words;  // NOLINT: filled just below
        closing_.word_of_each(keys, draw_index(step_.now), std::span(words).first(keys.size()));
        for (std::size_t row = first; row < last; ++row) {
            if (alive_[row] != is_alive) {
                continue;
            }
            if (!is_first_look_ && closes(row, words[row - first])) {
                close(row);
                ++closed[region_[row].value()];
                continue;
            }
            if (!is_first_look_ && reviews(row)) {
                advance_luck(row);
            }
            weights[backing_[row] * own_.setup_.axes.num_segments() + segment(row)] +=
                static_cast<std::int64_t>(weight(row) * weight_unit + 0.5);
        }
    }

    void decide(std::size_t first, std::size_t last, std::vector<std::int64_t>& counts)
    {
        const auto keys = std::span<const std::uint64_t>(key_).subspan(first, last - first);
        // Lasting draws, one for an employer and skill: posts do not flicker as demand drifts.
        constexpr std::size_t words_each = 2;
        std::array<std::uint64_t, words_each * block_rows> words;  // NOLINT: filled just below
        rounding_.words_of_each(keys, 0, words_each,
                                std::span(words).first(words_each * keys.size()));
        for (std::size_t row = first; row < last; ++row) {
            if (alive_[row] == is_alive) {
                if (!is_first_look_ && reviews(row)) {
                    set_pay(row);
                }
                const std::uint64_t* const own = words.data() + words_each * (row - first);
                const auto low = [](std::uint64_t word) { return static_cast<std::uint32_t>(word); };
                const Wanted wanted = set_posts(row, {low(own[0]), low(own[0] >> 32), low(own[1])});
                const std::size_t segments = counts.size() / 3;
                counts[segment(row)] += wanted.excess;
                counts[segments + segment(row)] += wanted.vacant;
                counts[2 * segments + segment(row)] += wanted.posts;
            }
        }
    }

    [[nodiscard]] std::size_t segment(std::size_t row) const
    {
        return own_.setup_.axes.segment(region_[row], sector_[row]);
    }

    /// Where pay tends to, by the wage curve: below the national growth where more are out of work
    /// than at the start.
    [[nodiscard]] double pay_goal(std::size_t region) const
    {
        constexpr double least_rate = 0.005;  // the curve is not known where nobody is out of work
        const LabourMarket& market = *own_.setup_.market;
        const double now = std::max(least_rate, market.unemployment(region));
        const double first = std::max(least_rate, market.first_unemployment[region]);
        return own_.params_.wage_curve * exact::log(now / first);
    }

    /// Posts of a region and sector at the wages of the path, less the staff that employers keep though
    /// they want fewer: demand is for all posts, theirs included.
    [[nodiscard]] double demand(std::size_t place) const
    {
        const LabourMarket& market = *own_.setup_.market;
        const std::size_t num_sectors = own_.setup_.axes.sector.size();
        const std::size_t region = place / num_sectors;
        double nation = 0.0;
        double first_nation = 0.0;
        for (std::size_t r = 0; r < own_.setup_.axes.region.size(); ++r) {
            nation += market.labour_force(r);
            first_nation += market.first_force[r];
        }
        const double here = market.labour_force(region) / std::max(1.0, market.first_force[region]);
        const double local = own_.params_.local_demand(at<SectorId>(place % num_sectors));
        const double posts = market.first_posts[place] * market.demand[place] *
                             market.location[place] * step_.levers(own_.demand_, region) *
                             exact::pow(here * first_nation / nation, local);
        return std::max(posts / 2.0, posts - static_cast<double>(market.excess[place]));
    }

    static std::vector<std::int64_t> sum(const std::vector<std::vector<std::int64_t>>& of_worker)
    {
        std::vector<std::int64_t> all(of_worker.front().size(), 0);
        for (const std::vector<std::int64_t>& worker : of_worker) {
            std::transform(all.begin(), all.end(), worker.begin(), all.begin(), std::plus<>());
        }
        return all;
    }

    [[nodiscard]] int staff(std::size_t row) const
    {
        int people = 0;
        for (std::size_t skill = 0; skill < num_skills; ++skill) {
            people += staff_of(rows_, columns_, skill, row);
        }
        return people;
    }

    /// Large employers shrink, and hardly ever close. What counts is the staff that it has in the
    /// world, not in the sample.
    [[nodiscard]] bool closes(std::size_t row, std::uint64_t word) const
    {
        const auto kind = static_cast<std::size_t>(rows_[columns_.kind][row]);
        if (!may_close_[kind].hit(word) && !step_.life) {
            return false;  // nor at the smaller chance of a larger one
        }
        const double size = std::max(staff_of_full_risk, staff(row) / rows_[columns_.part][row]);
        const double chance =
            closing_chance_[kind] *
            exact::pow(staff_of_full_risk / size, own_.params_.closing_size_exponent);
        const Threshold threshold{MonthlyProbability(chance)};
        step_.life.chance({columns_.table, key_[row]}, "closes", threshold, word);
        return threshold.hit(word);
    }

    void close(std::size_t row)
    {
        rows_[columns_.alive][row] = 0;
        rows_[columns_.shrinking][row] = 0;
        for (std::size_t skill = 0; skill < num_skills; ++skill) {
            rows_[columns_.posts[skill]][row] =
                static_cast<std::uint16_t>(staff_of(rows_, columns_, skill, row));
        }
    }

    [[nodiscard]] double weight(std::size_t row) const
    {
        double size = 0.0;
        for (const auto& column : columns_.size) {
            size += rows_[column][row];
        }
        return size * rows_[columns_.luck][row];
    }

    /// An employer looks at its market and its pay four times a year, in months of its own.
    [[nodiscard]] bool reviews(std::size_t row) const
    {
        const auto turn = static_cast<std::uint64_t>(step_.now.index());
        return (key_[row] + turn) % months_between_reviews == 0;
    }

    void advance_luck(std::size_t row)
    {
        double& luck = rows_[columns_.fortune][row];
        const std::uint64_t word = fortune_.word(rows_[columns_.key][row], draw_index(step_.now));
        luck = kept_ * luck + innovation_ * standard_normal(word);
        rows_[columns_.luck][row] = exact::exp(luck);
    }

    /// Pay follows the wage curve slowly and rises while posts stay open; in tenge it never falls.
    void set_pay(std::size_t row)
    {
        double& premium = rows_[columns_.log_premium][row];
        const double goal = pay_goal_[rows_[columns_.region][row].value()];
        constexpr double steps = months_between_reviews;
        double change = steps * own_.params_.wage_adjustment * (goal - premium);
        if (rows_[columns_.open_months][row] > own_.params_.vacancy_patience) {
            change = std::max(change, 0.0) + steps * own_.params_.vacancy_rise;
        }
        premium = std::clamp(premium + std::max(change, -nominal_growth_), -widest_log_premium,
                             widest_log_premium);
        rows_[columns_.premium][row] = exact::exp(premium);
        rows_[columns_.response][row] = exact::exp(own_.params_.wage_elasticity * premium);
    }

    struct Wanted {
        int excess;  ///< staff beyond wanted posts
        int vacant;
        int posts;
    };
    /// `parts` round what is wanted up or down.
    Wanted set_posts(std::size_t row, const std::array<std::uint32_t, num_skills>& parts)
    {
        const double factor = shares_.posts_per_weight[segment(row)] * rows_[columns_.luck][row] *
                              rows_[columns_.response][row];
        int vacant = 0;
        int all_posts = 0;
        int excess = 0;
        std::uint8_t shrinking = 0;
        for (std::size_t skill = 0; skill < num_skills; ++skill) {
            const double wanted = factor * rows_[columns_.size[skill]][row];
            const double part = parts[skill] * 0x1p-32;
            const auto filled =
                static_cast<std::uint16_t>(staff_of(rows_, columns_, skill, row));
            const auto posts = static_cast<std::uint16_t>(
                std::min(60000.0, wanted + part));
            rows_[columns_.posts[skill]][row] = std::max(posts, filled);
            vacant += std::max(0, posts - filled);
            all_posts += std::max(posts, filled);
            excess += std::max(0, filled - posts);
            shrinking = static_cast<std::uint8_t>(shrinking | (posts < filled ? 1U << skill : 0U));
            rows_[columns_.layoff[skill]][row] = layoff_chance(posts, filled);
        }
        rows_[columns_.shrinking][row] = shrinking;
        std::uint8_t& open = rows_[columns_.open_months][row];
        const bool is_open = vacant > own_.params_.vacancy_tight.value() * all_posts;
        open = is_open ? static_cast<std::uint8_t>(std::min(open + 1, 255)) : std::uint8_t{0};
        return {excess, vacant, all_posts};
    }

    /// A part of the staff too many goes by itself; of the rest some are laid off.
    [[nodiscard]] std::uint16_t layoff_chance(std::uint16_t posts, std::uint16_t filled) const
    {
        if (filled <= posts) {
            return 0;
        }
        const double tolerated = own_.params_.layoff_tolerance.value() * filled;
        const double too_many = std::max(0.0, filled - posts - tolerated);
        return static_cast<std::uint16_t>(own_.params_.layoff_speed.value() * too_many / filled *
                                          65535.0);
    }

    const EmployerDecisions& own_;
    const StepContext& step_;
    Rows& rows_;
    AddressedDraw fortune_;
    AddressedDraw rounding_;
    AddressedDraw closing_;
    const EmployerColumns& columns_;
    std::span<const std::uint64_t> key_;
    std::span<const RegionId> region_;
    std::span<const SectorId> sector_;
    std::span<const std::uint8_t> alive_;
    std::span<const std::uint8_t> backing_;
    std::array<double, num_employer_kinds> closing_chance_{};
    std::array<Threshold, num_employer_kinds> may_close_{};
    std::vector<double> pay_goal_;          ///< log premium, by region
    DemandShares shares_;
    bool is_first_look_ = false;            ///< nobody closes, and luck and pay stand still
    double kept_ = 0.0;                     ///< of luck, from one review to the next
    double innovation_ = 0.0;
    double nominal_growth_ = 0.0;           ///< of the log of national wages, between reviews
};

void EmployerDecisions::conclude(const StepContext& step, World& world, Tallies& counts)
{
    Rows& employers = world.replicated(setup_.employers.table);
    const bool is_first = setup_.market->is_empty();
    if (is_first) {
        take_first_stock(employers);
        draw_first_luck(step, employers);
    }
    setup_.market->grow(params_.paths, step.now);
    Decisions month(*this, step, employers);
    if (is_first) {
        setup_.market->excess = of_segments(month.first_excess(step.threads), 0);
    }
    const std::vector<std::int64_t> closed = month.close_and_share_out(step.threads);
    const std::vector<std::int64_t> decided = month.decide(step.threads);
    setup_.market->excess = of_segments(decided, 0);
    setup_.market->relocate(of_segments(decided, 1), of_segments(decided, 2), moving());
    // The table is the same on every rank: one of them counts.
    if (step.ranks.rank() == 0) {
        counts.add_cells(closed_, closed);
        counts.add_cells(supported_, month.shares().supported);
    }
}

}  // namespace qonys::models::kz_migration
