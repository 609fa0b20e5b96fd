// Building and ending a network; what each kind of layer needs stands in its own file.
#include <stdlib.h>

#include "builder.h"

// From libgomp. Its header belongs to the compiler, and this call is all that is needed: it sets the team size of the
// calling thread only, and oneDNN bakes it into the primitives that this thread makes.
void omp_set_num_threads(int count);

static int build_layer(builder_t *b, int i) {
    switch (b->layers[i].kind) {
        case DNN_CONVOLUTION: return build_convolution(b, i);
        case DNN_MAX_POOL: return build_pooling(b, i);
        case DNN_EXCITATION: return build_excitation(b, i);
        default: return fail(b, "layer %d is of no known kind", i);
    }
}

static int build(builder_t *b) {
    for (int i = 0; i < b->count; i++) {
        const dnn_layer *layer = &b->layers[i];
        if (layer->input >= i || layer->adds >= i || (layer->kind != DNN_CONVOLUTION && layer->input < 0))
            return fail(b, "layer %d reads a layer that comes later", i);
        if (layer->input >= 0) b->values[layer->input].last_use = i;
        if (layer->adds >= 0) b->values[layer->adds].last_use = i;
    }
    // All shapes first: what a layer does with its output depends on who reads it.
    for (int i = 0; i < b->count; i++) {
        b->values[i].shape = input_shape(b, i);
        if (b->layers[i].kind != DNN_EXCITATION && shape_window(b, i)) return 1;
    }
    for (int i = 0; i < b->count; i++) {
        b->values[i].tap = -1;
        if (build_layer(b, i)) return 1;
        for (int k = 0; k < b->tap_count; k++)
            if (b->taps[k] == i && b->values[i].tap != k && build_tap(b, k)) return 1;
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
        if (n->steps[i].primitive) dnnl_primitive_destroy(n->steps[i].primitive);
        free(n->steps[i].parameters);
    }
    for (int i = 0; i < n->weight_count; i++) dnnl_memory_destroy(n->weights[i]);
    if (n->engine) dnnl_engine_destroy(n->engine);
    free(n->steps), free(n->buffers), free(n->weights), free(n->taps), free(n);
}

dnn_shape dnn_network_tap(const dnn_network *network, int k) { return network->taps[k]; }

size_t dnn_network_arena_bytes(const dnn_network *n) { return n->arena_bytes + n->scratch_bytes; }
