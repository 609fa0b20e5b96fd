// Chroma at full resolution by libjpeg's "fancy" triangle filter, and YCbCr to RGB as JFIF defines it, both rounded as
// libjpeg rounds.
#include "baseline.h"

#if BASELINE_X86
#include <immintrin.h>

#define WIDE __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi")))
#define INLINE static inline __attribute__((always_inline, target("avx512f,avx512bw,avx512vl,avx512vbmi")))

int baseline_cpu(void) {
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512vbmi");
}

INLINE __m512i words(const uint8_t *bytes) {
    return _mm512_cvtepu8_epi16(_mm256_loadu_si256((const __m256i *)bytes));
}

// Each sample becomes two, three parts itself and one part its neighbour; the edge is its own neighbour. `sums` holds
// the samples from place 1 on.
INLINE void widen(int16_t *sums, int count, int left_bias, int right_bias, int shift, uint8_t *out) {
    sums[0] = sums[1];
    sums[count + 1] = sums[count];
    const __m512i left_half = _mm512_set1_epi16((short)left_bias), right_half = _mm512_set1_epi16((short)right_bias);
    for (int x = 0; x < count; x += 32) {
        const __m512i here = _mm512_loadu_si512(sums + 1 + x);
        const __m512i thrice = _mm512_add_epi16(here, _mm512_add_epi16(here, here));
        __m512i left = _mm512_add_epi16(_mm512_add_epi16(thrice, _mm512_loadu_si512(sums + x)), left_half);
        __m512i right = _mm512_add_epi16(_mm512_add_epi16(thrice, _mm512_loadu_si512(sums + 2 + x)), right_half);
        left = _mm512_srli_epi16(left, (unsigned)shift);
        right = _mm512_slli_epi16(_mm512_srli_epi16(right, (unsigned)shift), 8);
        _mm512_storeu_si512(out + 2 * x, _mm512_or_si512(left, right));
    }
}

WIDE void baseline_widen_both(const uint8_t *near, const uint8_t *far, int count, int16_t *sums, uint8_t *out) {
    for (int x = 0; x < count; x += 32) {
        const __m512i here = words(near + x);
        const __m512i sum = _mm512_add_epi16(_mm512_add_epi16(here, _mm512_add_epi16(here, here)), words(far + x));
        _mm512_storeu_si512(sums + 1 + x, sum);
    }
    widen(sums, count, 8, 7, 4, out);
}

WIDE void baseline_widen(const uint8_t *row, int count, int16_t *sums, uint8_t *out) {
    for (int x = 0; x < count; x += 32) _mm512_storeu_si512(sums + 1 + x, words(row + x));
    widen(sums, count, 1, 2, 2, out);
}

void baseline_weave_init(struct baseline_weave *weave) {
    for (int part = 0; part < 3; part++) {
        weave->is_blue[part] = 0;
        for (int i = 0; i < 64; i++) {
            const int at = 64 * part + i, pixel = at / 3, channel = at % 3;
            weave->red_green[part][i] = (uint8_t)(pixel + (channel == 1 ? 64 : 0));
            weave->blue[part][i] = (uint8_t)pixel;
            weave->grey[part][i] = (uint8_t)pixel;
            if (channel == 2) weave->is_blue[part] |= 1ull << i;
        }
    }
}

INLINE void store(__m512i bytes, uint8_t *out, int left) {
    if (left >= 64) _mm512_storeu_si512(out, bytes);
    else if (left > 0) _mm512_mask_storeu_epi8(out, (1ull << left) - 1, bytes);
}

struct rgb {
    __m512i red, green, blue;
};

