// |W delta|^2 of one position for PARTS parts at once: written once and included for each type of factor (FACTOR,
// LOAD), each number of parts and each instruction set (TARGET), so there is no include guard.
//
// Each of a part's sums is made in one order that depends on d alone, never on PARTS: a distance has the same bits
// whichever other parts it is computed with.
TARGET static void WHITENED_POSITION(const FACTOR *restrict w, const float *restrict delta, int64_t stride, int d,
                                     float *restrict squared) {
    lanes16 sum[PARTS], low[PARTS], high[PARTS];
    for (int b = 0; b < PARTS; b++) sum[b] = (lanes16){0};
    // The rows that do not fill a block come first, where columns are shortest.
    const int top = d % 32;
    if (top > 0) {
        for (int b = 0; b < PARTS; b++) low[b] = high[b] = (lanes16){0};
        for (int k = 0; k < top; k++) {
            // A column is read from where its first row would stand, so that rows keep their lanes.
            const lanes16 upper = KEEP(LOAD(w - k), k, top), lower = KEEP(LOAD(w - k + 16), k - 16, top - 16);
            w += top - k;
            for (int b = 0; b < PARTS; b++) {
                low[b] += upper * delta[b * stride + k];
                high[b] += lower * delta[b * stride + k];
            }
        }
        for (int b = 0; b < PARTS; b++) {
            sum[b] += low[b] * low[b];
            sum[b] += high[b] * high[b];
        }
    }
    for (int row = top; row < d; row += 32) {
        for (int b = 0; b < PARTS; b++) low[b] = high[b] = (lanes16){0};
        for (int j = 0; j < row; j++) {
            PREFETCH(w);
            const lanes16 upper = LOAD(w), lower = LOAD(w + 16);
            w += 32;
            for (int b = 0; b < PARTS; b++) {
                low[b] += upper * delta[b * stride + j];
                high[b] += lower * delta[b * stride + j];
            }
        }
        // The triangle, unrolled so that its masks are constants.
#pragma clang loop unroll(full)
        for (int k = 0; k < 16; k++) {
            if (k % 2 == 0) PREFETCH(w);
            const lanes16 upper = KEEP(LOAD(w - k), k, 16), lower = LOAD(w - k + 16);
            w += 32 - k;
            for (int b = 0; b < PARTS; b++) {
                low[b] += upper * delta[b * stride + row + k];
                high[b] += lower * delta[b * stride + row + k];
            }
        }
#pragma clang loop unroll(full)
        for (int k = 0; k < 16; k++) {
            if (k % 4 == 0) PREFETCH(w);
            const lanes16 lower = KEEP(LOAD(w - k), k, 16);
            w += 16 - k;
            for (int b = 0; b < PARTS; b++) high[b] += lower * delta[b * stride + row + 16 + k];
        }
        for (int b = 0; b < PARTS; b++) {
            sum[b] += low[b] * low[b];
            sum[b] += high[b] * high[b];
        }
    }
    for (int b = 0; b < PARTS; b++) squared[b] = SUM_LANES(sum[b]);
}
