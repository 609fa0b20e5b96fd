// Weights of 23 bits are split into eleven low bits and the rest, so that vpmaddwd (pairs of 16-bit products, summed to
// 32 bits) is exact for both halves: sum = (high << 11) + low.
#include "resample_private.h"

#if RESAMPLE_X86
#include <immintrin.h>
#include <string.h>

#define AVX2 __attribute__((target("avx2")))

enum { LOW_BITS = 11, WORDS = 4 };

// Low halves of taps 0, 1 and 2, 3, then high halves.
static void pack(const int32_t weights[RESAMPLE_GROUP], uint32_t *words) {
    for (int pair = 0; pair < 2; pair++) {
        uint32_t a = (uint32_t)weights[2 * pair], b = (uint32_t)weights[2 * pair + 1];
        const uint32_t low = (1u << LOW_BITS) - 1;
        words[pair] = (a & low) | (b & low) << 16;
        words[2 + pair] = a >> LOW_BITS | (b >> LOW_BITS) << 16;
    }
}

AVX2 static inline __m256i word(uint32_t value) { return _mm256_set1_epi32((int)value); }

AVX2 static inline __m256i two_rows(const uint8_t *a, const uint8_t *b) {
    return _mm256_inserti128_si256(
        _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)a)), _mm_loadu_si128((const __m128i *)b), 1);
}

AVX2 static inline __m256i total(__m256i low, __m256i high) {
    __m256i half = _mm256_set1_epi32(1 << (RESAMPLE_PRECISION - 1));
    __m256i sum = _mm256_add_epi32(_mm256_add_epi32(low, half), _mm256_slli_epi32(high, LOW_BITS));
    return _mm256_srli_epi32(sum, RESAMPLE_PRECISION);
}

AVX2 static void horizontal_two(
    const uint8_t *a, const uint8_t *b, const int32_t *starts, const uint32_t *words, int groups, int outputs,
    uint8_t *out_a, uint8_t *out_b) {
    // Four pixels of a row to 16-bit pairs: r0 r1 g0 g1 b0 b1 - -, and of pixels 2 and 3 alike.
    const __m256i first = _mm256_setr_epi8(
        0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1, 0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1,
        -1);
    const __m256i second = _mm256_setr_epi8(
        6, -1, 9, -1, 7, -1, 10, -1, 8, -1, 11, -1, -1, -1, -1, -1, 6, -1, 9, -1, 7, -1, 10, -1, 8, -1, 11, -1, -1, -1,
        -1, -1);
    const __m256i close = _mm256_setr_epi8(
        0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1);
    for (int x = 0; x < outputs; x += 4) {
        __m256i sums[4];
        for (int k = 0; k < 4; k++) {
            const int64_t from = 3 * (int64_t)starts[x + k];
            __m256i low = _mm256_setzero_si256(), high = low;
            for (int j = 0; j < groups; j++, words += WORDS) {
                __m256i pixels = two_rows(a + from + 12 * (int64_t)j, b + from + 12 * (int64_t)j);
                __m256i p = _mm256_shuffle_epi8(pixels, first), q = _mm256_shuffle_epi8(pixels, second);
                low = _mm256_add_epi32(low, _mm256_madd_epi16(p, word(words[0])));
                high = _mm256_add_epi32(high, _mm256_madd_epi16(p, word(words[2])));
                low = _mm256_add_epi32(low, _mm256_madd_epi16(q, word(words[1])));
                high = _mm256_add_epi32(high, _mm256_madd_epi16(q, word(words[3])));
            }
            sums[k] = total(low, high);
        }
        __m256i bytes = _mm256_packus_epi16(
            _mm256_packus_epi32(sums[0], sums[1]), _mm256_packus_epi32(sums[2], sums[3]));
        bytes = _mm256_shuffle_epi8(bytes, close);
        _mm_storeu_si128((__m128i *)(out_a + 3 * x), _mm256_castsi256_si128(bytes));
        _mm_storeu_si128((__m128i *)(out_b + 3 * x), _mm256_extracti128_si256(bytes, 1));
    }
}

AVX2 static void horizontal(
    const uint8_t *const rows[RESAMPLE_ROWS], const int32_t *starts, const uint32_t *words, int groups, int outputs,
    uint8_t *const out[RESAMPLE_ROWS]) {
    for (int y = 0; y < RESAMPLE_ROWS; y += 2) {
        horizontal_two(rows[y], rows[y + 1], starts, words, groups, outputs, out[y], out[y + 1]);
    }
}

AVX2 static inline __m256i row(const uint8_t *bytes) { return _mm256_loadu_si256((const __m256i *)bytes); }

AVX2 static void vertical(const uint8_t *const *rows, const uint32_t *words, int groups, int64_t bytes, uint8_t *out) {
    enum { BYTES = 32 };
    const __m256i zero = _mm256_setzero_si256();
    for (int64_t at = 0; at < bytes; at += BYTES) {
        __m256i low[4] = {zero, zero, zero, zero}, high[4] = {zero, zero, zero, zero};
        for (int j = 0; j < groups; j++) {
            for (int pair = 0; pair < 2; pair++) {
                const uint8_t *const *two = rows + RESAMPLE_GROUP * j + 2 * pair;
                __m256i a = row(two[0] + at), b = row(two[1] + at);
                __m256i left = _mm256_unpacklo_epi8(a, b), right = _mm256_unpackhi_epi8(a, b);
                __m256i pixels[4] = {
                    _mm256_unpacklo_epi8(left, zero), _mm256_unpackhi_epi8(left, zero),
                    _mm256_unpacklo_epi8(right, zero), _mm256_unpackhi_epi8(right, zero)};
                // Bytes a0 b0 a1 b1 with zeros between are 16-bit pairs already.
                __m256i l = word(words[WORDS * j + pair]), h = word(words[WORDS * j + 2 + pair]);
                for (int k = 0; k < 4; k++) {
                    low[k] = _mm256_add_epi32(low[k], _mm256_madd_epi16(pixels[k], l));
                    high[k] = _mm256_add_epi32(high[k], _mm256_madd_epi16(pixels[k], h));
                }
            }
        }
        for (int k = 0; k < 4; k++) low[k] = total(low[k], high[k]);
        __m256i all = _mm256_packus_epi16(_mm256_packus_epi32(low[0], low[1]), _mm256_packus_epi32(low[2], low[3]));
        if (bytes - at >= BYTES) {
            _mm256_storeu_si256((__m256i *)(out + at), all);
        } else {
            uint8_t last[BYTES];
            _mm256_storeu_si256((__m256i *)last, all);
            memcpy(out + at, last, (size_t)(bytes - at));
        }
    }
}

const struct resample_kernels resample_avx2 = {WORDS, pack, horizontal, vertical};
#endif
