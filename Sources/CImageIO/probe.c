// The format is decided by the first bytes, never by a name.
#include <stdio.h>
#include <string.h>

#include "private.h"

static int is_png(const uint8_t *bytes, size_t count) {
    static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    return count >= sizeof signature && memcmp(bytes, signature, sizeof signature) == 0;
}

int cimage_is_jpeg(const uint8_t *bytes, size_t count) {
    return count >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
}

int cimage_fail(int status, char *message, const char *text) {
    snprintf(message, CIMAGE_MESSAGE, "%s", text);
    return status;
}

int cimage_check_size(uint64_t width, uint64_t height, uint64_t max_pixels, char *message) {
    // Both sides are below 2^32, so the product does not overflow.
    if (width == 0 || height == 0) {
        snprintf(message, CIMAGE_MESSAGE, "%llu x %llu", (unsigned long long)width, (unsigned long long)height);
        return CIMAGE_EMPTY;
    }
    if (width * height > max_pixels) {
        snprintf(message, CIMAGE_MESSAGE, "%llu x %llu", (unsigned long long)width, (unsigned long long)height);
        return CIMAGE_TOO_LARGE;
    }
    return CIMAGE_OK;
}

int cimage_probe(const uint8_t *bytes, size_t count, uint64_t max_pixels, struct cimage_info *info, char *message) {
    message[0] = 0;
    *info = (struct cimage_info){0, 0, 1};
    if (is_png(bytes, count)) return cimage_png_probe(bytes, count, max_pixels, info, message);
    if (cimage_is_jpeg(bytes, count)) return cimage_jpeg_probe(bytes, count, max_pixels, info, message);
    return cimage_fail(CIMAGE_NOT_AN_IMAGE, message, "neither PNG nor JPEG");
}

int cimage_decode(
    const uint8_t *bytes, size_t count, int saturate_16, struct cimage_info *info, uint8_t *rgb, char *message) {
    message[0] = 0;
    if (is_png(bytes, count)) return cimage_png_decode(bytes, count, saturate_16, info, rgb, message);
    if (cimage_is_jpeg(bytes, count)) return cimage_decode_jpeg(bytes, count, 8, info, rgb, NULL, NULL, message);
    return cimage_fail(CIMAGE_NOT_AN_IMAGE, message, "neither PNG nor JPEG");
}

int cimage_decode_jpeg(
    const uint8_t *bytes, size_t count, int eighths, struct cimage_info *info, uint8_t *rgb, cimage_sink *sink,
    void *context, char *message) {
    const struct cimage_delivery to = {rgb, sink, context, eighths};
    message[0] = 0;
    return cimage_jpeg_decode(bytes, count, info, &to, message);
}
