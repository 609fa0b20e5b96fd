// The inverse cosine transform of libjpeg's "islow" (Loeffler, Ligtenberg and Moschytz 1989; fixed point of 13 bits and
// 2 more between the passes), four blocks at once: each 128-bit lane holds one block's row of eight 16-bit values.
// Every sum is formed as 16-bit and 32-bit words in the same places as in libjpeg-turbo's vector code, so that the
// result is the same to the bit.
#include "baseline.h"

#if BASELINE_X86
#include <immintrin.h>

#define WIDE __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi")))
#define INLINE static inline __attribute__((always_inline, target("avx512f,avx512bw,avx512vl,avx512vbmi")))

enum {
    CONST_BITS = 13,
    PASS_BITS = 2,
    FIX_0_298 = 2446,
    FIX_0_390 = 3196,
    FIX_0_541 = 4433,
    FIX_0_765 = 6270,
    FIX_0_899 = 7373,
    FIX_1_175 = 9633,
    FIX_1_501 = 12299,
    FIX_1_847 = 15137,
    FIX_1_961 = 16069,
    FIX_2_053 = 16819,
    FIX_2_562 = 20995,
    FIX_3_072 = 25172,
};

// 32-bit values of 32 places: those of the low and of the high halves of the lanes.
struct wide {
    __m512i low, high;
};

INLINE struct wide add(struct wide a, struct wide b) {
    return (struct wide){_mm512_add_epi32(a.low, b.low), _mm512_add_epi32(a.high, b.high)};
}

INLINE struct wide subtract(struct wide a, struct wide b) {
    return (struct wide){_mm512_sub_epi32(a.low, b.low), _mm512_sub_epi32(a.high, b.high)};
}

// a * first + b * second
INLINE struct wide weigh(__m512i a, __m512i b, int first, int second) {
    const __m512i weights = _mm512_set1_epi32((int)((unsigned)second << 16 | ((unsigned)first & 0xFFFF)));
    return (struct wide){
        _mm512_madd_epi16(_mm512_unpacklo_epi16(a, b), weights),
        _mm512_madd_epi16(_mm512_unpackhi_epi16(a, b), weights)};
}

INLINE struct wide scale_up(__m512i a) {
    const __m512i zero = _mm512_setzero_si512();
    return (struct wide){
        _mm512_srai_epi32(_mm512_unpacklo_epi16(zero, a), 16 - CONST_BITS),
        _mm512_srai_epi32(_mm512_unpackhi_epi16(zero, a), 16 - CONST_BITS)};
}

INLINE __m512i descale(struct wide a, int bits) {
    const __m512i half = _mm512_set1_epi32(1 << (bits - 1));
    return _mm512_packs_epi32(
        _mm512_srai_epi32(_mm512_add_epi32(a.low, half), bits),
        _mm512_srai_epi32(_mm512_add_epi32(a.high, half), bits));
}

// One dimension, down the eight vectors.
INLINE void pass(__m512i v[8], int bits) {
    const struct wide tmp2 = weigh(v[2], v[6], FIX_0_541, FIX_0_541 - FIX_1_847);
    const struct wide tmp3 = weigh(v[2], v[6], FIX_0_541 + FIX_0_765, FIX_0_541);
    const struct wide tmp0 = scale_up(_mm512_add_epi16(v[0], v[4]));
    const struct wide tmp1 = scale_up(_mm512_sub_epi16(v[0], v[4]));
    const struct wide even[4] = {add(tmp0, tmp3), add(tmp1, tmp2), subtract(tmp1, tmp2), subtract(tmp0, tmp3)};

    const __m512i z3 = _mm512_add_epi16(v[7], v[3]), z4 = _mm512_add_epi16(v[5], v[1]);
    const struct wide w3 = weigh(z3, z4, FIX_1_175 - FIX_1_961, FIX_1_175);
    const struct wide w4 = weigh(z3, z4, FIX_1_175, FIX_1_175 - FIX_0_390);
    const struct wide odd[4] = {
        add(weigh(v[7], v[1], -FIX_0_899, FIX_1_501 - FIX_0_899), w4),
        add(weigh(v[5], v[3], -FIX_2_562, FIX_3_072 - FIX_2_562), w3),
        add(weigh(v[5], v[3], FIX_2_053 - FIX_2_562, -FIX_2_562), w4),
        add(weigh(v[7], v[1], FIX_0_298 - FIX_0_899, -FIX_0_899), w3)};
    for (int i = 0; i < 4; i++) {
        v[i] = descale(add(even[i], odd[i]), bits);
        v[7 - i] = descale(subtract(even[i], odd[i]), bits);
    }
}

