// Building a trainer: shapes, memory for everything that a pass keeps, and its primitives.
#include <stdlib.h>

#include "training_maker.h"

// From libgomp, see create.c.
void omp_set_num_threads(int count);

// MARK: memory

/// Zeroed and 64-byte aligned; freed with the trainer. NULL when memory is short.
static void *block(maker_t *m, size_t bytes) {
    dnn_trainer *t = m->trainer;
    void **grown = realloc(t->blocks, sizeof *grown * (size_t)(t->block_count + 1));
    if (grown) t->blocks = grown;
    const size_t whole = (bytes + 63) / 64 * 64 + 64;
    void *made = grown ? aligned_alloc(64, whole) : NULL;
    if (!made) {
        training_refuse(m, "there is no memory for its %zu MiB of activations and gradients", (t->bytes + whole) >> 20);
        return NULL;
    }
    memset(made, 0, whole);
    t->blocks[t->block_count++] = made;
    t->bytes += whole;
    return made;
}

/// A memory object at `place`, which may come later (NULL).
static dnnl_memory_t bound(maker_t *m, md_ref md, void *place) {
    dnn_trainer *t = m->trainer;
    dnnl_memory_t *grown = realloc(t->memories, sizeof *grown * (size_t)(t->memory_count + 1));
    if (!grown) return NULL;
    t->memories = grown;
    dnnl_memory_t made = NULL;
    if (dnnl_memory_create(&made, md, t->engine, place ? place : DNNL_MEMORY_NONE)) return NULL;
    t->memories[t->memory_count++] = made;
    return made;
}

static int new_gradient(maker_t *m, size_t bytes, int born) {
    dnn_trainer *t = m->trainer;
    t->buffers[t->buffer_count] = (buffer_t){.bytes = bytes, .born = born, .dies = born};
    return t->buffer_count++;
}

// MARK: calls

static dnnl_primitive_attr_t make_attributes(void) {
    dnnl_primitive_attr_t attr = NULL;
    if (dnnl_primitive_attr_create(&attr)) return NULL;
    dnnl_primitive_attr_set_scratchpad_mode(attr, dnnl_scratchpad_mode_user);
    return attr;
}

static int add_argument(maker_t *m, call_t *call, int role, md_ref md, void *place) {
    dnnl_memory_t memory = bound(m, md, place);
    call->arguments[call->argument_count++] = (dnnl_exec_arg_t){role, memory};
    return !memory;
}

/// The primitive of `pd`, which stays the caller's. Its scratchpad is bound once all sizes are known.
static int make_call(maker_t *m, call_t *call, const_dnnl_primitive_desc_t pd) {
    dnn_trainer *t = m->trainer;
    if (dnnl_primitive_create(&call->primitive, pd)) return 1;
    md_ref scratch = pd_md(pd, dnnl_query_scratchpad_md);
    const size_t bytes = scratch ? md_size(scratch) : 0;
    if (bytes > t->scratch_bytes) t->scratch_bytes = bytes;
    return bytes > 0 && add_argument(m, call, DNNL_ARG_SCRATCHPAD, scratch, NULL);
}

/// A copy from one layout into another; `plain` is the memory object of the caller's side, bound later.
static int make_reorder(maker_t *m, call_t *call, md_ref from, void *from_place, md_ref to, void *to_place,
                        dnnl_memory_t *plain) {
    dnn_trainer *t = m->trainer;
    dnnl_primitive_attr_t attr = make_attributes();
    dnnl_primitive_desc_t pd = NULL;
    int failed = !attr || dnnl_reorder_primitive_desc_create(&pd, from, t->engine, to, t->engine, attr) ||
                 make_call(m, call, pd) || add_argument(m, call, DNNL_ARG_FROM, from, from_place) ||
                 add_argument(m, call, DNNL_ARG_TO, to, to_place);
    if (!failed) *plain = call->arguments[call->argument_count - (from_place ? 1 : 2)].memory;
    if (pd) dnnl_primitive_desc_destroy(pd);
    if (attr) dnnl_primitive_attr_destroy(attr);
    return failed;
}

