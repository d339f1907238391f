#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace qonys {

/// One side's place on the ring of its segment.
struct RingPoint {
    std::uint32_t segment;   ///< only points of one segment are paired
    std::uint64_t position;  ///< keyed hash of its key: an addressed draw
    std::uint64_t key;       ///< breaks ties; unique on its side
};

struct RingPair {
    std::size_t seeker;  ///< index into the seekers
    std::size_t post;    ///< index into the posts
    auto operator<=>(const RingPair&) const = default;
};

/// Pairs seekers with posts on a ring, each post with the nearest seeker behind it that is still free
/// (as brackets are matched). One more seeker re-pairs only those whose brackets enclose him, never the
/// half of all that pairing k-th with k-th would shift. Pairs come in the order of seekers.
[[nodiscard]] std::vector<RingPair> pair_on_ring(std::span<const RingPoint> seekers,
                                                 std::span<const RingPoint> posts);

}  // namespace qonys
