// Squeeze-and-excitation (Hu et al. 2018, section 3): the mean of every channel goes through two small dense layers and
// comes back as a factor for that channel. Sizes are too small for primitives to pay, so the loops are our own.
#pragma once
#include <stddef.h>

/// Channels stand in groups of `lanes`; a group is `area` pixels of `lanes` numbers. Channels-last is one group;
/// in groups of more than one, `lanes` is 16 or 8.
typedef struct {
    int batch, groups, lanes, area;
    int is_bf16;
} excite_map_t;

typedef struct {
    excite_map_t map;
    int channels, squeezed;
    /// `squeezed`, rounded up to whole vectors.
    int hidden;
    int activation;
    /// Threads of the team that sums and scales.
    int threads;
    /// Input channel (groups x lanes of them) x hidden, and hidden; hidden x output channel, and output channel. Zeros
    /// fill up.
    float *reduce, *reduce_bias, *expand, *expand_bias;
} excite_t;

/// Floats that `excite_factors` works in for each picture: the factors (groups x lanes), then the hidden layer.
size_t excite_floats(const excite_t *e);
/// at[0]: the map; at[1]: batch x `excite_floats`, of which the factors are the result.
void excite_factors(const void *parameters, void *const *at);
/// at[0]: the map; at[1]: what `excite_factors` made; at[2]: the map times its factors, which may be at[0].
void excite_apply(const void *parameters, void *const *at);
