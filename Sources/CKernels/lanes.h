// Vectors of sixteen floats as the compiler offers them on every CPU: one AVX-512 register, two of AVX, four of SSE or
// NEON. Kernels are written once with them and compiled for each instruction set.
#pragma once
#include <stdint.h>
#include <string.h>

typedef float lanes16 __attribute__((vector_size(64)));
typedef int32_t mask16 __attribute__((vector_size(64)));

#if defined(__x86_64__)
#define TARGET_AVX512 __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define TARGET_AVX2 __attribute__((target("arch=x86-64-v3")))
#define HAS_X86_LEVELS 1
#endif

/// Sixteen floats from anywhere.
#define LOAD_F32(p)                                                                                               \
    ({                                                                                                            \
        lanes16 v_;                                                                                               \
        memcpy(&v_, (p), 64);                                                                                     \
        v_;                                                                                                       \
    })

/// Sixteen halves from anywhere, widened by the CPU's own instruction.
#define LOAD_F16(p)                                                                                               \
    ({                                                                                                            \
        typedef _Float16 halves16_ __attribute__((vector_size(32)));                                              \
        halves16_ h_;                                                                                             \
        memcpy(&h_, (p), 32);                                                                                     \
        __builtin_convertvector(h_, lanes16);                                                                     \
    })

/// The same where the CPU has no such instruction: the exponent is moved into place and its bias mended by a product,
/// which is exact for every half but infinities, and those are never stored.
#define LOAD_F16_BY_BITS(p)                                                                                       \
    ({                                                                                                            \
        typedef uint16_t bits16_ __attribute__((vector_size(32)));                                                \
        typedef uint32_t wide16_ __attribute__((vector_size(64)));                                                \
        bits16_ b_;                                                                                               \
        memcpy(&b_, (p), 32);                                                                                     \
        const wide16_ w_ = __builtin_convertvector(b_, wide16_);                                                  \
        const lanes16 magnitude_ = (lanes16)((w_ & 0x7fff) << 13) * 0x1p112f;                                     \
        (lanes16)((wide16_)magnitude_ | ((w_ & 0x8000) << 16));                                                   \
    })

/// Lanes `from` to `to` (exclusive) of `v`; the others are zero.
#define KEEP(v, from, to)                                                                                         \
    ({                                                                                                            \
        const mask16 lane_ = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};                              \
        (lanes16)((mask16)(v) & (lane_ >= (from)) & (lane_ < (to)));                                              \
    })

/// The sum of sixteen lanes, always in the same order: halves are added to halves.
#define SUM_LANES(v)                                                                                              \
    ({                                                                                                            \
        typedef float lanes8_ __attribute__((vector_size(32)));                                                   \
        typedef float lanes4_ __attribute__((vector_size(16)));                                                   \
        const lanes16 s_ = (v);                                                                                   \
        const lanes8_ e_ = __builtin_shufflevector(s_, s_, 0, 1, 2, 3, 4, 5, 6, 7) +                              \
                           __builtin_shufflevector(s_, s_, 8, 9, 10, 11, 12, 13, 14, 15);                         \
        const lanes4_ f_ =                                                                                        \
            __builtin_shufflevector(e_, e_, 0, 1, 2, 3) + __builtin_shufflevector(e_, e_, 4, 5, 6, 7);            \
        (f_[0] + f_[2]) + (f_[1] + f_[3]);                                                                        \
    })
