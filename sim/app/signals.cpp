#include "signals.hpp"

#include <unistd.h>
#include <csignal>

namespace qonys::app {
namespace {

// The one global of the program: a signal handler can reach nothing else.
std::atomic<int> received_signal = 0;
static_assert(std::atomic<int>::is_always_lock_free, "signal handlers may not wait");

extern "C" void note_signal(int signal)
{
    int none = 0;
    if (!received_signal.compare_exchange_strong(none, signal)) {
        _exit(128 + signal);
    }
}

void set_handler(void (*handler)(int))
{
    struct sigaction action {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

StopSignals::StopSignals()
{
    received_signal = 0;
    set_handler(note_signal);
}

StopSignals::~StopSignals() { set_handler(SIG_DFL); }

const std::atomic<int>& StopSignals::received() { return received_signal; }

}  // namespace qonys::app
