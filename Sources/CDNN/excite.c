#include "excite.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "CDNN.h"

#if defined(__x86_64__)
#define VECTORS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTORS
#endif
#define INLINED static inline __attribute__((always_inline))

enum { BLOCK = 16, HALF_BLOCK = 8 };

INLINED float from_bf16(uint16_t value) {
    uint32_t bits = (uint32_t)value << 16;
    float result;
    memcpy(&result, &bits, sizeof result);
    return result;
}

/// Rounds to nearest, ties to even, as oneDNN does.
INLINED uint16_t to_bf16(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    if (value != value) return (uint16_t)(bits >> 16 | 0x40);  // what is no number stays none
    return (uint16_t)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
}

/// Sums of each lane over the pixels of a group. In single precision short runs are summed first, so that rounding does not grow with the
/// picture.
INLINED void sum_f32(const float *x, int area, int lanes, float *sums) {
    enum { RUN = 64 };
    float run[BLOCK];
    for (int l = 0; l < lanes; l++) sums[l] = 0;
    for (int start = 0; start < area; start += RUN) {
        const int end = start + RUN < area ? start + RUN : area;
        for (int l = 0; l < lanes; l++) run[l] = 0;
        for (int p = start; p < end; p++)
            for (int l = 0; l < lanes; l++) run[l] += x[(size_t)p * lanes + l];
        for (int l = 0; l < lanes; l++) sums[l] += run[l];
    }
}

INLINED void sum_bf16(const uint16_t *x, int area, int lanes, float *sums) {
    float run[BLOCK] = {0};
    for (int p = 0; p < area; p++)
        for (int l = 0; l < lanes; l++) run[l] += from_bf16(x[(size_t)p * lanes + l]);
    for (int l = 0; l < lanes; l++) sums[l] = run[l];
}

/// Channels last: too many lanes for registers. `lanes` of them, of `stride`.
INLINED void sum_f32_wide(const float *x, int area, int stride, int lanes, float *sums) {
    for (int l = 0; l < lanes; l++) sums[l] = 0;
    for (int p = 0; p < area; p++)
        for (int l = 0; l < lanes; l++) sums[l] += x[(size_t)p * stride + l];
}

INLINED void sum_bf16_wide(const uint16_t *x, int area, int stride, int lanes, float *sums) {
    for (int l = 0; l < lanes; l++) sums[l] = 0;
    for (int p = 0; p < area; p++)
        for (int l = 0; l < lanes; l++) sums[l] += from_bf16(x[(size_t)p * stride + l]);
}

/// Runs of lanes that can be summed apart: groups, or whole vectors of the one group.
static int runs_of_lanes(const excite_map_t *m) {
    return m->groups > 1 ? m->groups : (m->lanes + BLOCK - 1) / BLOCK;
}

/// Sums runs `first` to `end`.
VECTORS static void sum_lanes(const excite_map_t *m, const void *map, float *sums, int first, int end) {
    const float *f32 = map;
    const uint16_t *bf16 = map;
    if (m->groups == 1) {
        const int from = first * BLOCK, to = end * BLOCK < m->lanes ? end * BLOCK : m->lanes;
        if (m->is_bf16) sum_bf16_wide(bf16 + from, m->area, m->lanes, to - from, sums + from);
        else sum_f32_wide(f32 + from, m->area, m->lanes, to - from, sums + from);
        return;
    }
    for (int g = first; g < end; g++) {
        const size_t start = (size_t)g * m->area * m->lanes;
        float *own = sums + (size_t)g * m->lanes;
        if (m->is_bf16) {
            if (m->lanes == BLOCK) sum_bf16(bf16 + start, m->area, BLOCK, own);
            else sum_bf16(bf16 + start, m->area, HALF_BLOCK, own);
        } else {
            if (m->lanes == BLOCK) sum_f32(f32 + start, m->area, BLOCK, own);
            else sum_f32(f32 + start, m->area, HALF_BLOCK, own);
        }
    }
}

/// out = bias + matrix' * in, with the output index fastest in the matrix.
VECTORS static void dense(const float *matrix, const float *bias, const float *in, int inputs, float *out,
                          int outputs) {
    memcpy(out, bias, sizeof(float) * (size_t)outputs);
    for (int i = 0; i < inputs; i++) {
        const float *row = matrix + (size_t)i * outputs;
        for (int o = 0; o < outputs; o++) out[o] += row[o] * in[i];
    }
}

// Vectors are written out, because the compiler gives up on a map that is scaled in place: its output lies over its
// input. They are passed in memory, so that their size is no matter of calling conventions.
typedef float f32x16 __attribute__((vector_size(64)));
typedef uint32_t u32x16 __attribute__((vector_size(64)));
typedef uint16_t u16x16 __attribute__((vector_size(32)));

