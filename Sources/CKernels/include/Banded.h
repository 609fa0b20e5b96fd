// Products with banded matrices: smoothing, upsampling and resizing of real-valued maps along one axis.
#pragma once
#include <stdint.h>

/// `outputs` rows of `taps` weights; output i draws on inputs starts[i] ..< starts[i] + taps, all of which exist.
struct banded_matrix {
    const int32_t *starts;
    const float *weights;
    int32_t outputs;
    int32_t taps;
};

/// out[i, x] = sum over t, in order, of weights[i, t] * source[starts[i] + t, x]: a matrix of rows of `columns` values.
/// Products are rounded before they are added, so that every CPU gives the same bits.
void banded_product(const struct banded_matrix *matrix, const float *source, int64_t columns, float *out);

/// The largest value of what banded_product would write, which is not written. No value may be NaN.
float banded_product_peak(const struct banded_matrix *matrix, const float *source, int64_t columns);

/// out[x, y] = source[y, x].
void transpose_f32(const float *source, int64_t rows, int64_t columns, float *out);
