#include "winograd.h"

#include "CDNN.h"

#if defined(__x86_64__)
#include <stdint.h>
#include <string.h>

#include "avx512.h"

enum { POINTS = 36 };
/// Tiles of one product: 6 x 4 sums and 4 weights leave registers for the broadcasts.
enum { TILE_GROUP = 6 };
/// Bytes of the second-level cache that the transforms of a block of tiles may take.
enum { BLOCK_BYTES = 700 << 10 };

// Interpolation at 0, +-1/sqrt(2), +-sqrt(2) and infinity: better conditioned than the usual 0, +-1, +-2.
static const float A = 0.70710678118654752f, B = 1.41421356237309505f;

static int tiles_along(int side) { return (side + 3) / 4; }

static long tile_count(const winograd_shape *s) {
    return (long)s->batch * tiles_along(s->height) * tiles_along(s->width);
}

int winograd_suits(const winograd_shape *s) {
    if (!avx512_may_run(s->is_reduced) || s->in_channels % LANES != 0 || s->out_channels % OUT_BLOCK != 0) return 0;
    // Four times the weights have to be read: worth it where enough tiles share them (measured from 64x64 to 384x384).
    return tile_count(s) * 8192 >= (long)s->in_channels * s->out_channels;
}

size_t winograd_weight_bytes(const winograd_shape *s) {
    return (size_t)POINTS * s->in_channels * s->out_channels * (s->is_reduced ? sizeof(uint16_t) : sizeof(float));
}

enum { WEIGHT_GROUP = 4 };

/// U = G g G^T of a block of output channels and WEIGHT_GROUP input channels from `first` on. Innermost the output
/// channels, so that it vectorises; the group is gathered first, since the points lie a power of two apart.
AVX512 void spread_weights(const winograd_shape *s, const float *weights, char *out, int block, int first,
                           const int is_half) {
    static const double g[6][3] = {{1, 0, 0},
                                   {-2.0 / 3, -2.0 / 3 * 0.70710678118654752, -1.0 / 3},
                                   {-2.0 / 3, 2.0 / 3 * 0.70710678118654752, -1.0 / 3},
                                   {1.0 / 6, 1.41421356237309505 / 6, 1.0 / 3},
                                   {1.0 / 6, -1.41421356237309505 / 6, 1.0 / 3},
                                   {0, 0, 1}};
    const int depth = s->in_channels, blocks = s->out_channels / OUT_BLOCK;
    float u[POINTS][WEIGHT_GROUP][OUT_BLOCK];
    for (int i = 0; i < WEIGHT_GROUP; i++) {
        float w[9][OUT_BLOCK];
        for (int o = 0; o < OUT_BLOCK; o++)
            for (int k = 0; k < 9; k++)
                w[k][o] = weights[((size_t)(block * OUT_BLOCK + o) * depth + first + i) * 9 + k];
        for (int r = 0; r < 6; r++) {
            double half[3][OUT_BLOCK];
            for (int c = 0; c < 3; c++)
                for (int o = 0; o < OUT_BLOCK; o++)
                    half[c][o] = g[r][0] * w[c][o] + g[r][1] * w[3 + c][o] + g[r][2] * w[6 + c][o];
            for (int c = 0; c < 6; c++)
                for (int o = 0; o < OUT_BLOCK; o++)
                    u[r * 6 + c][i][o] = (float)(half[0][o] * g[c][0] + half[1][o] * g[c][1] + half[2][o] * g[c][2]);
        }
    }
    for (int p = 0; p < POINTS; p++) {
        // Points, then blocks of output channels, then input channels: as the products read them.
        const size_t at = (((size_t)p * blocks + block) * depth + first) * OUT_BLOCK;
        const float *from = u[p][0];
        for (int k = 0; k < WEIGHT_GROUP * OUT_BLOCK; k++) {
            if (is_half) {
                ((_Float16 *)out)[at + k] = (_Float16)from[k];
            } else {
                ((float *)out)[at + k] = from[k];
            }
        }
    }
}

