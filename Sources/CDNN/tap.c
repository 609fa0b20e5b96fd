// Feature maps on their way out of the network.
#include "builder.h"

int build_tap(builder_t *b, int k) {
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
