#include <math.h>
#include <stddef.h>
#include <string.h>

#include "Banded.h"

#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__clang__)
#define EVERY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define EVERY_CPU
#endif
#define INLINE static inline __attribute__((always_inline))

typedef float sixteen __attribute__((vector_size(64), aligned(4)));

enum { LANES = 16, ABREAST = 4 };

// `out` NULL: only the peak counts. Both are one text so that they are one order of operations.
INLINE void product(
    const struct banded_matrix *matrix, const float *source, int64_t columns, float *out, float *peak) {
    const int taps = matrix->taps;
    sixteen most[ABREAST];
    float most_single = -INFINITY;
    for (int k = 0; k < ABREAST; k++) {
        for (int i = 0; i < LANES; i++) most[k][i] = -INFINITY;
    }
    for (int64_t y = 0; y < matrix->outputs; y++) {
        const float *weights = matrix->weights + y * taps;
        const float *first = source + (int64_t)matrix->starts[y] * columns;
        int64_t x = 0;
        for (; x + ABREAST * LANES <= columns; x += ABREAST * LANES) {
            sixteen a = {0}, b = {0}, c = {0}, d = {0};
            const float *row = first + x;
            for (int t = 0; t < taps; t++, row += columns) {
                const float weight = weights[t];
                a += weight * *(const sixteen *)row;
                b += weight * *(const sixteen *)(row + LANES);
                c += weight * *(const sixteen *)(row + 2 * LANES);
                d += weight * *(const sixteen *)(row + 3 * LANES);
            }
            if (out != NULL) {
                sixteen *to = (sixteen *)(out + y * columns + x);
                to[0] = a;
                to[1] = b;
                to[2] = c;
                to[3] = d;
            } else {
                most[0] = __builtin_elementwise_max(most[0], a);
                most[1] = __builtin_elementwise_max(most[1], b);
                most[2] = __builtin_elementwise_max(most[2], c);
                most[3] = __builtin_elementwise_max(most[3], d);
            }
        }
        for (; x + LANES <= columns; x += LANES) {
            sixteen a = {0};
            const float *row = first + x;
            for (int t = 0; t < taps; t++, row += columns) a += weights[t] * *(const sixteen *)row;
            if (out != NULL) *(sixteen *)(out + y * columns + x) = a;
            else most[0] = __builtin_elementwise_max(most[0], a);
        }
        for (; x < columns; x++) {
            float sum = 0;
            for (int t = 0; t < taps; t++) sum += weights[t] * first[x + t * columns];
            if (out != NULL) out[y * columns + x] = sum;
            else if (sum > most_single) most_single = sum;
        }
    }
    if (peak == NULL) return;
    for (int k = 0; k < ABREAST; k++) {
        for (int i = 0; i < LANES; i++) most_single = most[k][i] > most_single ? most[k][i] : most_single;
    }
    *peak = most_single;
}

EVERY_CPU void banded_product(
    const struct banded_matrix *matrix, const float *source, int64_t columns, float *out) {
    product(matrix, source, columns, out, NULL);
}

EVERY_CPU float banded_product_peak(const struct banded_matrix *matrix, const float *source, int64_t columns) {
    float peak;
    product(matrix, source, columns, NULL, &peak);
    return peak;
}

// In tiles, so that both sides stay in the first-level cache.
void transpose_f32(const float *source, int64_t rows, int64_t columns, float *out) {
    enum { TILE = 16 };
    for (int64_t y = 0; y < rows; y += TILE) {
        const int64_t high = rows - y < TILE ? rows - y : TILE;
        for (int64_t x = 0; x < columns; x += TILE) {
            const int64_t wide = columns - x < TILE ? columns - x : TILE;
            for (int64_t i = 0; i < wide; i++) {
                for (int64_t j = 0; j < high; j++) out[(x + i) * rows + y + j] = source[(y + j) * columns + x + i];
            }
        }
    }
}