// MARK: layers

static window_t window_of_layer(const dnn_layer *layer) {
    window_t window = {
        .pad_before = {layer->pad_top, layer->pad_left}, .pad_after = {layer->pad_bottom, layer->pad_right}};
    for (int k = 0; k < 2; k++) {
        window.strides[k] = layer->stride;
        window.kernel[k] = layer->kernel;
    }
    return window;
}

static void describe_map(const dnn_trainer *t, dnn_shape shape, md_t *out) {
    dnnl_dims_t dims = {t->batch, shape.channels, shape.height, shape.width};
    md_make(out, 4, dims, t->type, dnnl_nhwc);
}

static void describe_weights(const dnn_layer *layer, dnnl_data_type_t type, int is_plain, md_t *out) {
    const int grouped = layer->groups > 1;
    dnnl_dims_t dense = {layer->out_channels, layer->in_channels, layer->kernel, layer->kernel};
    dnnl_dims_t by_group = {layer->groups, layer->out_channels / layer->groups, layer->in_channels / layer->groups,
                            layer->kernel, layer->kernel};
    const dnnl_format_tag_t plain = grouped ? dnnl_goihw : dnnl_oihw;
    md_make(out, grouped ? 5 : 4, grouped ? by_group : dense, type, is_plain ? plain : dnnl_format_tag_any);
}

/// A call that computes with weights in oneDNN's own layout at the end of its reorder.
static int add_weights(maker_t *m, call_t *call, call_t *reorder, dnnl_memory_t *plain, md_ref caller, md_ref own) {
    void *place = block(m, md_size(own));
    return !place || add_argument(m, call, DNNL_ARG_WEIGHTS, own, place) ||
           make_reorder(m, reorder, caller, NULL, own, place, plain);
}

static int is_depthwise(const dnn_layer *layer) {
    return layer->groups > 1 && layer->groups == layer->in_channels && layer->groups == layer->out_channels &&
           depthwise_suits(layer->kernel);
}

static int make_depthwise(maker_t *m, trained_layer *layer) {
    const dnn_layer *table = &layer->table;
    layer->depthwise = (depthwise_t){m->trainer->batch,    table->out_channels, table->kernel,
                                     table->stride,        table->pad_top,      table->pad_left,
                                     m->trainer->is_bf16,  layer->in.height,    layer->in.width,
                                     layer->out.height,    layer->out.width};
    layer->depthwise_sums = block(m, sizeof(float) * (size_t)table->out_channels * table->kernel * table->kernel);
    return !layer->depthwise_sums;
}

