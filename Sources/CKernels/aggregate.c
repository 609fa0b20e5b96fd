#include "Aggregation.h"

#if defined(__x86_64__) && defined(__clang__)
#define EVERY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define EVERY_CPU
#endif

EVERY_CPU void aggregate_row(const float *const *rows, int count, int width, int d, int reach,
                             float *restrict scratch, float *restrict out) {
    const int64_t length = (int64_t)width * d;
    for (int64_t i = 0; i < length; i++) scratch[i] = rows[0][i];
    for (int k = 1; k < count; k++) {
        const float *restrict row = rows[k];
        for (int64_t i = 0; i < length; i++) scratch[i] += row[i];
    }
    for (int x = 0; x < width; x++) {
        const int first = x > reach ? x - reach : 0, last = x + reach < width ? x + reach : width - 1;
        const float share = 1 / (float)(count * (last - first + 1));
        float *restrict target = out + (int64_t)x * d;
        const float *restrict from = scratch + (int64_t)first * d;
        for (int j = 0; j < d; j++) target[j] = from[j];
        for (int k = first + 1; k <= last; k++) {
            from += d;
            for (int j = 0; j < d; j++) target[j] += from[j];
        }
        for (int j = 0; j < d; j++) target[j] *= share;
    }
}
