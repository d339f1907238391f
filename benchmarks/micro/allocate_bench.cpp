#include <benchmark/benchmark.h>

#include <algorithm>
#include <vector>

#include "qonys/core/contract.hpp"
#include "qonys/core/name.hpp"
#include "qonys/parallel/allocate.hpp"

namespace {

using qonys::Candidate;

constexpr std::uint32_t num_segments = 20;

std::vector<Candidate> candidates(std::size_t count)
{
    std::vector<Candidate> result;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t hash = qonys::mix64(i);
        result.push_back({static_cast<std::uint32_t>(hash % num_segments),
                          static_cast<std::uint32_t>(1 + hash / num_segments % 6),
                          qonys::mix64(hash), i});
    }
    return result;
}

/// Sort everybody, then give until it no longer fits: the reference.
std::vector<std::int64_t> sort_and_give(std::vector<Candidate> everybody, std::int64_t slots)
{
    std::sort(everybody.begin(), everybody.end(), [](const Candidate& a, const Candidate& b) {
        return std::pair(a.priority, a.key) < std::pair(b.priority, b.key);
    });
    std::vector<std::int64_t> granted(num_segments, 0);
    std::vector<bool> ended(num_segments, false);
    for (const Candidate& candidate : everybody) {
        ended[candidate.segment] = ended[candidate.segment] ||
                                   granted[candidate.segment] + candidate.size > slots;
        granted[candidate.segment] += ended[candidate.segment] ? 0 : candidate.size;
    }
    return granted;
}

void BM_Allocate_SortReference(benchmark::State& state)
{
    const auto everybody = candidates(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        benchmark::DoNotOptimize(sort_and_give(everybody, state.range(0) / 20));
    }
}
BENCHMARK(BM_Allocate_SortReference)->Arg(100'000);

void BM_Allocate_HistogramRefinement(benchmark::State& state)
{
    const auto everybody = candidates(static_cast<std::size_t>(state.range(0)));
    const std::vector<std::int64_t> slots(num_segments, state.range(0) / 20);
    const auto ranks = qonys::serial_communicator();
    QONYS_ENSURE(qonys::allocate(*ranks, everybody, slots).granted() ==
                 sort_and_give(everybody, slots[0]));
    for (auto _ : state) {
        benchmark::DoNotOptimize(qonys::allocate(*ranks, everybody, slots));
    }
}
BENCHMARK(BM_Allocate_HistogramRefinement)->Arg(100'000);

}  // namespace
