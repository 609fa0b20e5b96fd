// Weight gradients of depthwise convolutions, channels last. oneDNN 2.6 takes two to four times as long for windows of
// 3x3, and for those of 5x5, where it has nothing better than a product for each channel, forty to seventy times.
#pragma once

typedef struct {
    int batch, channels, kernel, stride, pad_top, pad_left, is_bf16;
    int height, width, out_height, out_width;
} depthwise_t;

/// Whether the kernel is one of those below.
int depthwise_suits(int kernel);
/// `gradient` is channels x kernel x kernel; `sums` has room for as many floats.
void depthwise_weight_gradient(const depthwise_t *d, const void *x, const void *out_gradient, float *gradient,
                               float *sums);
