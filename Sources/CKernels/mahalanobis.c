#include <math.h>

#include "CKernels.h"

#if defined(__x86_64__) && defined(__clang__)
#define EVERY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define EVERY_CPU
#endif

// Column by column, z += delta_j * W[:, j]: contiguous loads, no horizontal sums, and z stays in the first-level cache.
// The two kernels differ in the type of W alone, which C cannot say otherwise than by a macro.
#define MAHALANOBIS(NAME, TYPE, LOAD)                                                                             \
    EVERY_CPU void NAME(const TYPE *whitening, const float *scale, const float *mean, const float *x, int d,      \
                        int count, float *scratch, float *out) {                                                  \
        const int64_t packed = (int64_t)d * (d + 1) / 2;                                                          \
        float *restrict z = scratch, *restrict delta = scratch + d;                                               \
        for (int p = 0; p < count; p++) {                                                                         \
            const LOAD *restrict column = (const LOAD *)(whitening + p * packed);                                 \
            for (int i = 0; i < d; i++) {                                                                         \
                z[i] = 0;                                                                                         \
                delta[i] = x[(int64_t)p * d + i] - mean[(int64_t)p * d + i];                                      \
            }                                                                                                     \
            for (int j = 0; j < d; j++) {                                                                         \
                const float factor = delta[j];                                                                    \
                float *restrict below = z + j;                                                                    \
                for (int i = 0; i < d - j; i++) below[i] += factor * (float)column[i];                            \
                column += d - j;                                                                                  \
            }                                                                                                     \
            float lanes[16] = {0};                                                                                \
            int i = 0;                                                                                            \
            for (; i + 16 <= d; i += 16)                                                                          \
                for (int k = 0; k < 16; k++) lanes[k] += z[i + k] * z[i + k];                                     \
            float sum = 0;                                                                                        \
            for (; i < d; i++) sum += z[i] * z[i];                                                                \
            for (int k = 0; k < 16; k++) sum += lanes[k];                                                         \
            out[p] = scale[p] * sqrtf(sum);                                                                       \
        }                                                                                                         \
    }

MAHALANOBIS(mahalanobis_f32, float, float)
MAHALANOBIS(mahalanobis_f16, uint16_t, _Float16)

EVERY_CPU void narrow_to_f16(const float *values, int64_t count, uint16_t *out) {
    _Float16 *narrow = (_Float16 *)out;
    for (int64_t i = 0; i < count; i++) narrow[i] = (_Float16)values[i];
}
