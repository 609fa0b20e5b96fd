// Scoring kernels that must use the whole width of the CPU's vectors. They are C because one function is compiled for
// several instruction sets and chosen when the program starts; Swift cannot do that yet.
#pragma once
#include <stdint.h>

#include "Banded.h"
#include "Fit.h"
#include "Mahalanobis.h"
#include "Resample.h"

/// Mahalanobis distances of `count` patches, each against its own Gaussian:
///     out[p] = scale[p] * || W[p] (x[p] - mean[p]) ||
/// where W[p] is lower triangular, packed by columns: d, d-1, ..., 1 values, d (d + 1) / 2 in all.
/// `x` and `mean` are count x d, one patch after another. `scratch` holds 2 d floats.
void mahalanobis_f32(const float *whitening, const float *scale, const float *mean, const float *x, int d, int count,
                     float *scratch, float *out);

/// The same with W in IEEE half precision; sums are kept in single precision.
void mahalanobis_f16(const uint16_t *whitening, const float *scale, const float *mean, const float *x, int d,
                     int count, float *scratch, float *out);

/// IEEE half precision of `count` values, rounded to nearest even; for values whose magnitude is at most 1.
void narrow_to_f16(const float *values, int64_t count, uint16_t *out);
