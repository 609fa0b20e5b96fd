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

/// sum -= A Bᵀ over a run of tiles.
TARGET static inline void JOIN(subtract, LEVEL)(vec (*restrict target)[4], vec (*a)[4][4], vec (*b)[4][4], int count) {
    vec sum[4][4];
    EACH(i) EACH(j) sum[i][j] = target[i][j];
    for (int k = 0; k < count; k++)
        EACH(m) EACH(i) EACH(j) sum[i][j] -= a[k][i][m] * b[k][j][m];
    EACH(i) EACH(j) target[i][j] = sum[i][j];
}

/// The tile on the diagonal: L, but its own diagonal inverted and zeros above. One bit for each lane that has no L.
TARGET static unsigned JOIN(factor_tile, LEVEL)(vec (*restrict tile)[4]) {
    unsigned bad = 0;
    EACH(j) {
        for (int m = 0; m < j; m++) tile[j][j] -= tile[j][m] * tile[j][m];
        vec inverse;
        for (int lane = 0; lane < LANES; lane++) {
            if (!(tile[j][j][lane] > 0)) bad |= 1u << lane;
            inverse[lane] = 1 / __builtin_sqrt(tile[j][j][lane]);
        }
        for (int i = j + 1; i < 4; i++) {
            for (int m = 0; m < j; m++) tile[i][j] -= tile[i][m] * tile[j][m];
            tile[i][j] *= inverse;
            tile[j][i] = (vec){0};
        }
        tile[j][j] = inverse;
    }
    return bad;
}

/// X with X Lᵀ = X, in place, for the tile L on this column's diagonal.
TARGET static inline void JOIN(solve_tile, LEVEL)(vec (*restrict x)[4], vec (*restrict diagonal)[4]) {
    EACH(j) EACH(i) {
        for (int m = 0; m < j; m++) x[i][j] -= x[i][m] * diagonal[j][m];
        x[i][j] *= diagonal[j][j];
    }
}

/// L with L Lᵀ = A, in place; the tiles on the diagonal are left as `invert` takes them. A few rows of tiles go
/// together, so that what they all read, the rows above, comes from the far caches once for all of them.
/// Returns one bit for each lane whose matrix is not positive definite.
TARGET static unsigned JOIN(factor, LEVEL)(int t, vec (*restrict tiles)[4][4]) {
    unsigned bad = 0;
    for (int first = 0; first < t; first += FIT_ROWS) {
        const int last = first + FIT_ROWS < t ? first + FIT_ROWS : t;
        give_way();
        for (int column = 0; column < last; column++) {
            const int from = column > first ? column : first;
            for (int k = 0; k < column; k += FIT_RUN) {
                const int count = column - k < FIT_RUN ? column - k : FIT_RUN;
                for (int row = from; row < last; row++)
                    JOIN(subtract, LEVEL)(AT(row, column), &AT(row, k), &AT(column, k), count);
            }
            for (int row = from; row < last; row++) {
                if (row == column)
                    bad |= JOIN(factor_tile, LEVEL)(AT(row, row));
                else
                    JOIN(solve_tile, LEVEL)(AT(row, column), AT(column, column));
            }
        }
    }
    return bad;
}

/// sum += A B over the tiles of a row and of a column.
TARGET static inline void JOIN(accumulate, LEVEL)(vec (*restrict target)[4], int row, int column, int first, int last,
                                                  vec (*restrict tiles)[4][4]) {
    vec sum[4][4];
    EACH(i) EACH(j) sum[i][j] = target[i][j];
    for (int k = first; k < last; k++) {
        vec(*restrict a)[4] = AT(row, k), (*restrict b)[4] = AT(k, column);
        EACH(m) EACH(i) EACH(j) sum[i][j] += a[i][m] * b[m][j];
    }
    EACH(i) EACH(j) target[i][j] = sum[i][j];
}

/// The inverse of a tile on the diagonal, whose own diagonal is inverted already.
TARGET static void JOIN(invert_tile, LEVEL)(vec (*restrict own)[4]) {
    EACH(j) for (int i = j + 1; i < 4; i++) {
        vec sum = own[i][j] * own[j][j];
        for (int m = j + 1; m < i; m++) sum += own[i][m] * own[m][j];
        own[i][j] = -sum * own[i][i];
    }
}

