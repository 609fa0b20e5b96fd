#include "training_norm.h"

#include "CDNN.h"
#include "lanes.h"

/// Pixels that are worked on at once, so that all channels of them stay in the first cache between blocks of channels;
/// also how many floats are summed before doubles take over.
enum { TILE = 32 };

/// Pixels of a block of channels lie apart, a pattern that the processor does not foresee: it is told what the next tile
/// will ask for.
#define AHEAD(map, at) __builtin_prefetch((const char *)(map) + ((at) + (size_t)TILE * m->channels) * (is_bf16 ? 2 : 4))

/// `body` for every tile and block of channels, the number of lanes a constant where it is 16 or 8.
#define FOR_BLOCKS(m, body)                                                             \
    for (size_t first = 0; first < (m)->pixels; first += TILE) {                        \
        const size_t end = smaller(first + TILE, (m)->pixels);                          \
        int c = 0;                                                                      \
        for (; c + LANE_COUNT <= (m)->channels; c += LANE_COUNT) body(LANE_COUNT);      \
        if ((m)->channels - c == LANE_COUNT / 2) body(LANE_COUNT / 2);                  \
        else if (c < (m)->channels) body((m)->channels - c);                            \
    }

INLINED size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

/// Adds the lanes of `value` to doubles.
INLINED void collect(const lanes_t *value, int lanes, double *sums) {
    float all[LANE_COUNT];
    memcpy(all, value, sizeof all);
    for (int l = 0; l < lanes; l++) sums[l] += all[l];
}

// MARK: statistics

/// Sums and sums of squares of what remains after the channel's first number is taken off, which lies near the mean, so
/// that squares cancel little.
INLINED void block_sums(const norm_map_t *m, const void *x, size_t first, size_t end, int channel, int lanes,
                        int is_bf16, double *sums) {
    lanes_t shift, sum = {0}, square = {0};
    load(x, (size_t)channel, lanes, is_bf16, &shift);
    for (size_t p = first; p < end; p++) {
        lanes_t value;
        AHEAD(x, p * m->channels + channel);
        load(x, p * m->channels + channel, lanes, is_bf16, &value);
        value -= shift;
        sum += value;
        square += value * value;
    }
    collect(&sum, lanes, sums + channel);
    collect(&square, lanes, sums + m->channels + channel);
}

INLINED void statistics(const norm_map_t *m, const void *x, float *mean, float *variance, double *sums, int is_bf16) {
    const int channels = m->channels;
    for (int c = 0; c < 2 * channels; c++) sums[c] = 0;
#define BODY(lanes) block_sums(m, x, first, end, c, lanes, is_bf16, sums)
    FOR_BLOCKS(m, BODY)
#undef BODY
    const double count = (double)m->pixels;
    for (int c = 0; c < channels; c += LANE_COUNT) {
        const int lanes = channels - c < LANE_COUNT ? channels - c : LANE_COUNT;
        lanes_t first;
        float shift[LANE_COUNT];
        load(x, (size_t)c, lanes, is_bf16, &first);
        memcpy(shift, &first, sizeof shift);
        for (int l = 0; l < lanes; l++) {
            const double off = sums[c + l] / count, spread = sums[channels + c + l] / count - off * off;
            mean[c + l] = (float)(shift[l] + off);
            // Not the other way round: what is no number stays none.
            variance[c + l] = spread < 0 ? 0 : (float)spread;
        }
    }
}

VECTORS void norm_statistics(const norm_map_t *map, const void *x, float *mean, float *variance, double *sums) {
    if (map->is_bf16) statistics(map, x, mean, variance, sums, 1);
    else statistics(map, x, mean, variance, sums, 0);
}

// MARK: forward

INLINED void activate(int activation, lanes_t *z) {
    if (activation == DNN_ACTIVATION_RELU || activation == DNN_ACTIVATION_RELU6) {
        const mask_t not_below = ~(*z <= 0.0f);
        keep_where(&not_below, z);
    }
    if (activation == DNN_ACTIVATION_RELU6) {
        const mask_t above = *z > 6.0f;
        const lanes_t six = (lanes_t){0} + 6.0f;
        *z = (lanes_t)(((mask_t)*z & ~above) | ((mask_t)six & above));
    }
    if (activation == DNN_ACTIVATION_SWISH) {
        lanes_t s;
        sigmoid(z, &s);
        *z *= s;
    }
}

