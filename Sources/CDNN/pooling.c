// Maxima over windows, in whatever layout the map before them has.
#include "builder.h"

int build_pooling(builder_t *b, int i) {
    if (shape_window(b, i)) return 1;
    const value_t *in = &b->values[b->layers[i].input];
    value_t *out = &b->values[i];
    dnnl_dims_t dims = {b->network->batch, out->shape.channels, out->shape.height, out->shape.width};
    md_t destination;
    md_make(&destination, 4, dims, b->type, dnnl_format_tag_any);
    window_t window = window_of(&b->layers[i]);
    window.source = md_of(&in->md), window.destination = md_of(&destination);

    dnnl_primitive_attr_t attr = NULL;
    dnnl_primitive_desc_t pd = NULL;
    int status = dnnl_primitive_attr_create(&attr);
    if (!status) {
        dnnl_primitive_attr_set_scratchpad_mode(attr, dnnl_scratchpad_mode_user);
        status = make_max_pool(&pd, b->network->engine, &window, attr);
        dnnl_primitive_attr_destroy(attr);
    }
    md_free(&destination);
    if (status) return fail(b, "oneDNN refuses layer %d (status %d)", i, status);

    md_copy(&out->md, pd_md(pd, dnnl_query_dst_md));
    out->buffer = new_buffer(b, md_size(md_of(&out->md)), b->network->step_count);
    step_t *step = append_step(b, pd);
    if (!step) return fail(b, "oneDNN cannot make layer %d", i);
    argument(step, DNNL_ARG_SRC, AT_BUFFER, in->buffer, md_of(&in->md));
    argument(step, DNNL_ARG_DST, AT_BUFFER, out->buffer, md_of(&out->md));
    touch(b, in->buffer);
    touch(b, out->buffer);
    return 0;
}