/// The inverse of L, in place: row by row of tiles, a few together, from the rows above them, which are inverted by then.
TARGET static void JOIN(invert, LEVEL)(int t, vec (*restrict tiles)[4][4]) {
    for (int first = 0; first < t; first += FIT_ROWS) {
        const int last = first + FIT_ROWS < t ? first + FIT_ROWS : t;
        give_way();
        for (int row = first; row < last; row++) JOIN(invert_tile, LEVEL)(AT(row, row));
        for (int column = 0; column < last - 1; column++) {
            const int from = column >= first ? column + 1 : first, inner = column > first ? column : first;
            vec sums[FIT_ROWS][4][4];
            for (int row = from; row < last; row++) EACH(i) EACH(j) sums[row - first][i][j] = (vec){0};
            for (int k = column; k < first; k += FIT_RUN) {
                const int end = first - k < FIT_RUN ? first : k + FIT_RUN;
                for (int row = from; row < last; row++)
                    JOIN(accumulate, LEVEL)(sums[row - first], row, column, k, end, tiles);
            }
            for (int row = from; row < last; row++) {
                // What these rows have of each other.
                vec(*restrict sum)[4] = sums[row - first], (*restrict own)[4] = AT(row, row);
                JOIN(accumulate, LEVEL)(sum, row, column, inner, row, tiles);
                EACH(i) EACH(j) {
                    vec value = own[i][i] * sum[i][j];
                    for (int m = 0; m < i; m++) value += own[i][m] * sum[m][j];
                    AT(row, column)[i][j] = -value;
                }
            }
        }
    }
}

/// The largest magnitude of each lane's factors, and one bit for each lane that has one beyond single precision.
TARGET static unsigned JOIN(largest, LEVEL)(int64_t count, const vec (*restrict tiles)[4][4], float *out) {
    typedef int64_t bits __attribute__((vector_size(LANES * 8), aligned(8)));
    vec most = {0};
    bits beyond = {0};
    for (int64_t i = 0; i < count; i++) EACH(a) EACH(b) {
        const vec magnitude = (vec)((bits)tiles[i][a][b] & INT64_MAX);
        const bits larger = magnitude > most;
        most = (vec)(((bits)magnitude & larger) | ((bits)most & ~larger));
        // So that what is no number counts as beyond.
        beyond |= ~(magnitude <= (double)__FLT_MAX__);
    }
    unsigned bad = 0;
    for (int lane = 0; lane < LANES; lane++) {
        out[lane] = (float)most[lane];
        // Without one normal number the factors would measure nothing.
        if (beyond[lane] || !(out[lane] >= __FLT_MIN__)) bad |= 1u << lane;
    }
    return bad;
}

/// The positions' factors in the order of whitened_distances, as floats or as halves of each position's largest.
TARGET static void JOIN(narrow, LEVEL)(int d, int valid, const vec (*restrict tiles)[4][4], const float *scale,
                                       int halves, void *out) {
    const int64_t packed = (int64_t)d * (d + 1) / 2;
    int64_t at = 0;
    for (int first = 0, last = d % 32 == 0 ? 32 : d % 32; first < d; first = last, last += 32) {
        for (int column = 0; column < last; column++) {
            const int from = column < first ? first : column, count = last - from;
            // All lanes while this column's vectors are near.
            for (int lane = 0; lane < valid; lane++) {
                float values[32];
                for (int i = 0; i < count; i++)
                    values[i] = (float)AT((from + i) / 4, column / 4)[(from + i) % 4][column % 4][lane];
                if (halves) {
                    _Float16 *target = (_Float16 *)out + lane * packed + at;
                    for (int i = 0; i < count; i++) target[i] = (_Float16)(values[i] / scale[lane]);
                } else {
                    memcpy((float *)out + lane * packed + at, values, (size_t)count * sizeof(float));
                }
            }
            at += count;
        }
    }
}

/// The sum over a panel's parts of their squared lengths squared: what Ledoit and Wolf measure the scatter's error by.
TARGET static vec JOIN(fourth_powers, LEVEL)(const vec *restrict panel, int count, int t) {
    vec sum = {0};
    for (int n = 0; n < count; n++) {
        vec length = {0};
        for (int row = 0; row < t; row++) EACH(i) {
            const vec v = panel[((int64_t)row * count + n) * 4 + i];
            length += v * v;
        }
        sum += length * length;
    }
    return sum;
}

