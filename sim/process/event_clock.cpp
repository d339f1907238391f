#include "qonys/process/event_clock.hpp"

#include <emmintrin.h>
#include <algorithm>
#include <array>
#include <limits>

#include "qonys/core/contract.hpp"
#include "qonys/core/math.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys {
namespace {

constexpr std::size_t ages_at_once = 8;

/// Rows of a column of clocks that are asked for before they are read, and of one line of memory.
constexpr std::size_t rows_ahead = 1024;
constexpr std::size_t rows_of_line = 32;

/// Exposures from 0 in steps of 1/32: beyond a few units hardly anybody waits.
constexpr std::size_t num_shortcuts = 512;
constexpr double shortcuts_per_unit = 32.0;

/// How many of the next `ages_at_once` values, which rise, the target has reached.
std::size_t count_reached(const double* rising, double target)
{
    const __m128d limit = _mm_set1_pd(target);
    __m128i reached = _mm_setzero_si128();  // minus one for each value reached
    for (std::size_t i = 0; i < ages_at_once; i += 2) {
        const __m128d hit = _mm_cmple_pd(_mm_loadu_pd(rising + i), limit);
        reached = _mm_add_epi64(reached, _mm_castpd_si128(hit));
    }
    return static_cast<std::size_t>(-(_mm_cvtsi128_si64(reached) +
                                      _mm_cvtsi128_si64(_mm_unpackhi_epi64(reached, reached))));
}

/// Bits of 64 rows whose stamp equals one of two.
std::uint64_t due_bits(const MonthStamp* due, __m128i pattern, __m128i other)
{
    // The processor's own prefetching stops at every page; columns are a few pages long.
    _mm_prefetch(reinterpret_cast<const char*>(due + rows_ahead), _MM_HINT_T0);
    _mm_prefetch(reinterpret_cast<const char*>(due + rows_ahead + rows_of_line), _MM_HINT_T0);
    const auto matches = [&](std::size_t first) {
        const __m128i stamps = detail::load(due + first);
        return _mm_or_si128(_mm_cmpeq_epi16(stamps, pattern), _mm_cmpeq_epi16(stamps, other));
    };
    const auto bits = [&](std::size_t first) {
        return static_cast<std::uint64_t>(static_cast<unsigned>(
            _mm_movemask_epi8(_mm_packs_epi16(matches(first), matches(first + 8)))));
    };
    return detail::word_of(bits(0), bits(16), bits(32), bits(48));
}

}  // namespace

HazardBound::HazardBound(std::size_t num_classes, int max_age,
                         const std::function<MonthlyProbability(std::size_t cls, int age)>& bound)
    : num_ages_(max_age + 1)
{
    QONYS_EXPECT(num_classes > 0 && max_age >= 0);
    for (std::size_t cls = 0; cls < num_classes; ++cls) {
        double exposure = 0.0;
        first_at_risk_.push_back(num_ages_ - 1);
        inert_.push_back(1);
        for (int age = 0; age < num_ages_; ++age) {
            const MonthlyProbability p = bound(cls, age);
            QONYS_EXPECT(p.value() >= 0.0 && p.value() < 1.0);
            const double hazard = -exact::log1p(-p.value());
            exposure_.push_back(exposure);
            hazards_.push_back({hazard, hazard > 0.0 ? 1.0 / hazard : 0.0});
            thresholds_.emplace_back(p);
            exposure += 12.0 * hazard;
            if (hazard > 0.0) {
                first_at_risk_.back() = std::min(first_at_risk_.back(), age);
                inert_.back() = 0;
            }
        }
        add_shortcuts(exposure_.size() - static_cast<std::size_t>(num_ages_));
        // Beyond the last age nothing is passed: lets next() look at whole groups of ages.
        exposure_.insert(exposure_.end(), ages_at_once, std::numeric_limits<double>::infinity());
    }
}

/// For every step of exposure the last age that is reached before it: where next() begins to count.
void HazardBound::add_shortcuts(std::size_t first)
{
    const auto last_age = static_cast<std::size_t>(num_ages_ - 1);
    std::size_t age = 0;
    for (std::size_t step = 0; step < num_shortcuts; ++step) {
        const double reached = static_cast<double>(step) / shortcuts_per_unit;
        while (age < last_age && exposure_[first + age + 1] <= reached) {
            ++age;
        }
        shortcuts_.push_back(static_cast<std::uint16_t>(age));
    }
}

MonthStamp HazardBound::next(std::size_t cls, MonthStamp birth_month, Month now,
                             double exponential) const
{
    // The exposure piles up month by month at the hazard of the age then; the candidate comes in the
    // month in which it passes the variate.
    const int first_month = now.index() + 1 - birth_month;  // of age, the earliest it can come
    const auto last_age = static_cast<std::size_t>(num_ages_ - 1);
    // Years without risk add nothing and need not be counted through.
    const auto first_age = static_cast<std::size_t>(first_at_risk_[cls]);
    std::size_t age = std::min(static_cast<std::size_t>(first_month / 12), last_age);
    const int months_into_age = age < first_age ? 0 : first_month - static_cast<int>(age) * 12;
    age = std::max(age, first_age);
    const Hazard* hazards = hazards_.data() + cls * static_cast<std::size_t>(num_ages_);
    const double* exposure =
        exposure_.data() + cls * (static_cast<std::size_t>(num_ages_) + ages_at_once);
    const double target = exposure[age] + hazards[age].monthly * months_into_age + exponential;
    const auto step = static_cast<std::size_t>(std::min(target * shortcuts_per_unit,
                                                        static_cast<double>(num_shortcuts - 1)));
    age = std::max(age, static_cast<std::size_t>(shortcuts_[cls * num_shortcuts + step]));
    // Ages whose first month is reached before the target; several at once, without a branch for each.
    std::size_t passed = ages_at_once;
    while (passed == ages_at_once) {
        passed = count_reached(exposure + age + 1, target);
        age += passed;
    }
    const Hazard& hazard = hazards[age];
    const double beyond = target - exposure[age];
    if (beyond >= hazard.monthly * never) {
        return never;
    }
    // Rounding may carry the quotient over the end of the age, or before the earliest month.
    int months = static_cast<int>(beyond * hazard.inverse);
    if (age < last_age) {
        months = std::min(months, 11);
    }
    const int due = birth_month + std::max(static_cast<int>(age) * 12 + months, first_month);
    return due < never ? static_cast<MonthStamp>(due) : never;
}

void collect_due_or(std::span<const MonthStamp> due, Month now, MonthStamp other,
                    std::vector<std::uint32_t>& rows)
{
    rows.clear();
    // Short columns, those of a small sample, are all beginning: their lines come side by side.
    for (std::size_t row = 0; row < std::min(due.size(), rows_ahead); row += rows_of_line) {
        _mm_prefetch(reinterpret_cast<const char*>(due.data() + row), _MM_HINT_T0);
    }
    const MonthStamp wanted = stamp(now);
    const __m128i pattern = _mm_set1_epi16(wanted);
    const __m128i other_pattern = _mm_set1_epi16(other);
    std::array<MonthStamp, rows_of_word> copy{};
    append_rows(
        due.size(),
        [&](std::size_t first) {
            return due_bits(detail::whole_word(due, first, copy), pattern, other_pattern);
        },
        rows);
}

void collect_due(std::span<const MonthStamp> due, Month now, std::vector<std::uint32_t>& rows)
{
    collect_due_or(due, now, stamp(now), rows);
}

}  // namespace qonys
