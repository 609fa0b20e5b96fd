// Exif 2.32, 4.6.2: a TIFF header, then IFD0, whose tag 0x0112 says how the camera was held. Hostile offsets are the
// rule here: every read is checked against the block's end.
#include "private.h"

struct tiff {
    const uint8_t *bytes;
    size_t count;
    int big_endian;
};

static uint32_t read16(const struct tiff *t, size_t at) {
    const uint8_t *p = t->bytes + at;
    return t->big_endian ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static uint32_t read32(const struct tiff *t, size_t at) {
    uint32_t first = read16(t, at), second = read16(t, at + 2);
    return t->big_endian ? first << 16 | second : second << 16 | first;
}

int cimage_exif_orientation(const uint8_t *bytes, size_t count) {
    enum { ORIENTATION = 0x0112, SHORT = 3, ENTRY = 12 };
    struct tiff t = {bytes, count, 0};
    if (count < 8) return 1;
    if (bytes[0] == 'M' && bytes[1] == 'M') t.big_endian = 1;
    else if (bytes[0] != 'I' || bytes[1] != 'I') return 1;
    if (read16(&t, 2) != 42) return 1;
    size_t at = read32(&t, 4);
    if (at > count || count - at < 2) return 1;
    uint32_t entries = read16(&t, at);
    at += 2;
    for (uint32_t i = 0; i < entries; i++, at += ENTRY) {
        if (at > count || count - at < ENTRY) return 1;
        if (read16(&t, at) != ORIENTATION) continue;
        uint32_t value = read16(&t, at + 8);
        return read16(&t, at + 2) == SHORT && value >= 1 && value <= 8 ? (int)value : 1;
    }
    return 1;
}
