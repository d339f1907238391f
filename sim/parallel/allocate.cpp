#include "qonys/parallel/allocate.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <utility>

#include "qonys/core/contract.hpp"
#include "qonys/core/grouped.hpp"

namespace qonys {

/// Looks for the candidate of each contested segment at whom the slots run out: the first whose sizes,
/// added up to and including his own, exceed the limit. Digits of (priority, key) are settled from the
/// top; candidates that no longer share the settled digits drop out.
class CutSearch {
public:
    struct Workers {
        Communicator& ranks;
        const Threads* threads;  ///< none: the calling one
    };
    CutSearch(const Workers& workers, std::span<const Candidate> candidates,
              std::span<const std::int64_t> slots, LastCandidate last)
        : ranks_(workers.ranks),
          threads_(workers.threads),
          candidates_(candidates),
          last_(last),
          before_(slots.size(), 0)
    {
        result_.cuts_.resize(slots.size());
        result_.granted_ = sizes_by_segment(slots.size());
        for (std::size_t segment = 0; segment < slots.size(); ++segment) {
            limits_.push_back(last == LastCandidate::must_fit ? slots[segment] : slots[segment] - 1);
            if (slots[segment] <= 0) {
                result_.cuts_[segment].everyone = false;
                result_.granted_[segment] = 0;
            } else if (result_.granted_[segment] > limits_[segment]) {
                result_.cuts_[segment].everyone = false;
                contested_.push_back(static_cast<std::uint32_t>(segment));
            }
        }
        slot_of_.assign(slots.size(), contested_.size());
        for (std::size_t i = 0; i < contested_.size(); ++i) {
            slot_of_[contested_[i]] = i;
        }
    }

    Allocation run()
    {
        if (contested_.empty()) {
            return std::move(result_);
        }
        // All stand before the first digit; few are left behind it, and only they are copied.
        int digit = 0;
        std::vector<std::size_t> chosen;
        const bool are_few = num_all(candidates_) <= worth_sorting();
        if (!are_few) {
            chosen = settle(digit++, candidates_);
        }
        left_ = those([&](const Candidate& one) {
            return are_few ? slot_of_[one.segment] < contested_.size() : shares(one, 0, chosen);
        });
        for (; num_all(left_) > worth_sorting() && digit < 2 * digits_per_word; ++digit) {
            chosen = settle(digit, left_);
            std::erase_if(left_, [&](const Candidate& one) { return !shares(one, digit, chosen); });
        }
        if (digit < 2 * digits_per_word) {
            cross_one_by_one();
        }
        for (const std::uint32_t segment : contested_) {
            finish(segment);
        }
        return std::move(result_);
    }

private:
    static constexpr int digit_bits = 8;
    static constexpr std::size_t num_bins = std::size_t{1} << digit_bits;
    static constexpr int digits_per_word = 64 / digit_bits;

    static std::size_t digit_of(const Candidate& candidate, int digit)
    {
        const std::uint64_t word = digit < digits_per_word ? candidate.priority : candidate.key;
        const int place = digits_per_word - 1 - digit % digits_per_word;
        return static_cast<std::size_t>(word >> (place * digit_bits)) & (num_bins - 1);
    }

    /// Work(part, candidates) for as many parts as there are threads, or for a few candidates at
    /// once.
    template <class Work>
    void in_parts(std::span<const Candidate> all, Work work) const
    {
        constexpr std::size_t worth_sharing = 8192;
        if (threads_ == nullptr || all.size() < worth_sharing) {
            work(std::size_t{0}, all);
            return;
        }
        const std::size_t parts = num_parts();
        threads_->for_each(parts, [&](std::size_t part, std::size_t /*worker*/) {
            const std::size_t first = all.size() * part / parts;
            work(part, all.subspan(first, all.size() * (part + 1) / parts - first));
        });
    }
    [[nodiscard]] std::size_t num_parts() const
    {
        return threads_ == nullptr ? 1 : static_cast<std::size_t>(threads_->count());
    }

    /// Sums over all ranks: each candidate's size is added to the bin in which he stands.
    template <class BinOf>
    std::vector<std::int64_t> sum_sizes(std::span<const Candidate> all, std::size_t all_bins,
                                        BinOf bin_of) const
    {
        std::vector<std::vector<std::int64_t>> of_part(num_parts());
        in_parts(all, [&](std::size_t part, std::span<const Candidate> own) {
            of_part[part].assign(all_bins, 0);
            for (const Candidate& candidate : own) {
                of_part[part][bin_of(candidate)] += candidate.size;
            }
        });
        std::vector<std::int64_t> sums = std::move(of_part.front());
        for (std::size_t part = 1; part < of_part.size(); ++part) {
            std::transform(of_part[part].begin(), of_part[part].end(), sums.begin(), sums.begin(),
                           std::plus<>());
        }
        ranks_.all_reduce_sum(sums);
        return sums;
    }

    /// Copies of the candidates that are wanted, in their order.
    template <class IsWanted>
    std::vector<Candidate> those(IsWanted is_wanted) const
    {
        std::vector<std::vector<Candidate>> of_part(num_parts());
        in_parts(candidates_, [&](std::size_t part, std::span<const Candidate> own) {
            std::copy_if(own.begin(), own.end(), std::back_inserter(of_part[part]), is_wanted);
        });
        std::vector<Candidate> all = std::move(of_part.front());
        for (std::size_t part = 1; part < of_part.size(); ++part) {
            all.insert(all.end(), of_part[part].begin(), of_part[part].end());
        }
        return all;
    }

