// Mahalanobis distances of many positions for several parts in one pass over the factors.
#pragma once
#include <stdint.h>

/// Instruction sets that kernels exist for.
enum { KERNEL_PLAIN = 0, KERNEL_AVX2 = 1, KERNEL_AVX512 = 2 };

/// The best of them on this CPU.
int kernel_level(void);

/// Floats of scratch that the distances need, on a 64-byte boundary.
static inline int64_t distance_scratch(int d) { return 12 * ((int64_t)(d + 15) / 16 * 16); }

/// Bytes beyond the factors that may be read, and are not used: vectors are loaded whole.
enum { FACTOR_SLACK = 128 };

/// Distances of `parts` parts at `positions` positions, each against its own Gaussian:
///     out[b][p] = scale[p] * || W[p] (x[b][p] - mean[p]) ||
/// where x[b] is positions x d, mean is positions x d, and W[p] is lower triangular with d (d + 1) / 2 values kept in
/// IEEE half precision: blocks of rows from the top, the first one of d mod 32 rows where that is not zero, the others
/// of 32; in each block column by column, of each column the block's rows on or below the diagonal. Sums are in single
/// precision, and a part's bits do not depend on the others.
void whitened_distances_f16(const uint16_t *factors, const float *scale, const float *mean, const float *const *x,
                            int parts, int d, int64_t positions, float *scratch, float *const *out, int level);

/// The same with W in single precision.
void whitened_distances_f32(const float *factors, const float *scale, const float *mean, const float *const *x,
                            int parts, int d, int64_t positions, float *scratch, float *const *out, int level);

/// The dual form, where a position's covariance is known by `rank` orthonormal directions v and their shares s < 1:
///     out[b][p] = scale[p] * sqrt(|r|^2 + sum_k s[p][k] c_k^2)
///     c_k = v[p][k] . delta,   r = delta - sum_k c_k v[p][k]
/// `basis` is positions x rank x d in half precision, `weight` is positions x rank.
void residual_distances_f16(const uint16_t *basis, const float *weight, const float *scale, const float *mean,
                            const float *const *x, int parts, int d, int rank, int64_t positions, float *scratch,
                            float *const *out, int level);

/// The same with the basis in single precision.
void residual_distances_f32(const float *basis, const float *weight, const float *scale, const float *mean,
                            const float *const *x, int parts, int d, int rank, int64_t positions, float *scratch,
                            float *const *out, int level);
