#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "qonys/core/contract.hpp"
#include "qonys/random/choice.hpp"
#include "qonys/random/distribution/exponential.hpp"
#include "qonys/random/stream.hpp"

namespace {

using qonys::AddressedDraw;
using qonys::Draw;
using qonys::Stream;

std::vector<std::uint64_t> keys(std::size_t count)
{
    std::vector<std::uint64_t> result(count);
    for (std::size_t i = 0; i < count; ++i) {
        result[i] = qonys::mix64(i);
    }
    return result;
}

/// One word a person, row by row: the reference.
void BM_Words_OneByOne(benchmark::State& state)
{
    const AddressedDraw draw = Stream(1, 0)(Draw("bench"));
    const auto people = keys(static_cast<std::size_t>(state.range(0)));
    std::vector<std::uint64_t> words(people.size());
    for (auto _ : state) {
        for (std::size_t i = 0; i < people.size(); ++i) {
            words[i] = draw.word(people[i], 7);
        }
        benchmark::DoNotOptimize(words.data());
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_Words_OneByOne)->Arg(4096);

/// The same words in a batch.
void BM_Words_Batch(benchmark::State& state)
{
    const AddressedDraw draw = Stream(1, 0)(Draw("bench"));
    const auto people = keys(static_cast<std::size_t>(state.range(0)));
    std::vector<std::uint64_t> words(people.size());
    draw.word_of_each(people, 7, words);
    for (std::size_t i = 0; i < people.size(); ++i) {
        QONYS_ENSURE(words[i] == draw.word(people[i], 7));
    }
    for (auto _ : state) {
        draw.word_of_each(people, 7, words);
        benchmark::DoNotOptimize(words.data());
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_Words_Batch)->Arg(4096);

/// One choice among 20 alternatives.
void BM_Choice_TwentyAlternatives(benchmark::State& state)
{
    const AddressedDraw draw = Stream(1, 0)(Draw("bench"));
    const qonys::Choice choice(std::vector<double>(20, 1.0));
    std::uint64_t key = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(choice(draw, ++key, 7));
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Choice_TwentyAlternatives);

}  // namespace
