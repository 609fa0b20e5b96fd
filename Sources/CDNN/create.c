#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "network.h"

// From libgomp. Its header belongs to the compiler, and this call is all that is needed: it sets the team size of the
// calling thread only, and oneDNN bakes it into the primitives that this thread makes.
void omp_set_num_threads(int count);

/// What a layer's output is while the network is being built.
typedef struct {
    dnn_shape shape;
    md_t md;
    int buffer;
    int last_use;
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

static int fail(builder_t *b, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(b->error, DNN_ERROR_LENGTH, format, arguments);
    va_end(arguments);
    return 1;
}

/// A buffer that step `born` fills.
static int new_buffer(builder_t *b, size_t bytes, int born) {
    dnn_network *n = b->network;
    n->buffers[n->buffer_count] = (buffer_t){.bytes = bytes, .born = born, .dies = born};
    return n->buffer_count++;
}

static void argument(step_t *step, int role, place_t place, int index, md_ref md) {
    argument_t *a = &step->arguments[step->argument_count++];
    a->role = role;
    a->place = place;
    a->index = index;
    md_copy(&a->md, md);
}

/// Appends the primitive of `pd` (which is consumed) as a step, with its scratchpad; arguments follow.
static step_t *append_step(builder_t *b, dnnl_primitive_desc_t pd) {
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

/// Notes that the step appended last works on `buffer`.
static void touch(builder_t *b, int buffer) {
    buffer_t *x = &b->network->buffers[buffer];
    if (b->network->step_count - 1 > x->dies) x->dies = b->network->step_count - 1;
}

/// A step that copies one layout into another.
static step_t *append_reorder(builder_t *b, md_ref from, md_ref to) {
    dnnl_primitive_attr_t attr;
    dnnl_primitive_desc_t pd;
    if (dnnl_primitive_attr_create(&attr)) return NULL;
    dnnl_primitive_attr_set_scratchpad_mode(attr, dnnl_scratchpad_mode_user);
    int status =
        dnnl_reorder_primitive_desc_create(&pd, from, b->network->engine, to, b->network->engine, attr);
    dnnl_primitive_attr_destroy(attr);
    return status ? NULL : append_step(b, pd);
}

/// Reorders weights (or a bias) once into the layout `wanted`, into memory that oneDNN owns.
static int keep_weights(builder_t *b, md_ref plain, const float *values, md_ref wanted) {
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

/// A copy of what stands at (`place`, `index`) in another layout.
static int copied(builder_t *b, place_t place, int index, md_ref from, md_ref wanted) {
    step_t *step = append_reorder(b, from, wanted);
    if (!step) return -1;
    int copy = new_buffer(b, md_size(wanted), b->network->step_count - 1);
    argument(step, DNNL_ARG_FROM, place, index, from);
    argument(step, DNNL_ARG_TO, AT_BUFFER, copy, wanted);
    if (place == AT_BUFFER) touch(b, index);
    return copy;
}

/// The buffer that a layer reads, in the layout `wanted`: the producer's own, or a reordered copy.
static int source_buffer(builder_t *b, const value_t *value, md_ref wanted) {
    if (md_equal(md_of(&value->md), wanted)) return value->buffer;
    return copied(b, AT_BUFFER, value->buffer, md_of(&value->md), wanted);
}

static dnnl_primitive_attr_t make_attributes(const dnn_layer *layer) {
    dnnl_primitive_attr_t attr = NULL;
    dnnl_post_ops_t ops = NULL;
    if (dnnl_primitive_attr_create(&attr)) return NULL;
    dnnl_primitive_attr_set_scratchpad_mode(attr, dnnl_scratchpad_mode_user);
    if (layer->kind != DNN_CONVOLUTION) return attr;
    dnnl_post_ops_create(&ops);
    if (layer->adds >= 0) append_sum(ops);
    if (layer->activation == DNN_ACTIVATION_RELU) append_activation(ops, dnnl_eltwise_relu, 0, 0);
    if (layer->activation == DNN_ACTIVATION_RELU6) append_activation(ops, dnnl_eltwise_clip, 0, 6);
    dnnl_primitive_attr_set_post_ops(attr, ops);
    dnnl_post_ops_destroy(ops);
    return attr;
}

/// The residual is summed in place: its buffer becomes the output. Where it is still needed later, a copy is.
static int residual_buffer(builder_t *b, int layer, md_ref wanted) {
    const value_t *residual = &b->values[b->layers[layer].adds];
    int free_to_take = residual->last_use <= layer && b->layers[layer].adds != b->layers[layer].input;
    if (free_to_take && md_equal(md_of(&residual->md), wanted)) return residual->buffer;
    return copied(b, AT_BUFFER, residual->buffer, md_of(&residual->md), wanted);
}

static int build_layer(builder_t *b, int i) {
    dnn_network *n = b->network;
    const dnn_layer *layer = &b->layers[i];
    const dnn_shape in = layer->input < 0 ? n->input : b->values[layer->input].shape;
    const int rows = in.height + layer->pad_top + layer->pad_bottom - layer->kernel;
    const int columns = in.width + layer->pad_left + layer->pad_right - layer->kernel;
    if (rows < 0 || columns < 0) return fail(b, "layer %d: the input is smaller than the kernel", i);
    if (in.channels != layer->in_channels)
        return fail(b, "layer %d reads %d channels and is given %d", i, layer->in_channels, in.channels);
    value_t *out = &b->values[i];
    out->shape = (dnn_shape){layer->out_channels, rows / layer->stride + 1, columns / layer->stride + 1};

    const int convolution = layer->kind == DNN_CONVOLUTION;
    const int grouped = layer->groups > 1;
    dnnl_dims_t source_dims = {n->batch, in.channels, in.height, in.width};
    dnnl_dims_t out_dims = {n->batch, out->shape.channels, out->shape.height, out->shape.width};
    dnnl_dims_t weight_dims = {layer->out_channels, layer->in_channels / layer->groups, layer->kernel, layer->kernel};
    dnnl_dims_t grouped_dims = {layer->groups, layer->out_channels / layer->groups, layer->in_channels / layer->groups,
                                layer->kernel, layer->kernel};
    dnnl_dims_t bias_dims = {layer->out_channels};
    md_t source, weights, plain_weights, bias, destination;
    // The input keeps the caller's planar layout; everything else is oneDNN's choice, which is the fastest it has.
    md_make(&source, 4, source_dims, layer->input < 0 ? dnnl_f32 : b->type,
            convolution && layer->input >= 0 ? dnnl_format_tag_any : dnnl_nchw);
    if (layer->input < 0 && b->type != dnnl_f32) {
        md_free(&source);
        md_make(&source, 4, source_dims, b->type, dnnl_format_tag_any);
    }
    if (!convolution) {
        md_free(&source);
        md_copy(&source, md_of(&b->values[layer->input].md));
    }
    md_make(&weights, grouped ? 5 : 4, grouped ? grouped_dims : weight_dims, b->type, dnnl_format_tag_any);
    md_make(&plain_weights, grouped ? 5 : 4, grouped ? grouped_dims : weight_dims, dnnl_f32,
            grouped ? dnnl_goihw : dnnl_oihw);
    md_make(&bias, 1, bias_dims, dnnl_f32, dnnl_x);
    md_make(&destination, 4, out_dims, b->type, dnnl_format_tag_any);

    window_t window = {.source = md_of(&source), .weights = md_of(&weights), .bias = md_of(&bias),
                       .destination = md_of(&destination)};
    for (int k = 0; k < 2; k++) {
        window.strides[k] = layer->stride;
        window.kernel[k] = layer->kernel;
    }
    window.pad_before[0] = layer->pad_top, window.pad_before[1] = layer->pad_left;
    window.pad_after[0] = layer->pad_bottom, window.pad_after[1] = layer->pad_right;

    dnnl_primitive_attr_t attr = make_attributes(layer);
    dnnl_primitive_desc_t pd = NULL;
    int status = !attr ? (int)dnnl_out_of_memory
                 : convolution ? make_convolution(&pd, n->engine, &window, attr)
                               : make_max_pool(&pd, n->engine, &window, attr);
    if (attr) dnnl_primitive_attr_destroy(attr);
    if (status) return fail(b, "oneDNN refuses layer %d (status %d)", i, status);

    int failed = 0, read = -1, weight = -1, offset = -1;
    md_ref wanted = pd_md(pd, dnnl_query_src_md);
    md_ref given = pd_md(pd, dnnl_query_dst_md);
    md_copy(&out->md, given);
    md_t read_md;
    md_copy(&read_md, wanted);
    if (layer->input >= 0) {
        read = source_buffer(b, &b->values[layer->input], wanted);
        failed |= read < 0;
    } else {
        md_t planar;
        md_make(&planar, 4, source_dims, dnnl_f32, dnnl_nchw);
        if (!md_equal(md_of(&planar), wanted)) {
            read = copied(b, AT_INPUT, 0, md_of(&planar), wanted);
            failed |= read < 0;
        }
        md_free(&planar);
    }
    int residual = layer->adds >= 0 && !failed ? residual_buffer(b, i, given) : -1;
    failed |= layer->adds >= 0 && residual < 0;
    if (convolution && !failed) {
        weight = keep_weights(b, md_of(&plain_weights), layer->weights, pd_md(pd, dnnl_query_weights_md));
        offset = keep_weights(b, md_of(&bias), layer->bias, md_of(&bias));
        failed |= weight < 0 || offset < 0;
    }
    if (failed) {
        dnnl_primitive_desc_destroy(pd);
        return fail(b, "oneDNN cannot lay out layer %d", i);
    }
    md_t weights_md;
    if (convolution) md_copy(&weights_md, pd_md(pd, dnnl_query_weights_md));
    out->buffer = residual >= 0 ? residual : new_buffer(b, md_size(given), n->step_count);
    step_t *step = append_step(b, pd);
    if (!step) return fail(b, "oneDNN cannot make layer %d", i);
    argument(step, DNNL_ARG_SRC, read < 0 ? AT_INPUT : AT_BUFFER, read < 0 ? 0 : read, md_of(&read_md));
    argument(step, DNNL_ARG_DST, AT_BUFFER, out->buffer, md_of(&out->md));
    if (convolution) {
        argument(step, DNNL_ARG_WEIGHTS, AT_WEIGHTS, weight, md_of(&weights_md));
        argument(step, DNNL_ARG_BIAS, AT_WEIGHTS, offset, md_of(&bias));
        md_free(&weights_md);
    }
    if (read >= 0) touch(b, read);
    touch(b, out->buffer);
    md_free(&read_md), md_free(&source), md_free(&weights), md_free(&plain_weights), md_free(&bias);
    md_free(&destination);
    return 0;
}

/// Copies a tap out, channels last, as soon as it is there, so that its buffer can serve again.
static int build_tap(builder_t *b, int k) {
    value_t *value = &b->values[b->taps[k]];
    dnnl_dims_t dims = {b->network->batch, value->shape.channels, value->shape.height, value->shape.width};
    md_t plain;
    md_make(&plain, 4, dims, dnnl_f32, dnnl_nhwc);
    step_t *step = append_reorder(b, md_of(&value->md), md_of(&plain));
    if (!step) return fail(b, "oneDNN cannot copy tap %d", k);
    argument(step, DNNL_ARG_FROM, AT_BUFFER, value->buffer, md_of(&value->md));
    argument(step, DNNL_ARG_TO, AT_TAP, k, md_of(&plain));
    touch(b, value->buffer);
    b->network->taps[k] = value->shape;
    md_free(&plain);
    return 0;
}

static int build(builder_t *b) {
    for (int i = 0; i < b->count; i++) {
        const dnn_layer *layer = &b->layers[i];
        if (layer->input >= i || layer->adds >= i || (layer->kind == DNN_MAX_POOL && layer->input < 0))
            return fail(b, "layer %d reads a layer that comes later", i);
        if (layer->input >= 0) b->values[layer->input].last_use = i;
        if (layer->adds >= 0) b->values[layer->adds].last_use = i;
    }
    for (int i = 0; i < b->count; i++) {
        if (build_layer(b, i)) return 1;
        for (int k = 0; k < b->tap_count; k++)
            if (b->taps[k] == i && build_tap(b, k)) return 1;
    }
    return 0;
}

dnn_network *dnn_network_create(const dnn_layer *layers, int count, int batch, int channels, int height, int width,
                                int precision, int threads, const int *taps, int tap_count, char *error) {
    dnn_network *n = calloc(1, sizeof *n);
    builder_t b = {.network = n, .layers = layers, .count = count, .taps = taps, .tap_count = tap_count,
                   .type = precision == DNN_BF16 ? dnnl_bf16 : dnnl_f32, .error = error};
    error[0] = 0;
    if (!n) return NULL;
    omp_set_num_threads(threads);
    n->threads = threads;
    n->batch = batch;
    n->input = (dnn_shape){channels, height, width};
    // A layer makes at most four steps (two copies in, itself, a copy out) and as many buffers.
    n->steps = calloc((size_t)count * 4 + 1, sizeof *n->steps);
    n->buffers = calloc((size_t)count * 4 + 1, sizeof *n->buffers);
    n->weights = calloc((size_t)count * 2 + 1, sizeof *n->weights);
    n->taps = calloc((size_t)tap_count + 1, sizeof *n->taps);
    n->tap_count = tap_count;
    b.values = calloc((size_t)count + 1, sizeof *b.values);
    int failed = !n->steps || !n->buffers || !n->weights || !n->taps || !b.values;
    if (failed) fail(&b, "out of memory");
    failed = failed || (dnnl_engine_create(&n->engine, dnnl_cpu, 0) && fail(&b, "oneDNN has no CPU engine")) ||
             (dnnl_stream_create(&b.stream, n->engine, dnnl_stream_default_flags) && fail(&b, "oneDNN has no stream"));
    failed = failed || build(&b);
    if (!failed) n->arena_bytes = place_buffers(n->buffers, n->buffer_count);
    // Every network has activations: no bytes for them means that there was no memory to place them with.
    failed = failed || (!n->arena_bytes && fail(&b, "out of memory"));
    if (b.stream) dnnl_stream_destroy(b.stream);
    if (b.values)
        for (int i = 0; i < count; i++) md_free(&b.values[i].md);
    free(b.values);
    if (failed) {
        dnn_network_destroy(n);
        return NULL;
    }
    return n;
}

void dnn_network_destroy(dnn_network *n) {
    if (!n) return;
    for (int i = 0; i < n->step_count; i++) {
        for (int k = 0; k < n->steps[i].argument_count; k++) md_free(&n->steps[i].arguments[k].md);
        dnnl_primitive_destroy(n->steps[i].primitive);
    }
    for (int i = 0; i < n->weight_count; i++) dnnl_memory_destroy(n->weights[i]);
    if (n->engine) dnnl_engine_destroy(n->engine);
    free(n->steps), free(n->buffers), free(n->weights), free(n->taps), free(n);
}

dnn_shape dnn_network_tap(const dnn_network *network, int k) { return network->taps[k]; }

size_t dnn_network_arena_bytes(const dnn_network *n) { return n->arena_bytes + n->scratch_bytes; }

int dnn_has_native_bf16(void) {
    // ISA values are bit sets in 2.x and 3.x alike: at least AVX512-BF16 means that all its bits are there.
    dnnl_cpu_isa_t isa = dnnl_get_effective_cpu_isa();
    return (isa & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16;
}

void dnn_version(int *major, int *minor, int *patch) {
    const dnnl_version_t *version = dnnl_version();
    *major = version->major, *minor = version->minor, *patch = version->patch;
}
