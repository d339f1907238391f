#include "processes/thinned_clock.hpp"

#include <algorithm>

#include "processes/clocks.hpp"
#include "qonys/parallel/worker_local.hpp"
#include "qonys/random/distribution/exponential.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int last_age = static_cast<int>(num_ages) - 1;

}  // namespace

ThinnedClock::ThinnedClock(Registry& registry, const std::string& owner, Shape shape,
                           const std::function<AnnualRate(std::size_t bound, int age)>& bound)
    : owner_(owner),
      excess_name_(owner + "_excess"),
      column_name_(owner + "_due"),
      person_(registry.schema().person),
      shape_(shape),
      due_(registry.add_person_column<MonthStamp>(column_name_, "next candidate for " + owner,
                                                  clock_unset)),
      bound_(shape.num_bounds, last_age,
             [&](std::size_t cls, int age) { return monthly(bound(cls, age)); }),
      candidate_(registry.add_draw(owner, "candidate")),
      excess_draw_(registry.add_draw(owner, "excess")),
      actual_(shape.num_classes * shape.num_regions * num_ages)
{
}

void ThinnedClock::set_rates(int period, const Rates& rates)
{
    if (period == period_) {
        return;
    }
    period_ = period;
    excess_.clear();
    // Many rates are the same from age to age, and a rate costs a logarithm.
    AnnualRate last(0.0);
    double p = 0.0;
    for (std::size_t cls = 0; cls < shape_.num_classes; ++cls) {
        const std::size_t bound_class = rates.bound_of_class(cls);
        for (std::size_t region = 0; region < shape_.num_regions; ++region) {
            for (int age = 0; age <= last_age; ++age) {
                const std::size_t place = (cls * shape_.num_regions + region) * num_ages +
                                          static_cast<std::size_t>(age);
                const AnnualRate rate = rates.rate(cls, region, age);
                if (rate.value() != last.value()) {
                    last = rate;
                    p = monthly(rate).value();
                }
                const Threshold bound = bound_.at(bound_class, age);
                actual_[place] = std::min(Threshold(MonthlyProbability(p)), bound);
                const double covered = bound.probability();
                if (p > covered) {
                    excess_.resize(actual_.size());
                    excess_[place] =
                        Threshold(MonthlyProbability((p - covered) / (1.0 - covered)));
                }
            }
        }
    }
}

ThinnedClock::Words ThinnedClock::words_of(const StepContext& step, const Rows& people, Month month,
                                           std::span<const std::uint32_t> rows) const
{
    const auto key = people[person_.key];
    // Each worker keeps its lists: memory is asked for at the first shards only.
    struct Lists {
        std::vector<std::uint64_t> keys;
        std::vector<std::uint64_t> happens;
        std::vector<std::uint64_t> wait;
    };
    auto& [keys, happens, wait] = kept_by_worker<Lists>();
    keys.resize(rows.size());
    happens.resize(rows.size());
    wait.resize(rows.size());
    std::transform(rows.begin(), rows.end(), keys.begin(),
                   [&](std::uint32_t row) { return key[row].value(); });
    step.random(candidate_).word_pair_of_each(keys, draw_index(month), happens, wait);
    return {happens, wait};
}

void ThinnedClock::prefetch(const Rows& people, std::span<const std::uint32_t> rows) const
{
    const auto ask_for = [&](std::uint16_t column) {
        const std::byte* const first = people.raw(column).data();
        const std::size_t bytes = people.schema().columns()[column].bytes;
        for (const std::uint32_t row : rows) {
            __builtin_prefetch(first + row * bytes);
        }
    };
    ask_for(person_.birth_month.index());
    std::for_each(looked_at_.begin(), looked_at_.end(), ask_for);
}

void ThinnedClock::accept(const StepContext& step, const Rows& people,
                          std::span<const std::uint32_t> due,
                          std::span<const std::uint64_t> words, StandingOf standing_of,
                          std::vector<std::uint32_t>& rows) const
{
    const auto birth_month = people[person_.birth_month];
    rows.clear();
    prefetch(people, due);
    for (std::size_t i = 0; i < due.size(); ++i) {
        const std::optional<Standing> standing = standing_of(due[i]);
        if (!standing) {
            continue;
        }
        const std::size_t age = table_age(birth_month[due[i]], step.now);
        // The word scaled to the bound: below the actual probability it happens.
        const Threshold bound = bound_.at(standing->bound, static_cast<int>(age));
        const std::uint64_t at = multiply_high(words[i], bound.value());
        const Threshold actual = actual_[cell(*standing, age)];
        if (actual.hit(at)) {
            rows.push_back(due[i]);
        }
        // Rows left behind by those who moved ring on until they are dropped; nothing comes of it.
        if (step.life && people[person_.gone][due[i]] == Gone::no) {
            step.life.chance(people[person_.key][due[i]],
                             {owner_, actual.probability(), Life::unit(at), bound.probability(),
                              actual.hit(at)});
        }
    }
    if (!excess_.empty()) {
        add_excess(step, people, standing_of, rows);
    }
}

void ThinnedClock::collect(const StepContext& step, const Rows& people,
                           std::vector<std::uint32_t>& rung,
                           std::vector<std::uint32_t>& unset) const
{
    const auto due = people[due_];
    collect_due_or(due, step.now, clock_unset, rung);
    unset.clear();
    std::copy_if(rung.begin(), rung.end(), std::back_inserter(unset),
                 [&](std::uint32_t row) { return due[row] == clock_unset; });
    if (!unset.empty()) {
        std::erase_if(rung, [&](std::uint32_t row) { return due[row] == clock_unset; });
    }
}

