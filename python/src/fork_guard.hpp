#pragma once

namespace qonys::python {

/// Refuses several threads in a process that was forked from one whose worker threads had begun:
/// they are not there, and whoever waited for them would wait for ever. Notes that they begin here
/// otherwise. One thread needs no workers and is always fine.
void guard_threads(int threads);

/// Refuses a process other than `owner`, where the object was made; `what` is that object.
void guard_process(int owner, const char* what);

}  // namespace qonys::python
