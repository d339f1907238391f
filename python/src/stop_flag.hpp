#pragma once

#include <atomic>

namespace qonys::python {

/// Set from a signal handler or another thread; whoever was given it stops at the end of its month.
struct StopFlag {
    std::atomic<int> signal = 0;  ///< number of the signal, -1 for one that raised, 0 before
};

}  // namespace qonys::python
