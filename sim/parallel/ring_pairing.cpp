#include "qonys/parallel/ring_pairing.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "qonys/core/contract.hpp"
#include "qonys/core/grouped.hpp"

namespace qonys {
namespace {

/// What is sorted: small, since sorting moves it often.
struct Place {
    std::uint64_t position;
    std::uint32_t segment;
    std::uint32_t point;  ///< a seeker, or behind the last seeker a post
};

class Ring {
public:
    Ring(std::span<const RingPoint> seekers, std::span<const RingPoint> posts)
        : seekers_(seekers), posts_(posts)
    {
        QONYS_EXPECT(seekers.size() + posts.size() <= std::numeric_limits<std::uint32_t>::max());
    }

    [[nodiscard]] bool is_seeker(const Place& place) const { return place.point < seekers_.size(); }
    [[nodiscard]] std::size_t post(const Place& place) const
    {
        return place.point - seekers_.size();
    }

    /// All of both sides by segment and position; where positions are the same, seekers first, by
    /// key.
    [[nodiscard]] std::vector<Place> in_order() const
    {
        std::vector<Place> places;
        places.reserve(seekers_.size() + posts_.size());
        bool is_one_segment = true;
        for (const auto& side : {seekers_, posts_}) {
            for (const RingPoint& one : side) {
                places.push_back(
                    {one.position, one.segment, static_cast<std::uint32_t>(places.size())});
                is_one_segment = is_one_segment && one.segment == places.front().segment;
            }
        }
        if (is_one_segment && places.size() > 2) {
            sort_by_arcs(places);
        } else {
            sort(places);
        }
        return places;
    }

private:
    void sort(std::span<Place> places) const
    {
        std::sort(places.begin(), places.end(), [this](const Place& a, const Place& b) {
            if (a.segment != b.segment) {
                return a.segment < b.segment;
            }
            return a.position != b.position ? a.position < b.position : is_before(a, b);
        });
    }

    /// Positions are random: dealt out to short arcs of the ring, all but a few are in order.
    void sort_by_arcs(std::vector<Place>& places) const
    {
        constexpr int word_bits = 64;
        const auto arc_bits = static_cast<int>(std::bit_width(places.size())) - 1;
        Grouped<Place> arcs(
            std::span(&places, 1), std::size_t{1} << arc_bits, [&](const Place& one) {
                return static_cast<std::size_t>(one.position >> (word_bits - arc_bits));
            });
        auto next = places.begin();
        for (std::size_t arc = 0; arc < arcs.num_groups(); ++arc) {
            sort(arcs[arc]);
            next = std::copy(arcs[arc].begin(), arcs[arc].end(), next);
        }
    }

    [[nodiscard]] bool is_before(const Place& a, const Place& b) const
    {
        return is_seeker(a) == is_seeker(b) ? key(a) < key(b) : is_seeker(a);
    }
    [[nodiscard]] std::uint64_t key(const Place& place) const
    {
        return is_seeker(place) ? seekers_[place.point].key : posts_[post(place)].key;
    }

    std::span<const RingPoint> seekers_;
    std::span<const RingPoint> posts_;
};

/// Matches brackets once round the ring of one segment, then joins the ends: seekers left at the end of
/// the line stand right behind the posts left at its beginning.
void pair_segment(const Ring& ring, std::span<const Place> places, std::vector<RingPair>& pairs)
{
    std::vector<std::size_t> free_seekers;
    std::vector<std::size_t> free_posts;
    for (const Place& place : places) {
        if (ring.is_seeker(place)) {
            free_seekers.push_back(place.point);
        } else if (free_seekers.empty()) {
            free_posts.push_back(ring.post(place));
        } else {
            pairs.push_back({free_seekers.back(), ring.post(place)});
            free_seekers.pop_back();
        }
    }
    for (const std::size_t post : free_posts) {
        if (free_seekers.empty()) {
            break;
        }
        pairs.push_back({free_seekers.back(), post});
        free_seekers.pop_back();
    }
}

/// Nobody is paired twice: each pair has a place of its own, and nothing need be compared.
std::vector<RingPair> in_order_of_seekers(std::span<const RingPair> pairs, std::size_t num_seekers)
{
    constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
    std::vector<std::size_t> post_of(num_seekers, none);
    for (const RingPair& pair : pairs) {
        post_of[pair.seeker] = pair.post;
    }
    std::vector<RingPair> ordered;
    ordered.reserve(pairs.size());
    for (std::size_t seeker = 0; seeker < num_seekers; ++seeker) {
        if (post_of[seeker] != none) {
            ordered.push_back({seeker, post_of[seeker]});
        }
    }
    return ordered;
}

}  // namespace

std::vector<RingPair> pair_on_ring(std::span<const RingPoint> seekers,
                                   std::span<const RingPoint> posts)
{
    const Ring ring(seekers, posts);
    const std::vector<Place> places = ring.in_order();
    std::vector<RingPair> pairs;
    pairs.reserve(std::min(seekers.size(), posts.size()));
    for (std::size_t first = 0; first < places.size();) {
        std::size_t last = first;
        while (last < places.size() && places[last].segment == places[first].segment) {
            ++last;
        }
        pair_segment(ring, std::span(places).subspan(first, last - first), pairs);
        first = last;
    }
    return in_order_of_seekers(pairs, seekers.size());
}

}  // namespace qonys
