#include "CCeilings.h"

#if defined(__x86_64__) && defined(__clang__)
#define EVERY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define EVERY_CPU
#endif

enum { LANES = 64 };

EVERY_CPU uint64_t memory_read(const uint64_t *words, size_t count) {
    // Eight vectors of 64 bytes: enough accumulators that no load waits for the one before.
    uint64_t lanes[LANES] = {0};
    size_t i = 0;
    for (; i + LANES <= count; i += LANES)
        for (int k = 0; k < LANES; k++) lanes[k] ^= words[i + k];
    uint64_t all = 0;
    for (; i < count; i++) all ^= words[i];
    for (int k = 0; k < LANES; k++) all ^= lanes[k];
    return all;
}
