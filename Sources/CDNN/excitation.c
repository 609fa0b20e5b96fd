// Squeeze-and-excitation layers: the factors of every channel, and the map times its factors.
#include "excite.h"

#include <stdlib.h>

#include "builder.h"

enum { VECTOR = 16 };

/// Says how a map of this layout is grouped; 0 when the layout is none that the kernels read.
static int grouping(const builder_t *b, md_ref md, dnn_shape shape, excite_map_t *map) {
    const struct {
        dnnl_format_tag_t tag;
        int lanes;
    } layouts[] = {{dnnl_nChw16c, 16}, {dnnl_nChw8c, 8}, {dnnl_nhwc, shape.channels}};
    dnnl_dims_t dims = {b->network->batch, shape.channels, shape.height, shape.width};
    for (int k = 0; k < 3; k++) {
        md_t candidate;
        md_make(&candidate, 4, dims, b->type, layouts[k].tag);
        const int equal = md_equal(md_of(&candidate), md);
        md_free(&candidate);
        if (!equal) continue;
        *map = (excite_map_t){.batch = b->network->batch, .lanes = layouts[k].lanes,
                              .groups = (shape.channels + layouts[k].lanes - 1) / layouts[k].lanes,
                              .area = shape.height * shape.width, .is_bf16 = b->type == dnnl_bf16};
        return 1;
    }
    return 0;
}

/// The parameters and all their numbers in one piece of memory, which belongs to the step.
static excite_t *make_parameters(const dnn_layer *layer, const excite_map_t *map, int threads) {
    const size_t channels = (size_t)map->groups * map->lanes;
    const size_t hidden = ((size_t)layer->squeezed + VECTOR - 1) / VECTOR * VECTOR;
    excite_t *e = calloc(1, sizeof *e + sizeof(float) * (2 * channels * hidden + hidden + channels));
    if (!e) return NULL;
    e->map = *map;
    e->channels = layer->in_channels;
    e->squeezed = layer->squeezed;
    e->hidden = (int)hidden;
    e->activation = layer->activation;
    e->threads = threads;
    e->reduce = (float *)(e + 1);
    e->reduce_bias = e->reduce + channels * hidden;
    e->expand = e->reduce_bias + hidden;
    e->expand_bias = e->expand + channels * hidden;
    for (int s = 0; s < layer->squeezed; s++) {
        e->reduce_bias[s] = layer->bias[s];
        for (int c = 0; c < layer->in_channels; c++) {
            e->reduce[c * hidden + s] = layer->weights[s * layer->in_channels + c];
            e->expand[s * channels + c] = layer->expand_weights[c * layer->squeezed + s];
        }
    }
    for (int c = 0; c < layer->in_channels; c++) e->expand_bias[c] = layer->expand_bias[c];
    return e;
}

/// A second step with the same parameters needs its own, since every step frees what it holds.
static excite_t *copy_of_map(const excite_t *e) {
    excite_t *copy = calloc(1, sizeof *copy);
    if (copy) {
        copy->map = e->map;
        copy->hidden = e->hidden;
        copy->threads = e->threads;
    }
    return copy;
}

int build_excitation(builder_t *b, int i) {
    const dnn_layer *layer = &b->layers[i];
    value_t *in = &b->values[layer->input], *out = &b->values[i];
    if (in->shape.channels != layer->in_channels)
        return fail(b, "layer %d reads %d channels and is given %d", i, layer->in_channels, in->shape.channels);
    out->shape = in->shape;
    excite_map_t map;
    int read = in->buffer, is_own = in->last_use <= i;
    md_copy(&out->md, md_of(&in->md));
    if (!grouping(b, md_of(&in->md), in->shape, &map)) {
        dnnl_dims_t dims = {b->network->batch, in->shape.channels, in->shape.height, in->shape.width};
        md_free(&out->md);
        md_make(&out->md, 4, dims, b->type, dnnl_nhwc);
        read = copied(b, AT_BUFFER, in->buffer, md_of(&in->md), md_of(&out->md));
        is_own = 1;
        if (read < 0 || !grouping(b, md_of(&out->md), in->shape, &map))
            return fail(b, "oneDNN cannot lay out layer %d", i);
    }
    excite_t *parameters = make_parameters(layer, &map, b->network->threads);
    excite_t *applied = parameters ? copy_of_map(parameters) : NULL;
    if (!applied) {
        free(parameters);
        return fail(b, "out of memory");
    }
    dnnl_dims_t factor_dims = {(dnnl_dim_t)excite_floats(parameters) * map.batch};
    md_t factors;
    md_make(&factors, 1, factor_dims, dnnl_f32, dnnl_x);
    const int factor_buffer = new_buffer(b, md_size(md_of(&factors)), b->network->step_count);
    step_t *step = append_kernel(b, excite_factors, parameters);
    argument(step, 0, AT_BUFFER, read, md_of(&out->md));
    argument(step, 0, AT_BUFFER, factor_buffer, md_of(&factors));
    touch(b, read);
    out->buffer = is_own ? read : new_buffer(b, md_size(md_of(&out->md)), b->network->step_count);
    step = append_kernel(b, excite_apply, applied);
    argument(step, 0, AT_BUFFER, read, md_of(&out->md));
    argument(step, 0, AT_BUFFER, factor_buffer, md_of(&factors));
    argument(step, 0, AT_BUFFER, out->buffer, md_of(&out->md));
    touch(b, read);
    touch(b, factor_buffer);
    touch(b, out->buffer);
    md_free(&factors);
    return 0;
}
