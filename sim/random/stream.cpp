#include "qonys/random/stream.hpp"

#include <algorithm>

#include "philox_lanes.hpp"
#include "qonys/core/contract.hpp"

namespace qonys {
namespace {

using detail::philox_lanes;
using detail::PhiloxLanes;

const detail::PhiloxKernel kernel = detail::best_philox_kernel();

/// Keys from `from` on; lanes beyond the end repeat the last key.
void set_keys(PhiloxLanes& lanes, std::span<const std::uint64_t> keys, std::size_t from)
{
    const std::size_t count = std::min(philox_lanes, keys.size() - from);
    std::copy_n(keys.begin() + static_cast<std::ptrdiff_t>(from), count, lanes.keys.begin());
    std::fill(lanes.keys.begin() + static_cast<std::ptrdiff_t>(count), lanes.keys.end(), keys.back());
}

}  // namespace

void AddressedDraw::words(std::uint64_t key, std::uint32_t index, std::span<std::uint64_t> out) const
{
    PhiloxLanes lanes;  // NOLINT: filled below
    lanes.keys.fill(key);
    for (std::size_t done = 0; done < out.size(); done += 2 * philox_lanes) {
        for (std::size_t i = 0; i < philox_lanes; ++i) {
            lanes.blocks[i] = done / 2 + i;
        }
        kernel(lanes, index, address_);
        const std::size_t count = std::min(2 * philox_lanes, out.size() - done);
        for (std::size_t i = 0; i < count; ++i) {
            out[done + i] = i % 2 == 0 ? lanes.first[i / 2] : lanes.second[i / 2];
        }
    }
}

void AddressedDraw::word_of_each(std::span<const std::uint64_t> keys, std::uint32_t index,
                                 std::span<std::uint64_t> out) const
{
    QONYS_EXPECT(keys.size() == out.size());
    PhiloxLanes lanes;  // NOLINT: filled below
    lanes.blocks.fill(0);
    for (std::size_t done = 0; done < keys.size(); done += philox_lanes) {
        set_keys(lanes, keys, done);
        kernel(lanes, index, address_);
        const std::size_t count = std::min(philox_lanes, keys.size() - done);
        std::copy_n(lanes.first.begin(), count, out.begin() + static_cast<std::ptrdiff_t>(done));
    }
}

void AddressedDraw::word_pair_of_each(std::span<const std::uint64_t> keys, std::uint32_t index,
                                      std::span<std::uint64_t> first,
                                      std::span<std::uint64_t> second) const
{
    QONYS_EXPECT(keys.size() == first.size() && keys.size() == second.size());
    PhiloxLanes lanes;  // NOLINT: filled below
    lanes.blocks.fill(0);
    for (std::size_t done = 0; done < keys.size(); done += philox_lanes) {
        set_keys(lanes, keys, done);
        kernel(lanes, index, address_);
        const std::size_t count = std::min(philox_lanes, keys.size() - done);
        std::copy_n(lanes.first.begin(), count, first.begin() + static_cast<std::ptrdiff_t>(done));
        std::copy_n(lanes.second.begin(), count, second.begin() + static_cast<std::ptrdiff_t>(done));
    }
}

void AddressedDraw::words_of_each(std::span<const std::uint64_t> keys, std::uint32_t index,
                                  std::size_t per_key, std::span<std::uint64_t> out) const
{
    QONYS_EXPECT(out.size() == keys.size() * per_key);
    PhiloxLanes lanes;  // NOLINT: filled below
    for (std::size_t done = 0; done < keys.size(); done += philox_lanes) {
        set_keys(lanes, keys, done);
        const std::size_t count = std::min(philox_lanes, keys.size() - done);
        for (std::size_t word = 0; word < per_key; word += 2) {
            lanes.blocks.fill(word / 2);
            kernel(lanes, index, address_);
            for (std::size_t i = 0; i < count; ++i) {
                const std::size_t at = (done + i) * per_key + word;
                out[at] = lanes.first[i];
                if (word + 1 < per_key) {
                    out[at + 1] = lanes.second[i];
                }
            }
        }
    }
}

}  // namespace qonys
