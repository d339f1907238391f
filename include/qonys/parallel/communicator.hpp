#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include "qonys/core/function_ref.hpp"

namespace qonys {

/// What ranks of one run say to each other. Every call is collective: all ranks make the same calls in
/// the same order. One rank is the serial form; several are pretended by threads (run_pretend_ranks).
class Communicator {
public:
    using Bytes = std::vector<std::byte>;

    virtual ~Communicator() = default;
    [[nodiscard]] virtual int rank() const = 0;
    [[nodiscard]] virtual int size() const = 0;

    /// values[i] becomes the sum over ranks, on every rank.
    virtual void all_reduce_sum(std::span<std::int64_t> values) = 0;

    /// Everything that every rank gave, in rank order, on every rank.
    [[nodiscard]] virtual std::vector<Bytes> all_gather_bytes(Bytes mine) = 0;

    /// outgoing[r] goes to rank r; returns what each rank sent here, in rank order.
    [[nodiscard]] virtual std::vector<Bytes> exchange_bytes(std::vector<Bytes> outgoing) = 0;

    /// True on every rank when it is true on any.
    [[nodiscard]] bool any(bool mine);

    /// All ranks' rows, in rank order.
    template <class Row>
    [[nodiscard]] std::vector<Row> all_gather(std::span<const Row> mine);
};

/// A run of one rank.
[[nodiscard]] std::unique_ptr<Communicator> serial_communicator();

/// Runs body on `size` ranks at once, each a thread with its own Communicator. An exception on one rank
/// releases the others; that of the lowest rank that failed by itself is rethrown.
void run_pretend_ranks(int size, FunctionRef<void(Communicator&)> body);

/// First item of [0, num_items) that a rank owns: ranks own contiguous, near-equal pieces.
[[nodiscard]] constexpr std::size_t first_owned(std::size_t num_items, int rank, int size)
{
    return num_items * static_cast<std::size_t>(rank) / static_cast<std::size_t>(size);
}

template <class Row>
std::vector<Row> Communicator::all_gather(std::span<const Row> mine)
{
    static_assert(std::is_trivially_copyable_v<Row>);
    if (size() == 1) {
        return {mine.begin(), mine.end()};
    }
    const auto raw = std::as_bytes(mine);
    const std::vector<Bytes> parts = all_gather_bytes(Bytes(raw.begin(), raw.end()));
    std::vector<Row> rows;
    for (const Bytes& part : parts) {
        const std::size_t before = rows.size();
        rows.resize(before + part.size() / sizeof(Row));
        if (!part.empty()) {
            std::memcpy(rows.data() + before, part.data(), part.size());
        }
    }
    return rows;
}

}  // namespace qonys
