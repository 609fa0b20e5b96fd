// ITU-T T.81, annex B: the segments before the scan.
#include <string.h>

#include "baseline.h"

static unsigned read16(const uint8_t *p) { return (unsigned)p[0] << 8 | p[1]; }

static int parse_quantisation(struct baseline *b, const uint8_t *p, size_t count) {
    while (count > 0) {
        if (count < 65 || p[0] > 3) return 0;  // 16-bit tables have 1 in the high half
        for (int k = 0; k < 64; k++) b->quantisation[p[0]][k] = p[1 + k];
        b->has_quantisation[p[0]] = 1;
        p += 65;
        count -= 65;
    }
    return 1;
}

static int parse_codes(struct baseline *b, const uint8_t *p, size_t count) {
    while (count > 0) {
        if (count < 17 || (p[0] & 0xEC) != 0) return 0;  // class 0 or 1, place 0...3
        size_t symbols = 0;
        for (int n = 0; n < 16; n++) symbols += p[1 + n];
        if (symbols > 256 || count - 17 < symbols) return 0;
        const int is_dc = (p[0] & 0x10) == 0;
        struct baseline_code *code = is_dc ? &b->dc[p[0] & 3] : &b->ac[p[0] & 3];
        if (!baseline_make_code(code, p + 1, p + 17, (int)symbols, is_dc)) return 0;
        if (!is_dc) baseline_make_steps(code, b->steps[p[0] & 3]);
        p += 17 + symbols;
        count -= 17 + symbols;
    }
    return 1;
}

static int parse_frame(struct baseline *b, const uint8_t *p, size_t count) {
    if (b->layer_count != 0 || count < 6 || p[0] != 8) return 0;
    if (read16(p + 1) != b->height || read16(p + 3) != b->width) return 0;
    b->layer_count = p[5];
    if ((b->layer_count != 1 && b->layer_count != 3) || count != 6 + 3 * (size_t)b->layer_count) return 0;
    for (int i = 0; i < b->layer_count; i++, p += 3) {
        struct baseline_layer *layer = &b->layers[i];
        layer->id = p[6];
        layer->across = p[7] >> 4;
        layer->down = p[7] & 15;
        layer->quantisation = p[8];
        if (layer->quantisation > 3) return 0;
    }
    const struct baseline_layer *y = &b->layers[0];
    if (b->layer_count == 1) return y->across == 1 && y->down == 1;
    for (int i = 1; i < 3; i++) {
        if (b->layers[i].across != 1 || b->layers[i].down != 1) return 0;
    }
    // Half the resolution along x, along both axes, or none.
    return (y->across == 2 && (y->down == 1 || y->down == 2)) || (y->across == 1 && y->down == 1);
}

static int parse_scan(struct baseline *b, const uint8_t *p, size_t count) {
    const size_t layers = (size_t)b->layer_count;
    if (layers == 0 || count != 4 + 2 * layers || p[0] != layers) return 0;
    for (size_t i = 0; i < layers; i++) {
        struct baseline_layer *layer = &b->layers[i];
        if (p[1 + 2 * i] != layer->id) return 0;
        layer->dc = p[2 + 2 * i] >> 4;
        layer->ac = p[2 + 2 * i] & 15;
        if (layer->dc > 3 || layer->ac > 3) return 0;
        if (!b->dc[layer->dc].defined || !b->ac[layer->ac].defined) return 0;
        if (!b->has_quantisation[layer->quantisation]) return 0;
    }
    p += 1 + 2 * layers;
    return p[0] == 0 && p[1] == 63 && p[2] == 0;
}

// As libjpeg guesses it; whatever else it can guess is left to it.
static int is_ycbcr(const struct baseline *b) {
    if (b->layer_count == 1 || b->has_jfif) return 1;
    return !b->has_adobe && b->layers[0].id == 1 && b->layers[1].id == 2 && b->layers[2].id == 3;
}

int baseline_parse(struct baseline *b) {
    size_t at = 2;
    for (;;) {
        if (b->count < 4 || at > b->count - 4 || b->bytes[at] != 0xFF) return 0;
        const int marker = b->bytes[at + 1];
        const size_t length = read16(b->bytes + at + 2);
        if (length < 2 || length > b->count - at - 2) return 0;
        const uint8_t *p = b->bytes + at + 4;
        const size_t count = length - 2;
        at += 2 + length;
        switch (marker) {
        case 0xDB:
            if (!parse_quantisation(b, p, count)) return 0;
            break;
        case 0xC4:
            if (!parse_codes(b, p, count)) return 0;
            break;
        case 0xC0:
            if (!parse_frame(b, p, count)) return 0;
            break;
        case 0xDD:
            if (count != 2 || read16(p) != 0) return 0;
            break;
        case 0xDA:
            b->scan = at;
            return parse_scan(b, p, count) && is_ycbcr(b);
        case 0xE0:
            if (count >= 14 && memcmp(p, "JFIF", 5) == 0) b->has_jfif = 1;
            break;
        case 0xEE:
            if (count >= 12 && memcmp(p, "Adobe", 5) == 0) b->has_adobe = 1;
            break;
        default:
            if ((marker < 0xE0 || marker > 0xEF) && marker != 0xFE) return 0;
        }
    }
}
