// All positions for all parts, on one instruction set (TARGET, LEVEL) and with one type of factor (FACTOR, LOAD, KIND).
// Included once for each; WIDE is the number of parts whose accumulators the registers hold.
#define JOIN_(a, b, c) a##_##b##_##c
#define JOIN(a, b, c) JOIN_(a, b, c)

#define WHITENED_POSITION JOIN(whitened_one, KIND, LEVEL)
#define PARTS 1
#include "whitened_position.h"
#undef PARTS
#undef WHITENED_POSITION

#define WHITENED_POSITION JOIN(whitened_two, KIND, LEVEL)
#define PARTS 2
#include "whitened_position.h"
#undef PARTS
#undef WHITENED_POSITION

#if WIDE == 8
#define WHITENED_POSITION JOIN(whitened_four, KIND, LEVEL)
#define PARTS 4
#include "whitened_position.h"
#undef PARTS
#undef WHITENED_POSITION

#define WHITENED_POSITION JOIN(whitened_eight, KIND, LEVEL)
#define PARTS 8
#include "whitened_position.h"
#undef PARTS
#undef WHITENED_POSITION
#endif

TARGET static void JOIN(whitened_distances, KIND, LEVEL)(const FACTOR *w, const float *scale, const float *mean,
                                                         const float *const *x, int parts, int d, int64_t positions,
                                                         float *scratch, float *const *out) {
    const int64_t packed = (int64_t)d * (d + 1) / 2, stride = d;
    for (int64_t p = 0; p < positions; p++) {
        give_way();
        const float *centre = mean + p * d;
        // The batch goes through the first-level cache while the factors of this position stay there.
        for (int first = 0; first < parts;) {
            const int rest = parts - first;
            const int group = WIDE == 8 && rest >= 8 ? 8 : WIDE == 8 && rest >= 4 ? 4 : rest >= 2 ? 2 : 1;
            for (int b = 0; b < group; b++) {
                const float *from = x[first + b] + p * d;
                for (int i = 0; i < d; i++) scratch[b * stride + i] = from[i] - centre[i];
                // Each part's embedding lies elsewhere: the CPU does not foresee so many streams by itself.
                for (int i = 0; i < d; i += 16) __builtin_prefetch(from + 2 * d + i);
            }
            float squared[8];
#if WIDE == 8
            if (group == 8) JOIN(whitened_eight, KIND, LEVEL)(w + p * packed, scratch, stride, d, squared);
            if (group == 4) JOIN(whitened_four, KIND, LEVEL)(w + p * packed, scratch, stride, d, squared);
#endif
            if (group == 2) JOIN(whitened_two, KIND, LEVEL)(w + p * packed, scratch, stride, d, squared);
            if (group == 1) JOIN(whitened_one, KIND, LEVEL)(w + p * packed, scratch, stride, d, squared);
            for (int b = 0; b < group; b++) out[first + b][p] = scale[p] * __builtin_sqrtf(squared[b]);
            first += group;
        }
    }
}

#undef JOIN
#undef JOIN_
