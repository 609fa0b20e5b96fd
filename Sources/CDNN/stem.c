#include "stem.h"

#include "CDNN.h"

#if defined(__x86_64__)
#include <stdint.h>
#include <string.h>

#include "avx512.h"

enum { PLANES = 3 };
/// Pixels of one product: 6 x 4 sums and 4 weights leave registers for the broadcasts.
enum { PIXEL_GROUP = 6, LARGEST_KERNEL = 11 };

int stem_suits(const stem_shape *s) {
    return avx512_may_run(s->is_bf16) && s->out_channels % OUT_BLOCK == 0 && s->kernel >= 5 &&
           s->kernel <= LARGEST_KERNEL;
}

/// Steps of a product along one row of the window: values, or pairs of them.
static int row_steps(const stem_shape *s) {
    const int values = s->kernel * PLANES;
    return s->is_bf16 ? (values + 1) / 2 : values;
}

static int out_side(const stem_shape *s, int side) { return (side + 2 * s->pad - s->kernel) / s->stride + 1; }

size_t stem_weight_bytes(const stem_shape *s) {
    return (size_t)s->kernel * row_steps(s) * s->out_channels * sizeof(float);
}

static uint16_t narrowed(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    if (value != value) return (uint16_t)(bits >> 16 | 0x40);
    return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

static float widened(uint16_t value) {
    const uint32_t bits = (uint32_t)value << 16;
    float wide;
    memcpy(&wide, &bits, sizeof wide);
    return wide;
}

void stem_weights(const stem_shape *s, const float *weights, void *out, float *bias) {
    const int k = s->kernel, values = k * PLANES, steps = row_steps(s), area = k * k;
    memset(out, 0, stem_weight_bytes(s));
    for (int o = 0; o < s->out_channels; o++)
        for (int y = 0; y < k; y++)
            for (int i = 0; i < values; i++) {
                const float w = weights[((size_t)o * PLANES + i % PLANES) * area + y * k + i / PLANES];
                // Blocks of output channels, rows of the window, steps, channels.
                const size_t line = ((size_t)(o / OUT_BLOCK) * k + y) * steps;
                if (s->is_bf16) {
                    const uint16_t narrow = narrowed(w / s->scale[i % PLANES]);
                    ((uint16_t *)out)[((line + i / 2) * OUT_BLOCK + o % OUT_BLOCK) * 2 + i % 2] = narrow;
                    bias[o] -= widened(narrow) * s->offset[i % PLANES];
                } else {
                    ((float *)out)[(line + i) * OUT_BLOCK + o % OUT_BLOCK] = w;
                }
            }
}

/// Bytes of a row of pixels side by side, with its padding and what a vector may write beyond.
static size_t row_bytes(const stem_shape *s) {
    const size_t values = (size_t)(s->width + 2 * s->pad) * PLANES + 4 * LANES;
    return (values * (s->is_bf16 ? sizeof(uint16_t) : sizeof(float)) + 63) / 64 * 64;
}

size_t stem_scratch_bytes(const stem_shape *s, int threads) { return row_bytes(s) * (s->kernel + 1) * threads; }

/// Puts one row of three planes side by side; outside the picture the network's input is zero.
AVX512 void interleave(const stem_shape *s, const float *planes, int y, char *out, const int is_bf16) {
    const int is_outside = y < 0 || y >= s->height;
    memset(out, 0, row_bytes(s));
    if (is_bf16) {
        const uint16_t zero[PLANES] = {narrowed(s->offset[0]), narrowed(s->offset[1]), narrowed(s->offset[2])};
        for (int x = 0; x < s->width + 2 * s->pad; x++) {
            if (x == s->pad && !is_outside) x += s->width;
            memcpy((uint16_t *)out + x * PLANES, zero, sizeof zero);
        }
    }
    if (is_outside) return;
    const size_t area = (size_t)s->height * s->width;
    const float *r = planes + (size_t)y * s->width, *g = r + area, *b = g + area;
    // Lane i of part p is value 16 p + i of pixels r0 g0 b0 r1 ...: plane (16 p + i) % 3 of pixel (16 p + i) / 3.
    int32_t red_green[3][LANES];
    __mmask16 blue[3] = {0, 0, 0};
    int32_t from_blue[3][LANES];
    for (int p = 0; p < 3; p++)
        for (int i = 0; i < LANES; i++) {
            const int value = LANES * p + i, plane = value % 3, pixel = value / 3;
            red_green[p][i] = plane == 1 ? pixel + LANES : pixel;
            from_blue[p][i] = pixel;
            if (plane == 2) blue[p] |= (__mmask16)(1u << i);
        }
    for (int x = 0; x < s->width; x += LANES) {
        const __mmask16 inside = (__mmask16)(s->width - x >= LANES ? 0xffff : (1u << (s->width - x)) - 1);
        __m512 reds = _mm512_maskz_loadu_ps(inside, r + x), greens = _mm512_maskz_loadu_ps(inside, g + x);
        __m512 blues = _mm512_maskz_loadu_ps(inside, b + x);
        if (is_bf16) {
            reds = _mm512_fmadd_ps(reds, _mm512_set1_ps(s->scale[0]), _mm512_set1_ps(s->offset[0]));
            greens = _mm512_fmadd_ps(greens, _mm512_set1_ps(s->scale[1]), _mm512_set1_ps(s->offset[1]));
            blues = _mm512_fmadd_ps(blues, _mm512_set1_ps(s->scale[2]), _mm512_set1_ps(s->offset[2]));
        }
        for (int p = 0; p < 3; p++) {
            const __m512 two = _mm512_permutex2var_ps(reds, _mm512_loadu_si512(red_green[p]), greens);
            const __m512 all = _mm512_mask_permutexvar_ps(two, blue[p], _mm512_loadu_si512(from_blue[p]), blues);
            const size_t at = (size_t)(x + s->pad) * PLANES + LANES * p;
            if (is_bf16) {
                _mm256_storeu_si256((__m256i *)((uint16_t *)out + at), (__m256i)_mm512_cvtneps_pbh(all));
            } else {
                _mm512_storeu_ps((float *)out + at, all);
            }
        }
    }
}

/// `count` pixels of an output row times 64 channels. `rows` are the window's rows at the first pixel.
AVX512 void product(const stem_shape *s, const char *const *rows, const void *weights, const float *bias, char *out,
                    size_t out_stride, const int count, const int is_bf16) {
    __m512 sum[PIXEL_GROUP][OUT_LANES];
    for (int l = 0; l < OUT_LANES; l++) {
        const __m512 offset = _mm512_loadu_ps(bias + l * LANES);
        for (int i = 0; i < count; i++) sum[i][l] = offset;
    }
    const int steps = row_steps(s);
    const size_t apart = (size_t)s->stride * PLANES * (is_bf16 ? sizeof(uint16_t) : sizeof(float));
    const float *w = weights;
    for (int y = 0; y < s->kernel; y++) {
        for (int k = 0; k < steps; k++, w += OUT_BLOCK) {
            __m512 line[OUT_LANES];
            for (int l = 0; l < OUT_LANES; l++) line[l] = _mm512_loadu_ps(w + l * LANES);
            for (int i = 0; i < count; i++) {
                float value;
                memcpy(&value, rows[y] + i * apart + (size_t)k * sizeof value, sizeof value);
                const __m512 x = _mm512_set1_ps(value);
                for (int l = 0; l < OUT_LANES; l++)
                    sum[i][l] = is_bf16 ? _mm512_dpbf16_ps(sum[i][l], (__m512bh)line[l], (__m512bh)x)
                                        : _mm512_fmadd_ps(line[l], x, sum[i][l]);
            }
        }
    }
    // In this order what is no number stays none.
    const __m512 low = _mm512_set1_ps(s->low), high = _mm512_set1_ps(s->high);
    for (int i = 0; i < count; i++)
        for (int l = 0; l < OUT_LANES; l++) {
            const __m512 value = _mm512_min_ps(high, _mm512_max_ps(low, sum[i][l]));
            char *to = out + i * out_stride + (size_t)l * LANES * (is_bf16 ? sizeof(uint16_t) : sizeof(float));
            if (is_bf16) {
                _mm256_storeu_si256((__m256i *)to, (__m256i)_mm512_cvtneps_pbh(value));
            } else {
                _mm512_storeu_ps((float *)to, value);
            }
        }
}

/// Output rows first..<end of one picture.
AVX512 void work_rows(const stem_shape *s, const void *weights, const float *bias, const float *planes, char *out,
                      int first, int end, char *scratch, const int is_bf16) {
    const int across = out_side(s, s->width), ring = s->kernel + 1;
    const size_t size = is_bf16 ? sizeof(uint16_t) : sizeof(float), pixel = size * s->out_channels;
    const size_t block = stem_weight_bytes(s) / (s->out_channels / OUT_BLOCK);
    int ready = first * s->stride - s->pad;  // rows before this one are in the ring, or no longer needed
    for (int y = first; y < end; y++) {
        const int top = y * s->stride - s->pad;
        if (ready < top) ready = top;
        for (; ready < top + s->kernel; ready++)
            interleave(s, planes, ready, scratch + (size_t)((ready + ring * LARGEST_KERNEL) % ring) * row_bytes(s),
                       is_bf16);
        for (int channel = 0; channel < s->out_channels; channel += OUT_BLOCK) {
            const char *w = (const char *)weights + block * (channel / OUT_BLOCK);
            for (int x = 0, count; x < across; x += count) {
                const int groups = (across - x + PIXEL_GROUP - 1) / PIXEL_GROUP;
                count = (across - x + groups - 1) / groups;
                const char *rows[LARGEST_KERNEL];
                for (int k = 0; k < s->kernel; k++)
                    rows[k] = scratch + (size_t)((top + k + ring * LARGEST_KERNEL) % ring) * row_bytes(s) +
                              (size_t)x * s->stride * PLANES * size;
                char *to = out + ((size_t)y * across + x) * pixel + channel * size;
                switch (count) {
                    case 6: product(s, rows, w, bias + channel, to, pixel, 6, is_bf16); break;
                    case 5: product(s, rows, w, bias + channel, to, pixel, 5, is_bf16); break;
                    case 4: product(s, rows, w, bias + channel, to, pixel, 4, is_bf16); break;
                    case 3: product(s, rows, w, bias + channel, to, pixel, 3, is_bf16); break;
                    case 2: product(s, rows, w, bias + channel, to, pixel, 2, is_bf16); break;
                    default: product(s, rows, w, bias + channel, to, pixel, 1, is_bf16); break;
                }
            }
        }
    }
}

AVX512_ENTRY void rows_f32(const stem_shape *s, const void *weights, const float *bias, const float *planes, char *out,
                           int first, int end, char *scratch) {
    work_rows(s, weights, bias, planes, out, first, end, scratch, 0);
}
AVX512_ENTRY void rows_bf16(const stem_shape *s, const void *weights, const float *bias, const float *planes, char *out,
                            int first, int end, char *scratch) {
    work_rows(s, weights, bias, planes, out, first, end, scratch, 1);
}

typedef struct {
    const stem_shape *shape;
    int threads;
    const void *weights;
    const float *bias, *planes;
    char *destination, *scratch;
} work_t;

/// Share `me` of the rows of every picture.
static void work_share(void *work, int me) {
    const work_t *w = work;
    const stem_shape *s = w->shape;
    const int down = out_side(s, s->height), across = out_side(s, s->width);
    const size_t size = s->is_bf16 ? sizeof(uint16_t) : sizeof(float);
    const int first = (int)((long)down * me / w->threads), end = (int)((long)down * (me + 1) / w->threads);
    for (int i = 0; i < s->batch; i++)
        (s->is_bf16 ? rows_bf16 : rows_f32)(
            s, w->weights, w->bias, w->planes + (size_t)i * PLANES * s->height * s->width,
            w->destination + (size_t)i * down * across * s->out_channels * size, first, end,
            w->scratch + stem_scratch_bytes(s, 1) * me);
}

void stem_run(const stem_shape *s, int threads, const void *weights, const float *bias, const float *planes,
              void *destination, void *scratch) {
    work_t work = {s, threads, weights, bias, planes, destination, scratch};
    dnn_team_run(threads, work_share, &work);
}

#else

int stem_suits(const stem_shape *s) { return (void)s, 0; }
size_t stem_weight_bytes(const stem_shape *s) { return (void)s, 0; }
void stem_weights(const stem_shape *s, const float *weights, void *out, float *bias) {
    (void)s, (void)weights, (void)out, (void)bias;
}
size_t stem_scratch_bytes(const stem_shape *s, int threads) { return (void)s, (void)threads, 0; }
void stem_run(const stem_shape *s, int threads, const void *weights, const float *bias, const float *planes,
              void *destination, void *scratch) {
    (void)s, (void)threads, (void)weights, (void)bias, (void)planes, (void)destination, (void)scratch;
}

#endif
