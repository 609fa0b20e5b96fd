#include <stdlib.h>

#include "GivingWay.h"
#include "network.h"

void omp_set_num_threads(int count);

struct dnn_context {
    const dnn_network *network;
    dnnl_stream_t stream;
    char *arena, *scratch;
    float *input;
    float **taps;
    /// For each step its arguments, their memory objects bound once to places in the arena.
    dnnl_exec_arg_t (*arguments)[MAX_ARGUMENTS];
    /// The same places as pointers, for kernels.
    void *(*places)[MAX_ARGUMENTS];
};

static void *aligned(size_t bytes) { return aligned_alloc(64, (bytes + 63) / 64 * 64 + 64); }

static size_t tap_bytes(const dnn_network *n, int k) {
    return sizeof(float) * (size_t)n->batch * n->taps[k].channels * n->taps[k].height * n->taps[k].width;
}

static int bind(dnn_context *c, const argument_t *a, dnnl_exec_arg_t *out, void **pointer) {
    void *handle = NULL;
    switch (a->place) {
        case AT_WEIGHTS:
            *out = (dnnl_exec_arg_t){a->role, c->network->weights[a->index]};
            return dnnl_memory_get_data_handle(out->memory, pointer);
        case AT_BUFFER: handle = c->arena + c->network->buffers[a->index].offset; break;
        case AT_INPUT: handle = c->input; break;
        case AT_TAP: handle = c->taps[a->index]; break;
        case AT_SCRATCH: handle = c->scratch; break;
    }
    *pointer = handle;
    out->arg = a->role;
    return dnnl_memory_create(&out->memory, md_of(&a->md), c->network->engine, handle);
}

dnn_context *dnn_context_create(const dnn_network *n) {
    dnn_context *c = calloc(1, sizeof *c);
    if (!c) return NULL;
    c->network = n;
    c->arena = aligned(n->arena_bytes);
    c->scratch = aligned(n->scratch_bytes);
    c->input = aligned(sizeof(float) * (size_t)n->batch * n->input.channels * n->input.height * n->input.width);
    c->taps = calloc((size_t)n->tap_count + 1, sizeof *c->taps);
    c->arguments = calloc((size_t)n->step_count + 1, sizeof *c->arguments);
    c->places = calloc((size_t)n->step_count + 1, sizeof *c->places);
    int failed = !c->arena || !c->scratch || !c->input || !c->taps || !c->arguments || !c->places;
    for (int k = 0; !failed && k < n->tap_count; k++) failed = !(c->taps[k] = aligned(tap_bytes(n, k)));
    failed = failed || dnnl_stream_create(&c->stream, n->engine, dnnl_stream_default_flags);
    for (int i = 0; !failed && i < n->step_count; i++)
        for (int k = 0; !failed && k < n->steps[i].argument_count; k++)
            failed = bind(c, &n->steps[i].arguments[k], &c->arguments[i][k], &c->places[i][k]);
    if (failed) {
        dnn_context_destroy(c);
        return NULL;
    }
    return c;
}

void dnn_context_destroy(dnn_context *c) {
    if (!c) return;
    for (int i = 0; c->arguments && i < c->network->step_count; i++)
        for (int k = 0; k < c->network->steps[i].argument_count; k++)
            if (c->network->steps[i].arguments[k].place != AT_WEIGHTS && c->arguments[i][k].memory)
                dnnl_memory_destroy(c->arguments[i][k].memory);
    for (int k = 0; c->taps && k < c->network->tap_count; k++) free(c->taps[k]);
    if (c->stream) dnnl_stream_destroy(c->stream);
    free(c->arena), free(c->scratch), free(c->input), free(c->taps), free(c->arguments), free(c->places), free(c);
}

float *dnn_context_input(dnn_context *context) { return context->input; }

const float *dnn_context_tap(const dnn_context *context, int k) { return context->taps[k]; }

int dnn_context_run(dnn_context *c) {
    omp_set_num_threads(c->network->threads);
    for (int i = 0; i < c->network->step_count; i++) {
        const step_t *step = &c->network->steps[i];
        give_way();
        int status = dnnl_success;
        // A CPU stream is done when a call returns, so kernels may follow primitives as they stand.
        if (step->kernel) step->kernel(step->parameters, c->places[i]);
        else status = dnnl_primitive_execute(step->primitive, c->stream, step->argument_count, c->arguments[i]);
        if (status) return status;
    }
    return dnnl_stream_wait(c->stream);
}
