// PNG and JPEG in memory, through libpng and libjpeg-turbo. Both libraries report errors with longjmp, which must not
// cross a Swift frame: every setjmp and every longjmp stays behind these functions.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum cimage_status {
    CIMAGE_OK = 0,
    CIMAGE_NOT_AN_IMAGE,  // neither PNG nor JPEG by its first bytes
    CIMAGE_TRUNCATED,     // the file ends before the picture does
    CIMAGE_DAMAGED,       // checksums or codes that are wrong: pixels cannot be trusted
    CIMAGE_EMPTY,         // a side of zero pixels
    CIMAGE_TOO_LARGE,     // over the caller's limit of pixels
    CIMAGE_UNSUPPORTED,   // sound, but of a kind that is not read
    CIMAGE_NO_MEMORY,
};

enum { CIMAGE_MESSAGE = 200 };  // bytes of a message, the terminating zero included

/// What the header says.
struct cimage_info {
    uint32_t width;
    uint32_t height;
    int orientation;  // EXIF 1...8; 1 where there is none
};

/// Reads the header only; no memory is taken that grows with the picture. On failure `message` (CIMAGE_MESSAGE bytes)
/// holds what the library said.
int cimage_probe(const uint8_t *bytes, size_t count, uint64_t max_pixels, struct cimage_info *info, char *message);

/// Decodes into `rgb`, 3 * info->width * info->height bytes, where `info` is what cimage_probe gave for the same bytes.
/// Orientation is reported, not applied; for a PNG it is known only now. 16-bit samples are reduced to their high byte;
/// with `saturate_16` a 16-bit grey picture is clipped at 255 instead, which is what masks with small labels need.
int cimage_decode(
    const uint8_t *bytes, size_t count, int saturate_16, struct cimage_info *info, uint8_t *rgb, char *message);

/// Whether the first bytes are a JPEG's.
int cimage_is_jpeg(const uint8_t *bytes, size_t count);

/// A side of a picture at a scale of `eighths` / 8: rounded up.
static inline uint32_t cimage_scaled(uint32_t side, int eighths) {
    return (uint32_t)(((uint64_t)side * (unsigned)eighths + 7) / 8);
}

/// Takes the next `count` rows of a picture, one after another, from the top.
typedef void cimage_sink(void *context, const uint8_t *rows, int64_t count);

enum { CIMAGE_STRIP = 8 };  // rows that a sink gets at once, save the last time

/// Decodes a JPEG at a scale of `eighths` / 8 (1...8), where the cosine transform itself gives the smaller picture: at
/// 8 the same pixels as cimage_decode. Into `rgb`, 3 * cimage_scaled(width) * cimage_scaled(height) bytes; or, where
/// `sink` is not NULL, strip by strip to it, and `rgb` holds CIMAGE_STRIP rows in between. What went to the sink counts
/// only when the result is CIMAGE_OK.
int cimage_decode_jpeg(
    const uint8_t *bytes, size_t count, int eighths, struct cimage_info *info, uint8_t *rgb, cimage_sink *sink,
    void *context, char *message);

/// Lets the C library keep what pictures give back, up to 64 MB a thread, in place of returning it to the kernel after each.
void cimage_keep_freed_memory(void);

/// Encodes 8-bit pixels (1 channel: grey, 3: RGB). On success *out holds *out_count bytes for cimage_free.
int cimage_encode_png(
    const uint8_t *pixels, uint32_t width, uint32_t height, int channels, uint8_t **out, size_t *out_count,
    char *message);
int cimage_encode_jpeg(
    const uint8_t *rgb, uint32_t width, uint32_t height, int quality, uint8_t **out, size_t *out_count, char *message);

/// What a JPEG can be; cimage_encode_jpeg makes 4:2:0 and the rest zero.
struct cimage_jpeg_kind {
    int quality;       // 1...100
    int across, down;  // luma samples for each chroma sample along x and y, 1 or 2
    int grey;          // one layer, of the luma
    int optimised;     // Huffman codes of its own
    int progressive;
    int restart_rows;  // rows of blocks between restart markers; 0: none
};

int cimage_encode_jpeg_kind(
    const uint8_t *rgb, uint32_t width, uint32_t height, const struct cimage_jpeg_kind *kind, uint8_t **out,
    size_t *out_count, char *message);

void cimage_free(uint8_t *bytes);
