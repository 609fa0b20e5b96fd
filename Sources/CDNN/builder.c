#include "builder.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int fail(builder_t *b, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(b->error, DNN_ERROR_LENGTH, format, arguments);
    va_end(arguments);
    return 1;
}

int new_buffer(builder_t *b, size_t bytes, int born) {
    dnn_network *n = b->network;
    n->buffers[n->buffer_count] = (buffer_t){.bytes = bytes, .born = born, .dies = born};
    return n->buffer_count++;
}

void touch(builder_t *b, int buffer) {
    buffer_t *x = &b->network->buffers[buffer];
    if (b->network->step_count - 1 > x->dies) x->dies = b->network->step_count - 1;
}

void argument(step_t *step, int role, place_t place, int index, md_ref md) {
    argument_t *a = &step->arguments[step->argument_count++];
    a->role = role;
    a->place = place;
    a->index = index;
    md_copy(&a->md, md);
}

step_t *append_step(builder_t *b, dnnl_primitive_desc_t pd) {
    dnn_network *n = b->network;
    step_t *step = &n->steps[n->step_count];
    memset(step, 0, sizeof *step);
    if (dnnl_primitive_create(&step->primitive, pd)) return NULL;
    md_ref scratch = pd_md(pd, dnnl_query_scratchpad_md);
    size_t bytes = scratch ? md_size(scratch) : 0;
    if (bytes > 0) {
        argument(step, DNNL_ARG_SCRATCHPAD, AT_SCRATCH, 0, scratch);
        if (bytes > n->scratch_bytes) n->scratch_bytes = bytes;
    }
    dnnl_primitive_desc_destroy(pd);
    n->step_count++;
    return step;
}

step_t *append_kernel(builder_t *b, kernel_t kernel, void *parameters) {
    step_t *step = &b->network->steps[b->network->step_count++];
    memset(step, 0, sizeof *step);
    step->kernel = kernel;
    step->parameters = parameters;
    return step;
}

step_t *append_reorder(builder_t *b, md_ref from, md_ref to) {
    dnnl_primitive_attr_t attr;
    dnnl_primitive_desc_t pd;
    if (dnnl_primitive_attr_create(&attr)) return NULL;
    dnnl_primitive_attr_set_scratchpad_mode(attr, dnnl_scratchpad_mode_user);
    int status = dnnl_reorder_primitive_desc_create(&pd, from, b->network->engine, to, b->network->engine, attr);
    dnnl_primitive_attr_destroy(attr);
    return status ? NULL : append_step(b, pd);
}

int keep_weights(builder_t *b, md_ref plain, const float *values, md_ref wanted) {
    dnn_network *n = b->network;
    dnnl_memory_t from = NULL, to = NULL;
    dnnl_primitive_desc_t pd = NULL;
    dnnl_primitive_t reorder = NULL;
    int failed = dnnl_memory_create(&from, plain, n->engine, (void *)values) ||
                 dnnl_memory_create(&to, wanted, n->engine, DNNL_MEMORY_ALLOCATE) ||
                 dnnl_reorder_primitive_desc_create(&pd, plain, n->engine, wanted, n->engine, NULL) ||
                 dnnl_primitive_create(&reorder, pd);
    if (!failed) {
        dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
        failed = dnnl_primitive_execute(reorder, b->stream, 2, arguments) || dnnl_stream_wait(b->stream);
    }
    if (reorder) dnnl_primitive_destroy(reorder);
    if (pd) dnnl_primitive_desc_destroy(pd);
    if (from) dnnl_memory_destroy(from);
    if (failed) {
        if (to) dnnl_memory_destroy(to);
        return -1;
    }
    n->weights[n->weight_count] = to;
    return n->weight_count++;
}

int copied(builder_t *b, place_t place, int index, md_ref from, md_ref wanted) {
    step_t *step = append_reorder(b, from, wanted);
    if (!step) return -1;
    int copy = new_buffer(b, md_size(wanted), b->network->step_count - 1);
    argument(step, DNNL_ARG_FROM, place, index, from);
    argument(step, DNNL_ARG_TO, AT_BUFFER, copy, wanted);
    if (place == AT_BUFFER) touch(b, index);
    return copy;
}

int source_buffer(builder_t *b, const value_t *value, md_ref wanted) {
    if (md_equal(md_of(&value->md), wanted)) return value->buffer;
    return copied(b, AT_BUFFER, value->buffer, md_of(&value->md), wanted);
}

int buffer_to_overwrite(builder_t *b, int layer, int value, md_ref wanted) {
    const value_t *v = &b->values[value];
    if (v->last_use <= layer && md_equal(md_of(&v->md), wanted)) return v->buffer;
    return copied(b, AT_BUFFER, v->buffer, md_of(&v->md), wanted);
}

int residual_buffer(builder_t *b, int i, md_ref wanted) {
    const int adds = b->layers[i].adds;
    if (adds != b->layers[i].input) return buffer_to_overwrite(b, i, adds, wanted);
    return copied(b, AT_BUFFER, b->values[adds].buffer, md_of(&b->values[adds].md), wanted);
}

dnn_shape input_shape(const builder_t *b, int i) {
    const int input = b->layers[i].input;
    return input < 0 ? b->network->input : b->values[input].shape;
}

int shape_window(builder_t *b, int i) {
    const dnn_layer *layer = &b->layers[i];
    const dnn_shape in = input_shape(b, i);
    const int rows = in.height + layer->pad_top + layer->pad_bottom - layer->kernel;
    const int columns = in.width + layer->pad_left + layer->pad_right - layer->kernel;
    if (rows < 0 || columns < 0) return fail(b, "layer %d: the input is smaller than the kernel", i);
    if (in.channels != layer->in_channels)
        return fail(b, "layer %d reads %d channels and is given %d", i, layer->in_channels, in.channels);
    b->values[i].shape = (dnn_shape){layer->out_channels, rows / layer->stride + 1, columns / layer->stride + 1};
    return 0;
}

window_t window_of(const dnn_layer *layer) {
    window_t window = {
        .pad_before = {layer->pad_top, layer->pad_left}, .pad_after = {layer->pad_bottom, layer->pad_right}};
    for (int k = 0; k < 2; k++) {
        window.strides[k] = layer->stride;
        window.kernel[k] = layer->kernel;
    }
    return window;
}
