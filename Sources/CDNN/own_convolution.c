// Convolutions that our own kernels compute faster than oneDNN does, as steps of a network.
#include <math.h>
#include <stdlib.h>

#include "builder.h"
#include "stem.h"
#include "winograd.h"

/// A kernel's own: what it computes, with the bias and the weights behind it, each on a cache line's boundary.
typedef struct {
    union {
        winograd_shape winograd;
        stem_shape stem;
    } shape;
    int threads;
    /// Whether the output is a tap: then the fourth place is the tap's.
    int is_tap;
    float *bias;
    void *weights;
} parameters_t;

static void run_winograd(const void *parameters, void *const *at) {
    const parameters_t *p = parameters;
    winograd_run(&p->shape.winograd, p->threads, p->weights, p->bias, at[0], at[1],
                 p->is_tap ? at[3] : NULL, at[2]);
}

static void run_stem(const void *parameters, void *const *at) {
    const parameters_t *p = parameters;
    stem_run(&p->shape.stem, p->threads, p->weights, p->bias, at[0], at[1], at[2]);
}

/// Bounds that an activation clips to.
static float low_of(const dnn_layer *layer) { return layer->activation == DNN_ACTIVATION_NONE ? -INFINITY : 0; }
static float high_of(const dnn_layer *layer) { return layer->activation == DNN_ACTIVATION_RELU6 ? 6 : INFINITY; }

static int is_clipped(const dnn_layer *layer) {
    return layer->activation == DNN_ACTIVATION_NONE || layer->activation == DNN_ACTIVATION_RELU ||
           layer->activation == DNN_ACTIVATION_RELU6;
}

static int is_padded_by(const dnn_layer *layer, int pad) {
    return layer->pad_top == pad && layer->pad_bottom == pad && layer->pad_left == pad && layer->pad_right == pad;
}

/// How a layer's output is stored, in the kernel's words.
static winograd_type type_of(const builder_t *b, int i) {
    if (b->values[i].is_half) return WINOGRAD_F16;
    return b->type == dnnl_bf16 ? WINOGRAD_BF16 : WINOGRAD_F32;
}

static winograd_shape winograd_shape_of(const builder_t *b, int i) {
    const dnn_layer *layer = &b->layers[i];
    const dnn_shape in = input_shape(b, i);
    return (winograd_shape){.batch = b->network->batch, .in_channels = layer->in_channels,
                            .out_channels = layer->out_channels, .height = in.height, .width = in.width,
                            .is_reduced = b->type == dnnl_bf16, .adds = layer->adds >= 0,
                            .low = low_of(layer), .high = high_of(layer)};
}

static stem_shape stem_shape_of(const builder_t *b, int i) {
    const dnn_layer *layer = &b->layers[i];
    return (stem_shape){.batch = b->network->batch, .height = b->network->input.height,
                        .width = b->network->input.width, .out_channels = layer->out_channels,
                        .kernel = layer->kernel, .stride = layer->stride, .pad = layer->pad_top,
                        .is_bf16 = b->type == dnnl_bf16,
                        .scale = {layer->input_scale[0], layer->input_scale[1], layer->input_scale[2]},
                        .offset = {layer->input_offset[0], layer->input_offset[1], layer->input_offset[2]},
                        .low = low_of(layer), .high = high_of(layer)};
}

int suits_winograd(const builder_t *b, int i) {
    const dnn_layer *layer = &b->layers[i];
    if (layer->kind != DNN_CONVOLUTION || layer->input < 0 || layer->kernel != 3 || layer->stride != 1 || layer->groups != 1 || !is_padded_by(layer, 1) ||
        !is_clipped(layer))
        return 0;
    const winograd_shape shape = winograd_shape_of(b, i);
    return winograd_suits(&shape);
}

/// Whether the output of layer `i`, which is computed here, may be in half precision: oneDNN must never read it.
static int may_be_half(const builder_t *b, int i) {
    int taps = 0;
    for (int k = 0; k < b->tap_count; k++) taps += b->taps[k] == i;
    if (b->type != dnnl_bf16 || taps > 1) return 0;
    for (int j = i + 1; j < b->count; j++)
        if ((b->layers[j].input == i || b->layers[j].adds == i) && !suits_winograd(b, j)) return 0;
    return 1;
}

int suits_stem(const builder_t *b, int i) {
    const dnn_layer *layer = &b->layers[i];
    if (layer->input >= 0 || layer->adds >= 0 || layer->groups != 1 || layer->in_channels != 3 ||
        b->network->input.channels != 3 || !is_padded_by(layer, layer->pad_top) || !is_clipped(layer))
        return 0;
    const stem_shape shape = stem_shape_of(b, i);
    return stem_suits(&shape);
}

static size_t whole_lines(size_t bytes) { return (bytes + 63) / 64 * 64; }