/// Shrinks scatters towards multiples of the identity (Ledoit & Wolf 2004, section 3.2, divisor n), and adds epsilon.
TARGET static void JOIN(shrink, LEVEL)(int parts, int d, vec fourth, double epsilon, vec (*restrict tiles)[4][4]) {
    const int t = (d + 3) / 4;
    const double n = parts;
    vec sum = {0}, squares = {0};
    for (int i = 0; i < d; i++) sum += AT(i / 4, i / 4)[i % 4][i % 4];
    for (int row = 0; row < t; row++)
        for (int column = 0; column <= row; column++) EACH(i) EACH(j) {
            const vec v = AT(row, column)[i][j];
            squares += (row == column ? 1 : 2) * v * v;
        }
    vec factor, constant;
    for (int lane = 0; lane < LANES; lane++) {
        const double m = sum[lane] / (n * d), norm = squares[lane] / (n * n);
        const double distance = norm - d * m * m, error = (fourth[lane] / n - norm) / n;
        // A multiple of the identity already has nothing to be shrunk to.
        const double s = !(distance > 0) || error > distance ? 1 : error > 0 ? error / distance : 0;
        factor[lane] = (1 - s) / n;
        constant[lane] = s * m + epsilon;
    }
    for (int64_t i = 0; i < TILE_INDEX(t, 0); i++)
        EACH(a) EACH(b) tiles[i][a][b] *= factor;
    for (int i = 0; i < d; i++) AT(i / 4, i / 4)[i % 4][i % 4] += constant;
}

TARGET static unsigned JOIN(fit_whitening, LEVEL)(const float *const *x, int parts, int d, int valid,
                                                  const double *mean, double epsilon, int shrinks, int halves,
                                                  double *work, void *out, float *scale, float *exact) {
    const int t = (d + 3) / 4;
    vec(*tiles)[4][4] = (vec(*)[4][4])work;
    vec *panel = (vec *)(tiles + TILE_INDEX(t, 0));
    memset(tiles, 0, (size_t)TILE_INDEX(t, 0) * sizeof(*tiles));
    vec fourth = {0};
    for (int n = 0; n < parts; n += FIT_PANEL) {
        const int count = parts - n < FIT_PANEL ? parts - n : FIT_PANEL;
        const int after = parts - n - count;
        give_way();
        JOIN(centre, LEVEL)(x + n, mean, valid, count, after < count ? after : count, d, panel);
        JOIN(add_products, LEVEL)(panel, count, t, tiles);
        if (shrinks) fourth += JOIN(fourth_powers, LEVEL)(panel, count, t);
    }
    if (shrinks) {
        JOIN(shrink, LEVEL)(parts, d, fourth, epsilon, tiles);
    } else {
        const double divisor = parts - 1;
        for (int64_t i = 0; i < TILE_INDEX(t, 0); i++)
            EACH(a) EACH(b) tiles[i][a][b] /= divisor;
        for (int i = 0; i < d; i++) AT(i / 4, i / 4)[i % 4][i % 4] += epsilon;
    }
    // Rows that only fill the last tile get a one on the diagonal: they change nothing.
    for (int i = d; i < 4 * t; i++) AT(i / 4, i / 4)[i % 4][i % 4] += 1;
    unsigned bad = JOIN(factor, LEVEL)(t, tiles);
    JOIN(invert, LEVEL)(t, tiles);
    // The rows that only fill the last tile have done their part.
    for (int row = d; row < 4 * t; row++)
        for (int column = 0; column < 4 * t; column++) AT(row / 4, column / 4)[row % 4][column % 4] = (vec){0};
    float most[LANES];
    bad |= JOIN(largest, LEVEL)(TILE_INDEX(t, 0), (const vec(*)[4][4])tiles, most);
    JOIN(narrow, LEVEL)(d, valid, (const vec(*)[4][4])tiles, most, halves, out);
    if (exact) JOIN(narrow, LEVEL)(d, valid, (const vec(*)[4][4])tiles, most, 0, exact);
    for (int lane = 0; lane < valid; lane++) scale[lane] = halves ? most[lane] : 1;
    return bad & ((1u << valid) - 1);
}

#undef EXCHANGE
#undef EACH
#undef AT
#undef vec
#undef JOIN
#undef JOIN_
