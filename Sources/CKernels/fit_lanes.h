// The fit of LANES positions at once, one in each lane of a vector of doubles, on one instruction set (TARGET, LEVEL).
// Included once for each. A matrix is cut into 4 x 4 tiles of vectors, the lower triangle row by row of tiles: sixteen
// accumulators fill the registers, and every step is the plain algorithm on whole vectors, with no remainder anywhere.
#define JOIN_(a, b) a##_##b
#define JOIN(a, b) JOIN_(a, b)
#define vec JOIN(fit_vec, LEVEL)

typedef double vec __attribute__((vector_size(LANES * 8), aligned(8)));

#define AT(row, column) tiles[TILE_INDEX(row, column)]
#define EACH(i) for (int i = 0; i < 4; i++)

/// Exchanges the blocks of `s` lanes off the diagonal of each pair of rows: the step of a transposition.
#define EXCHANGE(s)                                                                                               \
    for (int r = 0; r < LANES; r++)                                                                               \
        if (!(r & (s))) {                                                                                         \
            const vec a = rows[r], b = rows[r + (s)];                                                             \
            rows[r] = __builtin_shufflevector(a, b, FIT_FIRST_##s);                                               \
            rows[r + (s)] = __builtin_shufflevector(a, b, FIT_SECOND_##s);                                        \
        }

/// The centred embeddings of `count` parts, four channels after four: panel[t][part][channel].
/// The embeddings of the `next` parts after them are asked for meanwhile.
TARGET static void JOIN(centre, LEVEL)(const float *const *x, const double *mean, int valid, int count, int next,
                                       int d, vec *restrict panel) {
    typedef float narrow_vec __attribute__((vector_size(LANES * 4)));
    const int t = (d + 3) / 4;
    for (int n = 0; n < count; n++) {
        if (n < next)
            for (int i = 0; i < valid * d; i += 16) __builtin_prefetch(x[n + count] + i, 0, 2);
        int j = 0;
        for (; j + LANES <= d; j += LANES) {
            vec rows[LANES];
            for (int lane = 0; lane < LANES; lane++) {
                const int64_t at = (int64_t)(lane < valid ? lane : valid - 1) * d + j;
                narrow_vec values;
                vec centre;
                memcpy(&values, x[n] + at, sizeof(values));
                memcpy(&centre, mean + at, sizeof(centre));
                rows[lane] = __builtin_convertvector(values, vec) - centre;
            }
            EXCHANGE(1)
#if LANES >= 4
            EXCHANGE(2)
#endif
#if LANES >= 8
            EXCHANGE(4)
#endif
            for (int k = 0; k < LANES; k++)
                panel[((int64_t)((j + k) / 4) * count + n) * 4 + (j + k) % 4] = rows[k];
        }
        for (; j < 4 * t; j++) {
            vec v = {0};
            for (int lane = 0; j < d && lane < LANES; lane++) {
                const int64_t at = (int64_t)(lane < valid ? lane : valid - 1) * d + j;
                v[lane] = (double)x[n][at] - mean[at];
            }
            panel[((int64_t)(j / 4) * count + n) * 4 + j % 4] = v;
        }
    }
}

/// Adds the outer products of `count` parts to the scatter.
TARGET static void JOIN(add_products, LEVEL)(const vec *restrict panel, int count, int t, vec (*restrict tiles)[4][4]) {
    for (int row = 0; row < t; row++) {
        for (int column = 0; column <= row; column++) {
            vec sum[4][4];
            EACH(i) EACH(j) sum[i][j] = AT(row, column)[i][j];
            const vec *a = panel + (int64_t)row * count * 4, *b = panel + (int64_t)column * count * 4;
            for (int n = 0; n < count; n++, a += 4, b += 4)
                EACH(i) EACH(j) sum[i][j] += a[i] * b[j];
            EACH(i) EACH(j) AT(row, column)[i][j] = sum[i][j];
        }
    }
}

/// L with L Lᵀ = A, in place; the tiles on the diagonal are left as they must be for `invert`: the diagonal inverted,
/// zeros above it. Returns one bit for each lane whose matrix is not positive definite.
TARGET static unsigned JOIN(factor, LEVEL)(int t, vec (*restrict tiles)[4][4]) {
    unsigned bad = 0;
    for (int row = 0; row < t; row++) {
        for (int column = 0; column <= row; column++) {
            vec sum[4][4];
            EACH(i) EACH(j) sum[i][j] = AT(row, column)[i][j];
            for (int k = 0; k < column; k++) {
                vec(*restrict a)[4] = AT(row, k), (*restrict b)[4] = AT(column, k);
                EACH(m) EACH(i) EACH(j) sum[i][j] -= a[i][m] * b[j][m];
            }
            if (column < row) {
                // X Lᵀ = sum, for the tile L on this column's diagonal.
                vec(*restrict diagonal)[4] = AT(column, column);
                EACH(j) EACH(i) {
                    for (int m = 0; m < j; m++) sum[i][j] -= sum[i][m] * diagonal[j][m];
                    sum[i][j] *= diagonal[j][j];
                }
            } else {
                EACH(j) {
                    for (int m = 0; m < j; m++) sum[j][j] -= sum[j][m] * sum[j][m];
                    vec inverse;
                    for (int lane = 0; lane < LANES; lane++) {
                        if (!(sum[j][j][lane] > 0)) bad |= 1u << lane;
                        inverse[lane] = 1 / __builtin_sqrt(sum[j][j][lane]);
                    }
                    for (int i = j + 1; i < 4; i++) {
                        for (int m = 0; m < j; m++) sum[i][j] -= sum[i][m] * sum[j][m];
                        sum[i][j] *= inverse;
                        sum[j][i] = (vec){0};
                    }
                    sum[j][j] = inverse;
                }
            }
            EACH(i) EACH(j) AT(row, column)[i][j] = sum[i][j];
        }
    }
    return bad;
}

/// The inverse of L, in place, row by row of tiles: a row needs only the rows above it, which are inverted by then.
TARGET static void JOIN(invert, LEVEL)(int t, vec (*restrict tiles)[4][4]) {
    for (int row = 0; row < t; row++) {
        // The tile on the diagonal, whose own diagonal is inverted already.
        vec(*restrict own)[4] = AT(row, row);
        EACH(j) for (int i = j + 1; i < 4; i++) {
            vec sum = own[i][j] * own[j][j];
            for (int m = j + 1; m < i; m++) sum += own[i][m] * own[m][j];
            own[i][j] = -sum * own[i][i];
        }
        for (int column = 0; column < row; column++) {
            vec sum[4][4];
            EACH(i) EACH(j) sum[i][j] = (vec){0};
            for (int k = column; k < row; k++) {
                vec(*restrict a)[4] = AT(row, k), (*restrict b)[4] = AT(k, column);
                EACH(m) EACH(i) EACH(j) sum[i][j] += a[i][m] * b[m][j];
            }
            // Rows from the last: row i of the product needs rows 0…i of the sum.
            for (int i = 3; i >= 0; i--) EACH(j) {
                vec value = own[i][i] * sum[i][j];
                for (int m = 0; m < i; m++) value += own[i][m] * sum[m][j];
                AT(row, column)[i][j] = -value;
            }
        }
    }
}

/// One position's factors in the order of whitened_distances, from its lane.
TARGET static void JOIN(narrow, LEVEL)(int d, int lane, const vec (*restrict tiles)[4][4], float *restrict out) {
    int top = d % 32 == 0 ? 32 : d % 32;
    for (int first = 0, last = top; first < d; first = last, last += 32) {
        for (int column = 0; column < last; column++) {
            int row = column < first ? first : column;
            for (; row < last; row++) *out++ = (float)AT(row / 4, column / 4)[row % 4][column % 4][lane];
        }
    }
}

TARGET static unsigned JOIN(fit_whitening, LEVEL)(const float *const *x, int parts, int d, int valid,
                                                  const double *mean, double epsilon, int halves, double *work,
                                                  void *out, float *scale) {
    const int t = (d + 3) / 4;
    const int64_t packed = (int64_t)d * (d + 1) / 2;
    vec(*tiles)[4][4] = (vec(*)[4][4])work;
    vec *panel = (vec *)(tiles + TILE_INDEX(t, 0));
    float *single = (float *)panel;
    memset(tiles, 0, (size_t)TILE_INDEX(t, 0) * sizeof(*tiles));
    for (int n = 0; n < parts; n += FIT_PANEL) {
        const int count = parts - n < FIT_PANEL ? parts - n : FIT_PANEL;
        const int after = parts - n - count;
        JOIN(centre, LEVEL)(x + n, mean, valid, count, after < count ? after : count, d, panel);
        JOIN(add_products, LEVEL)(panel, count, t, tiles);
    }
    const double divisor = parts - 1;
    for (int64_t i = 0; i < TILE_INDEX(t, 0); i++)
        EACH(a) EACH(b) tiles[i][a][b] /= divisor;
    for (int i = 0; i < 4 * t; i++) {
        // Rows that only fill the last tile get a one on the diagonal: they change nothing.
        if (i < d) AT(i / 4, i / 4)[i % 4][i % 4] += epsilon;
        else AT(i / 4, i / 4)[i % 4][i % 4] += 1;
    }
    unsigned bad = JOIN(factor, LEVEL)(t, tiles);
    JOIN(invert, LEVEL)(t, tiles);
    for (int lane = 0; lane < valid; lane++) {
        float *target = halves ? single : (float *)out + lane * packed;
        JOIN(narrow, LEVEL)(d, lane, (const vec(*)[4][4])tiles, target);
        float largest = 0;
        int finite = 1;
        for (int64_t i = 0; i < packed; i++) {
            const float magnitude = __builtin_fabsf(target[i]);
            largest = magnitude > largest ? magnitude : largest;
            finite &= magnitude <= __FLT_MAX__;
        }
        // A factor outside single precision's normal numbers would measure nothing.
        if (!finite || !(largest >= __FLT_MIN__)) bad |= 1u << lane;
        scale[lane] = 1;
        if (!halves) continue;
        scale[lane] = largest;
        _Float16 *half = (_Float16 *)out + lane * packed;
        for (int64_t i = 0; i < packed; i++) half[i] = (_Float16)(target[i] / largest);
    }
    return bad & ((1u << valid) - 1);
}

#undef EXCHANGE
#undef EACH
#undef AT
#undef vec
#undef JOIN
#undef JOIN_
