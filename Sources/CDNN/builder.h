// A network while it is being built: what every kind of layer needs to append its steps.
#pragma once
#include "network.h"

/// What a layer's output is while the network is being built.
typedef struct {
    dnn_shape shape;
    md_t md;
    int buffer;
    int last_use;
    /// Numbers of half precision stand where `md` says bf16: only our own kernels may read them.
    int is_half;
    /// The tap that the layer itself has written; -1 where there is none.
    int tap;
} value_t;

typedef struct {
    dnn_network *network;
    const dnn_layer *layers;
    int count;
    dnnl_data_type_t type;
    dnnl_stream_t stream;
    value_t *values;
    const int *taps;
    int tap_count;
    char *error;
} builder_t;

/// Writes the sentence that the caller gets; returns 1, as every function here does on failure.
int fail(builder_t *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/// A buffer that step `born` fills.
int new_buffer(builder_t *b, size_t bytes, int born);
/// Notes that the step appended last works on `buffer`.
void touch(builder_t *b, int buffer);

/// Appends the primitive of `pd` (which is consumed) as a step, with its scratchpad; arguments follow.
step_t *append_step(builder_t *b, dnnl_primitive_desc_t pd);
/// Appends a computation of our own as a step; arguments follow. `parameters` are freed with the network.
step_t *append_kernel(builder_t *b, kernel_t kernel, void *parameters);
void argument(step_t *step, int role, place_t place, int index, md_ref md);

/// A step that copies one layout into another.
step_t *append_reorder(builder_t *b, md_ref from, md_ref to);
/// A copy of what stands at (`place`, `index`) in another layout; -1 on failure.
int copied(builder_t *b, place_t place, int index, md_ref from, md_ref wanted);
/// The buffer that a layer reads, in the layout `wanted`: the producer's own, or a reordered copy; -1 on failure.
int source_buffer(builder_t *b, const value_t *value, md_ref wanted);
/// A buffer with `value` in the layout `wanted` that layer `layer` may overwrite: the value's own where nothing reads it
/// later, else a copy; -1 on failure.
int buffer_to_overwrite(builder_t *b, int layer, int value, md_ref wanted);
/// Where the residual of layer `i` is summed in place: its buffer becomes the output. Where it is still needed, a copy
/// does; so too where the layer reads the very thing that it adds. -1 on failure.
int residual_buffer(builder_t *b, int i, md_ref wanted);
/// Reorders weights (or a bias) once into the layout `wanted`, into memory that oneDNN owns; -1 on failure.
int keep_weights(builder_t *b, md_ref plain, const float *values, md_ref wanted);

/// Shape of what layer `i` reads.
dnn_shape input_shape(const builder_t *b, int i);
/// Checks that a window fits into the input, and sets the shape of the layer's output.
int shape_window(builder_t *b, int i);
/// Strides, kernel and padding of a layer in oneDNN's words; the descriptors are the caller's.
window_t window_of(const dnn_layer *layer);

int build_convolution(builder_t *b, int i);
/// Whether minimal filtering computes a convolution faster than oneDNN does here; and the layer that does so.
int suits_winograd(const builder_t *b, int i);
int build_winograd(builder_t *b, int i);
/// The same of a wide window over the network's three input planes.
int suits_stem(const builder_t *b, int i);
int build_stem(builder_t *b, int i);
int build_pooling(builder_t *b, int i);
int build_excitation(builder_t *b, int i);
/// Copies tap `k` out, channels last, as soon as it is there, so that its buffer can serve again.
int build_tap(builder_t *b, int k);