INLINED void block_apply(const norm_map_t *m, const norm_t *norm, const void *x, const void *added, void *out,
                         size_t first, size_t end, int channel, int lanes, int is_bf16, int activation) {
    lanes_t scale, shift;
    load(norm->scale, (size_t)channel, lanes, 0, &scale);
    load(norm->shift, (size_t)channel, lanes, 0, &shift);
    for (size_t p = first; p < end; p++) {
        const size_t at = p * m->channels + channel;
        lanes_t z;
        AHEAD(x, at);
        load(x, at, lanes, is_bf16, &z);
        z = z * scale + shift;
        if (added) {
            lanes_t other;
            AHEAD(added, at);
            load(added, at, lanes, is_bf16, &other);
            z += other;
        }
        activate(activation, &z);
        store(out, at, lanes, is_bf16, &z);
    }
}

INLINED void apply(const norm_map_t *m, const norm_t *norm, const void *x, const void *added, void *out, int is_bf16,
                   int activation) {
#define BODY(lanes) \
    block_apply(m, norm, x, added, out, first, end, c, lanes, is_bf16, activation)
    FOR_BLOCKS(m, BODY)
#undef BODY
}

/// `body` with type and activation as constants.
#define WITH_CONSTANTS(map, body, ...)                                                          \
    switch ((map)->activation) {                                                                \
        case DNN_ACTIVATION_RELU:                                                               \
            if ((map)->is_bf16) body(__VA_ARGS__, 1, DNN_ACTIVATION_RELU);                      \
            else body(__VA_ARGS__, 0, DNN_ACTIVATION_RELU);                                     \
            break;                                                                              \
        case DNN_ACTIVATION_RELU6:                                                              \
            if ((map)->is_bf16) body(__VA_ARGS__, 1, DNN_ACTIVATION_RELU6);                     \
            else body(__VA_ARGS__, 0, DNN_ACTIVATION_RELU6);                                    \
            break;                                                                              \
        case DNN_ACTIVATION_SWISH:                                                              \
            if ((map)->is_bf16) body(__VA_ARGS__, 1, DNN_ACTIVATION_SWISH);                     \
            else body(__VA_ARGS__, 0, DNN_ACTIVATION_SWISH);                                    \
            break;                                                                              \
        default:                                                                                \
            if ((map)->is_bf16) body(__VA_ARGS__, 1, DNN_ACTIVATION_NONE);                      \
            else body(__VA_ARGS__, 0, DNN_ACTIVATION_NONE);                                     \
    }

VECTORS void norm_apply(const norm_map_t *map, const norm_t *norm, const void *x, const void *added, void *out) {
    WITH_CONSTANTS(map, apply, map, norm, x, added, out)
}

// MARK: backward

/// `gradient` times the activation's derivative at z.
INLINED void differentiate(int activation, const lanes_t *z, lanes_t *gradient) {
    if (activation == DNN_ACTIVATION_RELU) {
        const mask_t not_below = ~(*z <= 0.0f);
        keep_where(&not_below, gradient);
    }
    if (activation == DNN_ACTIVATION_RELU6) {
        const mask_t between = ~((*z <= 0.0f) | (*z >= 6.0f));
        keep_where(&between, gradient);
    }
    if (activation == DNN_ACTIVATION_SWISH) {
        lanes_t s;
        sigmoid(z, &s);
        *gradient *= s * (1.0f + *z * (1.0f - s));
    }
}

/// The norm's numbers for one block of channels.
typedef struct {
    lanes_t scale, shift, mean, inverse;
} block_norm_t;

INLINED void load_norm(const norm_t *norm, int channel, int lanes, block_norm_t *out) {
    load(norm->scale, (size_t)channel, lanes, 0, &out->scale);
    load(norm->shift, (size_t)channel, lanes, 0, &out->shift);
    load(norm->mean, (size_t)channel, lanes, 0, &out->mean);
    load(norm->inverse, (size_t)channel, lanes, 0, &out->inverse);
}

