#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace qonys::detail {

inline constexpr std::size_t philox_lanes = 16;

/// Sixteen Philox4x32-10 blocks at once: counters (keys[i], index, blocks[i]), both 64-bit words out.
struct PhiloxLanes {
    alignas(64) std::array<std::uint64_t, philox_lanes> keys;
    alignas(64) std::array<std::uint64_t, philox_lanes> blocks;
    alignas(64) std::array<std::uint64_t, philox_lanes> first;
    alignas(64) std::array<std::uint64_t, philox_lanes> second;
};

using PhiloxKernel = void (*)(PhiloxLanes& lanes, std::uint32_t index, std::uint64_t address);

/// The forms of the kernel, all with the same bits.
void philox_scalar(PhiloxLanes& lanes, std::uint32_t index, std::uint64_t address);
void philox_avx2(PhiloxLanes& lanes, std::uint32_t index, std::uint64_t address);
void philox_avx512(PhiloxLanes& lanes, std::uint32_t index, std::uint64_t address);

/// Whether this processor can run a form.
[[nodiscard]] bool has_avx2();
[[nodiscard]] bool has_avx512();

/// The fastest form that this processor can run.
[[nodiscard]] PhiloxKernel best_philox_kernel();

}  // namespace qonys::detail
