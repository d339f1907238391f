#pragma once

namespace qonys {

/// What the calling worker keeps of type `Lists`, a type of the caller's own, as it left it: memory is
/// asked for at its first shards only. Not inlined, because in a shared library finding a thread's own
/// variable is a call that the compiler would repeat at every mention: 2 % of a run.
template <class Lists>
[[nodiscard, gnu::noinline]] Lists& kept_by_worker()
{
    thread_local Lists kept;
    return kept;
}

}  // namespace qonys
