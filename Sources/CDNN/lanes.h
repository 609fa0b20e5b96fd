// Sixteen floats at once, loaded from and stored to maps of floats or brain floats. The compiler's own vectors: whatever
// instructions a function is compiled for do the work. They pass by address, since by value they would need registers
// that the caller may not have.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#define VECTORS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTORS
#endif
#define INLINED static inline __attribute__((always_inline))

enum { LANE_COUNT = 16 };
typedef float lanes_t __attribute__((vector_size(64)));
typedef int32_t mask_t __attribute__((vector_size(64)));
typedef uint32_t bits_t __attribute__((vector_size(64)));
typedef uint16_t half_t __attribute__((vector_size(32)));

/// `count` numbers from index `at` on; the other lanes are zero.
INLINED void load(const void *map, size_t at, int count, int is_bf16, lanes_t *out) {
    if (is_bf16) {
        half_t narrow = {0};
        memcpy(&narrow, (const uint16_t *)map + at, (size_t)count * sizeof(uint16_t));
        *out = (lanes_t)(__builtin_convertvector(narrow, bits_t) << 16);
    } else {
        if (count < LANE_COUNT) *out = (lanes_t){0};
        memcpy(out, (const float *)map + at, (size_t)count * sizeof(float));
    }
}

/// Brain floats are rounded to nearest, ties to even; what is no number stays none.
INLINED void store(void *map, size_t at, int count, int is_bf16, const lanes_t *value) {
    if (is_bf16) {
        const bits_t bits = (bits_t)*value, is_none = (bits_t)(*value != *value);
        const bits_t rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
        const half_t narrow =
            __builtin_convertvector((rounded & ~is_none) | (((bits >> 16) | 0x40) & is_none), half_t);
        memcpy((uint16_t *)map + at, &narrow, (size_t)count * sizeof(uint16_t));
    } else {
        memcpy((float *)map + at, value, (size_t)count * sizeof(float));
    }
}

/// The lanes of `value` where the mask is set, else zero.
INLINED void keep_where(const mask_t *mask, lanes_t *value) { *value = (lanes_t)((mask_t)*value & *mask); }

/// 1 / (1 + exp(-x)), to two units in the last place of single precision.
INLINED void sigmoid(const lanes_t *x, lanes_t *out) {
    lanes_t y = -*x;
    const mask_t low = y < -87.0f, high = y > 87.0f;
    // Far out the exponential leaves the range of floats.
    y = (lanes_t)((mask_t)y & ~(low | high));
    // Powers of two apart: exp(y) = 2^n exp(r), |r| <= ln 2 / 2; then a polynomial (Cody & Waite 1980).
    const lanes_t shifted = y * 1.44269504f + 12582912.0f, n = shifted - 12582912.0f;
    const lanes_t r = (y - n * 0.693359375f) + n * 2.12194440e-4f;
    lanes_t p = r * 1.9875691500e-4f + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    const mask_t exponent = (mask_t)shifted << 23;
    const lanes_t e = (lanes_t)((mask_t)p + exponent);
    const lanes_t s = 1.0f / (1.0f + e);
    const mask_t one = (mask_t)((lanes_t){0} + 1.0f);
    *out = (lanes_t)(((mask_t)s & ~(low | high)) | (one & low));
}
