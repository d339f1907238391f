#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <vector>

#include "qonys/parallel/communicator.hpp"
#include "qonys/parallel/threads.hpp"

namespace qonys {

/// Someone who asks for a share of something scarce.
struct Candidate {
    std::uint32_t segment;   ///< whose slots are asked for: a region, a programme, a category
    std::uint32_t size;      ///< slots needed, in persons or units; at least 1
    std::uint64_t priority;  ///< lower goes first; usually an addressed draw
    std::uint64_t key;       ///< breaks ties; unique within the segment
};

/// What happens to the candidate at whom the slots run out.
enum class LastCandidate : std::uint8_t {
    must_fit,   ///< loses, and the rest of the slots is left over: quotas at full scale
    overdraws,  ///< wins, and the slots go below zero: quotas of a sample, whose ledger repays later
};

/// Who wins, for every candidate of every rank.
class Allocation {
public:
    [[nodiscard]] bool wins(const Candidate& candidate) const
    {
        const Cut& cut = cuts_[candidate.segment];
        return cut.everyone ||
               Position{candidate.priority, candidate.key} < Position{cut.priority, cut.key};
    }
    /// Slots given in each segment, over all ranks.
    [[nodiscard]] const std::vector<std::int64_t>& granted() const { return granted_; }

private:
    struct Position {
        std::uint64_t priority;
        std::uint64_t key;
        auto operator<=>(const Position&) const = default;
    };
    struct Cut {  ///< winners stand before (priority, key)
        bool everyone = true;
        std::uint64_t priority = 0;
        std::uint64_t key = 0;
    };
    friend class CutSearch;
    std::vector<Cut> cuts_;
    std::vector<std::int64_t> granted_;
};

/// Gives each segment's slots to the longest prefix of its candidates, by (priority, key), whose sizes
/// fit; the first that does not fit ends it. Collective; the same answer for any number of ranks.
///
/// The end of the prefix is found by refining histograms over the 64-bit keys, eight bits at a time:
/// cost O(candidates of this rank) plus 16 all-reduces at most, with no sort.
[[nodiscard]] Allocation allocate(Communicator& ranks, std::span<const Candidate> candidates,
                                  std::span<const std::int64_t> slots,
                                  LastCandidate last = LastCandidate::must_fit);
/// The same, where very many ask: looks through them on several threads.
[[nodiscard]] Allocation allocate(Communicator& ranks, const Threads& threads,
                                  std::span<const Candidate> candidates,
                                  std::span<const std::int64_t> slots,
                                  LastCandidate last = LastCandidate::must_fit);

}  // namespace qonys