/// dz of one pixel from the gradient behind the activation. z is computed again as the forward pass did.
INLINED void before_activation(const norm_map_t *m, const block_norm_t *b, const lanes_t *x, const void *added, size_t at, int lanes,
                               int is_bf16, int activation, lanes_t *gradient) {
    if (activation == DNN_ACTIVATION_NONE) return;
    lanes_t z = *x * b->scale + b->shift;
    if (added) {
        lanes_t other;
        AHEAD(added, at);
        load(added, at, lanes, is_bf16, &other);
        z += other;
    }
    differentiate(activation, &z, gradient);
}

INLINED void block_gradient_sums(const norm_map_t *m, const norm_t *norm, const void *x, const void *added,
                                 void *const *gradients, int count, int keeps, double *sums, size_t first, size_t end,
                                 int channel, int lanes, int is_bf16, int activation) {
    block_norm_t b;
    load_norm(norm, channel, lanes, &b);
    lanes_t sum = {0}, product = {0};
    for (size_t p = first; p < end; p++) {
        const size_t at = p * m->channels + channel;
        lanes_t value, gradient;
        AHEAD(x, at);
        AHEAD(gradients[0], at);
        load(x, at, lanes, is_bf16, &value);
        load(gradients[0], at, lanes, is_bf16, &gradient);
        for (int k = 1; k < count; k++) {
            lanes_t other;
            AHEAD(gradients[k], at);
            load(gradients[k], at, lanes, is_bf16, &other);
            gradient += other;
        }
        before_activation(m, &b, &value, added, at, lanes, is_bf16, activation, &gradient);
        if (keeps) {
            // What is summed is what the second pass reads, so that dx sums to zero.
            store(gradients[0], at, lanes, is_bf16, &gradient);
            load(gradients[0], at, lanes, is_bf16, &gradient);
        }
        sum += gradient;
        product += gradient * ((value - b.mean) * b.inverse);
    }
    collect(&sum, lanes, sums + channel);
    collect(&product, lanes, sums + m->channels + channel);
}

INLINED void gradient_sums(const norm_map_t *m, const norm_t *norm, const void *x, const void *added,
                           void *const *gradients, int count, int keeps, double *sums, int is_bf16, int activation) {
    for (int c = 0; c < 2 * m->channels; c++) sums[c] = 0;
#define BODY(lanes) \
    block_gradient_sums(m, norm, x, added, gradients, count, keeps, sums, first, end, c, lanes, is_bf16,              \
                        activation)
    FOR_BLOCKS(m, BODY)
#undef BODY
}

VECTORS void norm_gradient_sums(const norm_map_t *map, const norm_t *norm, const void *x, const void *added,
                                void *const *gradients, int count, int keeps, double *sums) {
    WITH_CONSTANTS(map, gradient_sums, map, norm, x, added, gradients, count, keeps, sums)
}

INLINED void block_gradient(const norm_map_t *m, const norm_t *norm, const float *slope, const float *offset, void *x,
                            const void *added, const void *gradient, int is_kept, size_t first, size_t end,
                            int channel, int lanes, int is_bf16, int activation) {
    block_norm_t b;
    load_norm(norm, channel, lanes, &b);
    lanes_t along, constant;
    load(slope, (size_t)channel, lanes, 0, &along);
    load(offset, (size_t)channel, lanes, 0, &constant);
    for (size_t p = first; p < end; p++) {
        const size_t at = p * m->channels + channel;
        lanes_t value, dz;
        AHEAD(x, at);
        AHEAD(gradient, at);
        load(x, at, lanes, is_bf16, &value);
        load(gradient, at, lanes, is_bf16, &dz);
        if (!is_kept) before_activation(m, &b, &value, added, at, lanes, is_bf16, activation, &dz);
        value = dz * b.scale + (value * along + constant);
        store(x, at, lanes, is_bf16, &value);
    }
}

INLINED void whole_gradient(const norm_map_t *m, const norm_t *norm, const float *slope, const float *offset, void *x,
                            const void *added, const void *gradient, int is_kept, int is_bf16, int activation) {
#define BODY(lanes) \
    block_gradient(m, norm, slope, offset, x, added, gradient, is_kept, first, end, c, lanes, is_bf16, activation)
    FOR_BLOCKS(m, BODY)
#undef BODY
}

VECTORS void norm_gradient(const norm_map_t *map, const norm_t *norm, const float *slope, const float *offset, void *x,
                           const void *added, const void *gradient, int is_kept) {
    WITH_CONSTANTS(map, whole_gradient, map, norm, slope, offset, x, added, gradient, is_kept)
}
