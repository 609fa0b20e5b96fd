#include "Fit.h"

#if defined(__x86_64__) && defined(__clang__)
#define EVERY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define EVERY_CPU
#endif

EVERY_CPU void narrow_to_f16(const float *values, int64_t count, uint16_t *out) {
    _Float16 *narrow = (_Float16 *)out;
    for (int64_t i = 0; i < count; i++) narrow[i] = (_Float16)values[i];
}
