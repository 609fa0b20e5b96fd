// The parts of a trainer that building and running share. All maps are channels last: oneDNN's convolutions of brain
// floats are as fast on them as on its blocks in both directions, and no map is ever copied into another layout.
#pragma once
#include "CDNN.h"
#include "compat.h"
#include "plan.h"
#include "training_depthwise.h"
#include "training_norm.h"

/// A primitive and what it works on, bound once.
typedef struct {
    dnnl_primitive_t primitive;
    dnnl_exec_arg_t arguments[6];
    int argument_count;
} call_t;

/// Readers that a map may have: the gradients from all of them are summed.
enum { MAX_SOURCES = 4 };

typedef struct {
    dnn_layer table;
    dnn_shape in, out;
    /// The layer's output, and what a convolution gives before its norm. The backward pass overwrites the latter with
    /// its own gradient.
    void *map, *raw;
    call_t forward, backward_data, backward_weights;
    /// Between the caller's weights (or gradients) and oneDNN's layouts; the caller's side is bound at each pass.
    call_t to_forward, to_backward, from_gradient;
    dnnl_memory_t plain_forward, plain_backward, plain_gradient;
    /// Where the kernel of our own takes the place of backward_weights, its room; else NULL.
    float *depthwise_sums;
    depthwise_t depthwise;
    norm_map_t norm_map;
    /// Points into the trainer's numbers by channel.
    norm_t norm;
    float *slope, *offset;
    /// Where in the parameters, and where in the statistics.
    size_t weight_at, gamma_at, beta_at;
    int channel_at;
    /// Buffers with gradients for this layer's output.
    int sources[MAX_SOURCES], source_count;
    /// Whether the first of them is to hold dz, and whether it does so anyway.
    int keeps_dz, is_dz;
    /// Buffer for the input's gradient; -1 where nobody wants it.
    int input_gradient;
} trained_layer;

/// What is added to a variance before its root is taken.
#define DNN_EPSILON 1e-5

struct dnn_trainer {
    dnnl_engine_t engine;
    dnnl_stream_t stream;
    dnnl_data_type_t type;
    int batch, count, is_bf16;
    dnn_shape input_shape;
    trained_layer *layers;
    /// The caller's planes, and side by side in the network's type.
    float *input;
    void *input_map;
    grid_t grid;
    float *features;
    /// The buffer of the gradient behind the last layer.
    int last_gradient;
    float *statistics, *channel_numbers;
    int channels;
    double *sums;
    size_t parameter_count;
    buffer_t *buffers;
    int buffer_count;
    char *arena;
    void *scratch;
    size_t scratch_bytes;
    /// All that is to be freed.
    void **blocks;
    dnnl_memory_t *memories;
    int block_count, memory_count;
    size_t bytes;
};

static inline size_t map_numbers(const dnn_trainer *t, dnn_shape s) {
    return (size_t)t->batch * s.channels * s.height * s.width;
}
static inline size_t map_bytes(const dnn_trainer *t, dnn_shape s) {
    return map_numbers(t, s) * (t->is_bf16 ? 2 : sizeof(float));
}
