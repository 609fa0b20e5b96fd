// What a training step cannot do without: the three passes of each convolution, as oneDNN's own primitives, in the
// layouts that oneDNN likes best, on one thread.
#include <stdlib.h>

#include "../CDNN/compat.h"
#include "CCeilings.h"

void omp_set_num_threads(int count);

enum { FORWARD, INPUT_GRADIENT, WEIGHT_GRADIENT, PASSES, ARGUMENTS = 3 };

typedef struct {
    dnnl_primitive_t primitive;
    dnnl_memory_t memory[ARGUMENTS];
    int roles[ARGUMENTS];
} pass_t;

struct ceiling_training {
    dnnl_engine_t engine;
    dnnl_stream_t stream;
    pass_t (*layers)[PASSES];
    int count;
};

/// Memory filled with small numbers, see convolution.c.
static int filled(ceiling_training *t, pass_t *pass, int index, int role, md_ref md) {
    void *bytes = NULL;
    pass->roles[index] = role;
    if (dnnl_memory_create(&pass->memory[index], md, t->engine, DNNL_MEMORY_ALLOCATE)) return 1;
    if (dnnl_memory_get_data_handle(pass->memory[index], &bytes) || !bytes) return 1;
    memset(bytes, 0x3c, md_size(md));
    return 0;
}

static int make_pass(ceiling_training *t, pass_t *pass, int kind, const_dnnl_primitive_desc_t pd) {
    static const struct {
        int role;
        dnnl_query_t layout;
    } arguments[PASSES][ARGUMENTS] = {
        {{DNNL_ARG_SRC, dnnl_query_src_md}, {DNNL_ARG_WEIGHTS, dnnl_query_weights_md},
         {DNNL_ARG_DST, dnnl_query_dst_md}},
        {{DNNL_ARG_DIFF_DST, dnnl_query_diff_dst_md}, {DNNL_ARG_WEIGHTS, dnnl_query_weights_md},
         {DNNL_ARG_DIFF_SRC, dnnl_query_diff_src_md}},
        {{DNNL_ARG_SRC, dnnl_query_src_md}, {DNNL_ARG_DIFF_DST, dnnl_query_diff_dst_md},
         {DNNL_ARG_DIFF_WEIGHTS, dnnl_query_diff_weights_md}}};
    int failed = dnnl_primitive_create(&pass->primitive, pd);
    for (int k = 0; k < ARGUMENTS && !failed; k++)
        failed = filled(t, pass, k, arguments[kind][k].role, pd_md(pd, arguments[kind][k].layout));
    return failed;
}

