#include <stdlib.h>

#include "../CDNN/compat.h"
#include "CCeilings.h"

void omp_set_num_threads(int count);

enum { SOURCE, WEIGHTS, BIAS, DESTINATION, ARGUMENTS };

struct ceiling_convolution {
    dnnl_engine_t engine;
    dnnl_stream_t stream;
    dnnl_primitive_t primitive;
    dnnl_memory_t memory[ARGUMENTS];
    int threads;
};

/// Memory in the layout `md`, filled with small numbers: pages never written would all be read from one page of zeros.
static int filled(ceiling_convolution *c, int index, md_ref md) {
    void *bytes = NULL;
    if (dnnl_memory_create(&c->memory[index], md, c->engine, DNNL_MEMORY_ALLOCATE)) return 1;
    if (dnnl_memory_get_data_handle(c->memory[index], &bytes) || !bytes) return 1;
    // 0x3c3c is 0.0115 in bf16, and 0x3c3c3c3c the same in f32.
    memset(bytes, 0x3c, md_size(md));
    return 0;
}

ceiling_convolution *ceiling_convolution_create(int channels, int side, int batch, int use_bf16, int threads) {
    ceiling_convolution *c = calloc(1, sizeof *c);
    if (!c) return NULL;
    omp_set_num_threads(threads);
    c->threads = threads;
    const dnnl_data_type_t type = use_bf16 ? dnnl_bf16 : dnnl_f32;
    dnnl_dims_t maps = {batch, channels, side, side}, kernel = {channels, channels, 3, 3}, offsets = {channels};
    md_t source, weights, bias, destination;
    int failed = md_make(&source, 4, maps, type, dnnl_format_tag_any);
    failed |= md_make(&weights, 4, kernel, type, dnnl_format_tag_any);
    failed |= md_make(&bias, 1, offsets, dnnl_f32, dnnl_x);
    failed |= md_make(&destination, 4, maps, type, dnnl_format_tag_any);
    window_t window = {.source = md_of(&source), .weights = md_of(&weights), .bias = md_of(&bias),
                       .destination = md_of(&destination), .strides = {1, 1}, .pad_before = {1, 1},
                       .pad_after = {1, 1}, .kernel = {3, 3}};
    dnnl_primitive_attr_t attr = NULL;
    dnnl_post_ops_t ops = NULL;
    dnnl_primitive_desc_t pd = NULL;
    failed = failed || dnnl_engine_create(&c->engine, dnnl_cpu, 0) ||
             dnnl_stream_create(&c->stream, c->engine, dnnl_stream_default_flags) ||
             dnnl_primitive_attr_create(&attr) || dnnl_post_ops_create(&ops);
    failed = failed || append_activation(ops, dnnl_eltwise_relu, 0, 0) || dnnl_primitive_attr_set_post_ops(attr, ops) ||
             make_convolution(&pd, c->engine, &window, attr) || dnnl_primitive_create(&c->primitive, pd);
    failed = failed || filled(c, SOURCE, pd_md(pd, dnnl_query_src_md)) ||
             filled(c, WEIGHTS, pd_md(pd, dnnl_query_weights_md)) || filled(c, BIAS, md_of(&bias)) ||
             filled(c, DESTINATION, pd_md(pd, dnnl_query_dst_md));
    if (pd) dnnl_primitive_desc_destroy(pd);
    if (ops) dnnl_post_ops_destroy(ops);
    if (attr) dnnl_primitive_attr_destroy(attr);
    md_free(&source), md_free(&weights), md_free(&bias), md_free(&destination);
    if (failed) {
        ceiling_convolution_destroy(c);
        return NULL;
    }
    return c;
}

int ceiling_convolution_run(ceiling_convolution *c) {
    omp_set_num_threads(c->threads);
    const dnnl_exec_arg_t arguments[] = {{DNNL_ARG_SRC, c->memory[SOURCE]},
                                         {DNNL_ARG_WEIGHTS, c->memory[WEIGHTS]},
                                         {DNNL_ARG_BIAS, c->memory[BIAS]},
                                         {DNNL_ARG_DST, c->memory[DESTINATION]}};
    const int status = dnnl_primitive_execute(c->primitive, c->stream, ARGUMENTS, arguments);
    return status ? status : (int)dnnl_stream_wait(c->stream);
}

void ceiling_convolution_destroy(ceiling_convolution *c) {
    if (!c) return;
    if (c->primitive) dnnl_primitive_destroy(c->primitive);
    for (int k = 0; k < ARGUMENTS; k++)
        if (c->memory[k]) dnnl_memory_destroy(c->memory[k]);
    if (c->stream) dnnl_stream_destroy(c->stream);
    if (c->engine) dnnl_engine_destroy(c->engine);
    free(c);
}