    std::vector<std::int64_t> sizes_by_segment(std::size_t num_segments) const
    {
        return sum_sizes(candidates_, num_segments, [&](const Candidate& one) {
            QONYS_EXPECT(one.segment < num_segments && one.size > 0);
            return std::size_t{one.segment};
        });
    }

    [[nodiscard]] bool shares(const Candidate& one, int digit,
                              const std::vector<std::size_t>& chosen) const
    {
        const std::size_t slot = slot_of_[one.segment];
        return slot < contested_.size() && digit_of(one, digit) == chosen[slot];
    }

    /// By contested segment, the digit at which its slots run out.
    std::vector<std::size_t> settle(int digit, std::span<const Candidate> left)
    {
        // One row more, for those who are not contested.
        const std::vector<std::int64_t> histogram =
            sum_sizes(left, (contested_.size() + 1) * num_bins, [&](const Candidate& one) {
                return slot_of_[one.segment] * num_bins + digit_of(one, digit);
            });
        std::vector<std::size_t> chosen(contested_.size());
        for (std::size_t i = 0; i < contested_.size(); ++i) {
            chosen[i] = cross(contested_[i], std::span(histogram).subspan(i * num_bins, num_bins));
            append_digit(contested_[i], digit, chosen[i]);
        }
        return chosen;
    }

    /// So many are sorted sooner than a digit of theirs is counted in all contested segments.
    [[nodiscard]] std::int64_t worth_sorting() const
    {
        constexpr std::size_t bins_for_one = 8;
        return static_cast<std::int64_t>(contested_.size() * num_bins / bins_for_one);
    }

    /// On all ranks.
    std::int64_t num_all(std::span<const Candidate> candidates)
    {
        std::array<std::int64_t, 1> sum{static_cast<std::int64_t>(candidates.size())};
        ranks_.all_reduce_sum(sum);
        return sum.front();
    }

    /// Every rank gets to know all who share the settled digits and goes through them in their order.
    void cross_one_by_one()
    {
        const std::vector<Candidate> all = ranks_.all_gather(std::span<const Candidate>(left_));
        // Dealt out by segment first: many short lists are sorted sooner than a long one.
        Grouped<Candidate> dealt(std::span(&all, 1), contested_.size(),
                                 [&](const Candidate& one) { return slot_of_[one.segment]; });
        last_size_.resize(before_.size());
        for (std::size_t i = 0; i < contested_.size(); ++i) {
            cross(contested_[i], dealt[i]);
        }
    }

    /// The candidate at whom the limit is crossed, of all that a segment has left.
    void cross(std::uint32_t segment, std::span<Candidate> left)
    {
        std::sort(left.begin(), left.end(), [](const Candidate& a, const Candidate& b) {
            return std::pair(a.priority, a.key) < std::pair(b.priority, b.key);
        });
        std::size_t one = 0;
        for (; before_[segment] + left[one].size <= limits_[segment]; ++one) {
            before_[segment] += left[one].size;
            QONYS_ASSERT(one + 1 < left.size());
        }
        last_size_[segment] = left[one].size;
        result_.cuts_[segment].priority = left[one].priority;
        result_.cuts_[segment].key = left[one].key;
    }

    /// The bin in which the limit is crossed; what stands before it is added up.
    std::size_t cross(std::uint32_t segment, std::span<const std::int64_t> bins)
    {
        std::size_t bin = 0;
        while (before_[segment] + bins[bin] <= limits_[segment]) {
            before_[segment] += bins[bin];
            ++bin;
            QONYS_ASSERT(bin < bins.size());
        }
        last_size_.resize(before_.size());
        last_size_[segment] = bins[bin];
        return bin;
    }

    void append_digit(std::uint32_t segment, int digit, std::size_t value)
    {
        Allocation::Cut& cut = result_.cuts_[segment];
        std::uint64_t& word = digit < digits_per_word ? cut.priority : cut.key;
        word = word << digit_bits | value;
    }

    void finish(std::uint32_t segment)
    {
        result_.granted_[segment] = before_[segment];
        if (last_ == LastCandidate::overdraws) {
            // The one who crosses wins too: move the cut just behind him.
            Allocation::Cut& cut = result_.cuts_[segment];
            if (++cut.key == 0 && ++cut.priority == 0) {
                cut.everyone = true;
            }
            result_.granted_[segment] += last_size_[segment];
        }
    }

    Communicator& ranks_;
    const Threads* threads_;
    std::span<const Candidate> candidates_;
    LastCandidate last_;
    Allocation result_;
    std::vector<std::int64_t> limits_;
    std::vector<std::int64_t> before_;     ///< sizes of all who stand before the settled digits
    std::vector<std::int64_t> last_size_;  ///< size of the one at whom the limit is crossed
    std::vector<std::uint32_t> contested_;
    std::vector<std::size_t> slot_of_;  ///< position of a segment among the contested, or behind them
    std::vector<Candidate> left_;       ///< who shares the settled digits of his segment
};

Allocation allocate(Communicator& ranks, std::span<const Candidate> candidates,
                    std::span<const std::int64_t> slots, LastCandidate last)
{
    return CutSearch({ranks, nullptr}, candidates, slots, last).run();
}

Allocation allocate(Communicator& ranks, const Threads& threads,
                    std::span<const Candidate> candidates, std::span<const std::int64_t> slots,
                    LastCandidate last)
{
    return CutSearch({ranks, &threads}, candidates, slots, last).run();
}

}  // namespace qonys
