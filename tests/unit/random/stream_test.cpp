#include "qonys/random/stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "support/dice.hpp"

namespace qonys {
namespace {

std::vector<std::uint64_t> some_keys(std::size_t count)
{
    testing::Dice dice(11);
    std::vector<std::uint64_t> keys(count);
    std::generate(keys.begin(), keys.end(), [&] { return dice.word(); });
    return keys;
}

// Known answers of Random123, kat_vectors, lines "philox4x32 10".
TEST(AddressedDraw, IsThePublishedGenerator)
{
    using Block = AddressedDraw::Block;
    EXPECT_EQ(AddressedDraw(0).block(0, 0, 0),
              (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(AddressedDraw(~0ULL).block(~0ULL, ~0U, ~0U),
              (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(
        AddressedDraw(0x299f31d0a4093822ULL).block(0x85a308d3243f6a88ULL, 0x13198a2e, 0x03707344),
        (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(AddressedDraw, TakesItsWordFromTheBlock)
{
    const AddressedDraw draw = Stream(7, 3)(Draw("moves.intention"));
    const auto block = draw.block(123456789012345ULL, 42);
    EXPECT_EQ(draw.word(123456789012345ULL, 42), block[0] | std::uint64_t{block[1]} << 32);
}

TEST(AddressedDraw, GivesTheSameWordsInAnyNumber)
{
    const AddressedDraw draw = Stream(7, 3)(Draw("moves.destination"));
    const std::uint64_t key = 0x1234567890abcdefULL;
    for (std::size_t count = 0; count <= 200; ++count) {
        std::vector<std::uint64_t> words(count);
        draw.words(key, 99, words);
        for (std::size_t i = 0; i < count; ++i) {
            const auto block = draw.block(key, 99, static_cast<std::uint32_t>(i / 2));
            ASSERT_EQ(words[i], block[i % 2 * 2] | std::uint64_t{block[i % 2 * 2 + 1]} << 32)
                << "word " << i << " of " << count;
        }
    }
}

TEST(AddressedDraw, GivesManyKeysTheWordsOfEach)
{
    const AddressedDraw draw = Stream(7, 3)(Draw("mortality.due"));
    const std::vector<std::uint64_t> keys = some_keys(200);
    for (std::size_t count = 0; count <= keys.size(); ++count) {
        std::vector<std::uint64_t> words(count);
        draw.word_of_each(std::span(keys).first(count), 17, words);
        for (std::size_t i = 0; i < count; ++i) {
            ASSERT_EQ(words[i], draw.word(keys[i], 17)) << "key " << i << " of " << count;
        }
    }
}

TEST(AddressedDraw, GivesManyKeysThePairOfEach)
{
    const AddressedDraw draw = Stream(7, 3)(Draw("mortality.due"));
    const std::vector<std::uint64_t> keys = some_keys(100);
    for (std::size_t count = 0; count <= keys.size(); ++count) {
        std::vector<std::uint64_t> first(count);
        std::vector<std::uint64_t> second(count);
        draw.word_pair_of_each(std::span(keys).first(count), 17, first, second);
        for (std::size_t i = 0; i < count; ++i) {
            const auto block = draw.block(keys[i], 17);
            ASSERT_EQ(first[i], block[0] | std::uint64_t{block[1]} << 32);
            ASSERT_EQ(second[i], block[2] | std::uint64_t{block[3]} << 32);
        }
    }
}

TEST(AddressedDraw, GivesManyKeysSeveralWordsEach)
{
    const AddressedDraw draw = Stream(7, 3)(Draw("jobs.sector"));
    for (const std::size_t count : {0UL, 1UL, 16UL, 37UL}) {
        const std::vector<std::uint64_t> keys = some_keys(count);
        for (const std::size_t per_key : {1UL, 2UL, 7UL}) {
            std::vector<std::uint64_t> words(count * per_key);
            draw.words_of_each(keys, 17, per_key, words);
            for (std::size_t i = 0; i < count; ++i) {
                std::vector<std::uint64_t> own(per_key);
                draw.words(keys[i], 17, own);
                ASSERT_TRUE(std::equal(own.begin(), own.end(),
                                       words.begin() + static_cast<std::ptrdiff_t>(i * per_key)));
            }
        }
    }
}

TEST(AddressedDraw, WritesNothingBeyondItsAnswer)
{
    const AddressedDraw draw = Stream(1, 0)(Draw("a.b"));
    for (std::size_t count = 0; count < 70; ++count) {
        std::vector<std::uint64_t> words(count + 1, 77);
        draw.words(5, 6, std::span(words).first(count));
        ASSERT_EQ(words[count], 77U);
    }
}

TEST(Stream, DependsOnSeedReplicateAndName)
{
    const Stream stream(1, 0);
    const std::uint64_t word = stream(Draw("a.b")).word(5, 6);
    EXPECT_EQ(Stream(1, 0)(Draw("a.b")).word(5, 6), word);
    EXPECT_NE(Stream(2, 0)(Draw("a.b")).word(5, 6), word);
    EXPECT_NE(Stream(1, 1)(Draw("a.b")).word(5, 6), word);
    EXPECT_NE(stream(Draw("a.c")).word(5, 6), word);
    EXPECT_NE(stream(Draw("a.b")).word(6, 6), word);
    EXPECT_NE(stream(Draw("a.b")).word(5, 7), word);
}

TEST(Stream, GivesEveryReplicateOfEverySeedItsOwnAddress)
{
    std::vector<std::uint64_t> addresses;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        for (std::uint32_t replicate = 0; replicate < 100; ++replicate) {
            addresses.push_back(Stream(seed, replicate)(Draw("a.b")).address());
            addresses.push_back(Stream(seed, replicate)(Draw("a.c")).address());
        }
    }
    std::sort(addresses.begin(), addresses.end());
    EXPECT_EQ(std::adjacent_find(addresses.begin(), addresses.end()), addresses.end());
}

}  // namespace
}  // namespace qonys