AVX512_ENTRY void weights_f32(const winograd_shape *s, const float *weights, char *out, int block, int first) {
    spread_weights(s, weights, out, block, first, 0);
}
AVX512_ENTRY void weights_f16(const winograd_shape *s, const float *weights, char *out, int block, int first) {
    spread_weights(s, weights, out, block, first, 1);
}

void winograd_weights(const winograd_shape *s, const float *weights, void *out) {
    for (int block = 0; block < s->out_channels / OUT_BLOCK; block++)
        for (int i = 0; i < s->in_channels; i += WEIGHT_GROUP)
            (s->is_reduced ? weights_f16 : weights_f32)(s, weights, out, block, i);
}

/// Tiles that are worked on at once, so that their transforms stay in the second-level cache.
static int block_tiles(const winograd_shape *s) {
    size_t bytes = (size_t)POINTS * sizeof(float) * (s->in_channels + OUT_BLOCK);
    int tiles = (int)(BLOCK_BYTES / bytes) / TILE_GROUP * TILE_GROUP;
    return tiles < TILE_GROUP ? TILE_GROUP : tiles;
}

static size_t share_scratch(const winograd_shape *s) {
    return (size_t)POINTS * block_tiles(s) * (s->in_channels + OUT_BLOCK) * sizeof(float);
}

size_t winograd_scratch_bytes(const winograd_shape *s, int threads) { return share_scratch(s) * threads; }

AVX512 __m512 load16(const void *p, size_t index, winograd_type type) {
    if (type == WINOGRAD_F32) return _mm512_loadu_ps((const float *)p + index);
    const __m256i half = _mm256_loadu_si256((const __m256i *)((const uint16_t *)p + index));
    return type == WINOGRAD_F16 ? _mm512_cvtph_ps(half)
                                : _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(half), 16));
}

AVX512 void store16(void *p, size_t index, winograd_type type, __m512 v) {
    if (type == WINOGRAD_F32) {
        _mm512_storeu_ps((float *)p + index, v);
        return;
    }
    __m256i half;
    if (type == WINOGRAD_F16) {
        // Beyond its range half precision has infinities, which no later layer could be subtracted from.
        const __m512 most = _mm512_set1_ps(65504), least = _mm512_set1_ps(-65504);
        half = _mm512_cvtps_ph(_mm512_min_ps(most, _mm512_max_ps(least, v)), _MM_FROUND_TO_NEAREST_INT);
    } else {
        half = (__m256i)_mm512_cvtneps_pbh(v);
    }
    _mm256_storeu_si256((__m256i *)((uint16_t *)p + index), half);
}

/// One axis of the input's transform.
AVX512 void spread(const __m512 x[6], __m512 y[6]) {
    const __m512 a = _mm512_set1_ps(A), b = _mm512_set1_ps(B), half = _mm512_set1_ps(0.5f), two = _mm512_set1_ps(2);
    const __m512 middle = _mm512_set1_ps(2.5f);
    y[0] = _mm512_add_ps(_mm512_fnmadd_ps(middle, x[2], x[0]), x[4]);
    y[5] = _mm512_add_ps(_mm512_fnmadd_ps(middle, x[3], x[1]), x[5]);
    __m512 even = _mm512_fnmadd_ps(two, x[2], x[4]), odd = _mm512_mul_ps(a, _mm512_fnmadd_ps(two, x[1], x[3]));
    y[1] = _mm512_add_ps(even, odd);
    y[2] = _mm512_sub_ps(even, odd);
    even = _mm512_fnmadd_ps(half, x[2], x[4]), odd = _mm512_mul_ps(b, _mm512_fnmadd_ps(half, x[1], x[3]));
    y[3] = _mm512_add_ps(even, odd);
    y[4] = _mm512_sub_ps(even, odd);
}

