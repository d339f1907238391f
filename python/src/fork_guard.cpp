#include "fork_guard.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <stdexcept>

namespace qonys::python {
namespace {

std::atomic<int> workers_began_in = 0;  ///< process id; 0 before

}  // namespace

void guard_threads(int threads)
{
    if (threads == 1) {
        return;
    }
    int none = 0;
    if (!workers_began_in.compare_exchange_strong(none, getpid()) && none != getpid()) {
        throw std::runtime_error(
            "this process was forked from one in which Qonys had run already (its worker threads "
            "did not "
            "come along, and waiting for them would never end); give threads=1, or start processes "
            "by "
            "multiprocessing.get_context('spawn')");
    }
}

void guard_process(int owner, const char* what)
{
    if (owner != getpid()) {
        throw std::runtime_error(fmt::format(
            "{} was made in another process (its threads and memory did not come along with "
            "the fork); make it anew in this one",
            what));
    }
}

}  // namespace qonys::python
