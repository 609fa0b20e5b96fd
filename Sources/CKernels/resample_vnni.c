// Weights of 23 bits are written as three signed digits to the base 256, so that vpdpbusd (four products of unsigned
// and signed bytes, summed to 32 bits without saturation) is exact: sum = d0 + (d1 << 8) + (d2 << 16), modulo 2^32.
#include "resample_private.h"

#if RESAMPLE_X86
#include <immintrin.h>

#define VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

enum { DIGITS = 3 };

static void pack(const int32_t weights[RESAMPLE_GROUP], uint32_t *words) {
    for (int d = 0; d < DIGITS; d++) words[d] = 0;
    for (int t = 0; t < RESAMPLE_GROUP; t++) {
        int32_t rest = weights[t];
        for (int d = 0; d < DIGITS; d++) {
            int32_t digit = (int8_t)(uint8_t)rest;
            words[d] |= (uint32_t)(uint8_t)digit << 8 * t;
            rest = (rest - digit) / 256;
        }
    }
}

VNNI static inline __m128i sixteen(const uint8_t *bytes) { return _mm_loadu_si128((const __m128i *)bytes); }

VNNI static inline __m512i word(uint32_t value) { return _mm512_set1_epi32((int)value); }

VNNI static inline __m512i total(const __m512i digits[DIGITS]) {
    __m512i sum = _mm512_add_epi32(
        digits[0], _mm512_add_epi32(_mm512_slli_epi32(digits[1], 8), _mm512_slli_epi32(digits[2], 16)));
    return _mm512_srli_epi32(sum, RESAMPLE_PRECISION);
}

VNNI static void horizontal(
    const uint8_t *const rows[RESAMPLE_ROWS], const int32_t *starts, const uint32_t *words, int groups, int outputs,
    uint8_t *const out[RESAMPLE_ROWS]) {
    // Four pixels of each row: r0 r1 r2 r3 g0 g1 g2 g3 b0 b1 b2 b3 and four zeros.
    const __m512i planar = _mm512_broadcast_i32x4(
        _mm_setr_epi8(0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11, -1, -1, -1, -1));
    const __m512i close = _mm512_broadcast_i32x4(
        _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1));
    const __m512i half = _mm512_set1_epi32(1 << (RESAMPLE_PRECISION - 1));
    const uint8_t *a = rows[0], *b = rows[1], *c = rows[2], *d = rows[3];
    for (int x = 0; x < outputs; x += 4) {
        __m512i sums[4];
        for (int k = 0; k < 4; k++) {
            int64_t from = 3 * (int64_t)starts[x + k];
            __m512i digits[DIGITS] = {half, _mm512_setzero_si512(), _mm512_setzero_si512()};
            for (int j = 0; j < groups; j++, words += DIGITS, from += 12) {
                __m256i ab = _mm256_inserti128_si256(_mm256_castsi128_si256(sixteen(a + from)), sixteen(b + from), 1);
                __m256i cd = _mm256_inserti128_si256(_mm256_castsi128_si256(sixteen(c + from)), sixteen(d + from), 1);
                __m512i pixels = _mm512_inserti64x4(_mm512_castsi256_si512(ab), cd, 1);
                pixels = _mm512_shuffle_epi8(pixels, planar);
                digits[0] = _mm512_dpbusd_epi32(digits[0], pixels, word(words[0]));
                digits[1] = _mm512_dpbusd_epi32(digits[1], pixels, word(words[1]));
                digits[2] = _mm512_dpbusd_epi32(digits[2], pixels, word(words[2]));
            }
            sums[k] = total(digits);
        }
        __m512i bytes = _mm512_packus_epi16(
            _mm512_packus_epi32(sums[0], sums[1]), _mm512_packus_epi32(sums[2], sums[3]));
        bytes = _mm512_shuffle_epi8(bytes, close);
        _mm_storeu_si128((__m128i *)(out[0] + 3 * x), _mm512_castsi512_si128(bytes));
        _mm_storeu_si128((__m128i *)(out[1] + 3 * x), _mm512_extracti32x4_epi32(bytes, 1));
        _mm_storeu_si128((__m128i *)(out[2] + 3 * x), _mm512_extracti32x4_epi32(bytes, 2));
        _mm_storeu_si128((__m128i *)(out[3] + 3 * x), _mm512_extracti32x4_epi32(bytes, 3));
    }
}

VNNI static void vertical(const uint8_t *const *rows, const uint32_t *words, int groups, int64_t bytes, uint8_t *out) {
    const __m512i zero = _mm512_setzero_si512(), half = _mm512_set1_epi32(1 << (RESAMPLE_PRECISION - 1));
    for (int64_t at = 0; at < bytes; at += RESAMPLE_BLOCK) {
        __m512i digits[4][DIGITS];
        for (int k = 0; k < 4; k++) {
            digits[k][0] = half;
            digits[k][1] = digits[k][2] = zero;
        }
        for (int j = 0; j < groups; j++) {
            const uint8_t *const *four = rows + RESAMPLE_GROUP * j;
            __m512i a = _mm512_loadu_si512(four[0] + at), b = _mm512_loadu_si512(four[1] + at);
            __m512i c = _mm512_loadu_si512(four[2] + at), d = _mm512_loadu_si512(four[3] + at);
            __m512i ab_left = _mm512_unpacklo_epi8(a, b), ab_right = _mm512_unpackhi_epi8(a, b);
            __m512i cd_left = _mm512_unpacklo_epi8(c, d), cd_right = _mm512_unpackhi_epi8(c, d);
            // Each 32-bit lane has one column of the four rows; the packing below undoes this order.
            __m512i columns[4] = {
                _mm512_unpacklo_epi16(ab_left, cd_left), _mm512_unpackhi_epi16(ab_left, cd_left),
                _mm512_unpacklo_epi16(ab_right, cd_right), _mm512_unpackhi_epi16(ab_right, cd_right)};
            for (int n = 0; n < DIGITS; n++) {
                __m512i weights = word(words[DIGITS * j + n]);
                for (int k = 0; k < 4; k++) digits[k][n] = _mm512_dpbusd_epi32(digits[k][n], columns[k], weights);
            }
        }
        __m512i all = _mm512_packus_epi16(
            _mm512_packus_epi32(total(digits[0]), total(digits[1])),
            _mm512_packus_epi32(total(digits[2]), total(digits[3])));
        int64_t left = bytes - at;
        if (left >= RESAMPLE_BLOCK) _mm512_storeu_si512(out + at, all);
        else _mm512_mask_storeu_epi8(out + at, (1ull << left) - 1, all);
    }
}

const struct resample_kernels resample_vnni = {DIGITS, pack, horizontal, vertical};
#endif
