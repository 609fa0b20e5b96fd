#include "baseline.h"

#include <stdlib.h>

#if BASELINE_X86

// What the way from coefficients to rows needs besides the layers.
struct rows {
    const struct baseline *baseline;
    const struct cimage_delivery *to;
    struct baseline_weave weave;
    int16_t *sums;
    uint8_t *chroma[2];  // one row each, at full resolution
    uint32_t next;       // the row to write next
};

static int allocate(struct baseline *b, struct rows *rows, int units) {
    for (int i = 0; i < b->layer_count; i++) {
        struct baseline_layer *layer = &b->layers[i];
        layer->groups = (units * layer->across + BASELINE_ABREAST - 1) / BASELINE_ABREAST;
        layer->stride = (int64_t)layer->groups * 8 * BASELINE_ABREAST + BASELINE_PAD;
        layer->rows = 16 * layer->down;
        const size_t groups = (size_t)layer->groups * (size_t)layer->down;
        layer->coefficients = calloc(groups, BASELINE_GROUP * sizeof *layer->coefficients);
        layer->is_rough = calloc(groups, 1);
        layer->samples = calloc((size_t)layer->rows, (size_t)layer->stride);
        if (layer->coefficients == NULL || layer->is_rough == NULL || layer->samples == NULL) return 0;
    }
    const size_t width = (size_t)b->width + 3 * BASELINE_PAD;
    rows->sums = malloc(width * sizeof *rows->sums);
    rows->chroma[0] = malloc(width);
    rows->chroma[1] = malloc(width);
    return rows->sums != NULL && rows->chroma[0] != NULL && rows->chroma[1] != NULL;
}

static void release(struct baseline *b, struct rows *rows) {
    for (int i = 0; i < b->layer_count; i++) {
        free(b->layers[i].coefficients);
        free(b->layers[i].is_rough);
        free(b->layers[i].samples);
    }
    free(rows->sums);
    free(rows->chroma[0]);
    free(rows->chroma[1]);
    free(b);
}

static const uint8_t *sample_row(const struct baseline_layer *layer, int64_t y) {
    return layer->samples + y % layer->rows * layer->stride;
}

// A row of units, from coefficients to samples.
static void transform(struct baseline *b, int64_t unit_row) {
    for (int i = 0; i < b->layer_count; i++) {
        struct baseline_layer *layer = &b->layers[i];
        for (int y = 0; y < layer->down; y++) {
            const int64_t first = 8 * (unit_row * layer->down + y) % layer->rows;
            for (int g = 0; g < layer->groups; g++) {
                const int64_t group = (int64_t)y * layer->groups + g;
                int16_t *coefficients = layer->coefficients + group * BASELINE_GROUP;
                uint8_t *out = layer->samples + first * layer->stride + 8 * BASELINE_ABREAST * (int64_t)g;
                if (!layer->is_rough[group]) baseline_transform_flat(coefficients, out, layer->stride);
                else baseline_transform(coefficients, out, layer->stride);
                layer->is_rough[group] = 0;
            }
        }
    }
}

// A chroma layer's row for row y of the picture, at full resolution.
static const uint8_t *chroma_row(const struct rows *rows, int i, int64_t y) {
    const struct baseline *b = rows->baseline;
    const struct baseline_layer *layer = &b->layers[i], *luma = &b->layers[0];
    if (luma->across == 1) return sample_row(layer, y);
    const int count = (int)((b->width + 1) / 2);
    uint8_t *out = rows->chroma[i - 1];
    if (luma->down == 1) {
        baseline_widen(sample_row(layer, y), count, rows->sums, out);
        return out;
    }
    const int64_t last = ((int64_t)b->height + 1) / 2 - 1, near = y / 2;
    int64_t far = y % 2 == 0 ? near - 1 : near + 1;
    far = far < 0 ? 0 : far > last ? last : far;
    baseline_widen_both(sample_row(layer, near), sample_row(layer, far), count, rows->sums, out);
    return out;
}

// The rows above `end`, to where they are wanted.
static void deliver(struct rows *rows, int64_t end) {
    const struct baseline *b = rows->baseline;
    const struct cimage_delivery *to = rows->to;
    const int width = (int)b->width;
    while (rows->next < end) {
        const uint32_t y = rows->next;
        uint8_t *rgb = to->rgb + 3 * (size_t)width * (to->sink == NULL ? y : y % CIMAGE_STRIP);
        const uint8_t *luma = sample_row(&b->layers[0], y);
        if (b->layer_count == 1) {
            baseline_grey_to_rgb(&rows->weave, luma, width, rgb);
        } else {
            baseline_to_rgb(&rows->weave, luma, chroma_row(rows, 1, y), chroma_row(rows, 2, y), width, rgb);
        }
        rows->next++;
        cimage_deliver(to, rows->next, b->height);
    }
}

int cimage_decodes_by_itself(void) { return baseline_cpu(); }

int cimage_baseline_decode(
    const uint8_t *bytes, size_t count, const struct cimage_info *info, const struct cimage_delivery *to) {
    // libjpeg treats rows of very few chroma samples by other filters.
    enum { NARROWEST = 8 };
    if (!baseline_cpu() || info->width < NARROWEST) return 0;
    struct baseline *b = calloc(1, sizeof *b);
    if (b == NULL) return 0;
    b->bytes = bytes;
    b->count = count;
    b->width = info->width;
    b->height = info->height;
    struct rows rows = {.baseline = b, .to = to};
    int done = baseline_parse(b);
    if (done) {
        const int across = 8 * b->layers[0].across, down = 8 * b->layers[0].down;
        const int units = ((int)b->width + across - 1) / across;
        const int64_t unit_rows = ((int64_t)b->height + down - 1) / down;
        done = allocate(b, &rows, units);
        baseline_weave_init(&rows.weave);
        struct baseline_source source = {.at = bytes + b->scan, .end = bytes + count};
        for (int64_t row = 0; done && row < unit_rows; row++) {
            done = baseline_read_units(b, &source, units);
            if (!done) break;
            transform(b, row);
            // The last row of a unit needs the chroma below it.
            deliver(&rows, row + 1 == unit_rows ? b->height : (row + 1) * down - (down == 16));
        }
        done = done && baseline_at_end(&source);
    }
    // Whoever decodes instead begins at the top.
    if (!done && rows.next > 0 && to->sink != NULL) to->sink(to->context, NULL, 0);
    release(b, &rows);
    return done;
}

#else

int cimage_decodes_by_itself(void) { return 0; }

int cimage_baseline_decode(
    const uint8_t *bytes, size_t count, const struct cimage_info *info, const struct cimage_delivery *to) {
    (void)bytes;
    (void)count;
    (void)info;
    (void)to;
    return 0;
}

#endif