/// One axis of the output's transform.
AVX512 void gather(const __m512 m[6], __m512 y[4]) {
    const __m512 a = _mm512_set1_ps(A), b = _mm512_set1_ps(B), half = _mm512_set1_ps(0.5f), two = _mm512_set1_ps(2);
    const __m512 a3 = _mm512_set1_ps(0.5f * A), b3 = _mm512_set1_ps(2 * B);
    __m512 p = _mm512_add_ps(m[1], m[2]), q = _mm512_sub_ps(m[1], m[2]);
    __m512 r = _mm512_add_ps(m[3], m[4]), t = _mm512_sub_ps(m[3], m[4]);
    y[0] = _mm512_add_ps(_mm512_add_ps(m[0], p), r);
    y[1] = _mm512_fmadd_ps(a, q, _mm512_mul_ps(b, t));
    y[2] = _mm512_fmadd_ps(half, p, _mm512_mul_ps(two, r));
    y[3] = _mm512_fmadd_ps(a3, q, _mm512_fmadd_ps(b3, t, m[5]));
}

/// V = B^T d B of `count` tiles from `first` on: points x tiles x channels.
AVX512 void spread_tiles(const winograd_shape *s, const void *source, int first, int count, int stride, float *v,
                         const winograd_type type) {
    const int across = tiles_along(s->width), down = tiles_along(s->height), ci = s->in_channels;
    for (int k = 0; k < count; k++) {
        const int tile = first + k, image = tile / (across * down);
        const int y0 = tile / across % down * 4 - 1, x0 = tile % across * 4 - 1;
        const size_t base = (size_t)image * s->height * s->width;
        const int inside = y0 >= 0 && x0 >= 0 && y0 + 6 <= s->height && x0 + 6 <= s->width;
        for (int c = 0; c < ci; c += LANES) {
            __m512 half[6][6];
            for (int x = 0; x < 6; x++) {
                __m512 column[6], out[6];
                for (int y = 0; y < 6; y++) {
                    const int yy = y0 + y, xx = x0 + x;
                    column[y] = inside || (yy >= 0 && yy < s->height && xx >= 0 && xx < s->width)
                                    ? load16(source, (base + (size_t)yy * s->width + xx) * ci + c, type)
                                    : _mm512_setzero_ps();
                }
                spread(column, out);
                for (int y = 0; y < 6; y++) half[y][x] = out[y];
            }
            for (int y = 0; y < 6; y++) {
                __m512 out[6];
                spread(half[y], out);
                for (int x = 0; x < 6; x++)
                    _mm512_storeu_ps(v + ((size_t)(y * 6 + x) * stride + k) * ci + c, out[x]);
            }
        }
    }
}

/// `rows` tiles times 64 output channels. Meanwhile a line of `next` is fetched at each step: the weights of the point
/// after this one come from a cache too slow to wait for.
AVX512 void product(const float *v, const void *u, float *m, int depth, const int rows, const int is_half,
                    const char *next) {
    __m512 sum[TILE_GROUP][OUT_LANES];
    for (int r = 0; r < rows; r++)
        for (int l = 0; l < OUT_LANES; l++) sum[r][l] = _mm512_setzero_ps();
    for (int k = 0; k < depth; k++) {
        __m512 w[OUT_LANES];
        _mm_prefetch(next + (size_t)k * 64, _MM_HINT_T0);
        for (int l = 0; l < OUT_LANES; l++) {
            const size_t at = (size_t)k * OUT_BLOCK + l * LANES;
            w[l] = is_half ? _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)((const uint16_t *)u + at)))
                           : _mm512_loadu_ps((const float *)u + at);
        }
        for (int r = 0; r < rows; r++) {
            const __m512 x = _mm512_set1_ps(v[(size_t)r * depth + k]);
            for (int l = 0; l < OUT_LANES; l++) sum[r][l] = _mm512_fmadd_ps(x, w[l], sum[r][l]);
        }
    }
    for (int r = 0; r < rows; r++)
        for (int l = 0; l < OUT_LANES; l++) _mm512_storeu_ps(m + (size_t)r * OUT_BLOCK + l * LANES, sum[r][l]);
}

