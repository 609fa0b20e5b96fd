// What happens to whole maps between a shard's layers and its caller: sums, copies, and the means that the head reads.
#include "lanes.h"
#include "training_norm.h"

INLINED void add(size_t count, void *a, const void *b, int is_bf16) {
    for (size_t i = 0; i < count; i += LANE_COUNT) {
        const int lanes = count - i < LANE_COUNT ? (int)(count - i) : LANE_COUNT;
        lanes_t x, y;
        load(a, i, lanes, is_bf16, &x);
        load(b, i, lanes, is_bf16, &y);
        x += y;
        store(a, i, lanes, is_bf16, &x);
    }
}

VECTORS void add_maps(int is_bf16, size_t count, void *a, const void *b) {
    if (is_bf16) add(count, a, b, 1);
    else add(count, a, b, 0);
}

INLINED float value_at(const void *map, size_t i, int is_bf16) {
    if (!is_bf16) return ((const float *)map)[i];
    const uint32_t bits = (uint32_t)((const uint16_t *)map)[i] << 16;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

INLINED void set_value(void *map, size_t i, float value, int is_bf16) {
    if (!is_bf16) {
        ((float *)map)[i] = value;
        return;
    }
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    ((uint16_t *)map)[i] =
        (uint16_t)(value != value ? bits >> 16 | 0x40 : (bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

INLINED void interleave(int batch, size_t pixels, const float *planes, void *out, int is_bf16) {
    for (int b = 0; b < batch; b++, planes += 3 * pixels)
        for (size_t p = 0; p < pixels; p++)
            for (size_t c = 0; c < 3; c++)
                set_value(out, ((size_t)b * pixels + p) * 3 + c, planes[c * pixels + p], is_bf16);
}

VECTORS void interleave_planes(int is_bf16, int batch, size_t pixels, const float *planes, void *out) {
    if (is_bf16) interleave(batch, pixels, planes, out, 1);
    else interleave(batch, pixels, planes, out, 0);
}

VECTORS void widen_map(int is_bf16, size_t count, const void *map, float *out) {
    for (size_t i = 0; i < count; i++) out[i] = value_at(map, i, is_bf16);
}

/// The cell of a pixel: every pixel belongs to one, and no cell is empty where there are as many pixels as cells.
INLINED int cell_start(int cell, int grid, int side) { return cell * side / grid; }

INLINED void means_of(const grid_t *g, const void *map, float *means, int is_bf16) {
    const int cells = g->grid * g->grid;
    for (int b = 0; b < g->batch; b++)
        for (int cell = 0; cell < cells; cell++) {
            const int top = cell_start(cell / g->grid, g->grid, g->height);
            const int bottom = cell_start(cell / g->grid + 1, g->grid, g->height);
            const int left = cell_start(cell % g->grid, g->grid, g->width);
            const int right = cell_start(cell % g->grid + 1, g->grid, g->width);
            float *mean = means + (size_t)b * g->channels * cells + cell;
            for (int c = 0; c < g->channels; c++) mean[(size_t)c * cells] = 0;
            for (int y = top; y < bottom; y++)
                for (int x = left; x < right; x++) {
                    const size_t at = (((size_t)b * g->height + y) * g->width + x) * g->channels;
                    for (int c = 0; c < g->channels; c++)
                        mean[(size_t)c * cells] += value_at(map, at + c, is_bf16);
                }
            const float share = 1.0f / (float)((bottom - top) * (right - left));
            for (int c = 0; c < g->channels; c++) mean[(size_t)c * cells] *= share;
        }
}

VECTORS void grid_means(const grid_t *g, const void *map, float *means) {
    if (g->is_bf16) means_of(g, map, means, 1);
    else means_of(g, map, means, 0);
}

INLINED void gradient_of(const grid_t *g, const float *means, void *map, int is_bf16) {
    const int cells = g->grid * g->grid;
    for (int b = 0; b < g->batch; b++)
        for (int cell = 0; cell < cells; cell++) {
            const int top = cell_start(cell / g->grid, g->grid, g->height);
            const int bottom = cell_start(cell / g->grid + 1, g->grid, g->height);
            const int left = cell_start(cell % g->grid, g->grid, g->width);
            const int right = cell_start(cell % g->grid + 1, g->grid, g->width);
            const float *mean = means + (size_t)b * g->channels * cells + cell;
            const float share = 1.0f / (float)((bottom - top) * (right - left));
            for (int y = top; y < bottom; y++)
                for (int x = left; x < right; x++) {
                    const size_t at = (((size_t)b * g->height + y) * g->width + x) * g->channels;
                    for (int c = 0; c < g->channels; c++)
                        set_value(map, at + c, mean[(size_t)c * cells] * share, is_bf16);
                }
        }
}

VECTORS void grid_gradient(const grid_t *g, const float *means, void *map) {
    if (g->is_bf16) gradient_of(g, means, map, 1);
    else gradient_of(g, means, map, 0);
}
