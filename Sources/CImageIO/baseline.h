// A decoder for the one kind of JPEG that nearly every camera writes: baseline, one scan, 8 bits, grey or YCbCr with
// the chroma at full or half resolution, no restart markers. It takes half the time of libjpeg-turbo, whose pixels it
// gives to the bit, and it knows nothing of errors: at anything unusual or wrong it gives up, and libjpeg decides.
#pragma once
#include "private.h"

#if defined(__x86_64__) && defined(__clang__)
#define BASELINE_X86 1
#else
#define BASELINE_X86 0
#endif

enum {
    BASELINE_LOOK = 10,   // bits of a code that are looked up at once
    BASELINE_ABREAST = 4, // blocks that are transformed at once; side by side in a row of blocks
    BASELINE_GROUP = BASELINE_ABREAST * 64,
    BASELINE_PAD = 64,    // bytes past a row that may be read or written
};

/// One Huffman code. An entry of `look`: bits 0...5 how many bits it takes (0: the code is longer than the look-up),
/// bit 6 whether the coefficient's own bits are among them, bits 8...15 the symbol, bits 16...31 the coefficient.
struct baseline_code {
    int defined;
    int32_t look[1 << BASELINE_LOOK];
    uint32_t limit[18];  // codes of n bits are below limit[n], as 16 bits with the code on the left
    int32_t offset[17];  // of the first symbol of n bits, less its code
    uint8_t symbols[256];
};

/// What the next bits of a block say, as far as the look-up reaches: up to two coefficients and the block's end. Bits
/// 0...5: how many bits these take; bit 6 whether it is any at all, else the one code's entry of `look` counts; bit 7
/// whether the block ends. Then the distances, from the first coefficient not yet known, of the two coefficients (8
/// bits each) and of the next one not known (8 bits), and the two coefficients (16 bits each). One that is missing is
/// given as zero.
typedef uint64_t baseline_step;

struct baseline_layer {
    int id;
    int across, down;      // blocks of a unit
    int quantisation, dc, ac;
    int last_dc;
    int groups;            // of blocks in a row
    int64_t stride;        // of `samples`
    int rows;              // of `samples`: two rows of units, used in turn
    int16_t *coefficients; // of one row of units; zero between rows
    uint8_t *is_rough;     // for each group whether a block has more than its mean
    uint8_t *samples;
};

struct baseline {
    const uint8_t *bytes;
    size_t count;
    size_t scan;  // where the entropy-coded data begin
    uint32_t width, height;
    int layer_count;
    int has_jfif, has_adobe;
    struct baseline_layer layers[3];
    uint16_t quantisation[4][64];  // in zigzag order
    int has_quantisation[4];
    struct baseline_code dc[4], ac[4];
    baseline_step steps[4][1 << BASELINE_LOOK];  // for each code of `ac`
};

/// The bits of the scan.
struct baseline_source {
    const uint8_t *at, *end;
    int made_up;      // zeros taken after the end
    int held;         // bits of the window that count
    uint64_t window;  // the next bits, from the left
};

/// Reads everything up to the scan. 0: not of this kind.
int baseline_parse(struct baseline *baseline);

/// 0 where the lengths make no code.
int baseline_make_code(
    struct baseline_code *code, const uint8_t lengths[16], const uint8_t *symbols, int count, int is_dc);

/// From a code for the coefficients after the mean.
void baseline_make_steps(const struct baseline_code *code, baseline_step steps[1 << BASELINE_LOOK]);

/// The coefficients of a row of units, multiplied by their quantisation. 0: damaged, or values that no picture has.
int baseline_read_units(struct baseline *baseline, struct baseline_source *source, int units);

/// Whether the scan ends where it should: at an end marker, with less than a byte left over.
int baseline_at_end(const struct baseline_source *source);

#if BASELINE_X86
int baseline_cpu(void);

/// Four blocks to eight rows of 32 samples; the coefficients become zero.
void baseline_transform(int16_t *coefficients, uint8_t *out, int64_t stride);

/// The same where no block has more than its mean.
void baseline_transform_flat(int16_t *coefficients, uint8_t *out, int64_t stride);

/// A chroma row at twice its resolution. `sums` takes `count` + 64 + 2 values.
/// Both axes: `near` counts three times, `far` once.
void baseline_widen_both(const uint8_t *near, const uint8_t *far, int count, int16_t *sums, uint8_t *out);
void baseline_widen(const uint8_t *row, int count, int16_t *sums, uint8_t *out);

/// Where each byte of 64 RGB pixels comes from.
struct baseline_weave {
    uint8_t red_green[3][64];
    uint8_t blue[3][64];
    uint64_t is_blue[3];
    uint8_t grey[3][64];
};
void baseline_weave_init(struct baseline_weave *weave);
void baseline_to_rgb(
    const struct baseline_weave *weave, const uint8_t *y, const uint8_t *cb, const uint8_t *cr, int width,
    uint8_t *rgb);
void baseline_grey_to_rgb(const struct baseline_weave *weave, const uint8_t *y, int width, uint8_t *rgb);
#endif
