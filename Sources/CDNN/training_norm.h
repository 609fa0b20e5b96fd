// BatchNorm with what follows it in one pass: the residual sum and the activation, forward and backward. Maps are
// channels last; numbers in between are floats whatever the maps hold.
#pragma once
#include <stddef.h>

typedef struct {
    /// Batch x height x width.
    size_t pixels;
    int channels, is_bf16, activation;
} norm_map_t;

/// By channel: z = scale x + shift is what comes out before the residual is added; (x - mean) inverse is x normalised.
typedef struct {
    float *scale, *shift, *mean, *inverse;
} norm_t;

/// Mean and biased variance of every channel. `sums` has room for 2 x channels.
void norm_statistics(const norm_map_t *map, const void *x, float *mean, float *variance, double *sums);
/// out = activation(z + added); `added` may be NULL.
void norm_apply(const norm_map_t *map, const norm_t *norm, const void *x, const void *added, void *out);
/// dz, the gradient before activation and sum: the activation's derivative times the sum of `count` gradients. By channel
/// its sum goes to sums[0..], its products with x normalised are summed to sums[channels..]. With `keeps`, dz stays in
/// gradients[0].
void norm_gradient_sums(const norm_map_t *map, const norm_t *norm, const void *x, const void *added,
                        void *const *gradients, int count, int keeps, double *sums);
/// x becomes scale dz + slope x + offset. `gradient` is dz itself where `is_kept`, else the gradient behind the activation.
void norm_gradient(const norm_map_t *map, const norm_t *norm, const float *slope, const float *offset, void *x,
                   const void *added, const void *gradient, int is_kept);
/// a += b, `count` numbers.
void add_maps(int is_bf16, size_t count, void *a, const void *b);

/// Three planes of floats, side by side and in the network's type.
void interleave_planes(int is_bf16, int batch, size_t pixels, const float *planes, void *out);
/// Copies as floats.
void widen_map(int is_bf16, size_t count, const void *map, float *out);

typedef struct {
    int batch, height, width, channels, grid, is_bf16;
} grid_t;
/// Means of grid x grid cells: batch x channels x grid x grid floats.
void grid_means(const grid_t *g, const void *map, float *means);
/// The map's gradient for that of the means.
void grid_gradient(const grid_t *g, const float *means, void *map);
