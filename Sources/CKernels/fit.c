#include "Fit.h"

#include <string.h>

#include "GivingWay.h"
#include "Mahalanobis.h"
#include "lanes.h"

/// Parts whose centred embeddings are multiplied at once: with the scatter itself they stay in the second-level cache.
enum { FIT_PANEL = 32 };

/// Rows of tiles that are factored together, and tiles of a run: a run of one row stays in the first-level cache while
/// the others are multiplied by it.
enum { FIT_ROWS = 4, FIT_RUN = 8 };

/// Tiles before the tile (row, column) of a lower triangle kept row by row.
#define TILE_INDEX(row, column) ((int64_t)(row) * ((row) + 1) / 2 + (column))

#ifdef HAS_X86_LEVELS
#define TARGET TARGET_AVX512
#define LEVEL avx512
#define LANES 8
#define FIT_FIRST_1 0, 8, 2, 10, 4, 12, 6, 14
#define FIT_SECOND_1 1, 9, 3, 11, 5, 13, 7, 15
#define FIT_FIRST_2 0, 1, 8, 9, 4, 5, 12, 13
#define FIT_SECOND_2 2, 3, 10, 11, 6, 7, 14, 15
#define FIT_FIRST_4 0, 1, 2, 3, 8, 9, 10, 11
#define FIT_SECOND_4 4, 5, 6, 7, 12, 13, 14, 15
#include "fit_lanes.h"
#undef FIT_FIRST_1
#undef FIT_SECOND_1
#undef FIT_FIRST_2
#undef FIT_SECOND_2
#undef FIT_FIRST_4
#undef FIT_SECOND_4
#undef TARGET
#undef LEVEL
#undef LANES

#define TARGET TARGET_AVX2
#define LEVEL avx2
#define LANES 4
#define FIT_FIRST_1 0, 4, 2, 6
#define FIT_SECOND_1 1, 5, 3, 7
#define FIT_FIRST_2 0, 1, 4, 5
#define FIT_SECOND_2 2, 3, 6, 7
#include "fit_lanes.h"
#undef FIT_FIRST_1
#undef FIT_SECOND_1
#undef FIT_FIRST_2
#undef FIT_SECOND_2
#undef TARGET
#undef LEVEL
#undef LANES
#endif

#define TARGET
#define LEVEL plain
#define LANES 2
#define FIT_FIRST_1 0, 2
#define FIT_SECOND_1 1, 3
#include "fit_lanes.h"
#undef FIT_FIRST_1
#undef FIT_SECOND_1

int fit_lanes(int level) { return level == KERNEL_AVX512 ? 8 : level == KERNEL_AVX2 ? 4 : 2; }

int64_t fit_work(int d, int level) {
    const int64_t t = (d + 3) / 4, lanes = fit_lanes(level);
    return TILE_INDEX(t, 0) * 16 * lanes + t * FIT_PANEL * 4 * lanes;
}

static unsigned fit(const float *const *x, int parts, int d, int valid, const double *mean, double epsilon, int shrinks,
                    int halves, double *work, void *out, float *scale, float *exact, int level) {
#ifdef HAS_X86_LEVELS
    if (level == KERNEL_AVX512)
        return fit_whitening_avx512(x, parts, d, valid, mean, epsilon, shrinks, halves, work, out, scale, exact);
    if (level == KERNEL_AVX2)
        return fit_whitening_avx2(x, parts, d, valid, mean, epsilon, shrinks, halves, work, out, scale, exact);
#endif
    (void)level;
    return fit_whitening_plain(x, parts, d, valid, mean, epsilon, shrinks, halves, work, out, scale, exact);
}

unsigned fit_whitening(const float *const *x, int parts, int d, int valid, const double *mean, double epsilon,
                       int halves, double *work, void *out, float *scale, float *exact, int level) {
    return fit(x, parts, d, valid, mean, epsilon, 0, halves, work, out, scale, exact, level);
}

unsigned fit_whitening_shrunk(const float *const *x, int parts, int d, int valid, const double *mean, double epsilon,
                              int halves, double *work, void *out, float *scale, float *exact, int level) {
    return fit(x, parts, d, valid, mean, epsilon, 1, halves, work, out, scale, exact, level);
}
