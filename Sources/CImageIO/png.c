#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "GivingWay.h"
#include "private.h"

struct reader {
    const uint8_t *bytes;
    size_t count;
    size_t at;
    int status;  // the reason of the failure under way
    char *message;
};

static void on_read(png_structp png, png_bytep into, png_size_t count) {
    struct reader *reader = png_get_io_ptr(png);
    if (count > reader->count - reader->at) {
        reader->status = CIMAGE_TRUNCATED;
        png_error(png, "the file ends early");
    }
    memcpy(into, reader->bytes + reader->at, count);
    reader->at += count;
}

static void on_error(png_structp png, png_const_charp text) {
    struct reader *reader = png_get_error_ptr(png);
    snprintf(reader->message, CIMAGE_MESSAGE, "%s", text);
    if (reader->status == CIMAGE_OK) {
        int short_data = strstr(text, "Not enough image data") != NULL;
        int memory = strstr(text, "Out of memory") != NULL || strstr(text, "insufficient memory") != NULL;
        reader->status = short_data ? CIMAGE_TRUNCATED : memory ? CIMAGE_NO_MEMORY : CIMAGE_DAMAGED;
    }
    png_longjmp(png, 1);
}

// Most warnings are about chunks that no pixel depends on. Those about the pixel data are errors, save that of bytes
// left over after a complete picture.
static void on_warning(png_structp png, png_const_charp text) {
    int pixels = strncmp(text, "IDAT", 4) == 0;
    int surplus = strstr(text, "Extra compressed data") != NULL || strstr(text, "Too much image data") != NULL;
    if (pixels && !surplus) png_error(png, text);
}

static uint32_t read32(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

int cimage_png_probe(
    const uint8_t *bytes, size_t count, uint64_t max_pixels, struct cimage_info *info, char *message) {
    enum { HEADER = 8 + 4 + 4 + 13 + 4 };  // signature, then IHDR's length, name, fields and checksum
    if (count < HEADER) return cimage_fail(CIMAGE_TRUNCATED, message, "the file ends within its header");
    if (memcmp(bytes + 12, "IHDR", 4) != 0) return cimage_fail(CIMAGE_DAMAGED, message, "the header is missing");
    info->width = read32(bytes + 16);
    info->height = read32(bytes + 20);
    int status = cimage_check_size(info->width, info->height, max_pixels, message);
    if (status != CIMAGE_OK) return status;
    // Deflate cannot shrink by more than 1032 to 1, and a pixel takes at least one bit: a small file that claims to be
    // a huge picture is refused before memory is taken for it.
    if ((uint64_t)info->width * info->height / 8 / 1032 > count) {
        return cimage_fail(CIMAGE_TRUNCATED, message, "the file is too short for its picture");
    }
    return CIMAGE_OK;
}

// What a row holds when libpng has done its part.
enum layout { RGB, INDICES, GREY_16 };

// To 8-bit RGB where libpng can; alpha and transparency are dropped, the colours under them kept.
static enum layout set_transformations(png_structp png, int colour, int depth, int saturate_16) {
    // libpng would read colours that the palette lacks as black, so the look-up is done here.
    if (colour == PNG_COLOR_TYPE_PALETTE) {
        png_set_packing(png);
        return INDICES;
    }
    if (colour == PNG_COLOR_TYPE_GRAY && depth == 16 && saturate_16) return GREY_16;
    if (colour == PNG_COLOR_TYPE_GRAY && depth < 8) png_set_expand_gray_1_2_4_to_8(png);
    png_set_strip_alpha(png);
    if (depth == 16) png_set_strip_16(png);
    if (colour == PNG_COLOR_TYPE_GRAY || colour == PNG_COLOR_TYPE_GRAY_ALPHA) png_set_gray_to_rgb(png);
    return RGB;
}

// Both in place, from the last pixel to the first, because a pixel only grows.

static void look_up_row(png_structp png, uint8_t *row, size_t width, png_const_colorp palette, int colours) {
    for (size_t x = width; x-- > 0;) {
        if (row[x] >= colours) png_error(png, "a colour that the palette lacks");
        png_color colour = palette[row[x]];
        row[3 * x] = colour.red;
        row[3 * x + 1] = colour.green;
        row[3 * x + 2] = colour.blue;
    }
}

// Two big-endian bytes become three equal ones.
static void saturate_row(uint8_t *row, size_t width) {
    for (size_t x = width; x-- > 0;) {
        uint8_t value = row[2 * x] != 0 ? 255 : row[2 * x + 1];
        memset(row + 3 * x, value, 3);
    }
}

static void read_picture(
    png_structp png, png_infop information, int saturate_16, struct cimage_info *info, uint8_t *rgb) {
    png_set_user_limits(png, info->width, info->height);
    png_set_chunk_cache_max(png, 64);
    png_set_chunk_malloc_max(png, 1 << 20);
    // No chunk but the picture's own and its orientation is looked at, so none can swell.
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_AS_DEFAULT, (png_const_bytep) "eXIf", 1);
    png_read_info(png, information);
    if (png_get_image_width(png, information) != info->width
        || png_get_image_height(png, information) != info->height) {
        png_error(png, "the header changed");
    }
    int colour = png_get_color_type(png, information), depth = png_get_bit_depth(png, information);
    enum layout layout = set_transformations(png, colour, depth, saturate_16);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, information);
    size_t stride = 3 * (size_t)info->width;
    if (png_get_rowbytes(png, information) != (layout == RGB ? 3 : layout == INDICES ? 1 : 2) * (size_t)info->width) {
        png_error(png, "unexpected row length");
    }
    for (int pass = 0; pass < passes; pass++) {
        for (size_t y = 0; y < info->height; y++) {
            give_way();
            png_read_row(png, rgb + y * stride, NULL);
        }
    }
    png_read_end(png, information);
    png_colorp palette = NULL;
    int colours = 0;
    png_get_PLTE(png, information, &palette, &colours);
    for (size_t y = 0; layout != RGB && y < info->height; y++) {
        if (layout == GREY_16) saturate_row(rgb + y * stride, info->width);
        else look_up_row(png, rgb + y * stride, info->width, palette, colours);
    }
    png_uint_32 length = 0;
    png_bytep exif = NULL;
    if (png_get_eXIf_1(png, information, &length, &exif) != 0) {
        info->orientation = cimage_exif_orientation(exif, length);
    }
}

int cimage_png_decode(
    const uint8_t *bytes, size_t count, int saturate_16, struct cimage_info *info, uint8_t *rgb, char *message) {
    struct reader reader = {bytes, count, 0, CIMAGE_OK, message};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, on_error, on_warning);
    if (png == NULL) return cimage_fail(CIMAGE_NO_MEMORY, message, "out of memory");
    png_infop information = png_create_info_struct(png);
    // Neither pointer changes after setjmp, so both are sound after a longjmp.
    if (information == NULL || setjmp(png_jmpbuf(png)) != 0) {
        png_destroy_read_struct(&png, &information, NULL);
        return reader.status == CIMAGE_OK ? CIMAGE_NO_MEMORY : reader.status;
    }
    png_set_read_fn(png, &reader, on_read);
    read_picture(png, information, saturate_16, info, rgb);
    png_destroy_read_struct(&png, &information, NULL);
    return CIMAGE_OK;
}
