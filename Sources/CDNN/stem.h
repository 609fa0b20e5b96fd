// The first convolution of a residual network: a wide window over three planes. oneDNN pads three channels to four or
// sixteen; side by side, the values of a window's row need no padding.
#pragma once
#include <stddef.h>

typedef struct {
    int batch, height, width, out_channels, kernel, stride, pad;
    /// 1 where products are of bf16 pairs and the output is bf16.
    int is_bf16;
    /// Of each plane: value * scale + offset are grey levels about zero, which bf16 holds without rounding where it would
    /// lose half a level of the value itself. Used in bf16 only.
    float scale[3], offset[3];
    /// The activation clips to these; -INFINITY and INFINITY for none.
    float low, high;
} stem_shape;

/// Whether this CPU has the instructions for the shape.
int stem_suits(const stem_shape *shape);
/// Bytes of the rearranged weights.
size_t stem_weight_bytes(const stem_shape *shape);
/// `weights` is out x 3 x kernel x kernel; `out` is 64-byte aligned. `bias` becomes what belongs to them.
void stem_weights(const stem_shape *shape, const float *weights, void *out, float *bias);
size_t stem_scratch_bytes(const stem_shape *shape, int threads);
/// `planes` is batch x 3 x height x width floats; `destination` batch x height / stride x width / stride x out_channels,
/// float or bf16; `scratch` is 64-byte aligned.
void stem_run(const stem_shape *shape, int threads, const void *weights, const float *bias, const float *planes,
              void *destination, void *scratch);