AVX512 void products(const float *v, const void *u, float *m, int depth, int tiles, const int is_half, const char *next) {
    while (tiles > 0) {
        // Groups as even as possible: 16 tiles are 6 + 5 + 5 rather than 6 + 6 + 4.
        const int groups = (tiles + TILE_GROUP - 1) / TILE_GROUP, rows = (tiles + groups - 1) / groups;
        switch (rows) {
            case 6: product(v, u, m, depth, 6, is_half, next); break;
            case 5: product(v, u, m, depth, 5, is_half, next); break;
            case 4: product(v, u, m, depth, 4, is_half, next); break;
            case 3: product(v, u, m, depth, 3, is_half, next); break;
            case 2: product(v, u, m, depth, 2, is_half, next); break;
            default: product(v, u, m, depth, 1, is_half, next); break;
        }
        v += (size_t)rows * depth, m += (size_t)rows * OUT_BLOCK, tiles -= rows;
        next += (size_t)64 * depth;
    }
}

AVX512_ENTRY void products_f32(const float *v, const void *u, float *m, int depth, int tiles, const char *next) {
    products(v, u, m, depth, tiles, 0, next);
}
AVX512_ENTRY void products_f16(const float *v, const void *u, float *m, int depth, int tiles, const char *next) {
    products(v, u, m, depth, tiles, 1, next);
}

/// Y = A^T m A of 64 output channels, with bias, residual and activation.
AVX512 void gather_tiles(const winograd_shape *s, const float *m, int first, int count, int stride, int channel,
                         const float *bias, void *destination, float *tap, const winograd_type type) {
    const int across = tiles_along(s->width), down = tiles_along(s->height), co = s->out_channels;
    const __m512 low = _mm512_set1_ps(s->low), high = _mm512_set1_ps(s->high);
    for (int k = 0; k < count; k++) {
        const int tile = first + k, image = tile / (across * down);
        const int y0 = tile / across % down * 4, x0 = tile % across * 4;
        const size_t base = (size_t)image * s->height * s->width;
        for (int c = 0; c < OUT_BLOCK; c += LANES) {
            const __m512 offset = _mm512_loadu_ps(bias + channel + c);
            __m512 half[4][6];
            for (int x = 0; x < 6; x++) {
                __m512 column[6], out[4];
                for (int y = 0; y < 6; y++)
                    column[y] = _mm512_loadu_ps(m + ((size_t)(y * 6 + x) * stride + k) * OUT_BLOCK + c);
                gather(column, out);
                for (int y = 0; y < 4; y++) half[y][x] = out[y];
            }
            for (int y = 0; y < 4 && y0 + y < s->height; y++) {
                __m512 out[4];
                gather(half[y], out);
                for (int x = 0; x < 4 && x0 + x < s->width; x++) {
                    const size_t at = (base + (size_t)(y0 + y) * s->width + x0 + x) * co + channel + c;
                    __m512 value = _mm512_add_ps(out[x], offset);
                    if (s->adds) value = _mm512_add_ps(value, load16(destination, at, s->residual));
                    // In this order what is no number stays none, and cannot pass for a zero.
                    value = _mm512_min_ps(high, _mm512_max_ps(low, value));
                    store16(destination, at, type, value);
                    if (tap) _mm512_storeu_ps(tap + at, value);
                }
            }
        }
    }
}

// One instance for each type.
#define SPREAD_AND_GATHER(NAME, TYPE)                                                                                \
    AVX512_ENTRY void spread_##NAME(const winograd_shape *s, const void *in, int first, int count, int stride,       \
                                    float *v) {                                                                      \
        spread_tiles(s, in, first, count, stride, v, TYPE);                                                          \
    }                                                                                                                \
    AVX512_ENTRY void gather_##NAME(const winograd_shape *s, const float *m, int first, int count, int stride,       \
                                    int channel, const float *bias, void *out, float *tap) {                         \
        gather_tiles(s, m, first, count, stride, channel, bias, out, tap, TYPE);                                     \
    }
