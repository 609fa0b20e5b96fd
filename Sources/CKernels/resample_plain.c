// For every CPU; what the compiler makes of it is fast along y and tolerable along x.
#include <string.h>

#include "resample_private.h"

static const uint32_t half = 1u << (RESAMPLE_PRECISION - 1);

static uint8_t clipped(uint32_t sum) {
    uint32_t value = sum >> RESAMPLE_PRECISION;
    return value > 255 ? 255 : (uint8_t)value;
}

static void pack(const int32_t weights[RESAMPLE_GROUP], uint32_t *words) {
    memcpy(words, weights, RESAMPLE_GROUP * sizeof *words);
}

static void horizontal(
    const uint8_t *const rows[RESAMPLE_ROWS], const int32_t *starts, const uint32_t *words, int groups, int outputs,
    uint8_t *const out[RESAMPLE_ROWS]) {
    const int taps = RESAMPLE_GROUP * groups;
    for (int y = 0; y < RESAMPLE_ROWS; y++) {
        for (int x = 0; x < outputs; x++) {
            const uint8_t *from = rows[y] + 3 * (int64_t)starts[x];
            const uint32_t *weights = words + (int64_t)x * taps;
            uint32_t r = half, g = half, b = half;
            for (int t = 0; t < taps; t++) {
                r += from[3 * t] * weights[t];
                g += from[3 * t + 1] * weights[t];
                b += from[3 * t + 2] * weights[t];
            }
            out[y][3 * x] = clipped(r);
            out[y][3 * x + 1] = clipped(g);
            out[y][3 * x + 2] = clipped(b);
        }
    }
}

static void vertical(const uint8_t *const *rows, const uint32_t *words, int groups, int64_t bytes, uint8_t *out) {
    for (int64_t at = 0; at < bytes; at += RESAMPLE_BLOCK) {
        uint32_t sums[RESAMPLE_BLOCK];
        for (int i = 0; i < RESAMPLE_BLOCK; i++) sums[i] = half;
        for (int t = 0; t < RESAMPLE_GROUP * groups; t++) {
            const uint8_t *row = rows[t] + at;
            for (int i = 0; i < RESAMPLE_BLOCK; i++) sums[i] += row[i] * words[t];
        }
        int count = bytes - at < RESAMPLE_BLOCK ? (int)(bytes - at) : RESAMPLE_BLOCK;
        for (int i = 0; i < count; i++) out[at + i] = clipped(sums[i]);
    }
}

const struct resample_kernels resample_plain = {RESAMPLE_GROUP, pack, horizontal, vertical};
