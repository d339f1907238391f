#include "qonys/parallel/ring_pairing.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace qonys {
namespace {

enum class Side : std::uint8_t { seeker, post };

struct Place {
    std::uint32_t segment;
    std::uint64_t position;
    Side side;
    std::uint64_t key;
    std::size_t index;

    [[nodiscard]] auto order() const { return std::tuple(segment, position, side, key); }
};

void add_places(std::span<const RingPoint> points, Side side, std::vector<Place>& places)
{
    for (std::size_t i = 0; i < points.size(); ++i) {
        places.push_back({points[i].segment, points[i].position, side, points[i].key, i});
    }
}

/// Matches brackets once round the ring of one segment, then joins the ends: seekers left at the end of
/// the line stand right behind the posts left at its beginning.
void pair_segment(std::span<const Place> places, std::vector<RingPair>& pairs)
{
    std::vector<std::size_t> free_seekers;
    std::vector<std::size_t> free_posts;
    for (const Place& place : places) {
        if (place.side == Side::seeker) {
            free_seekers.push_back(place.index);
        } else if (free_seekers.empty()) {
            free_posts.push_back(place.index);
        } else {
            pairs.push_back({free_seekers.back(), place.index});
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
    std::vector<Place> places;
    places.reserve(seekers.size() + posts.size());
    add_places(seekers, Side::seeker, places);
    add_places(posts, Side::post, places);
    std::sort(places.begin(), places.end(),
              [](const Place& a, const Place& b) { return a.order() < b.order(); });
    std::vector<RingPair> pairs;
    pairs.reserve(std::min(seekers.size(), posts.size()));
    for (std::size_t first = 0; first < places.size();) {
        std::size_t last = first;
        while (last < places.size() && places[last].segment == places[first].segment) {
            ++last;
        }
        pair_segment(std::span(places).subspan(first, last - first), pairs);
        first = last;
    }
    return in_order_of_seekers(pairs, seekers.size());
}

}  // namespace qonys
