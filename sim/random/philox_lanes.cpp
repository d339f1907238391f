#include "philox_lanes.hpp"

// GCC 12's own headers for 512-bit vectors start from values left open on purpose (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <immintrin.h>

namespace qonys::detail {
namespace {

// Multipliers and Weyl constants of the published generator (Salmon et al. 2011).
constexpr std::uint32_t multiplier_0 = 0xD2511F53U;
constexpr std::uint32_t multiplier_1 = 0xCD9E8D57U;
constexpr std::uint32_t weyl_0 = 0x9E3779B9U;
constexpr std::uint32_t weyl_1 = 0xBB67AE85U;
constexpr int num_rounds = 10;

struct Scalar {
    using Vector = std::uint64_t;
    static constexpr std::size_t width = 1;
    static Vector load(const std::uint64_t* from) { return *from; }
    static void store(std::uint64_t* to, Vector value) { *to = value; }
    static Vector spread(std::uint64_t value) { return value; }
    static Vector multiply(Vector a, Vector b) { return (a & 0xffffffffU) * (b & 0xffffffffU); }
    static Vector high(Vector a) { return a >> 32; }
    static Vector raise(Vector a) { return a << 32; }
    static Vector lower(Vector a) { return a & 0xffffffffU; }
    static Vector exclusive(Vector a, Vector b) { return a ^ b; }
    static Vector both(Vector a, Vector b) { return a | b; }
};

// The vector forms need the instruction set switched on for every function in them.
#pragma GCC push_options
#pragma GCC target("avx2")
struct Avx2 {
    using Vector = __m256i;
    static constexpr std::size_t width = 4;
    static Vector load(const std::uint64_t* from)
    {
        return _mm256_load_si256(reinterpret_cast<const __m256i*>(from));
    }
    static void store(std::uint64_t* to, Vector value)
    {
        _mm256_store_si256(reinterpret_cast<__m256i*>(to), value);
    }
    static Vector spread(std::uint64_t value)
    {
        return _mm256_set1_epi64x(static_cast<long long>(value));
    }
    static Vector multiply(Vector a, Vector b) { return _mm256_mul_epu32(a, b); }
    static Vector high(Vector a) { return _mm256_srli_epi64(a, 32); }
    static Vector raise(Vector a) { return _mm256_slli_epi64(a, 32); }
    static Vector lower(Vector a) { return _mm256_and_si256(a, spread(0xffffffffU)); }
    static Vector exclusive(Vector a, Vector b) { return _mm256_xor_si256(a, b); }
    static Vector both(Vector a, Vector b) { return _mm256_or_si256(a, b); }
};
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f")
struct Avx512 {
    using Vector = __m512i;
    static constexpr std::size_t width = 8;
    static Vector load(const std::uint64_t* from) { return _mm512_load_si512(from); }
    static void store(std::uint64_t* to, Vector value) { _mm512_store_si512(to, value); }
    static Vector spread(std::uint64_t value)
    {
        return _mm512_set1_epi64(static_cast<long long>(value));
    }
    static Vector multiply(Vector a, Vector b) { return _mm512_mul_epu32(a, b); }
    static Vector high(Vector a) { return _mm512_srli_epi64(a, 32); }
    static Vector raise(Vector a) { return _mm512_slli_epi64(a, 32); }
    static Vector lower(Vector a) { return _mm512_and_si512(a, spread(0xffffffffU)); }
    static Vector exclusive(Vector a, Vector b) { return _mm512_xor_si512(a, b); }
    static Vector both(Vector a, Vector b) { return _mm512_or_si512(a, b); }
};
#pragma GCC pop_options

// The four words of each group of blocks, each 32-bit word in a 64-bit lane; upper halves may hold
// anything, since the 32 x 32 multiply looks at lower halves only. A macro and not a template,
// because a template would be compiled without the instruction set.
#define QONYS_PHILOX_BODY(Form)                                                                 \
    constexpr std::size_t groups = philox_lanes / Form::width;                                  \
    Form::Vector word0[groups];                                                                 \
    Form::Vector word1[groups];                                                                 \
    Form::Vector word2[groups];                                                                 \
    Form::Vector word3[groups];                                                                 \
    for (std::size_t g = 0; g < groups; ++g) {                                                  \
        word0[g] = Form::load(lanes.keys.data() + g * Form::width);                             \
        word1[g] = Form::high(word0[g]);                                                        \
        word2[g] = Form::spread(index);                                                         \
        word3[g] = Form::load(lanes.blocks.data() + g * Form::width);                           \
    }                                                                                           \
    auto key0 = static_cast<std::uint32_t>(address);                                            \
    auto key1 = static_cast<std::uint32_t>(address >> 32);                                      \
    for (int round = 0; round < num_rounds; ++round) {                                          \
        const Form::Vector round_key0 = Form::spread(key0);                                     \
        const Form::Vector round_key1 = Form::spread(key1);                                     \
        for (std::size_t g = 0; g < groups; ++g) {                                              \
            const Form::Vector product0 = Form::multiply(word0[g], Form::spread(multiplier_0)); \
            const Form::Vector product1 = Form::multiply(word2[g], Form::spread(multiplier_1)); \
            word0[g] =                                                                          \
                Form::exclusive(Form::exclusive(Form::high(product1), word1[g]), round_key0);   \
            word2[g] =                                                                          \
                Form::exclusive(Form::exclusive(Form::high(product0), word3[g]), round_key1);   \
            word1[g] = product1;                                                                \
            word3[g] = product0;                                                                \
        }                                                                                       \
        key0 += weyl_0;                                                                         \
        key1 += weyl_1;                                                                         \
    }                                                                                           \
    for (std::size_t g = 0; g < groups; ++g) {                                                  \
        Form::store(lanes.first.data() + g * Form::width,                                       \
                    Form::both(Form::lower(word0[g]), Form::raise(word1[g])));                  \
        Form::store(lanes.second.data() + g * Form::width,                                      \
                    Form::both(Form::lower(word2[g]), Form::raise(word3[g])));                  \
    }

}  // namespace

void philox_scalar(PhiloxLanes& lanes, std::uint32_t index, std::uint64_t address)
{
    QONYS_PHILOX_BODY(Scalar)
}

__attribute__((target("avx2"))) void philox_avx2(PhiloxLanes& lanes, std::uint32_t index,
                                                 std::uint64_t address)
{
    QONYS_PHILOX_BODY(Avx2)
}

__attribute__((target("avx512f"))) void philox_avx512(PhiloxLanes& lanes, std::uint32_t index,
                                                      std::uint64_t address)
{
    QONYS_PHILOX_BODY(Avx512)
}

bool has_avx2() { return __builtin_cpu_supports("avx2") != 0; }
bool has_avx512() { return __builtin_cpu_supports("avx512f") != 0; }

PhiloxKernel best_philox_kernel()
{
    if (has_avx512()) {
        return philox_avx512;
    }
    return has_avx2() ? philox_avx2 : philox_scalar;
}

}  // namespace qonys::detail