// Rows to columns in each lane.
INLINE void transpose(__m512i v[8]) {
    __m512i a[8], b[8];
    for (int i = 0; i < 4; i++) {
        a[2 * i] = _mm512_unpacklo_epi16(v[2 * i], v[2 * i + 1]);
        a[2 * i + 1] = _mm512_unpackhi_epi16(v[2 * i], v[2 * i + 1]);
    }
    for (int i = 0; i < 2; i++) {
        b[4 * i] = _mm512_unpacklo_epi32(a[4 * i], a[4 * i + 2]);
        b[4 * i + 1] = _mm512_unpackhi_epi32(a[4 * i], a[4 * i + 2]);
        b[4 * i + 2] = _mm512_unpacklo_epi32(a[4 * i + 1], a[4 * i + 3]);
        b[4 * i + 3] = _mm512_unpackhi_epi32(a[4 * i + 1], a[4 * i + 3]);
    }
    for (int i = 0; i < 4; i++) {
        v[2 * i] = _mm512_unpacklo_epi64(b[i], b[4 + i]);
        v[2 * i + 1] = _mm512_unpackhi_epi64(b[i], b[4 + i]);
    }
}

// Each lane of `rows` holds two rows of its block: as two rows of four blocks.
INLINE void store_two(__m512i rows, uint8_t *out, int64_t stride) {
    const __m512i order = _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7);
    const __m512i both = _mm512_permutexvar_epi64(order, _mm512_add_epi8(rows, _mm512_set1_epi8((char)128)));
    _mm256_storeu_si256((__m256i *)out, _mm512_castsi512_si256(both));
    _mm256_storeu_si256((__m256i *)(out + stride), _mm512_extracti64x4_epi64(both, 1));
}

WIDE void baseline_transform(int16_t *coefficients, uint8_t *out, int64_t stride) {
    __m512i v[8];
    for (int i = 0; i < 8; i++) {
        v[i] = _mm512_loadu_si512(coefficients + 32 * i);
        _mm512_storeu_si512(coefficients + 32 * i, _mm512_setzero_si512());
    }
    pass(v, CONST_BITS - PASS_BITS);
    transpose(v);
    pass(v, CONST_BITS + PASS_BITS + 3);
    // v[c] now is column c; to bytes, then back to rows.
    const __m512i a = _mm512_packs_epi16(v[0], v[2]), b = _mm512_packs_epi16(v[1], v[3]);
    const __m512i c = _mm512_packs_epi16(v[4], v[6]), d = _mm512_packs_epi16(v[5], v[7]);
    const __m512i ab_01 = _mm512_unpacklo_epi8(a, b), ab_23 = _mm512_unpackhi_epi8(a, b);
    const __m512i cd_45 = _mm512_unpacklo_epi8(c, d), cd_67 = _mm512_unpackhi_epi8(c, d);
    const __m512i left_top = _mm512_unpacklo_epi16(ab_01, ab_23), left_bottom = _mm512_unpackhi_epi16(ab_01, ab_23);
    const __m512i right_top = _mm512_unpacklo_epi16(cd_45, cd_67), right_bottom = _mm512_unpackhi_epi16(cd_45, cd_67);
    store_two(_mm512_unpacklo_epi32(left_top, right_top), out, stride);
    store_two(_mm512_unpackhi_epi32(left_top, right_top), out + 2 * stride, stride);
    store_two(_mm512_unpacklo_epi32(left_bottom, right_bottom), out + 4 * stride, stride);
    store_two(_mm512_unpackhi_epi32(left_bottom, right_bottom), out + 6 * stride, stride);
}

WIDE void baseline_transform_flat(int16_t *coefficients, uint8_t *out, int64_t stride) {
    uint64_t values[BASELINE_ABREAST];
    for (int i = 0; i < BASELINE_ABREAST; i++) {
        int value = ((coefficients[8 * i] + 4) >> 3) + 128;
        value = value < 0 ? 0 : value > 255 ? 255 : value;
        values[i] = 0x0101010101010101 * (uint64_t)value;
        coefficients[8 * i] = 0;
    }
    const __m256i row = _mm256_loadu_si256((const __m256i *)values);
    for (int y = 0; y < 8; y++) _mm256_storeu_si256((__m256i *)(out + y * stride), row);
}
#endif
