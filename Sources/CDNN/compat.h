// What differs between oneDNN 2.x and 3.x, and nothing else: memory descriptors became opaque, operation descriptors
// went away, post-ops lost or gained arguments.
#pragma once
#include <dnnl.h>
#include <dnnl_version.h>
#include <string.h>

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t md_t;
typedef const_dnnl_memory_desc_t md_ref;
static inline md_ref md_of(const md_t *md) { return *md; }
static inline void md_free(md_t *md) {
    if (*md) dnnl_memory_desc_destroy(*md);
    *md = NULL;
}
// NULL after a failure, so that freeing is always safe.
static inline int md_copy(md_t *out, md_ref md) {
    *out = NULL;
    return dnnl_memory_desc_clone(out, md);
}
static inline int md_make(md_t *out, int n, const dnnl_dims_t dims, dnnl_data_type_t type, dnnl_format_tag_t tag) {
    *out = NULL;
    return dnnl_memory_desc_create_with_tag(out, n, dims, type, tag);
}
#else
typedef dnnl_memory_desc_t md_t;
typedef const dnnl_memory_desc_t *md_ref;
static inline md_ref md_of(const md_t *md) { return md; }
static inline void md_free(md_t *md) { (void)md; }
static inline int md_copy(md_t *out, md_ref md) {
    *out = *md;
    return dnnl_success;
}
static inline int md_make(md_t *out, int n, const dnnl_dims_t dims, dnnl_data_type_t type, dnnl_format_tag_t tag) {
    return dnnl_memory_desc_init_by_tag(out, n, dims, type, tag);
}
#endif

typedef struct {
    md_ref source, weights, bias, destination;
    dnnl_dims_t strides, dilation, pad_before, pad_after, kernel;
} window_t;

static inline int make_convolution(dnnl_primitive_desc_t *out, dnnl_engine_t engine, window_t *w,
                                   const_dnnl_primitive_attr_t attr) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_convolution_forward_primitive_desc_create(out, engine, dnnl_forward_inference, dnnl_convolution_direct,
                                                          w->source, w->weights, w->bias, w->destination, w->strides,
                                                          w->dilation, w->pad_before, w->pad_after, attr);
#else
    dnnl_convolution_desc_t desc;
    int status = dnnl_dilated_convolution_forward_desc_init(
        &desc, dnnl_forward_inference, dnnl_convolution_direct, w->source, w->weights, w->bias, w->destination,
        w->strides, w->dilation, w->pad_before, w->pad_after);
    return status ? status : (int)dnnl_primitive_desc_create(out, &desc, attr, engine, NULL);
#endif
}

static inline int make_max_pool(dnnl_primitive_desc_t *out, dnnl_engine_t engine, window_t *w,
                                const_dnnl_primitive_attr_t attr) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_pooling_forward_primitive_desc_create(out, engine, dnnl_forward_inference, dnnl_pooling_max, w->source,
                                                      w->destination, w->strides, w->kernel, w->dilation,
                                                      w->pad_before, w->pad_after, attr);
#else
    dnnl_pooling_desc_t desc;
    int status =
        dnnl_pooling_forward_desc_init(&desc, dnnl_forward_inference, dnnl_pooling_max, w->source, w->destination,
                                       w->strides, w->kernel, w->pad_before, w->pad_after);
    return status ? status : (int)dnnl_primitive_desc_create(out, &desc, attr, engine, NULL);
#endif
}

// Of a network that learns; the descriptors of `w` stand for gradients where a pass writes or reads those.

static inline int make_training_convolution(dnnl_primitive_desc_t *out, dnnl_engine_t engine, window_t *w,
                                            const_dnnl_primitive_attr_t attr) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_convolution_forward_primitive_desc_create(out, engine, dnnl_forward_training, dnnl_convolution_direct,
                                                          w->source, w->weights, NULL, w->destination, w->strides,
                                                          w->dilation, w->pad_before, w->pad_after, attr);
#else
    dnnl_convolution_desc_t desc;
    int status = dnnl_dilated_convolution_forward_desc_init(&desc, dnnl_forward_training, dnnl_convolution_direct,
                                                            w->source, w->weights, NULL, w->destination, w->strides,
                                                            w->dilation, w->pad_before, w->pad_after);
    return status ? status : (int)dnnl_primitive_desc_create(out, &desc, attr, engine, NULL);
