#include "plan.h"

#include <stdlib.h>

enum { ALIGNMENT = 64 };

static int overlaps_in_time(const buffer_t *a, const buffer_t *b) { return a->born <= b->dies && b->born <= a->dies; }

static int lies_over(const buffer_t *a, size_t offset, size_t bytes) {
    return offset < a->offset + a->bytes && a->offset < offset + bytes;
}

size_t place_buffers(buffer_t *buffers, int count) {
    size_t arena = 0;
    char *placed = calloc((size_t)count + 1, 1);
    if (!placed) return 0;
    for (int turn = 0; turn < count; turn++) {
        int largest = -1;
        for (int i = 0; i < count; i++)
            if (!placed[i] && (largest < 0 || buffers[i].bytes > buffers[largest].bytes)) largest = i;
        buffer_t *buffer = &buffers[largest];
        buffer->bytes = (buffer->bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        buffer->offset = 0;
        for (int moved = 1; moved;) {
            moved = 0;
            for (int i = 0; i < count; i++)
                if (placed[i] && overlaps_in_time(&buffers[i], buffer) &&
                    lies_over(&buffers[i], buffer->offset, buffer->bytes)) {
                    buffer->offset = buffers[i].offset + buffers[i].bytes;
                    moved = 1;
                }
        }
        placed[largest] = 1;
        if (buffer->offset + buffer->bytes > arena) arena = buffer->offset + buffer->bytes;
    }
    free(placed);
    return arena;
}
