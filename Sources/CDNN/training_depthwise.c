#include "training_depthwise.h"

#include "lanes.h"

/// Adds one row of outputs times one row of inputs, for every column of the window, to sums (column, channel).
INLINED void row_products(const depthwise_t *d, const void *x, size_t x_row, const void *dy, size_t dy_row,
                          int channel, int lanes, float *sums, int kernel, int is_bf16) {
    lanes_t sum[5] = {{0}, {0}, {0}, {0}, {0}};
    const int stride = d->stride;
    for (int column = 0; column < d->out_width; column++) {
        lanes_t gradient;
        load(dy, (dy_row + (size_t)column) * d->channels + channel, lanes, is_bf16, &gradient);
        const int first = column * stride - d->pad_left;
        if (first >= 0 && first + kernel <= d->width) {
            const size_t at = (x_row + (size_t)first) * d->channels + channel;
#pragma clang loop unroll(full)
            for (int k = 0; k < kernel; k++) {
                lanes_t value;
                load(x, at + (size_t)k * d->channels, lanes, is_bf16, &value);
                sum[k] += value * gradient;
            }
        } else {
#pragma clang loop unroll(full)
            for (int k = 0; k < kernel; k++) {
                if (first + k < 0 || first + k >= d->width) continue;
                lanes_t value;
                load(x, (x_row + (size_t)(first + k)) * d->channels + channel, lanes, is_bf16, &value);
                sum[k] += value * gradient;
            }
        }
    }
#pragma clang loop unroll(full)
    for (int k = 0; k < kernel; k++) {
        lanes_t total;
        load(sums, (size_t)k * d->channels + channel, lanes, 0, &total);
        total += sum[k];
        store(sums, (size_t)k * d->channels + channel, lanes, 0, &total);
    }
}

INLINED void weight_gradient(const depthwise_t *d, const void *x, const void *dy, float *gradient, float *sums,
                             int kernel, int is_bf16) {
    const int area = kernel * kernel, channels = d->channels;
    for (int i = 0; i < area * channels; i++) sums[i] = 0;
    for (int b = 0; b < d->batch; b++)
        for (int row = 0; row < d->out_height; row++) {
            const size_t dy_row = ((size_t)b * d->out_height + row) * d->out_width;
            for (int c = 0; c < channels; c += LANE_COUNT)
                for (int k = 0; k < kernel; k++) {
                    const int y = row * d->stride - d->pad_top + k;
                    if (y < 0 || y >= d->height) continue;
                    const size_t x_row = ((size_t)b * d->height + y) * d->width;
                    float *to = sums + (size_t)k * kernel * channels;
                    if (channels - c >= LANE_COUNT)
                        row_products(d, x, x_row, dy, dy_row, c, LANE_COUNT, to, kernel, is_bf16);
                    else row_products(d, x, x_row, dy, dy_row, c, channels - c, to, kernel, is_bf16);
                }
        }
    for (int c = 0; c < channels; c++)
        for (int k = 0; k < area; k++) gradient[(size_t)c * area + k] = sums[(size_t)k * channels + c];
}

int depthwise_suits(int kernel) { return kernel == 3 || kernel == 5; }

VECTORS void depthwise_weight_gradient(const depthwise_t *d, const void *x, const void *out_gradient, float *gradient,
                                       float *sums) {
    if (d->kernel == 3 && d->is_bf16) weight_gradient(d, x, out_gradient, gradient, sums, 3, 1);
    else if (d->kernel == 3) weight_gradient(d, x, out_gradient, gradient, sums, 3, 0);
    else if (d->is_bf16) weight_gradient(d, x, out_gradient, gradient, sums, 5, 1);
    else weight_gradient(d, x, out_gradient, gradient, sums, 5, 0);
}
