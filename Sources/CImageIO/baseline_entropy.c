// ITU-T T.81, annexes C and F: Huffman codes, and the coefficients that they stand for.
#include <string.h>

#include "baseline.h"

enum { COMPLETE = 1 << 6, LENGTH = 63, ZEROS_16 = 0xF0 };  // LENGTH: as many bits as a shift looks at

#define INLINE static inline __attribute__((always_inline))
#if BASELINE_X86
#define READER __attribute__((target("bmi,bmi2,lzcnt")))
#else
#define READER
#endif

// Zigzag order to the place in a block, row by row.
static const uint8_t zigzag[64] = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
    41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
    30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

// F.2.2.1: `size` bits, of which a leading 0 says that the value is negative.
static inline int extend(uint32_t bits, int size) {
    return size == 0 ? 0 : (int)bits - (bits >> (size - 1) ? 0 : (1 << size) - 1);
}

static int32_t entry(uint32_t window, int length, int symbol, int is_dc) {
    const int size = is_dc ? symbol : symbol & 15;
    const int32_t said = (int32_t)((uint32_t)symbol << 8);
    // End of block and sixteen zeros have no bits of their own, and are told apart by their symbols.
    if (length + size > BASELINE_LOOK || (!is_dc && size == 0)) return said | length;
    const uint32_t own = window >> (BASELINE_LOOK - length - size) & ((1u << size) - 1);
    return (int32_t)((uint32_t)extend(own, size) << 16) | said | COMPLETE | (length + size);
}

int baseline_make_code(
    struct baseline_code *code, const uint8_t lengths[16], const uint8_t *symbols, int count, int is_dc) {
    memset(code, 0, sizeof *code);
    memcpy(code->symbols, symbols, (size_t)count);
    uint32_t next = 0;
    int index = 0;
    for (int length = 1; length <= 16; length++) {
        code->offset[length] = index - (int)next;
        for (int i = 0; i < lengths[length - 1]; i++, index++, next++) {
            if (next >= 1u << length) return 0;
            const int symbol = symbols[index];
            if (is_dc && symbol > 15) return 0;
            if (length > BASELINE_LOOK) continue;
            const int free_bits = BASELINE_LOOK - length;
            for (uint32_t low = 0; low < 1u << free_bits; low++) {
                const uint32_t window = next << free_bits | low;
                code->look[window] = entry(window, length, symbol, is_dc);
            }
        }
        if (next > 1u << length) return 0;
        code->limit[length] = next << (16 - length);
        next <<= 1;
    }
    code->limit[17] = UINT32_MAX;
    code->defined = 1;
    return 1;
}

enum { ENDS = 1 << 7 };

void baseline_make_steps(const struct baseline_code *code, baseline_step steps[1 << BASELINE_LOOK]) {
    for (uint32_t window = 0; window < 1u << BASELINE_LOOK; window++) {
        int taken = 0, known = 0, ends = 0, place[2] = {0, 0}, value[2] = {0, 0};
        for (int i = 0; i < 3 && !ends; i++) {
            const int32_t found = code->look[window << taken & ((1u << BASELINE_LOOK) - 1)];
            const int length = found & LENGTH;
            if (length == 0 || length > BASELINE_LOOK - taken) break;
            if ((found & COMPLETE) != 0 && i < 2) {
                place[i] = known + (found >> 12 & 15);
                value[i] = found >> 16;
                known = place[i] + 1;
            } else if ((found & COMPLETE) == 0 && (found & 0x0F00) == 0 && (found >> 8 & 0xFF) != ZEROS_16) {
                ends = ENDS;
            } else {
                break;
            }
            taken += length;
        }
        // A missing coefficient is a zero at a place that is not yet known, so that it may be written.
        for (int i = 0; i < 2; i++) {
            if (value[i] == 0) place[i] = known;
        }
        const uint64_t high = (uint64_t)(uint16_t)value[0] << 32 | (uint64_t)(uint16_t)value[1] << 48;
        steps[window] = taken == 0 ? 0
            : high | (uint64_t)(place[0] << 8 | place[1] << 16 | known << 24 | ends | COMPLETE | taken);
    }
}

/// The bits at hand, apart from where they come from, so that the compiler keeps both members in registers.
struct window {
    uint64_t bits;  // from the left
    int held;       // of these, how many count
};

// Byte by byte: stuffed zeros after 255 fall away; from a marker on, zeros are made up and counted. More than 56 bits.
static __attribute__((noinline)) uint64_t fill_slowly(struct baseline_source *from, uint64_t bits, int held) {
    for (; held <= 56; held += 8) {
        uint64_t byte = 0;
        if (from->at < from->end && *from->at != 0xFF) {
            byte = *from->at++;
        } else if (from->end - from->at >= 2 && from->at[1] == 0) {
            byte = 0xFF;
            from->at += 2;
        } else {
            from->made_up += 8;
        }
        bits |= byte << (56 - held);
    }
    return bits;
}

// At least 56 bits.
INLINE void fill(struct window *w, struct baseline_source *from) {
    if (from->end - from->at >= 8) {
        uint64_t word;
        memcpy(&word, from->at, 8);
        word = __builtin_bswap64(word);
        const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
        if (((~word - ones) & word & highs) == 0) {  // no byte is 255
            // Bits beyond those counted are written too: the next fill writes the same again.
            w->bits |= word >> w->held;
            from->at += (63 - w->held) >> 3;
            w->held |= 56;
            return;
        }
    }
    w->bits = fill_slowly(from, w->bits, w->held);
    w->held += (64 - w->held) / 8 * 8;
}

INLINE void drop(struct window *w, int count) {
    w->bits <<= count;
    w->held -= count;
}

