#include <stdio.h>
// jpeglib.h needs stdio.h before it.
#include <jerror.h>
#include <jpeglib.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "GivingWay.h"
#include "private.h"

struct reader {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf escape;
    const uint8_t *bytes;
    int status;
    char *message;
    uint8_t *cmyk;  // one row of a four-colour picture
};

static void fail(struct reader *reader, int status, const char *text) {
    snprintf(reader->message, CIMAGE_MESSAGE, "%s", text);
    reader->status = status;
    longjmp(reader->escape, 1);
}

static void on_error(j_common_ptr common) {
    struct reader *reader = common->client_data;
    char text[JMSG_LENGTH_MAX];
    common->err->format_message(common, text);
    int status = CIMAGE_DAMAGED;
    switch (common->err->msg_code) {
    case JERR_OUT_OF_MEMORY: status = CIMAGE_NO_MEMORY; break;
    case JERR_EMPTY_IMAGE: status = CIMAGE_EMPTY; break;
    case JERR_INPUT_EMPTY:
    case JERR_INPUT_EOF:
    case JERR_NO_IMAGE:  // tables, then nothing
    case JERR_SOF_NO_SOS: status = CIMAGE_TRUNCATED; break;
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_IMAGE_TOO_BIG: status = CIMAGE_UNSUPPORTED; break;
    default: break;
    }
    fail(reader, status, text);
}

// Bytes that belong to nothing. Zeros before the end of the picture are padding, as some cameras write it; anything
// else after the pixels began is what a decoder that lost its way leaves behind.
static int is_padding(const struct reader *reader) {
    const struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    if (jpeg->global_state < 203) return 1;  // DSTATE_PRELOAD: still between header and first scan
    int skipped = jpeg->err->msg_parm.i[0], marker = jpeg->err->msg_parm.i[1];
    const uint8_t *end = jpeg->src->next_input_byte;  // the marker that ended the skipping begins here
    if (marker != 0xD9 || end - reader->bytes < skipped) return 0;
    for (const uint8_t *p = end - skipped; p < end; p++) {
        if (*p != 0) return 0;
    }
    return 1;
}

// libjpeg goes on after a warning with whatever it can make up, mostly grey. Such pixels must never be scored.
static void on_message(j_common_ptr common, int level) {
    if (level >= 0) return;  // traces
    struct reader *reader = common->client_data;
    char text[JMSG_LENGTH_MAX];
    switch (common->err->msg_code) {
    case JWRN_JFIF_MAJOR:
    case JWRN_NOT_SEQUENTIAL:
    case JWRN_BOGUS_ICC: return;
    case JWRN_EXTRANEOUS_DATA:
        if (is_padding(reader)) return;
        break;
    default: break;
    }
    common->err->format_message(common, text);
    int cut = common->err->msg_code == JWRN_JPEG_EOF || common->err->msg_code == JWRN_HIT_MARKER;
    fail(reader, cut ? CIMAGE_TRUNCATED : CIMAGE_DAMAGED, text);
}

// Called for every few rows, also while the scans of a progressive picture are read. A small file may hold thousands of
// them, each of which costs a pass over the whole picture.
static void on_progress(j_common_ptr common) {
    enum { MOST_SCANS = 200 };
    give_way();
    struct reader *reader = common->client_data;
    if (reader->jpeg.input_scan_number > MOST_SCANS) fail(reader, CIMAGE_UNSUPPORTED, "too many scans");
}

static int read_orientation(const struct reader *reader) {
    for (jpeg_saved_marker_ptr m = reader->jpeg.marker_list; m != NULL; m = m->next) {
        if (m->data_length > 6 && memcmp(m->data, "Exif\0\0", 6) == 0) {
            return cimage_exif_orientation(m->data + 6, m->data_length - 6);
        }
    }
    return 1;
}

static void read_header(struct reader *reader, const uint8_t *bytes, size_t count) {
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    jpeg_create_decompress(jpeg);
    jpeg->progress = &reader->progress;
    jpeg_mem_src(jpeg, bytes, count);
    jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xFFFF);
    jpeg_read_header(jpeg, TRUE);
    int layers = jpeg->num_components;
    if (layers != 1 && layers != 3 && layers != 4) fail(reader, CIMAGE_UNSUPPORTED, "not 1, 3 or 4 colour layers");
}

