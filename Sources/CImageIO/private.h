// Shared by the two formats; not for Swift.
#pragma once
#include "CImageIO.h"

int cimage_png_probe(const uint8_t *bytes, size_t count, uint64_t max_pixels, struct cimage_info *info, char *message);
int cimage_png_decode(
    const uint8_t *bytes, size_t count, int saturate_16, struct cimage_info *info, uint8_t *rgb, char *message);
int cimage_jpeg_probe(const uint8_t *bytes, size_t count, uint64_t max_pixels, struct cimage_info *info, char *message);

/// Where a JPEG's pixels go: all into `rgb`, or, with a sink, strip by strip through `rgb`, which then holds
/// CIMAGE_STRIP rows. `eighths` is the scale, 8 for the picture itself.
struct cimage_delivery {
    uint8_t *rgb;
    cimage_sink *sink;
    void *context;
    int eighths;
};

int cimage_jpeg_decode(
    const uint8_t *bytes, size_t count, struct cimage_info *info, const struct cimage_delivery *to, char *message);

/// Checks sizes from a header before anything is allocated for them.
int cimage_check_size(uint64_t width, uint64_t height, uint64_t max_pixels, char *message);

/// The orientation 1...8 in a TIFF block as EXIF has it ("II*\0" or "MM\0*" first); 1 where there is none or it is
/// damaged.
int cimage_exif_orientation(const uint8_t *tiff, size_t count);

/// Fails with a fixed message.
int cimage_fail(int status, char *message, const char *text);
