#pragma once

/// Contracts for programmer mistakes. EXPECT checks what a caller hands in, ASSERT what should hold
/// inside, ENSURE what is handed back. EXPECT and ENSURE are always on and belong outside hot loops;
/// ASSERT vanishes in release builds.

namespace qonys {

[[noreturn]] void contract_broken(const char* kind, const char* condition, const char* file, int line);

}  // namespace qonys

#define QONYS_CONTRACT_(kind, condition) \
    ((condition) ? static_cast<void>(0)  \
                 : ::qonys::contract_broken(kind, #condition, __FILE__, __LINE__))

#define QONYS_EXPECT(condition) QONYS_CONTRACT_("expected", condition)
#define QONYS_ENSURE(condition) QONYS_CONTRACT_("ensured", condition)
#ifdef NDEBUG
#define QONYS_ASSERT(condition) static_cast<void>(sizeof(condition))
#else
#define QONYS_ASSERT(condition) QONYS_CONTRACT_("asserted", condition)
#endif