// Four inks, stored inverted as Adobe began it, to RGB: each colour is what the black lets through less its ink.
static void cmyk_to_rgb(const uint8_t *inverted, uint8_t *rgb, size_t width) {
    for (size_t x = 0; x < width; x++) {
        int light = inverted[4 * x + 3];
        for (int c = 0; c < 3; c++) {
            int product = (255 - inverted[4 * x + c]) * light + 128;
            rgb[3 * x + c] = (uint8_t)(light - ((product + (product >> 8)) >> 8));
        }
    }
}

// Files of several scans can be cut at a scan's end and closed properly. What was never sent would be guessed.
static void require_complete(struct reader *reader) {
    const struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    for (int c = 0; c < jpeg->num_components; c++) {
        int complete = jpeg->comp_info[c].quant_table != NULL;
        for (int k = 0; jpeg->progressive_mode && k < DCTSIZE2; k++) complete &= jpeg->coef_bits[c][k] == 0;
        if (!complete) fail(reader, CIMAGE_TRUNCATED, "scans are missing");
    }
}

// The whole picture row after row, or strip after strip through a small buffer.
static uint8_t *next_rows(const struct cimage_delivery *to, const struct jpeg_decompress_struct *jpeg) {
    if (to->sink == NULL) return to->rgb + 3 * (size_t)jpeg->output_width * jpeg->output_scanline;
    return to->rgb + 3 * (size_t)jpeg->output_width * (jpeg->output_scanline % CIMAGE_STRIP);
}

static void read_pixels(struct reader *reader, const struct cimage_info *info, const struct cimage_delivery *to) {
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    int four = jpeg->num_components == 4;
    jpeg->out_color_space = four ? JCS_CMYK : JCS_RGB;
    jpeg->scale_num = (unsigned)to->eighths;
    jpeg->scale_denom = 8;
    int several = jpeg_has_multiple_scans(jpeg);
    jpeg_start_decompress(jpeg);
    if (several) require_complete(reader);
    if (jpeg->image_width != info->width || jpeg->image_height != info->height
        || jpeg->output_width != cimage_scaled(info->width, to->eighths)
        || jpeg->output_height != cimage_scaled(info->height, to->eighths)
        || jpeg->output_components != (four ? 4 : 3)) {
        fail(reader, CIMAGE_DAMAGED, "the header changed");
    }
    const size_t width = jpeg->output_width;
    if (four && (reader->cmyk = malloc(4 * width)) == NULL) {
        fail(reader, CIMAGE_NO_MEMORY, "out of memory");
    }
    while (jpeg->output_scanline < jpeg->output_height) {
        uint8_t *row = next_rows(to, jpeg);
        JSAMPROW target = four ? reader->cmyk : row;
        if (jpeg_read_scanlines(jpeg, &target, 1) != 1) fail(reader, CIMAGE_TRUNCATED, "rows are missing");
        if (four) cmyk_to_rgb(reader->cmyk, row, width);
        const unsigned done = jpeg->output_scanline, held = (done - 1) % CIMAGE_STRIP + 1;
        if (to->sink != NULL && (held == CIMAGE_STRIP || done == jpeg->output_height)) {
            to->sink(to->context, to->rgb, held);
        }
    }
    jpeg_finish_decompress(jpeg);  // reads to the end of the picture and warns where there is none
}

// `to` NULL: the header only.
static int run(
    const uint8_t *bytes, size_t count, uint64_t max_pixels, struct cimage_info *info,
    const struct cimage_delivery *to, char *message) {
    struct reader reader;
    memset(&reader, 0, sizeof reader);
    reader.bytes = bytes;
    reader.message = message;
    reader.jpeg.err = jpeg_std_error(&reader.errors);
    reader.jpeg.client_data = &reader;
    reader.errors.error_exit = on_error;
    reader.errors.emit_message = on_message;
    reader.progress.progress_monitor = on_progress;
    if (setjmp(reader.escape) == 0) {
        read_header(&reader, bytes, count);
        if (to == NULL) {
            info->width = reader.jpeg.image_width;
            info->height = reader.jpeg.image_height;
            info->orientation = read_orientation(&reader);
            reader.status = cimage_check_size(info->width, info->height, max_pixels, message);
        } else {
            read_pixels(&reader, info, to);
        }
    }
    free(reader.cmyk);
    jpeg_destroy_decompress(&reader.jpeg);
    return reader.status;
}

int cimage_jpeg_probe(
    const uint8_t *bytes, size_t count, uint64_t max_pixels, struct cimage_info *info, char *message) {
    return run(bytes, count, max_pixels, info, NULL, message);
}

int cimage_jpeg_decode(
    const uint8_t *bytes, size_t count, struct cimage_info *info, const struct cimage_delivery *to, char *message) {
    return run(bytes, count, 0, info, to, message);
}
