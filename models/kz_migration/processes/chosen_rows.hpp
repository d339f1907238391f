#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Rows, in order, that choose(first, last, rows) adds for each block of a table that every rank holds.
/// Only looks; blocks are looked at side by side, except where lives are told: those are told in order.
template <class Choose>
std::vector<std::uint32_t> chosen_rows(const StepContext& step, std::size_t num_rows, Choose choose)
{
    std::vector<std::uint32_t> all;
    if (step.life || num_rows <= block_rows) {
        choose(std::size_t{0}, num_rows, all);
        return all;
    }
    std::vector<std::vector<std::uint32_t>> blocks((num_rows + block_rows - 1) / block_rows);
    for_each_block(step.threads, num_rows, [&](std::size_t first, std::size_t last, std::size_t) {
        choose(first, last, blocks[first / block_rows]);
    });
    for (const std::vector<std::uint32_t>& block : blocks) {
        all.insert(all.end(), block.begin(), block.end());
    }
    return all;
}

}  // namespace qonys::models::kz_migration