/// `source` is the map that the layer reads.
static int make_convolution_calls(maker_t *m, int i, void *source) {
    dnn_trainer *t = m->trainer;
    trained_layer *layer = &t->layers[i];
    md_t in, out, weights, gradient, plain;
    describe_map(t, layer->in, &in);
    describe_map(t, layer->out, &out);
    describe_weights(&layer->table, t->type, 0, &weights);
    describe_weights(&layer->table, dnnl_f32, 0, &gradient);
    describe_weights(&layer->table, dnnl_f32, 1, &plain);
    window_t window = window_of_layer(&layer->table);
    window.source = md_of(&in), window.weights = md_of(&weights), window.destination = md_of(&out);

    dnnl_primitive_attr_t attr = make_attributes();
    dnnl_primitive_desc_t forward = NULL, data = NULL, back = NULL;
    int failed = !attr || make_training_convolution(&forward, t->engine, &window, attr) ||
                 make_call(m, &layer->forward, forward) ||
                 add_argument(m, &layer->forward, DNNL_ARG_SRC, md_of(&in), source) ||
                 add_argument(m, &layer->forward, DNNL_ARG_DST, md_of(&out), layer->raw) ||
                 add_weights(m, &layer->forward, &layer->to_forward, &layer->plain_forward, md_of(&plain),
                             pd_md(forward, dnnl_query_weights_md));
    if (!failed && layer->table.input >= 0)
        failed = make_source_gradient(&data, t->engine, &window, forward, attr) ||
                 make_call(m, &layer->backward_data, data) ||
                 add_argument(m, &layer->backward_data, DNNL_ARG_DIFF_DST, md_of(&out), layer->raw) ||
                 add_weights(m, &layer->backward_data, &layer->to_backward, &layer->plain_backward, md_of(&plain),
                             pd_md(data, dnnl_query_weights_md)) ||
                 add_argument(m, &layer->backward_data, DNNL_ARG_DIFF_SRC, md_of(&in), NULL);
    // In float whatever the maps are: nothing is rounded between the products and the optimiser.
    window.weights = md_of(&gradient);
    if (!failed && is_depthwise(&layer->table)) {
        failed = make_depthwise(m, layer);
    } else if (!failed && !(failed = make_weight_gradient(&back, t->engine, &window, forward, attr))) {
        md_ref own = pd_md(back, dnnl_query_diff_weights_md);
        void *place = block(m, md_size(own));
        failed = !place || make_call(m, &layer->backward_weights, back) ||
                 add_argument(m, &layer->backward_weights, DNNL_ARG_SRC, md_of(&in), source) ||
                 add_argument(m, &layer->backward_weights, DNNL_ARG_DIFF_DST, md_of(&out), layer->raw) ||
                 add_argument(m, &layer->backward_weights, DNNL_ARG_DIFF_WEIGHTS, own, place) ||
                 make_reorder(m, &layer->from_gradient, own, place, md_of(&plain), NULL, &layer->plain_gradient);
    }
    if (forward) dnnl_primitive_desc_destroy(forward);
    if (data) dnnl_primitive_desc_destroy(data);
    if (back) dnnl_primitive_desc_destroy(back);
    if (attr) dnnl_primitive_attr_destroy(attr);
    md_free(&in), md_free(&out), md_free(&weights), md_free(&gradient), md_free(&plain);
    return failed && training_refuse(m, "oneDNN cannot train layer %d", i);
}

static int make_pool_calls(maker_t *m, int i, void *source) {
    dnn_trainer *t = m->trainer;
    trained_layer *layer = &t->layers[i];
    md_t in, out;
    describe_map(t, layer->in, &in);
    describe_map(t, layer->out, &out);
    window_t window = window_of_layer(&layer->table);
    window.source = md_of(&in), window.destination = md_of(&out);
    dnnl_primitive_attr_t attr = make_attributes();
    dnnl_primitive_desc_t forward = NULL, back = NULL;
    int failed = !attr || make_training_max_pool(&forward, t->engine, &window, attr) ||
                 make_max_pool_gradient(&back, t->engine, &window, forward, attr);
    if (!failed) {
        // Which pixel of each window was the largest.
        md_ref workspace = pd_md(forward, dnnl_query_workspace_md);
        void *place = block(m, md_size(workspace));
        failed = !place || make_call(m, &layer->forward, forward) ||
                 add_argument(m, &layer->forward, DNNL_ARG_SRC, md_of(&in), source) ||
                 add_argument(m, &layer->forward, DNNL_ARG_DST, md_of(&out), layer->map) ||
                 add_argument(m, &layer->forward, DNNL_ARG_WORKSPACE, workspace, place) ||
                 make_call(m, &layer->backward_data, back) ||
                 add_argument(m, &layer->backward_data, DNNL_ARG_WORKSPACE, workspace, place) ||
                 add_argument(m, &layer->backward_data, DNNL_ARG_DIFF_DST, md_of(&out), NULL) ||
                 add_argument(m, &layer->backward_data, DNNL_ARG_DIFF_SRC, md_of(&in), NULL);
    }
    if (forward) dnnl_primitive_desc_destroy(forward);
    if (back) dnnl_primitive_desc_destroy(back);
    if (attr) dnnl_primitive_attr_destroy(attr);
    md_free(&in), md_free(&out);
    return failed && training_refuse(m, "oneDNN cannot train layer %d", i);
}