INLINED void load_bf16(const uint16_t *from, f32x16 *to) {
    u16x16 narrow;
    memcpy(&narrow, from, sizeof narrow);
    u32x16 bits = __builtin_convertvector(narrow, u32x16) << 16;
    memcpy(to, &bits, sizeof bits);
}

INLINED void store_bf16(const f32x16 *from, uint16_t *to) {
    u32x16 bits;
    memcpy(&bits, from, sizeof bits);
    u16x16 narrow = __builtin_convertvector((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16, u16x16);
    memcpy(to, &narrow, sizeof narrow);
}

INLINED void scale_f32(const float *x, float *y, const float *factors, int lanes) {
    int l = 0;
    for (; l + BLOCK <= lanes; l += BLOCK) {
        f32x16 value, factor;
        memcpy(&value, x + l, sizeof value);
        memcpy(&factor, factors + l, sizeof factor);
        value *= factor;
        memcpy(y + l, &value, sizeof value);
    }
    for (; l < lanes; l++) y[l] = x[l] * factors[l];
}

INLINED void scale_bf16(const uint16_t *x, uint16_t *y, const float *factors, int lanes) {
    int l = 0;
    for (; l + BLOCK <= lanes; l += BLOCK) {
        f32x16 value, factor;
        load_bf16(x + l, &value);
        memcpy(&factor, factors + l, sizeof factor);
        value *= factor;
        store_bf16(&value, y + l);
    }
    for (; l < lanes; l++) y[l] = to_bf16(from_bf16(x[l]) * factors[l]);
}

/// Scales pixels `first` to `end` of every group.
VECTORS static void scale_pixels(const excite_map_t *m, const void *from, void *to, const float *factors, int first,
                                 int end) {
    for (int g = 0; g < m->groups; g++, factors += m->lanes) {
        for (int p = first; p < end; p++) {
            const size_t at = ((size_t)g * m->area + p) * m->lanes;
            if (m->is_bf16) scale_bf16((const uint16_t *)from + at, (uint16_t *)to + at, factors, m->lanes);
            else scale_f32((const float *)from + at, (float *)to + at, factors, m->lanes);
        }
    }
}

static float activated(float x, int activation) {
    switch (activation) {
        case DNN_ACTIVATION_RELU: return x < 0 ? 0 : x;
        case DNN_ACTIVATION_RELU6: return x < 0 ? 0 : x > 6 ? 6 : x;
        case DNN_ACTIVATION_SWISH: return x / (1 + expf(-x));
        default: return x;
    }
}

static size_t map_bytes(const excite_map_t *m) {
    return (size_t)m->groups * m->lanes * m->area * (m->is_bf16 ? sizeof(uint16_t) : sizeof(float));
}

size_t excite_floats(const excite_t *e) { return (size_t)e->map.groups * e->map.lanes + e->hidden; }

/// What a team shares. Where `to` is NULL it sums lanes, else it scales pixels.
typedef struct {
    const excite_t *e;
    const void *from;
    void *to;
    float *factors;
} work_t;

static void work_share(void *work, int me) {
    const work_t *w = work;
    const excite_map_t *m = &w->e->map;
    const long all = w->to ? m->area : runs_of_lanes(m), threads = w->e->threads;
    const int first = (int)(all * me / threads), end = (int)(all * (me + 1) / threads);
    if (first == end) return;
    if (w->to) scale_pixels(m, w->from, w->to, w->factors, first, end);
    else sum_lanes(m, w->from, w->factors, first, end);
}

static void work_together(work_t work) {
    dnn_team_run(work.e->threads, work_share, &work);
}

void excite_factors(const void *parameters, void *const *at) {
    const excite_t *e = parameters;
    const int channels = e->map.groups * e->map.lanes;
    for (int n = 0; n < e->map.batch; n++) {
        float *factors = (float *)at[1] + n * excite_floats(e), *hidden = factors + channels;
        work_together((work_t){e, (const char *)at[0] + n * map_bytes(&e->map), NULL, factors});
        for (int c = 0; c < channels; c++) factors[c] /= e->map.area;
        dense(e->reduce, e->reduce_bias, factors, channels, hidden, e->hidden);
        for (int s = 0; s < e->squeezed; s++) hidden[s] = activated(hidden[s], e->activation);
        dense(e->expand, e->expand_bias, hidden, e->squeezed, factors, channels);
        for (int c = 0; c < channels; c++) factors[c] = 1 / (1 + expf(-factors[c]));
    }
}

void excite_apply(const void *parameters, void *const *at) {
    const excite_t *e = parameters;
    for (int n = 0; n < e->map.batch; n++) {
        const size_t start = n * map_bytes(&e->map);
        work_together((work_t){e, (const char *)at[0] + start, (char *)at[2] + start,
                               (float *)at[1] + n * excite_floats(e)});
    }
}
