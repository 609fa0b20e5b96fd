#include <stdlib.h>
#include <string.h>

#include "GivingWay.h"
#include "resample_private.h"

/// One axis as the kernels want it.
struct axis {
    int outputs;       // as asked for
    int groups;        // of four taps, for each output
    int32_t *starts;   // padded to a multiple of four outputs
    int32_t *ends;     // past the last input that counts
    uint32_t *words;
};

struct resampler {
    const struct resample_kernels *kernels;
    int64_t width, height;
    int64_t row_bytes;    // of an output row
    int64_t ring_stride;
    int ring_rows;
    int has_along, has_down;
    struct axis along, down;
    uint8_t *ring;        // rows resampled along x, the latest `ring_rows` of them, then one row to write and forget
    uint8_t *staging;     // four input rows with room to read past them
    const uint8_t **window;
    int64_t produced;     // input rows seen
    int64_t emitted;      // output rows written
    uint8_t *target;
};

static void axis_free(struct axis *axis) {
    free(axis->starts);
    free(axis->ends);
    free(axis->words);
}

static int axis_init(struct axis *axis, const struct resample_axis *from, const struct resample_kernels *kernels) {
    int most = 1;
    for (int i = 0; i < from->outputs; i++) most = from->counts[i] > most ? from->counts[i] : most;
    const int groups = (most + RESAMPLE_GROUP - 1) / RESAMPLE_GROUP;
    const size_t padded = ((size_t)from->outputs + 3) / 4 * 4;
    axis->outputs = from->outputs;
    axis->groups = groups;
    axis->starts = calloc(padded, sizeof *axis->starts);
    axis->ends = calloc(padded, sizeof *axis->ends);
    axis->words = calloc(padded * (size_t)(groups * kernels->words), sizeof *axis->words);
    if (axis->starts == NULL || axis->ends == NULL || axis->words == NULL) return 0;
    uint32_t *words = axis->words;
    for (int i = 0; i < from->outputs; i++) {
        axis->starts[i] = from->starts[i];
        axis->ends[i] = from->starts[i] + from->counts[i];
        const int32_t *weights = from->weights + (int64_t)i * from->taps;
        for (int t = 0; t < RESAMPLE_GROUP * groups; t += RESAMPLE_GROUP, words += kernels->words) {
            int32_t four[RESAMPLE_GROUP];
            for (int k = 0; k < RESAMPLE_GROUP; k++) four[k] = t + k < from->counts[i] ? weights[t + k] : 0;
            kernels->pack(four, words);
        }
    }
    return 1;
}

int resample_has(enum resample_path path) {
    switch (path) {
#if RESAMPLE_X86
    case RESAMPLE_AVX2: return __builtin_cpu_supports("avx2") != 0;
    case RESAMPLE_VNNI:
        return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
            && __builtin_cpu_supports("avx512vnni");
#else
    case RESAMPLE_AVX2:
    case RESAMPLE_VNNI: return 0;
#endif
    default: return 1;
    }
}

static const struct resample_kernels *kernels_of(enum resample_path path) {
#if RESAMPLE_X86
    if ((path == RESAMPLE_WIDEST || path == RESAMPLE_VNNI) && resample_has(RESAMPLE_VNNI)) return &resample_vnni;
    if ((path == RESAMPLE_WIDEST || path == RESAMPLE_AVX2) && resample_has(RESAMPLE_AVX2)) return &resample_avx2;
#else
    (void)path;
#endif
    return &resample_plain;
}

// How far past its own end a row may be read: padded taps and a wide load.
static int64_t slack(const struct resampler *r) { return 12 * (int64_t)r->along.groups + 16; }