void ThinnedClock::ring(const StepContext& step, const Rows& people, StandingOf standing_of,
                        Rung& rung, std::vector<std::uint32_t>& rows) const
{
    collect(step, people, rung.due, rung.unset);
    const Words words = words_of(step, people, step.now, rung.due);
    accept(step, people, rung.due, words.happens, standing_of, rows);
    rung.waits.assign(words.wait.begin(), words.wait.end());
}

void ThinnedClock::ring_and_wind(const StepContext& step, Rows& people, BoundOf bound_of,
                                 StandingOf standing_of, std::vector<std::uint32_t>& rows) const
{
    const auto due = people[due_];
    struct Lists {
        std::vector<std::uint32_t> ringing;
        std::vector<std::uint32_t> unset;
    };
    auto& [ringing, unset] = kept_by_worker<Lists>();
    collect(step, people, ringing, unset);
    if (!unset.empty()) {
        const Month before = step.now - 1;
        wind(people, before, unset, words_of(step, people, before, unset).wait, bound_of);
        std::copy_if(unset.begin(), unset.end(), std::back_inserter(ringing),
                     [&](std::uint32_t row) { return due[row] == stamp(step.now); });
        std::sort(ringing.begin(), ringing.end());
    }
    const Words words = words_of(step, people, step.now, ringing);
    accept(step, people, ringing, words.happens, standing_of, rows);
    wind(people, step.now, ringing, words.wait, bound_of);
}

void ThinnedClock::add_excess(const StepContext& step, const Rows& people, StandingOf standing_of,
                              std::vector<std::uint32_t>& rows) const
{
    const AddressedDraw draw = step.random(excess_draw_);
    const auto key = people[person_.key];
    const auto birth_month = people[person_.birth_month];
    for (std::size_t row = 0; row < people.size(); ++row) {
        const std::optional<Standing> standing = standing_of(row);
        if (!standing) {
            continue;
        }
        const Threshold excess = excess_[cell(*standing, table_age(birth_month[row], step.now))];
        if (excess.value() == 0) {
            continue;
        }
        const std::uint64_t word = draw.word(key[row].value(), draw_index(step.now));
        if (step.life && people[person_.gone][row] == Gone::no) {
            step.life.chance(key[row], excess_name_, excess, word);
        }
        if (excess.hit(word)) {
            rows.push_back(static_cast<std::uint32_t>(row));
        }
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
}

void ThinnedClock::wind_rung(const StepContext& step, Rows& people, BoundOf bound_of,
                             const Rung& rung) const
{
    wind(people, step.now, rung.due, rung.waits, bound_of);
    if (!rung.unset.empty()) {
        std::vector<std::uint32_t> unset = rung.unset;
        stop_inert(people, bound_of, unset);
        wind(people, step.now, unset, words_of(step, people, step.now, unset).wait, bound_of);
    }
}

void ThinnedClock::start(
    const StepContext& step, World& world,
    FunctionRef<std::size_t(const Rows& people, std::size_t row)> bound_of) const
{
    step.threads.for_each(world.shards().size(), [&](std::size_t place, std::size_t /*worker*/) {
        Rows& people = world.shards()[place].people();
        wind_new(step, people, step.now - 1,
                 [&](std::size_t row) { return bound_of(people, row); });
    });
}

/// As if drawn in `as_of`.
void ThinnedClock::wind_new(const StepContext& step, Rows& people, Month as_of,
                            BoundOf bound_of) const
{
    std::vector<std::uint32_t> rows;
    collect_due(people[due_], month_of(clock_unset), rows);
    stop_inert(people, bound_of, rows);
    wind(people, as_of, rows, words_of(step, people, as_of, rows).wait, bound_of);
}

void ThinnedClock::stop_inert(Rows& people, BoundOf bound_of,
                              std::vector<std::uint32_t>& rows) const
{
    const auto due = people[due_];
    std::erase_if(rows, [&](std::uint32_t row) {
        const bool is_inert = bound_.is_inert(bound_of(row));
        due[row] = is_inert ? never : due[row];
        return is_inert;
    });
}

/// Each column in a loop of its own, so that the processor waits for many rows of it at once.
void ThinnedClock::wind(Rows& people, Month as_of, std::span<const std::uint32_t> rows,
                        std::span<const std::uint64_t> words, BoundOf bound_of) const
{
    struct Wound {
        std::uint8_t bound;
        bool is_here;
        MonthStamp birth_month;
    };
    struct Lists {
        std::vector<double> waits;
        std::vector<Wound> wound;
    };
    auto& [waits, wound] = kept_by_worker<Lists>();
    waits.resize(rows.size());
    wound.resize(rows.size());
    unit_exponentials(words, waits);
    const auto birth_month = people[person_.birth_month];
    const auto gone = people[person_.gone];
    for (std::size_t i = 0; i < rows.size(); ++i) {
        wound[i].birth_month = birth_month[rows[i]];
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        wound[i].is_here = gone[rows[i]] == Gone::no;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        wound[i].bound = static_cast<std::uint8_t>(bound_of(rows[i]));
    }
    const auto due = people[due_];
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Wound& one = wound[i];
        due[rows[i]] =
            one.is_here ? bound_.next(one.bound, one.birth_month, as_of, waits[i]) : never;
    }
}

}  // namespace qonys::models::kz_migration
