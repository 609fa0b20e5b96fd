// Resampling of 8-bit RGB pictures along both axes in fixed point: every path gives the same bits, because each forms
// the same 32-bit sums, only in another order.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// One axis. Output i is the sum over t < counts[i] of weights[i * taps + t] * input[starts[i] + t], plus a half,
/// shifted down by RESAMPLE_PRECISION and clipped to 0...255. Weights lie in 0...2^22, starts never fall, and no input
/// past the last is asked for.
struct resample_axis {
    const int32_t *starts;
    const int32_t *counts;
    const int32_t *weights;
    int32_t outputs;
    int32_t taps;
};

/// Fraction bits of a weight: 32 of the sum less 8 of the pixel less 2 of headroom, as Pillow has it.
enum { RESAMPLE_PRECISION = 22 };

/// Which instructions: the widest that the CPU has, or no more than a certain set, so that tests reach every path.
enum resample_path { RESAMPLE_WIDEST = 0, RESAMPLE_PLAIN, RESAMPLE_AVX2, RESAMPLE_VNNI };

/// Whether this CPU has what the path needs. WIDEST and PLAIN always are.
int resample_has(enum resample_path path);

/// A picture on its way: rows go in from the top, resampled rows appear in `target` as soon as they are complete. First
/// along x, rounded to 8 bits, then along y. It holds as many rows as one output row draws on.
struct resampler;

/// `width` x `height` are the input's; `along` and `down` may be NULL where an axis keeps its size; they are copied.
/// `target` takes 3 bytes for each output pixel and must outlive the resampler. NULL when memory is short.
struct resampler *resampler_new(
    int64_t width, int64_t height, const struct resample_axis *along, const struct resample_axis *down,
    uint8_t *target, enum resample_path path);

/// The next `count` rows of 3 * width bytes, one after another. Rows past the last are ignored. At best in fours.
void resampler_push(struct resampler *resampler, const uint8_t *rows, int64_t count);

void resampler_free(struct resampler *resampler);
