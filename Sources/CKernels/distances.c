#include "Mahalanobis.h"

#include <string.h>

#include "GivingWay.h"
#include "lanes.h"

// How far ahead of their use factors are asked for, in bytes: measured best at about one position of a hundred
// dimensions; nearer is too late, and twice as far is no worse.
#define AHEAD 12288
#define PREFETCH(w) __builtin_prefetch((const char *)(w) + AHEAD)

// Factors in half precision.
#define FACTOR uint16_t
#define KIND f16
#ifdef HAS_X86_LEVELS
#define LOAD LOAD_F16

#define TARGET TARGET_AVX512
#define LEVEL avx512
#define WIDE 8
#include "residual_distances.h"
#include "whitened_distances.h"
#undef TARGET
#undef LEVEL
#undef WIDE

#define TARGET TARGET_AVX2
#define LEVEL avx2
#define WIDE 2
#include "residual_distances.h"
#include "whitened_distances.h"
#undef TARGET
#undef LEVEL
#undef WIDE
#undef LOAD
#endif

#if defined(__aarch64__)
#define LOAD LOAD_F16
#else
#define LOAD LOAD_F16_BY_BITS
#endif
#define TARGET
#define LEVEL plain
#define WIDE 2
#include "residual_distances.h"
#include "whitened_distances.h"
#undef TARGET
#undef LEVEL
#undef WIDE
#undef LOAD
#undef FACTOR
#undef KIND

// Factors in single precision.
#define FACTOR float
#define KIND f32
#define LOAD LOAD_F32
#ifdef HAS_X86_LEVELS
#define TARGET TARGET_AVX512
#define LEVEL avx512
#define WIDE 8
#include "residual_distances.h"
#include "whitened_distances.h"
#undef TARGET
#undef LEVEL
#undef WIDE

#define TARGET TARGET_AVX2
#define LEVEL avx2
#define WIDE 2
#include "residual_distances.h"
#include "whitened_distances.h"
#undef TARGET
#undef LEVEL
#undef WIDE
#endif

#define TARGET
#define LEVEL plain
#define WIDE 2
#include "residual_distances.h"
#include "whitened_distances.h"

int kernel_level(void) {
#ifdef HAS_X86_LEVELS
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        return KERNEL_AVX512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2"))
        return KERNEL_AVX2;
#endif
    return KERNEL_PLAIN;
}

#ifdef HAS_X86_LEVELS
#define BY_LEVEL(name, kind, ...)                                                                                 \
    switch (level) {                                                                                              \
    case KERNEL_AVX512: name##_##kind##_avx512(__VA_ARGS__); break;                                               \
    case KERNEL_AVX2: name##_##kind##_avx2(__VA_ARGS__); break;                                                   \
    default: name##_##kind##_plain(__VA_ARGS__); break;                                                           \
    }
#else
#define BY_LEVEL(name, kind, ...) (void)level, name##_##kind##_plain(__VA_ARGS__);
#endif

void whitened_distances_f16(const uint16_t *factors, const float *scale, const float *mean, const float *const *x,
                            int parts, int d, int64_t positions, float *scratch, float *const *out, int level) {
    BY_LEVEL(whitened_distances, f16, factors, scale, mean, x, parts, d, positions, scratch, out)
}

void whitened_distances_f32(const float *factors, const float *scale, const float *mean, const float *const *x,
                            int parts, int d, int64_t positions, float *scratch, float *const *out, int level) {
    BY_LEVEL(whitened_distances, f32, factors, scale, mean, x, parts, d, positions, scratch, out)
}

void residual_distances_f16(const uint16_t *basis, const float *weight, const float *scale, const float *mean,
                            const float *const *x, int parts, int d, int rank, int64_t positions, float *scratch,
                            float *const *out, int level) {
    BY_LEVEL(residual_distances, f16, basis, weight, scale, mean, x, parts, d, rank, positions, scratch, out)
}

void residual_distances_f32(const float *basis, const float *weight, const float *scale, const float *mean,
                            const float *const *x, int parts, int d, int rank, int64_t positions, float *scratch,
                            float *const *out, int level) {
    BY_LEVEL(residual_distances, f32, basis, weight, scale, mean, x, parts, d, rank, positions, scratch, out)
}