static int make_layer(ceiling_training *t, const ceiling_layer *layer, int batch, int use_bf16, pass_t *passes) {
    const dnnl_data_type_t type = use_bf16 ? dnnl_bf16 : dnnl_f32;
    const int out_height = (layer->height + 2 * layer->padding - layer->kernel) / layer->stride + 1;
    const int out_width = (layer->width + 2 * layer->padding - layer->kernel) / layer->stride + 1;
    dnnl_dims_t in = {batch, layer->in_channels, layer->height, layer->width};
    dnnl_dims_t out = {batch, layer->out_channels, out_height, out_width};
    dnnl_dims_t kernel = {layer->out_channels, layer->in_channels, layer->kernel, layer->kernel};
    md_t source, weights, gradient, destination;
    int failed = md_make(&source, 4, in, type, dnnl_format_tag_any);
    failed |= md_make(&weights, 4, kernel, type, dnnl_format_tag_any);
    failed |= md_make(&gradient, 4, kernel, dnnl_f32, dnnl_format_tag_any);
    failed |= md_make(&destination, 4, out, type, dnnl_format_tag_any);
    window_t window = {.source = md_of(&source), .weights = md_of(&weights), .destination = md_of(&destination),
                       .strides = {layer->stride, layer->stride}, .pad_before = {layer->padding, layer->padding},
                       .pad_after = {layer->padding, layer->padding}, .kernel = {layer->kernel, layer->kernel}};
    dnnl_primitive_attr_t attr = NULL;
    dnnl_primitive_desc_t pd[PASSES] = {NULL, NULL, NULL};
    failed = failed || dnnl_primitive_attr_create(&attr) ||
             make_training_convolution(&pd[FORWARD], t->engine, &window, attr) ||
             make_pass(t, &passes[FORWARD], FORWARD, pd[FORWARD]);
    if (!failed && layer->wants_input_gradient)
        failed = make_source_gradient(&pd[INPUT_GRADIENT], t->engine, &window, pd[FORWARD], attr) ||
                 make_pass(t, &passes[INPUT_GRADIENT], INPUT_GRADIENT, pd[INPUT_GRADIENT]);
    window.weights = md_of(&gradient);
    failed = failed || make_weight_gradient(&pd[WEIGHT_GRADIENT], t->engine, &window, pd[FORWARD], attr) ||
             make_pass(t, &passes[WEIGHT_GRADIENT], WEIGHT_GRADIENT, pd[WEIGHT_GRADIENT]);
    for (int k = 0; k < PASSES; k++)
        if (pd[k]) dnnl_primitive_desc_destroy(pd[k]);
    if (attr) dnnl_primitive_attr_destroy(attr);
    md_free(&source), md_free(&weights), md_free(&gradient), md_free(&destination);
    return failed;
}

ceiling_training *ceiling_training_create(const ceiling_layer *layers, int count, int batch, int use_bf16) {
    ceiling_training *t = calloc(1, sizeof *t);
    if (!t) return NULL;
    omp_set_num_threads(1);
    t->layers = calloc((size_t)count + 1, sizeof *t->layers);
    int failed = !t->layers || dnnl_engine_create(&t->engine, dnnl_cpu, 0) ||
                 dnnl_stream_create(&t->stream, t->engine, dnnl_stream_default_flags);
    if (!failed) t->count = count;
    for (int i = 0; i < count && !failed; i++) failed = make_layer(t, &layers[i], batch, use_bf16, t->layers[i]);
    if (failed) {
        ceiling_training_destroy(t);
        return NULL;
    }
    return t;
}

static int run_pass(ceiling_training *t, const pass_t *pass) {
    if (!pass->primitive) return 0;
    dnnl_exec_arg_t arguments[ARGUMENTS];
    for (int k = 0; k < ARGUMENTS; k++) arguments[k] = (dnnl_exec_arg_t){pass->roles[k], pass->memory[k]};
    return dnnl_primitive_execute(pass->primitive, t->stream, ARGUMENTS, arguments);
}

int ceiling_training_run(ceiling_training *t) {
    omp_set_num_threads(1);
    int status = 0;
    for (int i = 0; i < t->count && !status; i++) status = run_pass(t, &t->layers[i][FORWARD]);
    for (int i = t->count - 1; i >= 0 && !status; i--) {
        status = run_pass(t, &t->layers[i][WEIGHT_GRADIENT]);
        if (!status) status = run_pass(t, &t->layers[i][INPUT_GRADIENT]);
    }
    return status ? status : (int)dnnl_stream_wait(t->stream);
}

void ceiling_training_destroy(ceiling_training *t) {
    if (!t) return;
    for (int i = 0; i < t->count; i++)
        for (int k = 0; k < PASSES; k++) {
            if (t->layers[i][k].primitive) dnnl_primitive_destroy(t->layers[i][k].primitive);
            for (int a = 0; a < ARGUMENTS; a++)
                if (t->layers[i][k].memory[a]) dnnl_memory_destroy(t->layers[i][k].memory[a]);
        }
    if (t->stream) dnnl_stream_destroy(t->stream);
    if (t->engine) dnnl_engine_destroy(t->engine);
    free(t->layers), free(t);
}