#endif
}

static inline int make_source_gradient(dnnl_primitive_desc_t *out, dnnl_engine_t engine, window_t *w,
                                       const_dnnl_primitive_desc_t forward, const_dnnl_primitive_attr_t attr) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_convolution_backward_data_primitive_desc_create(out, engine, dnnl_convolution_direct, w->source,
                                                                w->weights, w->destination, w->strides, w->dilation,
                                                                w->pad_before, w->pad_after, forward, attr);
#else
    dnnl_convolution_desc_t desc;
    int status = dnnl_dilated_convolution_backward_data_desc_init(&desc, dnnl_convolution_direct, w->source,
                                                                  w->weights, w->destination, w->strides, w->dilation,
                                                                  w->pad_before, w->pad_after);
    return status ? status : (int)dnnl_primitive_desc_create(out, &desc, attr, engine, forward);
#endif
}

static inline int make_weight_gradient(dnnl_primitive_desc_t *out, dnnl_engine_t engine, window_t *w,
                                       const_dnnl_primitive_desc_t forward, const_dnnl_primitive_attr_t attr) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_convolution_backward_weights_primitive_desc_create(out, engine, dnnl_convolution_direct, w->source,
                                                                   w->weights, NULL, w->destination, w->strides,
                                                                   w->dilation, w->pad_before, w->pad_after, forward,
                                                                   attr);
#else
    dnnl_convolution_desc_t desc;
    int status = dnnl_dilated_convolution_backward_weights_desc_init(
        &desc, dnnl_convolution_direct, w->source, w->weights, NULL, w->destination, w->strides, w->dilation,
        w->pad_before, w->pad_after);
    return status ? status : (int)dnnl_primitive_desc_create(out, &desc, attr, engine, forward);
#endif
}

static inline int make_training_max_pool(dnnl_primitive_desc_t *out, dnnl_engine_t engine, window_t *w,
                                         const_dnnl_primitive_attr_t attr) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_pooling_forward_primitive_desc_create(out, engine, dnnl_forward_training, dnnl_pooling_max, w->source,
                                                      w->destination, w->strides, w->kernel, w->dilation,
                                                      w->pad_before, w->pad_after, attr);
#else
    dnnl_pooling_desc_t desc;
    int status = dnnl_pooling_forward_desc_init(&desc, dnnl_forward_training, dnnl_pooling_max, w->source,
                                                w->destination, w->strides, w->kernel, w->pad_before, w->pad_after);
    return status ? status : (int)dnnl_primitive_desc_create(out, &desc, attr, engine, NULL);
#endif
}

static inline int make_max_pool_gradient(dnnl_primitive_desc_t *out, dnnl_engine_t engine, window_t *w,
                                         const_dnnl_primitive_desc_t forward, const_dnnl_primitive_attr_t attr) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_pooling_backward_primitive_desc_create(out, engine, dnnl_pooling_max, w->source, w->destination,
                                                       w->strides, w->kernel, w->dilation, w->pad_before,
                                                       w->pad_after, forward, attr);
#else
    dnnl_pooling_desc_t desc;
    int status = dnnl_pooling_backward_desc_init(&desc, dnnl_pooling_max, w->source, w->destination, w->strides,
                                                 w->kernel, w->pad_before, w->pad_after);
    return status ? status : (int)dnnl_primitive_desc_create(out, &desc, attr, engine, forward);
#endif
}

static inline int append_sum(dnnl_post_ops_t ops) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_post_ops_append_sum(ops, 1.0f, 0, dnnl_data_type_undef);
#else
    return dnnl_post_ops_append_sum(ops, 1.0f);
#endif
}

static inline int append_activation(dnnl_post_ops_t ops, dnnl_alg_kind_t kind, float alpha, float beta) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_post_ops_append_eltwise(ops, kind, alpha, beta);
#else
    return dnnl_post_ops_append_eltwise(ops, 1.0f, kind, alpha, beta);
#endif
}

static inline int md_equal(md_ref a, md_ref b) { return dnnl_memory_desc_equal(a, b); }
static inline size_t md_size(md_ref md) { return dnnl_memory_desc_get_size(md); }
static inline md_ref pd_md(const_dnnl_primitive_desc_t pd, dnnl_query_t what) {
    return dnnl_primitive_desc_query_md(pd, what, 0);
}
