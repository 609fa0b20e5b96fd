// 3x3 convolutions of stride 1 and padding 1 by minimal filtering F(4x4, 3x3) (Winograd 1980; Lavin & Gray 2016,
// arXiv 1509.09308): 36 products for a tile of 4x4 outputs in place of 144. For AVX-512; channels last.
#pragma once
#include <stddef.h>

/// How activations are stored. Between two of these convolutions half precision keeps three bits more than bf16.
typedef enum { WINOGRAD_F32, WINOGRAD_BF16, WINOGRAD_F16 } winograd_type;

typedef struct {
    int batch, in_channels, out_channels, height, width;
    /// 1 where weights are kept in half precision, in a network of brain floats; sums are float either way.
    int is_reduced;
    winograd_type source, destination;
    /// 1 where the destination holds a residual, of the type `residual`, that is added before the activation.
    int adds;
    winograd_type residual;
    /// The activation clips to these; -INFINITY and INFINITY for none.
    float low, high;
} winograd_shape;

/// Whether this CPU has the instructions, and the shape makes it faster than a direct convolution.
int winograd_suits(const winograd_shape *shape);
/// Bytes of the transformed weights.
size_t winograd_weight_bytes(const winograd_shape *shape);
/// `weights` is out x in x 3 x 3; `out` is 64-byte aligned.
void winograd_weights(const winograd_shape *shape, const float *weights, void *out);
size_t winograd_scratch_bytes(const winograd_shape *shape, int threads);
/// `source` and `destination` are batch x height x width x channels of their types; `tap`, where it is not NULL, gets the
/// output as floats too, before it is rounded. `scratch` is 64-byte aligned.
void winograd_run(const winograd_shape *shape, int threads, const void *weights, const float *bias, const void *source,
                  void *destination, float *tap, void *scratch);
