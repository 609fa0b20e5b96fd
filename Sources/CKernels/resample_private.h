// Shared by the resampler and its kernels; not for Swift.
#pragma once
#include "Resample.h"

#if defined(__x86_64__) && defined(__clang__)
#define RESAMPLE_X86 1
#else
#define RESAMPLE_X86 0
#endif

enum {
    RESAMPLE_ROWS = 4,   // rows that the horizontal kernels take at once
    RESAMPLE_GROUP = 4,  // taps that all kernels take at once; weights are padded with zeros to a multiple
    RESAMPLE_BLOCK = 64, // bytes to a multiple of which intermediate rows are padded
};

/// How one path works. Weights are laid out for it once for each picture: `words` words for each group of four taps.
struct resample_kernels {
    int words;
    void (*pack)(const int32_t weights[RESAMPLE_GROUP], uint32_t *words);
    /// Four rows along x. `outputs` is a multiple of four. May read 4 bytes past the last tap's pixel, and may write
    /// 4 bytes past the last output.
    void (*horizontal)(
        const uint8_t *const rows[RESAMPLE_ROWS], const int32_t *starts, const uint32_t *words, int groups,
        int outputs, uint8_t *const out[RESAMPLE_ROWS]);
    /// One output row from `groups` times four rows, which are readable to a multiple of RESAMPLE_BLOCK. Writes
    /// `bytes` bytes.
    void (*vertical)(const uint8_t *const *rows, const uint32_t *words, int groups, int64_t bytes, uint8_t *out);
};

extern const struct resample_kernels resample_plain;
#if RESAMPLE_X86
extern const struct resample_kernels resample_avx2;
extern const struct resample_kernels resample_vnni;
#endif