INLINE int take(struct window *w, int size) {
    if (size == 0) return 0;
    const uint32_t bits = (uint32_t)(w->bits >> (64 - size));
    drop(w, size);
    return extend(bits, size);
}

// A symbol that the look-up did not give whole; -1 where no code fits.
INLINE int symbol_of(struct window *w, const struct baseline_code *code, int32_t found) {
    int length = found & LENGTH;
    if (length != 0) {
        drop(w, length);
        return found >> 8 & 0xFF;
    }
    const uint32_t next = (uint32_t)(w->bits >> 48);
    for (length = BASELINE_LOOK + 1; length <= 16; length++) {
        if (next < code->limit[length]) {
            drop(w, length);
            return code->symbols[((int)(next >> (16 - length)) + code->offset[length]) & 0xFF];
        }
    }
    return -1;
}

/// What a coefficient is multiplied by, and its place in a group, by its zigzag index.
struct coefficient {
    uint16_t step, place;
};

// One block into its place in a group. 0: give up. Values beyond those of any picture would overflow the transform, in
// which libraries differ.
INLINE int read_block(
    struct window *w, struct baseline_source *from, const struct baseline_code *dc, const struct baseline_code *ac,
    const baseline_step *steps, const struct coefficient table[64], int *last_dc, int16_t *out, uint8_t *is_rough) {
    enum { MOST = 4096, LEAST_HELD = 16 };  // the longest code
    fill(w, from);
    int32_t found = dc->look[w->bits >> (64 - BASELINE_LOOK)];
    int difference;
    if (found & COMPLETE) {
        drop(w, found & LENGTH);
        difference = found >> 16;
    } else {
        const int size = symbol_of(w, dc, found);
        if (size < 0) return 0;
        difference = take(w, size);
    }
    *last_dc += difference;
    if (*last_dc < -32768 || *last_dc > 32767) return 0;
    const int mean = *last_dc * table[0].step;
    out[0] = (int16_t)mean;
    // Bits above those of 2 MOST - 1 appear where a value leaves -MOST ..< MOST.
    unsigned wild = (unsigned)(mean + MOST);
    int k = 1;
    while (k < 64) {
        if (w->held < LEAST_HELD) fill(w, from);
        const uint32_t next = (uint32_t)(w->bits >> (64 - BASELINE_LOOK));
        const baseline_step step = steps[next];
        const int known = step >> 24 & 0xFF;
        // A block that is full has no code for its end: the step must not reach so far.
        if ((step & COMPLETE) != 0 && k + known < 64) {
            drop(w, step & LENGTH);
            const struct coefficient first = table[k + (step >> 8 & 0xFF)], second = table[k + (step >> 16 & 0xFF)];
            const int a = (int16_t)(step >> 32) * first.step, b = (int16_t)(step >> 48) * second.step;
            wild |= (unsigned)(a + MOST) | (unsigned)(b + MOST);
            out[first.place] = (int16_t)a;
            out[second.place] = (int16_t)b;
            k += known;
            if (step & ENDS) break;
            continue;
        }
        found = ac->look[next];
        int value;
        if (found & COMPLETE) {
            drop(w, found & LENGTH);
            k += found >> 12 & 15;
            value = found >> 16;
        } else {
            const int symbol = symbol_of(w, ac, found), size = symbol & 15;
            if (symbol < 0) return 0;
            if (size == 0) {
                if (symbol != ZEROS_16) break;
                k += 16;
                continue;
            }
            k += symbol >> 4;
            if (w->held < LEAST_HELD) fill(w, from);
            value = take(w, size);
        }
        if (k > 63) return 0;
        value *= table[k].step;
        wild |= (unsigned)(value + MOST);
        out[table[k].place] = (int16_t)value;
        k++;
    }
    *is_rough |= k > 1;
    return wild < 2 * MOST;
}

READER int baseline_read_units(struct baseline *baseline, struct baseline_source *source, int units) {
    struct baseline_source from = *source;
    struct window window = {source->window, source->held};
    struct coefficient tables[3][64];
    for (int i = 0; i < baseline->layer_count; i++) {
        const uint16_t *steps = baseline->quantisation[baseline->layers[i].quantisation];
        for (int k = 0; k < 64; k++) {
            const int place = (zigzag[k] >> 3) * 8 * BASELINE_ABREAST + (zigzag[k] & 7);
            tables[i][k] = (struct coefficient){steps[k], (uint16_t)place};
        }
    }
    for (int unit = 0; unit < units; unit++) {
        for (int i = 0; i < baseline->layer_count; i++) {
            struct baseline_layer *layer = &baseline->layers[i];
            const struct baseline_code *dc = &baseline->dc[layer->dc], *ac = &baseline->ac[layer->ac];
            const baseline_step *steps = baseline->steps[layer->ac];
            int last_dc = layer->last_dc;
            for (int y = 0; y < layer->down; y++) {
                for (int x = 0; x < layer->across; x++) {
                    const unsigned block = (unsigned)(unit * layer->across + x);
                    const unsigned group = (unsigned)(y * layer->groups) + block / BASELINE_ABREAST;
                    int16_t *out = layer->coefficients + (size_t)group * BASELINE_GROUP + block % BASELINE_ABREAST * 8;
                    uint8_t *is_rough = &layer->is_rough[group];
                    if (!read_block(&window, &from, dc, ac, steps, tables[i], &last_dc, out, is_rough)) return 0;
                }
            }
            layer->last_dc = last_dc;
        }
    }
    *source = from;
    source->window = window.bits;
    source->held = window.held;
    return source->made_up <= source->held;
}

int baseline_at_end(const struct baseline_source *source) {
    const int left = source->held - source->made_up;
    const uint8_t *at = source->at;
    return left >= 0 && left < 8 && source->end - at >= 2 && at[0] == 0xFF && at[1] == 0xD9;
}