static int add_source(maker_t *m, int layer, int buffer) {
    trained_layer *to = &m->trainer->layers[layer];
    if (to->source_count == MAX_SOURCES) return training_refuse(m, "layer %d is read by too many others", layer);
    to->sources[to->source_count++] = buffer;
    return 0;
}

/// Who hands whose gradient to whom, from the last layer to the first, and how long each has to live.
static int plan_gradients(maker_t *m) {
    dnn_trainer *t = m->trainer;
    t->last_gradient = new_gradient(m, map_bytes(t, t->layers[t->count - 1].out), 0);
    if (add_source(m, t->count - 1, t->last_gradient)) return 1;
    for (int i = t->count - 1, now = 1; i >= 0; i--, now++) {
        trained_layer *layer = &t->layers[i];
        const dnn_layer *table = &layer->table;
        if (layer->source_count == 0) return training_refuse(m, "nothing reads layer %d", i);
        for (int k = 0; k < layer->source_count; k++) t->buffers[layer->sources[k]].dies = now;
        // A gradient that was summed or that another layer takes over is written down; of a single one that nobody else
        // wants, the activation's derivative is cheaper to compute twice.
        const int is_changed = layer->source_count > 1 || table->activation != DNN_ACTIVATION_NONE;
        layer->keeps_dz = layer->source_count > 1 || (table->adds >= 0 && is_changed);
        layer->is_dz = layer->keeps_dz || !is_changed;
        if (table->kind == DNN_CONVOLUTION && table->adds >= 0 && add_source(m, table->adds, layer->sources[0]))
            return 1;
        layer->input_gradient = -1;
        if (table->input >= 0) {
            layer->input_gradient = new_gradient(m, map_bytes(t, layer->in), now);
            if (add_source(m, table->input, layer->input_gradient)) return 1;
        }
    }
    const size_t bytes = place_buffers(t->buffers, t->buffer_count);
    if (!bytes) return training_refuse(m, "out of memory");
    return !(t->arena = block(m, bytes));
}

static int make_layer(maker_t *m, int i) {
    dnn_trainer *t = m->trainer;
    trained_layer *layer = &t->layers[i];
    if (!(layer->map = block(m, map_bytes(t, layer->out)))) return 1;
    void *source = layer->table.input < 0 ? t->input_map : t->layers[layer->table.input].map;
    if (layer->table.kind == DNN_MAX_POOL) return make_pool_calls(m, i, source);
    if (!(layer->raw = block(m, map_bytes(t, layer->out)))) return 1;
    float *numbers[] = {0, 0, 0, 0, 0};
    for (int k = 0; k < 5; k++) numbers[k] = t->channel_numbers + (size_t)k * t->channels + layer->channel_at;
    layer->norm = (norm_t){numbers[0], numbers[1], t->statistics + layer->channel_at, numbers[2]};
    layer->slope = numbers[3], layer->offset = numbers[4];
    return make_convolution_calls(m, i, source);
}

/// Arguments whose place was not known when their call was made.
static int bind_late(call_t *call, int role, void *place) {
    for (int k = 0; k < call->argument_count; k++)
        if (call->arguments[k].arg == role && dnnl_memory_set_data_handle(call->arguments[k].memory, place)) return 1;
    return 0;
}

static int bind_all(maker_t *m) {
    dnn_trainer *t = m->trainer;
    if (!(t->scratch = block(m, t->scratch_bytes))) return 1;
    for (int i = 0; i < t->count; i++) {
        trained_layer *layer = &t->layers[i];
        call_t *calls[] = {&layer->forward,    &layer->backward_data, &layer->backward_weights,
                           &layer->to_forward, &layer->to_backward,   &layer->from_gradient};
        for (int k = 0; k < 6; k++)
            if (bind_late(calls[k], DNNL_ARG_SCRATCHPAD, t->scratch)) return training_refuse(m, "out of memory");
        int failed = 0;
        if (layer->input_gradient >= 0)
            failed = bind_late(&layer->backward_data, DNNL_ARG_DIFF_SRC,
                               t->arena + t->buffers[layer->input_gradient].offset);
        if (layer->table.kind == DNN_MAX_POOL)
            failed |= bind_late(&layer->backward_data, DNNL_ARG_DIFF_DST,
                                t->arena + t->buffers[layer->sources[0]].offset);
        if (failed) return training_refuse(m, "out of memory");
    }
    return 0;
}

