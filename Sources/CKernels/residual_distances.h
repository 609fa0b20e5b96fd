// The dual form on one instruction set (TARGET, LEVEL) and with one type of basis (FACTOR, LOAD, KIND). Included once
// for each. Four rows of the basis are widened once for all parts; per part they are taken out of the residual
// together, and the next four see what is left: block Gram–Schmidt, whose rounding does not build up from block to
// block.
#define JOIN_(a, b, c) a##_##b##_##c
#define JOIN(a, b, c) JOIN_(a, b, c)

/// Takes four rows out of a residual; returns the sum of share c^2 over them.
TARGET static float JOIN(take_out, KIND, LEVEL)(const float *restrict rows, const float *restrict share,
                                                float *restrict residual, int64_t padded) {
    lanes16 even[4] = {{0}, {0}, {0}, {0}}, odd[4] = {{0}, {0}, {0}, {0}};
    int64_t i = 0;
    for (; i + 32 <= padded; i += 32) {
        const lanes16 a = LOAD_F32(residual + i), b = LOAD_F32(residual + i + 16);
        for (int k = 0; k < 4; k++) {
            even[k] += LOAD_F32(rows + k * padded + i) * a;
            odd[k] += LOAD_F32(rows + k * padded + i + 16) * b;
        }
    }
    if (i < padded)
        for (int k = 0; k < 4; k++) even[k] += LOAD_F32(rows + k * padded + i) * LOAD_F32(residual + i);
    float c[4], sum = 0;
    for (int k = 0; k < 4; k++) {
        c[k] = SUM_LANES(even[k] + odd[k]);
        sum += share[k] * c[k] * c[k];
    }
    for (i = 0; i < padded; i += 16) {
        lanes16 rest = LOAD_F32(residual + i);
        for (int k = 0; k < 4; k++) rest -= LOAD_F32(rows + k * padded + i) * c[k];
        memcpy(residual + i, &rest, 64);
    }
    return sum;
}

/// One row of the basis as single-precision floats, zero beyond d.
TARGET static void JOIN(widen_row, KIND, LEVEL)(const FACTOR *from, int d, float *restrict row) {
    int i = 0;
    for (; i + 16 <= d; i += 16) {
        const lanes16 wide = LOAD(from + i);
        memcpy(row + i, &wide, 64);
        if (i % 32 == 0) PREFETCH(from + i);
    }
    if (i < d) {
        const lanes16 wide = KEEP(LOAD(from + i), 0, d - i);
        memcpy(row + i, &wide, 64);
    }
}

TARGET static void JOIN(residual_distances, KIND, LEVEL)(const FACTOR *basis, const float *weight, const float *scale,
                                                         const float *mean, const float *const *x, int parts, int d,
                                                         int rank, int64_t positions, float *scratch,
                                                         float *const *out) {
    const int64_t padded = (d + 15) / 16 * 16;
    float *restrict rows = scratch, *restrict residuals = scratch + 4 * padded;
    for (int64_t p = 0; p < positions; p++) {
        give_way();
        const float *centre = mean + p * d;
        for (int first = 0; first < parts; first += 8) {
            const int group = parts - first < 8 ? parts - first : 8;
            float total[8] = {0};
            for (int b = 0; b < group; b++) {
                const float *from = x[first + b] + p * d;
                float *residual = residuals + b * padded;
                for (int i = 0; i < d; i++) residual[i] = from[i] - centre[i];
                for (int64_t i = d; i < padded; i++) residual[i] = 0;
                for (int i = 0; i < d; i += 16) __builtin_prefetch(from + 2 * d + i);
            }
            for (int k = 0; k < rank; k += 4) {
                float share[4] = {0};
                for (int r = 0; r < 4; r++) {
                    if (k + r < rank) {
                        JOIN(widen_row, KIND, LEVEL)(basis + (p * rank + k + r) * d, d, rows + r * padded);
                        share[r] = weight[p * rank + k + r];
                    } else {
                        memset(rows + r * padded, 0, (size_t)padded * sizeof(float));
                    }
                }
                for (int b = 0; b < group; b++)
                    total[b] += JOIN(take_out, KIND, LEVEL)(rows, share, residuals + b * padded, padded);
            }
            for (int b = 0; b < group; b++) {
                lanes16 rest = {0};
                for (int64_t i = 0; i < padded; i += 16) {
                    const lanes16 r = LOAD_F32(residuals + b * padded + i);
                    rest += r * r;
                }
                out[first + b][p] = scale[p] * __builtin_sqrtf(total[b] + SUM_LANES(rest));
            }
        }
    }
}

#undef JOIN
#undef JOIN_
