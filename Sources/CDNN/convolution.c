// Convolutions with what oneDNN fuses into them: bias, the residual sum, the activation.
#include "builder.h"

static dnnl_primitive_attr_t make_attributes(const dnn_layer *layer) {
    dnnl_primitive_attr_t attr = NULL;
    dnnl_post_ops_t ops = NULL;
    if (dnnl_primitive_attr_create(&attr)) return NULL;
    dnnl_primitive_attr_set_scratchpad_mode(attr, dnnl_scratchpad_mode_user);
    dnnl_post_ops_create(&ops);
    if (layer->adds >= 0) append_sum(ops);
    if (layer->activation == DNN_ACTIVATION_RELU) append_activation(ops, dnnl_eltwise_relu, 0, 0);
    if (layer->activation == DNN_ACTIVATION_RELU6) append_activation(ops, dnnl_eltwise_clip, 0, 6);
    if (layer->activation == DNN_ACTIVATION_SWISH) append_activation(ops, dnnl_eltwise_swish, 1, 0);
    dnnl_primitive_attr_set_post_ops(attr, ops);
    dnnl_post_ops_destroy(ops);
    return attr;
}

/// The descriptors of one convolution, before oneDNN has chosen their layouts and as the caller's numbers stand.
typedef struct {
    md_t source, weights, bias, destination, plain_source, plain_weights;
} layouts_t;

static layouts_t make_layouts(const builder_t *b, int i) {
    const dnn_layer *layer = &b->layers[i];
    const dnn_shape in = input_shape(b, i), out = b->values[i].shape;
    const int batch = b->network->batch, grouped = layer->groups > 1, dimensions = grouped ? 5 : 4;
    dnnl_dims_t source = {batch, in.channels, in.height, in.width};
    dnnl_dims_t destination = {batch, out.channels, out.height, out.width};
    dnnl_dims_t dense = {layer->out_channels, layer->in_channels, layer->kernel, layer->kernel};
    dnnl_dims_t by_group = {layer->groups, layer->out_channels / layer->groups, layer->in_channels / layer->groups,
                            layer->kernel, layer->kernel};
    dnnl_dims_t bias = {layer->out_channels};
    // In f32 the network's input keeps the caller's planar layout, which the first convolution reads as fast as any;
    // everything else is oneDNN's choice, which is the fastest it has.
    const int planar = layer->input < 0 && b->type == dnnl_f32;
    layouts_t made;
    md_make(&made.source, 4, source, b->type, planar ? dnnl_nchw : dnnl_format_tag_any);
    md_make(&made.weights, dimensions, grouped ? by_group : dense, b->type, dnnl_format_tag_any);
    md_make(&made.bias, 1, bias, dnnl_f32, dnnl_x);
    md_make(&made.destination, 4, destination, b->type, dnnl_format_tag_any);
    md_make(&made.plain_source, 4, source, dnnl_f32, dnnl_nchw);
    md_make(&made.plain_weights, dimensions, grouped ? by_group : dense, dnnl_f32, grouped ? dnnl_goihw : dnnl_oihw);
    return made;
}

static void free_layouts(layouts_t *made) {
    md_free(&made->source), md_free(&made->weights), md_free(&made->bias), md_free(&made->destination);
    md_free(&made->plain_source), md_free(&made->plain_weights);
}

/// Appends the convolution that `pd` (which is consumed) describes, after the copies that it needs.
static int append_convolution(builder_t *b, int i, dnnl_primitive_desc_t pd, const layouts_t *made) {
    const dnn_layer *layer = &b->layers[i];
    value_t *out = &b->values[i];
    md_t source, weights;
    md_copy(&source, pd_md(pd, dnnl_query_src_md));
    md_copy(&weights, pd_md(pd, dnnl_query_weights_md));
    md_copy(&out->md, pd_md(pd, dnnl_query_dst_md));

    int failed = 0, read = -1, residual = -1, weight = -1, offset = -1;
    const int direct = layer->input < 0 && md_equal(md_of(&made->plain_source), md_of(&source));
    if (layer->input >= 0) read = source_buffer(b, &b->values[layer->input], md_of(&source));
    if (layer->input < 0 && !direct) read = copied(b, AT_INPUT, 0, md_of(&made->plain_source), md_of(&source));
    failed = read < 0 && !direct;
    if (layer->adds >= 0 && !failed) failed = (residual = residual_buffer(b, i, md_of(&out->md))) < 0;
    if (!failed) {
        weight = keep_weights(b, md_of(&made->plain_weights), layer->weights, md_of(&weights));
        offset = keep_weights(b, md_of(&made->bias), layer->bias, md_of(&made->bias));
        failed = weight < 0 || offset < 0;
    }
    if (failed) {
        dnnl_primitive_desc_destroy(pd);
        failed = fail(b, "oneDNN cannot lay out layer %d", i);
    } else {
        out->buffer = residual >= 0 ? residual : new_buffer(b, md_size(md_of(&out->md)), b->network->step_count);
        step_t *step = append_step(b, pd);
        if (!step) {
            failed = fail(b, "oneDNN cannot make layer %d", i);
        } else {
            argument(step, DNNL_ARG_SRC, direct ? AT_INPUT : AT_BUFFER, direct ? 0 : read, md_of(&source));
            argument(step, DNNL_ARG_DST, AT_BUFFER, out->buffer, md_of(&out->md));
            argument(step, DNNL_ARG_WEIGHTS, AT_WEIGHTS, weight, md_of(&weights));
            argument(step, DNNL_ARG_BIAS, AT_WEIGHTS, offset, md_of(&made->bias));
            if (!direct) touch(b, read);
            touch(b, out->buffer);
        }
    }
    md_free(&source), md_free(&weights);
    return failed;
}

int build_convolution(builder_t *b, int i) {
    if (suits_winograd(b, i)) return build_winograd(b, i);
    if (suits_stem(b, i)) return build_stem(b, i);
    if (shape_window(b, i)) return 1;
    layouts_t made = make_layouts(b, i);
    window_t window = window_of(&b->layers[i]);
    window.source = md_of(&made.source), window.weights = md_of(&made.weights);
    window.bias = md_of(&made.bias), window.destination = md_of(&made.destination);
    dnnl_primitive_attr_t attr = make_attributes(&b->layers[i]);
    dnnl_primitive_desc_t pd = NULL;
    int status = attr ? make_convolution(&pd, b->network->engine, &window, attr) : (int)dnnl_out_of_memory;
    if (attr) dnnl_primitive_attr_destroy(attr);
    int failed = status ? fail(b, "oneDNN refuses layer %d (status %d)", i, status)
                        : append_convolution(b, i, pd, &made);
    free_layouts(&made);
    return failed;
}
