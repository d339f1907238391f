#pragma once

#include <atomic>

namespace qonys::app {

/// While one lives, SIGINT and SIGTERM are noted instead of killing: the run stops at the end of
/// the month, with a checkpoint. A second signal ends the program at once.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    /// Number of the signal that came, 0 before.
    [[nodiscard]] static const std::atomic<int>& received();
};

}  // namespace qonys::app