static int make(maker_t *m, const dnn_layer *layers, int grid) {
    dnn_trainer *t = m->trainer;
    t->layers = calloc((size_t)t->count + 1, sizeof *t->layers);
    t->buffers = calloc((size_t)t->count * 2 + 1, sizeof *t->buffers);
    if (!t->layers || !t->buffers || t->count < 1) return training_refuse(m, "out of memory");
    if (dnnl_engine_create(&t->engine, dnnl_cpu, 0) ||
        dnnl_stream_create(&t->stream, t->engine, dnnl_stream_default_flags))
        return training_refuse(m, "oneDNN has no CPU engine");
    for (int i = 0; i < t->count; i++) {
        t->layers[i].table = layers[i];
        if (training_shape_layer(m, i)) return 1;
    }
    const dnn_shape last = t->layers[t->count - 1].out;
    if (grid < 1 || grid > last.height || grid > last.width)
        return training_refuse(m, "its last map of %dx%d has no %dx%d cells", last.width, last.height, grid, grid);
    t->grid = (grid_t){t->batch, last.height, last.width, last.channels, grid, t->is_bf16};
    t->input = block(m, map_numbers(t, t->input_shape) * sizeof(float));
    t->input_map = block(m, map_bytes(t, t->input_shape));
    t->features = block(m, sizeof(float) * (size_t)t->batch * last.channels * grid * grid);
    t->statistics = block(m, sizeof(float) * 2 * (size_t)t->channels);
    t->channel_numbers = block(m, sizeof(float) * 5 * (size_t)t->channels);
    t->sums = block(m, sizeof(double) * 2 * (size_t)t->channels);
    if (!t->input || !t->input_map || !t->features || !t->statistics || !t->channel_numbers || !t->sums) return 1;
    if (plan_gradients(m)) return 1;
    for (int i = 0; i < t->count; i++)
        if (make_layer(m, i)) return 1;
    return bind_all(m);
}

dnn_trainer *dnn_trainer_create(const dnn_layer *layers, int count, int batch, int height, int width, int grid,
                                int precision, char *error) {
    error[0] = 0;
    dnn_trainer *t = calloc(1, sizeof *t);
    maker_t m = {t, error};
    if (!t) {
        training_refuse(&m, "out of memory");
        return NULL;
    }
    omp_set_num_threads(1);
    t->batch = batch;
    t->count = count;
    t->is_bf16 = precision == DNN_BF16;
    t->type = t->is_bf16 ? dnnl_bf16 : dnnl_f32;
    t->input_shape = (dnn_shape){3, height, width};
    if (make(&m, layers, grid)) {
        training_refuse(&m, "out of memory");
        dnn_trainer_destroy(t);
        return NULL;
    }
    return t;
}

void dnn_trainer_destroy(dnn_trainer *t) {
    if (!t) return;
    for (int i = 0; t->layers && i < t->count; i++) {
        trained_layer *layer = &t->layers[i];
        call_t *calls[] = {&layer->forward,    &layer->backward_data, &layer->backward_weights,
                           &layer->to_forward, &layer->to_backward,   &layer->from_gradient};
        for (int k = 0; k < 6; k++)
            if (calls[k]->primitive) dnnl_primitive_destroy(calls[k]->primitive);
    }
    for (int k = 0; k < t->memory_count; k++) dnnl_memory_destroy(t->memories[k]);
    for (int k = 0; k < t->block_count; k++) free(t->blocks[k]);
    if (t->stream) dnnl_stream_destroy(t->stream);
    if (t->engine) dnnl_engine_destroy(t->engine);
    free(t->layers), free(t->buffers), free(t->blocks), free(t->memories), free(t);
}