/// Parameters with room for `weights` bytes, bias copied; NULL when memory is short.
static parameters_t *make_parameters(const builder_t *b, int i, size_t weights) {
    const dnn_layer *layer = &b->layers[i];
    const size_t head = whole_lines(sizeof(parameters_t)), bias = whole_lines(sizeof(float) * layer->out_channels);
    char *block = aligned_alloc(64, head + bias + whole_lines(weights));
    if (!block) return NULL;
    memcpy(block + head, layer->bias, sizeof(float) * layer->out_channels);
    parameters_t *p = (parameters_t *)block;
    *p = (parameters_t){.threads = b->network->threads, .bias = (float *)(block + head), .weights = block + head + bias};
    return p;
}

/// Appends a kernel that reads (`place`, `read`), fills a new buffer or the one of the residual, and takes scratch.
static void append(builder_t *b, int i, kernel_t kernel, parameters_t *parameters, place_t place, int read,
                   md_ref source, int residual, size_t scratch_bytes) {
    dnn_network *n = b->network;
    value_t *out = &b->values[i];
    dnnl_dims_t dims = {(dnnl_dim_t)scratch_bytes};
    md_t scratch;
    md_make(&scratch, 1, dims, dnnl_u8, dnnl_x);
    out->buffer = residual >= 0 ? residual : new_buffer(b, md_size(md_of(&out->md)), n->step_count);
    step_t *step = append_kernel(b, kernel, parameters);
    argument(step, DNNL_ARG_SRC, place, read, source);
    argument(step, DNNL_ARG_DST, AT_BUFFER, out->buffer, md_of(&out->md));
    argument(step, DNNL_ARG_SCRATCHPAD, AT_SCRATCH, 0, md_of(&scratch));
    if (scratch_bytes > n->scratch_bytes) n->scratch_bytes = scratch_bytes;
    if (place == AT_BUFFER) touch(b, read);
    touch(b, out->buffer);
    md_free(&scratch);
}

static void make_output(builder_t *b, int i) {
    value_t *out = &b->values[i];
    dnnl_dims_t dims = {b->network->batch, out->shape.channels, out->shape.height, out->shape.width};
    md_make(&out->md, 4, dims, b->type, dnnl_nhwc);
}

/// Lets the step appended last write the tap that layer `i` is, if it is one: no copy, and no rounding.
static int write_tap(builder_t *b, int i) {
    for (int k = 0; k < b->tap_count; k++) {
        if (b->taps[k] != i) continue;
        const dnn_shape shape = b->values[i].shape;
        dnnl_dims_t dims = {b->network->batch, shape.channels, shape.height, shape.width};
        md_t plain;
        md_make(&plain, 4, dims, dnnl_f32, dnnl_nhwc);
        argument(&b->network->steps[b->network->step_count - 1], DNNL_ARG_DST_1, AT_TAP, k, md_of(&plain));
        md_free(&plain);
        b->network->taps[k] = shape;
        b->values[i].tap = k;
        return 1;
    }
    return 0;
}

int build_winograd(builder_t *b, int i) {
    if (shape_window(b, i)) return 1;
    const dnn_layer *layer = &b->layers[i];
    const dnn_shape in = input_shape(b, i);
    winograd_shape shape = winograd_shape_of(b, i);
    b->values[i].is_half = may_be_half(b, i);
    shape.source = type_of(b, layer->input), shape.destination = type_of(b, i);
    if (layer->adds >= 0) shape.residual = type_of(b, layer->adds);
    dnnl_dims_t dims = {b->network->batch, in.channels, in.height, in.width};
    md_t source;
    md_make(&source, 4, dims, b->type, dnnl_nhwc);
    make_output(b, i);
    const int read = source_buffer(b, &b->values[layer->input], md_of(&source));
    const int residual = layer->adds >= 0 && read >= 0 ? residual_buffer(b, i, md_of(&b->values[i].md)) : -1;
    int failed = read < 0 || (layer->adds >= 0 && residual < 0);
    parameters_t *parameters = failed ? NULL : make_parameters(b, i, winograd_weight_bytes(&shape));
    if (parameters) {
        parameters->shape.winograd = shape;
        winograd_weights(&shape, layer->weights, parameters->weights);
        append(b, i, run_winograd, parameters, AT_BUFFER, read, md_of(&source), residual,
               winograd_scratch_bytes(&shape, b->network->threads));
        parameters->is_tap = write_tap(b, i);
    } else {
        failed = fail(b, failed ? "oneDNN cannot lay out layer %d" : "no memory for layer %d", i);
    }
    md_free(&source);
    return failed;
}

int build_stem(builder_t *b, int i) {
    if (shape_window(b, i)) return 1;
    const dnn_network *n = b->network;
    const stem_shape shape = stem_shape_of(b, i);
    parameters_t *parameters = make_parameters(b, i, stem_weight_bytes(&shape));
    if (!parameters) return fail(b, "no memory for layer %d", i);
    parameters->shape.stem = shape;
    stem_weights(&shape, b->layers[i].weights, parameters->weights, parameters->bias);
    dnnl_dims_t dims = {n->batch, n->input.channels, n->input.height, n->input.width};
    md_t planes;
    md_make(&planes, 4, dims, dnnl_f32, dnnl_nchw);
    make_output(b, i);
    append(b, i, run_stem, parameters, AT_INPUT, 0, md_of(&planes), -1, stem_scratch_bytes(&shape, n->threads));
    md_free(&planes);
    return 0;
}
