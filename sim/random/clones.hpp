#pragma once

/// Compiles a function for several instruction sets and picks one at run time. Only for loops of
/// integer arithmetic and of + - * / on doubles, where every set gives the same bits.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(QONYS_NO_CLONES)
#define QONYS_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define QONYS_CLONES
#endif
