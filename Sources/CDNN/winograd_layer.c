// Convolutions that winograd.c computes, as steps of a network.
#include <math.h>
#include <stdlib.h>

#include "builder.h"
#include "winograd.h"

/// The kernel's own: what it computes, with the bias and the weights behind it, each on a cache line's boundary.
typedef struct {
    winograd_shape shape;
    int threads;
    const float *bias;
    void *weights;
} parameters_t;

static void run(const void *parameters, void *const *at) {
    const parameters_t *p = parameters;
    winograd_run(&p->shape, p->threads, p->weights, p->bias, at[0], at[1], at[2]);
}

static size_t whole_lines(size_t bytes) { return (bytes + 63) / 64 * 64; }

static winograd_shape shape_of(const builder_t *b, int i) {
    const dnn_layer *layer = &b->layers[i];
    const dnn_shape in = input_shape(b, i);
    const int clips = layer->activation == DNN_ACTIVATION_RELU || layer->activation == DNN_ACTIVATION_RELU6;
    return (winograd_shape){.batch = b->network->batch,
                            .in_channels = layer->in_channels,
                            .out_channels = layer->out_channels,
                            .height = in.height,
                            .width = in.width,
                            .is_bf16 = b->type == dnnl_bf16,
                            .adds = layer->adds >= 0,
                            .low = clips ? 0 : -INFINITY,
                            .high = layer->activation == DNN_ACTIVATION_RELU6 ? 6 : INFINITY};
}

static parameters_t *make_parameters(const builder_t *b, int i) {
    const dnn_layer *layer = &b->layers[i];
    const winograd_shape shape = shape_of(b, i);
    const size_t head = whole_lines(sizeof(parameters_t)), bias = whole_lines(sizeof(float) * shape.out_channels);
    char *block = aligned_alloc(64, head + bias + whole_lines(winograd_weight_bytes(&shape)));
    if (!block) return NULL;
    parameters_t *p = (parameters_t *)block;
    *p = (parameters_t){shape, b->network->threads, (float *)(block + head), block + head + bias};
    memcpy(block + head, layer->bias, sizeof(float) * shape.out_channels);
    winograd_weights(&shape, layer->weights, p->weights);
    return p;
}

int suits_winograd(const builder_t *b, int i) {
    const dnn_layer *layer = &b->layers[i];
    const int is_activation_known =
        layer->activation == DNN_ACTIVATION_NONE || layer->activation == DNN_ACTIVATION_RELU ||
        layer->activation == DNN_ACTIVATION_RELU6;
    if (layer->input < 0 || layer->kernel != 3 || layer->stride != 1 || layer->groups != 1 || !is_activation_known ||
        layer->pad_top != 1 || layer->pad_bottom != 1 || layer->pad_left != 1 || layer->pad_right != 1)
        return 0;
    const winograd_shape shape = shape_of(b, i);
    return winograd_suits(&shape);
}

int build_winograd(builder_t *b, int i) {
    if (shape_window(b, i)) return 1;
    dnn_network *n = b->network;
    const dnn_layer *layer = &b->layers[i];
    value_t *out = &b->values[i];
    const dnn_shape in = input_shape(b, i);
    parameters_t *parameters = make_parameters(b, i);
    if (!parameters) return fail(b, "out of memory");

    dnnl_dims_t source_dims = {n->batch, in.channels, in.height, in.width};
    dnnl_dims_t out_dims = {n->batch, out->shape.channels, out->shape.height, out->shape.width};
    dnnl_dims_t scratch_dims = {(dnnl_dim_t)winograd_scratch_bytes(&parameters->shape, n->threads)};
    md_t source, scratch;
    md_make(&source, 4, source_dims, b->type, dnnl_nhwc);
    md_make(&out->md, 4, out_dims, b->type, dnnl_nhwc);
    md_make(&scratch, 1, scratch_dims, dnnl_u8, dnnl_x);

    const int read = source_buffer(b, &b->values[layer->input], md_of(&source));
    const int residual = layer->adds >= 0 && read >= 0 ? residual_buffer(b, i, md_of(&out->md)) : -1;
    const int failed = read < 0 || (layer->adds >= 0 && residual < 0);
    if (failed) {
        free(parameters);
        fail(b, "oneDNN cannot lay out layer %d", i);
    } else {
        out->buffer = residual >= 0 ? residual : new_buffer(b, md_size(md_of(&out->md)), n->step_count);
        step_t *step = append_kernel(b, run, parameters);
        argument(step, DNNL_ARG_SRC, AT_BUFFER, read, md_of(&source));
        argument(step, DNNL_ARG_DST, AT_BUFFER, out->buffer, md_of(&out->md));
        argument(step, DNNL_ARG_SCRATCHPAD, AT_SCRATCH, 0, md_of(&scratch));
        if (md_size(md_of(&scratch)) > n->scratch_bytes) n->scratch_bytes = md_size(md_of(&scratch));
        touch(b, read), touch(b, out->buffer);
    }
    md_free(&source), md_free(&scratch);
    return failed;
}
