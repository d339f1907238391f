#pragma once

#include <cstddef>
#include <memory>

#include "qonys/core/function_ref.hpp"

namespace qonys {

/// A fixed number of workers. Results never depend on how many: loops hand out whole items, and
/// whatever items share is an integer sum.
class Threads {
public:
    explicit Threads(int count);  ///< 1 or more; 0 = one for each processor that this process may use
    ~Threads();
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;

    [[nodiscard]] int count() const { return count_; }

    /// Runs body(item, worker) for each item in [0, num_items), worker in [0, count()).
    /// When bodies throw, the exception of the lowest item is rethrown after all have ended.
    void for_each(std::size_t num_items,
                  FunctionRef<void(std::size_t item, std::size_t worker)> body) const;

private:
    struct Arena;
    int count_;
    std::unique_ptr<Arena> arena_;
};

inline constexpr std::size_t block_rows = 4096;

/// Runs body(first, last, worker) over fixed blocks of 4,096 rows, whatever the number of threads.
void for_each_block(const Threads& threads, std::size_t num_rows,
                    FunctionRef<void(std::size_t first, std::size_t last, std::size_t worker)> body);

}  // namespace qonys