struct resampler *resampler_new(
    int64_t width, int64_t height, const struct resample_axis *along, const struct resample_axis *down,
    uint8_t *target, enum resample_path path) {
    struct resampler *r = calloc(1, sizeof *r);
    if (r == NULL) return NULL;
    r->kernels = kernels_of(path);
    r->width = width;
    r->height = height;
    r->target = target;
    r->has_along = along != NULL;
    r->has_down = down != NULL;
    int sound = 1;
    if (along != NULL) sound = sound && axis_init(&r->along, along, r->kernels);
    if (down != NULL) sound = sound && axis_init(&r->down, down, r->kernels);
    r->row_bytes = 3 * (along != NULL ? along->outputs : width);
    // A block more than a multiple of the block: kernels may write a little past the end.
    r->ring_stride = (r->row_bytes + RESAMPLE_BLOCK - 1) / RESAMPLE_BLOCK * RESAMPLE_BLOCK + RESAMPLE_BLOCK;
    const int window = down != NULL ? RESAMPLE_GROUP * r->down.groups : 1;
    r->ring_rows = window + RESAMPLE_ROWS;
    r->ring = calloc((size_t)(r->ring_rows + 1), (size_t)r->ring_stride);
    r->window = calloc((size_t)window, sizeof *r->window);
    if (along != NULL) r->staging = calloc(RESAMPLE_ROWS, (size_t)(3 * width + slack(r)));
    if (!sound || r->ring == NULL || r->window == NULL || (along != NULL && r->staging == NULL)) {
        resampler_free(r);
        return NULL;
    }
    return r;
}

void resampler_free(struct resampler *r) {
    if (r == NULL) return;
    axis_free(&r->along);
    axis_free(&r->down);
    free(r->ring);
    free(r->staging);
    free(r->window);
    free(r);
}

static uint8_t *ring_row(const struct resampler *r, int64_t row) {
    return r->ring + row % r->ring_rows * r->ring_stride;
}

// Up to four rows along x into the ring. `readable` is the end of the caller's memory.
static void resample_along(struct resampler *r, const uint8_t *rows, int count, const uint8_t *readable) {
    const int64_t bytes = 3 * r->width;
    if (!r->has_along) {
        for (int k = 0; k < count; k++) {
            memcpy(ring_row(r, r->produced + k), rows + k * bytes, (size_t)bytes);
        }
        return;
    }
    const uint8_t *in[RESAMPLE_ROWS];
    uint8_t *out[RESAMPLE_ROWS];
    for (int k = 0; k < RESAMPLE_ROWS; k++) {
        const int row = k < count ? k : count - 1;
        in[k] = rows + row * bytes;
        out[k] = k < count ? ring_row(r, r->produced + k) : r->ring + r->ring_rows * r->ring_stride;
        if (readable - (in[k] + bytes) < slack(r)) {
            uint8_t *copy = r->staging + row * (bytes + slack(r));
            if (k < count) memcpy(copy, in[k], (size_t)bytes);
            in[k] = copy;
        }
    }
    r->kernels->horizontal(in, r->along.starts, r->along.words, r->along.groups, (r->along.outputs + 3) / 4 * 4, out);
}

static void emit(struct resampler *r) {
    if (!r->has_down) {
        for (; r->emitted < r->produced; r->emitted++) {
            memcpy(r->target + r->emitted * r->row_bytes, ring_row(r, r->emitted), (size_t)r->row_bytes);
        }
        return;
    }
    const struct axis *down = &r->down;
    const int window = RESAMPLE_GROUP * down->groups;
    for (; r->emitted < down->outputs && down->ends[r->emitted] <= r->produced; r->emitted++) {
        const int64_t start = down->starts[r->emitted], end = down->ends[r->emitted];
        // Weights past the end are zero; any row will do there.
        for (int t = 0; t < window; t++) r->window[t] = ring_row(r, start + t < end ? start + t : start);
        const uint32_t *words = down->words + r->emitted * down->groups * r->kernels->words;
        r->kernels->vertical(r->window, words, down->groups, r->row_bytes, r->target + r->emitted * r->row_bytes);
    }
}

void resampler_push(struct resampler *r, const uint8_t *rows, int64_t count) {
    const int64_t bytes = 3 * r->width;
    if (count > r->height - r->produced) count = r->height - r->produced;
    const uint8_t *readable = rows + count * bytes;
    while (count > 0) {
        give_way();
        // Rows that no output draws on: none is left to write, or the next begins further down.
        if (r->has_down && r->emitted == r->down.outputs) return;
        const int64_t needed = r->has_down ? r->down.starts[r->emitted] : 0;
        if (r->produced < needed) {
            const int64_t skipped = needed - r->produced < count ? needed - r->produced : count;
            r->produced += skipped;
            rows += skipped * bytes;
            count -= skipped;
            continue;
        }
        const int taken = count < RESAMPLE_ROWS ? (int)count : RESAMPLE_ROWS;
        resample_along(r, rows, taken, readable);
        r->produced += taken;
        rows += taken * bytes;
        count -= taken;
        emit(r);
    }
}
