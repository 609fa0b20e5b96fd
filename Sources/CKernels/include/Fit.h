// The fit of a few positions at once, from the embeddings of all parts to the factors that whitened_distances reads.
#pragma once
#include <stdint.h>

/// Positions that are fitted together: one in each lane of the CPU's vectors.
int fit_lanes(int level);

/// Doubles of work space that `fit_whitening` needs, on a 64-byte boundary.
int64_t fit_work(int d, int level);

/// For `valid` adjacent positions (at most `fit_lanes`) the factor W = L⁻¹ of their covariances (divisor parts - 1)
/// plus epsilon on the diagonal, L Lᵀ; in double precision throughout. `x[b]` is part b's embedding at the first of the
/// positions, `mean` the mean there: both positions x d. `out` receives the positions' factors, as floats or, where
/// `halves` is set, as halves of which each position's are divided by its scale. `exact`, where it is not NULL, receives
/// them as floats in any case.
/// Returns a bit for each position whose covariance cannot be factored within the range of single precision.
unsigned fit_whitening(const float *const *x, int parts, int d, int valid, const double *mean, double epsilon,
                       int halves, double *work, void *out, float *scale, float *exact, int level);

/// The same for covariances that are shrunk as Ledoit and Wolf do: (1 - s) S + s m I, S with the divisor `parts`.
unsigned fit_whitening_shrunk(const float *const *x, int parts, int d, int valid, const double *mean, double epsilon,
                              int halves, double *work, void *out, float *scale, float *exact, int level);

/// Adds `parts` parts to the sums of `count` values and of their squares, both counted from `origin`, which is near
/// them, so that nothing cancels.
void add_moments(const float *const *x, int parts, const float *origin, int64_t count, double *sum, double *squares);

/// IEEE half precision of `count` values, rounded to nearest even.
void narrow_to_f16(const float *values, int64_t count, uint16_t *out);
