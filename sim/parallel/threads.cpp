#include "qonys/parallel/threads.hpp"

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <exception>
#include <mutex>

#include "qonys/core/contract.hpp"

namespace qonys {

struct Threads::Arena {
    explicit Arena(int count)
        : allowance(tbb::global_control::max_allowed_parallelism,
                    std::max<std::size_t>(static_cast<std::size_t>(count),
                                          tbb::global_control::active_value(
                                              tbb::global_control::max_allowed_parallelism))),
          arena(count, 1)
    {
    }
    tbb::global_control allowance;  // more workers than processors is legal: tests ask for it
    tbb::task_arena arena;
};

namespace {

/// Keeps the exception of the lowest item: which one is thrown must not depend on timing.
class FirstFailure {
public:
    void keep(std::size_t item)
    {
        const std::scoped_lock lock(mutex_);
        if (!error_ || item < item_) {
            item_ = item;
            error_ = std::current_exception();
        }
    }
    void rethrow() const
    {
        if (error_) {
            std::rethrow_exception(error_);
        }
    }

private:
    std::mutex mutex_;
    std::size_t item_ = 0;
    std::exception_ptr error_;
};

}  // namespace

Threads::Threads(int count)
    : count_(count > 0 ? count : tbb::info::default_concurrency()),
      arena_(std::make_unique<Arena>(count_))
{
    QONYS_EXPECT(count >= 0);
}

Threads::~Threads() = default;

void Threads::for_each(std::size_t num_items,
                       FunctionRef<void(std::size_t item, std::size_t worker)> body) const
{
    FirstFailure failure;
    const auto guarded = [&](std::size_t item, std::size_t worker) {
        try {
            body(item, worker);
        } catch (...) {
            failure.keep(item);
        }
    };
    if (count_ == 1) {
        for (std::size_t item = 0; item < num_items; ++item) {
            guarded(item, 0);
        }
    } else {
        const auto run_range = [&](const tbb::blocked_range<std::size_t>& range) {
            const auto worker =
                static_cast<std::size_t>(tbb::this_task_arena::current_thread_index());
            for (std::size_t item = range.begin(); item != range.end(); ++item) {
                guarded(item, worker);
            }
        };
        // Isolated: a worker that waits for this loop must not begin an item of one around it.
        arena_->arena.execute([&] {
            tbb::this_task_arena::isolate([&] {
                tbb::parallel_for(tbb::blocked_range<std::size_t>(0, num_items, 1), run_range);
            });
        });
    }
    failure.rethrow();
}

void for_each_block(const Threads& threads, std::size_t num_rows,
                    FunctionRef<void(std::size_t first, std::size_t last, std::size_t worker)> body)
{
    const std::size_t num_blocks = (num_rows + block_rows - 1) / block_rows;
    threads.for_each(num_blocks, [&](std::size_t block, std::size_t worker) {
        const std::size_t first = block * block_rows;
        body(first, std::min(num_rows, first + block_rows), worker);
    });
}

}  // namespace qonys
