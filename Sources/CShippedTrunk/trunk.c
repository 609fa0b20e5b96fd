#include "CShippedTrunk.h"

// In weights.S.
extern const uint8_t shipped_trunk[], shipped_trunk_end[];

const uint8_t *shipped_trunk_bytes(void) { return shipped_trunk; }

size_t shipped_trunk_length(void) { return (size_t)(shipped_trunk_end - shipped_trunk); }