// 32 pixels as 16-bit words. JFIF's factors in 16 bits of fraction; whole parts are added apart, so that each rest
// fits a 16-bit product:
//     red   = y + cr + 0.402 cr            green = y - cr + (0.28586 cr - 0.34414 cb)
//     blue  = y + 2 cb - 0.228 cb
INLINE struct rgb convert(__m512i y, __m512i cb, __m512i cr) {
    const __m512i centre = _mm512_set1_epi16(128), one = _mm512_set1_epi16(1);
    cb = _mm512_sub_epi16(cb, centre);
    cr = _mm512_sub_epi16(cr, centre);
    const __m512i cb2 = _mm512_add_epi16(cb, cb), cr2 = _mm512_add_epi16(cr, cr);
    __m512i red = _mm512_mulhi_epi16(cr2, _mm512_set1_epi16(26345));
    red = _mm512_srai_epi16(_mm512_add_epi16(red, one), 1);
    __m512i blue = _mm512_mulhi_epi16(cb2, _mm512_set1_epi16(-14942));
    blue = _mm512_srai_epi16(_mm512_add_epi16(blue, one), 1);
    const __m512i weights = _mm512_set1_epi32((int)(18734u << 16 | (uint16_t)-22554));
    const __m512i half = _mm512_set1_epi32(1 << 15);
    const __m512i low = _mm512_madd_epi16(_mm512_unpacklo_epi16(cb, cr), weights);
    const __m512i high = _mm512_madd_epi16(_mm512_unpackhi_epi16(cb, cr), weights);
    const __m512i green = _mm512_packs_epi32(
        _mm512_srai_epi32(_mm512_add_epi32(low, half), 16), _mm512_srai_epi32(_mm512_add_epi32(high, half), 16));
    return (struct rgb){
        _mm512_add_epi16(y, _mm512_add_epi16(cr, red)),
        _mm512_add_epi16(y, _mm512_sub_epi16(green, cr)),
        _mm512_add_epi16(y, _mm512_add_epi16(cb2, blue))};
}

WIDE void baseline_to_rgb(
    const struct baseline_weave *weave, const uint8_t *y, const uint8_t *cb, const uint8_t *cr, int width,
    uint8_t *rgb) {
    const __m512i zero = _mm512_setzero_si512();
    for (int x = 0; x < width; x += 64) {
        const __m512i light = _mm512_loadu_si512(y + x);
        const __m512i blue = _mm512_loadu_si512(cb + x), red = _mm512_loadu_si512(cr + x);
        const struct rgb low = convert(
            _mm512_unpacklo_epi8(light, zero), _mm512_unpacklo_epi8(blue, zero), _mm512_unpacklo_epi8(red, zero));
        const struct rgb high = convert(
            _mm512_unpackhi_epi8(light, zero), _mm512_unpackhi_epi8(blue, zero), _mm512_unpackhi_epi8(red, zero));
        const __m512i r = _mm512_packus_epi16(low.red, high.red);
        const __m512i g = _mm512_packus_epi16(low.green, high.green);
        const __m512i b = _mm512_packus_epi16(low.blue, high.blue);
        const int left = 3 * (width - x);
        for (int part = 0; part < 3; part++) {
            const __m512i rg = _mm512_permutex2var_epi8(r, _mm512_loadu_si512(weave->red_green[part]), g);
            const __m512i all = _mm512_mask_permutexvar_epi8(
                rg, weave->is_blue[part], _mm512_loadu_si512(weave->blue[part]), b);
            store(all, rgb + 3 * (int64_t)x + 64 * part, left - 64 * part);
        }
    }
}

WIDE void baseline_grey_to_rgb(const struct baseline_weave *weave, const uint8_t *y, int width, uint8_t *rgb) {
    for (int x = 0; x < width; x += 64) {
        const __m512i light = _mm512_loadu_si512(y + x);
        const int left = 3 * (width - x);
        for (int part = 0; part < 3; part++) {
            const __m512i all = _mm512_permutexvar_epi8(_mm512_loadu_si512(weave->grey[part]), light);
            store(all, rgb + 3 * (int64_t)x + 64 * part, left - 64 * part);
        }
    }
}
#endif
