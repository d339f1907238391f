#include "qonys/parallel/allocate.hpp"

#include <algorithm>
#include <array>

#include "qonys/core/contract.hpp"

namespace qonys {

/// Looks for the candidate of each contested segment at whom the slots run out: the first whose sizes,
/// added up to and including his own, exceed the limit. Digits of (priority, key) are settled from the
/// top; candidates that no longer share the settled digits drop out.
class CutSearch {
public:
    CutSearch(Communicator& ranks, std::span<const Candidate> candidates,
              std::span<const std::int64_t> slots, LastCandidate last)
        : ranks_(ranks), last_(last), before_(slots.size(), 0)
    {
        result_.cuts_.resize(slots.size());
        result_.granted_ = sizes_by_segment(candidates, slots.size());
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
        keep_contested(candidates);
    }

    Allocation run()
    {
        if (contested_.empty()) {
            return std::move(result_);
        }
        for (int digit = 0; digit < 2 * digits_per_word; ++digit) {
            settle(digit);
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

    std::vector<std::int64_t> sizes_by_segment(std::span<const Candidate> candidates,
                                               std::size_t num_segments)
    {
        std::vector<std::int64_t> sizes(num_segments, 0);
        for (const Candidate& candidate : candidates) {
            QONYS_EXPECT(candidate.segment < num_segments && candidate.size > 0);
            sizes[candidate.segment] += candidate.size;
        }
        ranks_.all_reduce_sum(sizes);
        return sizes;
    }

    void keep_contested(std::span<const Candidate> candidates)
    {
        slot_of_.assign(before_.size(), num_bins * before_.size());
        for (std::size_t i = 0; i < contested_.size(); ++i) {
            slot_of_[contested_[i]] = i;
        }
        std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(left_),
                     [&](const Candidate& candidate) {
                         return slot_of_[candidate.segment] < contested_.size();
                     });
    }

    void settle(int digit)
    {
        std::vector<std::int64_t> histogram(contested_.size() * num_bins, 0);
        for (const Candidate& candidate : left_) {
            histogram[slot_of_[candidate.segment] * num_bins + digit_of(candidate, digit)] +=
                candidate.size;
        }
        ranks_.all_reduce_sum(histogram);
        std::vector<std::size_t> chosen(contested_.size());
        for (std::size_t i = 0; i < contested_.size(); ++i) {
            chosen[i] = cross(contested_[i], std::span(histogram).subspan(i * num_bins, num_bins));
            append_digit(contested_[i], digit, chosen[i]);
        }
        std::erase_if(left_, [&](const Candidate& candidate) {
            return digit_of(candidate, digit) != chosen[slot_of_[candidate.segment]];
        });
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
    LastCandidate last_;
    Allocation result_;
    std::vector<std::int64_t> limits_;
    std::vector<std::int64_t> before_;     ///< sizes of all who stand before the settled digits
    std::vector<std::int64_t> last_size_;  ///< size of the one at whom the limit is crossed
    std::vector<std::uint32_t> contested_;
    std::vector<std::size_t> slot_of_;  ///< position of a segment among the contested
    std::vector<Candidate> left_;
};

Allocation allocate(Communicator& ranks, std::span<const Candidate> candidates,
                    std::span<const std::int64_t> slots, LastCandidate last)
{
    return CutSearch(ranks, candidates, slots, last).run();
}

}  // namespace qonys