SPREAD_AND_GATHER(f32, WINOGRAD_F32)
SPREAD_AND_GATHER(bf16, WINOGRAD_BF16)
SPREAD_AND_GATHER(f16, WINOGRAD_F16)

static void (*const spread_of[])(const winograd_shape *, const void *, int, int, int, float *) = {
    spread_f32, spread_bf16, spread_f16};
static void (*const gather_of[])(const winograd_shape *, const float *, int, int, int, int, const float *, void *,
                                 float *) = {gather_f32, gather_bf16, gather_f16};

typedef struct {
    const winograd_shape *shape;
    int threads;
    const char *weights;
    const float *bias;
    const void *source;
    void *destination;
    float *tap;
    char *scratch;
} work_t;

/// Tiles first..<end times the output channels of every `step`-th block from `from` on, with the scratch of share `me`.
static void work_block(const work_t *w, int me, int first, int end, int from, int step) {
    const winograd_shape *s = w->shape;
    const int stride = block_tiles(s), depth = s->in_channels, blocks = s->out_channels / OUT_BLOCK;
    const size_t weights = (size_t)depth * OUT_BLOCK * (s->is_reduced ? sizeof(uint16_t) : sizeof(float));
    float *v = (float *)(w->scratch + (size_t)me * share_scratch(s));
    float *m = v + (size_t)POINTS * stride * depth;
    if (first == end || from >= blocks) return;
    spread_of[s->source](s, w->source, first, end - first, stride, v);
    for (int block = from; block < blocks; block += step) {
        for (int p = 0; p < POINTS; p++) {
            const char *u = w->weights + ((size_t)p * blocks + block) * weights;
            (s->is_reduced ? products_f16 : products_f32)(v + (size_t)p * stride * depth, u,
                                                       m + (size_t)p * stride * OUT_BLOCK, depth, end - first,
                                                       u + blocks * weights);
        }
        gather_of[s->destination](s, m, first, end - first, stride, block * OUT_BLOCK, w->bias, w->destination,
                                  w->tap);
    }
}

/// Share `me` of the work: whole blocks of tiles; or, where there are fewer of them than shares, some output channels of
/// each.
static void work_share(void *work, int me) {
    const work_t *w = work;
    const winograd_shape *s = w->shape;
    const long tiles = tile_count(s);
    int blocks = (int)((tiles + block_tiles(s) - 1) / block_tiles(s));
    const int is_split_by_tiles = blocks >= w->threads;
    // As many blocks for each.
    if (is_split_by_tiles) blocks = (blocks + w->threads - 1) / w->threads * w->threads;
    for (int block = is_split_by_tiles ? me : 0; block < blocks; block += is_split_by_tiles ? w->threads : 1)
        work_block(w, me, (int)(tiles * block / blocks), (int)(tiles * (block + 1) / blocks),
                   is_split_by_tiles ? 0 : me, is_split_by_tiles ? 1 : w->threads);
}

void winograd_run(const winograd_shape *s, int threads, const void *weights, const float *bias, const void *source,
                  void *destination, float *tap, void *scratch) {
    work_t work = {s, threads, weights, bias, source, destination, tap, scratch};
    dnn_team_run(threads, work_share, &work);
}

#else

int winograd_suits(const winograd_shape *s) { return (void)s, 0; }
size_t winograd_weight_bytes(const winograd_shape *s) { return (void)s, 0; }
void winograd_weights(const winograd_shape *s, const float *weights, void *out) { (void)s, (void)weights, (void)out; }
size_t winograd_scratch_bytes(const winograd_shape *s, int threads) { return (void)s, (void)threads, 0; }
void winograd_run(const winograd_shape *s, int threads, const void *weights, const float *bias, const void *source,
                  void *destination, float *tap, void *scratch) {
    (void)s, (void)threads, (void)weights, (void)bias, (void)source, (void)destination, (void)tap, (void)scratch;
}

#endif
