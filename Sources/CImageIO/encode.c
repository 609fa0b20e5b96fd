#include <stdio.h>
// jpeglib.h needs stdio.h before it.
#include <jpeglib.h>
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

struct growing {
    uint8_t *bytes;
    size_t count;
    size_t capacity;
    char *message;
};

static void on_png_error(png_structp png, png_const_charp text) {
    struct growing *out = png_get_error_ptr(png);
    snprintf(out->message, CIMAGE_MESSAGE, "%s", text);
    png_longjmp(png, 1);
}

static void on_png_warning(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void on_png_write(png_structp png, png_bytep bytes, png_size_t count) {
    struct growing *out = png_get_io_ptr(png);
    if (count > out->capacity - out->count) {
        size_t capacity = 2 * out->capacity + count;
        uint8_t *grown = realloc(out->bytes, capacity);
        if (grown == NULL) png_error(png, "out of memory");
        out->bytes = grown;
        out->capacity = capacity;
    }
    memcpy(out->bytes + out->count, bytes, count);
    out->count += count;
}

static void on_png_flush(png_structp png) { (void)png; }

int cimage_encode_png(
    const uint8_t *pixels, uint32_t width, uint32_t height, int channels, uint8_t **result, size_t *result_count,
    char *message) {
    struct growing out = {NULL, 0, 0, message};
    message[0] = 0;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &out, on_png_error, on_png_warning);
    if (png == NULL) return cimage_fail(CIMAGE_NO_MEMORY, message, "out of memory");
    png_infop information = png_create_info_struct(png);
    if (information == NULL || setjmp(png_jmpbuf(png)) != 0) {
        png_destroy_write_struct(&png, &information);
        free(out.bytes);
        return CIMAGE_UNSUPPORTED;
    }
    png_set_write_fn(png, &out, on_png_write, on_png_flush);
    png_set_IHDR(
        png, information, width, height, 8, channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB,
        PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, information);
    for (size_t y = 0; y < height; y++) png_write_row(png, pixels + y * width * (size_t)channels);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &information);
    *result = out.bytes;
    *result_count = out.count;
    return CIMAGE_OK;
}

struct writer {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    jmp_buf escape;
    unsigned char *bytes;
    unsigned long count;
    char *message;
};

static void on_jpeg_error(j_common_ptr common) {
    struct writer *writer = common->client_data;
    char text[JMSG_LENGTH_MAX];
    common->err->format_message(common, text);
    snprintf(writer->message, CIMAGE_MESSAGE, "%s", text);
    longjmp(writer->escape, 1);
}

int cimage_encode_jpeg(
    const uint8_t *rgb, uint32_t width, uint32_t height, int quality, uint8_t **result, size_t *result_count,
    char *message) {
    const struct cimage_jpeg_kind usual = {.quality = quality, .across = 2, .down = 2};
    return cimage_encode_jpeg_kind(rgb, width, height, &usual, result, result_count, message);
}

static void set_kind(struct jpeg_compress_struct *jpeg, const struct cimage_jpeg_kind *kind) {
    if (kind->grey) jpeg_set_colorspace(jpeg, JCS_GRAYSCALE);
    jpeg_set_quality(jpeg, kind->quality, TRUE);
    jpeg->comp_info[0].h_samp_factor = kind->grey ? 1 : kind->across;
    jpeg->comp_info[0].v_samp_factor = kind->grey ? 1 : kind->down;
    jpeg->optimize_coding = kind->optimised ? TRUE : FALSE;
    jpeg->restart_in_rows = kind->restart_rows;
    if (kind->progressive) jpeg_simple_progression(jpeg);
}

int cimage_encode_jpeg_kind(
    const uint8_t *rgb, uint32_t width, uint32_t height, const struct cimage_jpeg_kind *kind, uint8_t **result,
    size_t *result_count, char *message) {
    struct writer writer;
    memset(&writer, 0, sizeof writer);
    message[0] = 0;
    writer.message = message;
    writer.jpeg.err = jpeg_std_error(&writer.errors);
    writer.jpeg.client_data = &writer;
    writer.errors.error_exit = on_jpeg_error;
    if (setjmp(writer.escape) != 0) {
        jpeg_destroy_compress(&writer.jpeg);
        free(writer.bytes);
        return CIMAGE_UNSUPPORTED;
    }
    jpeg_create_compress(&writer.jpeg);
    jpeg_mem_dest(&writer.jpeg, &writer.bytes, &writer.count);
    writer.jpeg.image_width = width;
    writer.jpeg.image_height = height;
    writer.jpeg.input_components = 3;
    writer.jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&writer.jpeg);
    set_kind(&writer.jpeg, kind);
    jpeg_start_compress(&writer.jpeg, TRUE);
    while (writer.jpeg.next_scanline < height) {
        JSAMPROW row = (JSAMPROW)(rgb + 3 * (size_t)width * writer.jpeg.next_scanline);
        jpeg_write_scanlines(&writer.jpeg, &row, 1);
    }
    jpeg_finish_compress(&writer.jpeg);
    jpeg_destroy_compress(&writer.jpeg);
    *result = writer.bytes;
    *result_count = writer.count;
    return CIMAGE_OK;
}

void cimage_free(uint8_t *bytes) { free(bytes); }
