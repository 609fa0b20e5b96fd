#include "Fit.h"
#include "GivingWay.h"

#if defined(__x86_64__) && defined(__clang__)
#define EVERY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define EVERY_CPU
#endif

EVERY_CPU void add_moments(const float *const *x, int parts, const float *origin, int64_t count, double *sum,
                           double *squares) {
    // A block of sums stays in the first-level cache while all parts go by.
    enum { BLOCK = 512 };
    for (int64_t first = 0; first < count; first += BLOCK) {
        give_way();
        const int64_t last = first + BLOCK < count ? first + BLOCK : count;
        for (int n = 0; n < parts; n++) {
            for (int64_t i = first; i < last; i++) {
                const double value = (double)x[n][i] - (double)origin[i];
                sum[i] += value;
                squares[i] += value * value;
            }
        }
    }
}
