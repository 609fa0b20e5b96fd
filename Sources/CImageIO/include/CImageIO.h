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

/// Encodes 8-bit pixels (1 channel: grey, 3: RGB). On success *out holds *out_count bytes for cimage_free.
int cimage_encode_png(
    const uint8_t *pixels, uint32_t width, uint32_t height, int channels, uint8_t **out, size_t *out_count,
    char *message);
int cimage_encode_jpeg(
    const uint8_t *rgb, uint32_t width, uint32_t height, int quality, uint8_t **out, size_t *out_count, char *message);
void cimage_free(uint8_t *bytes);
