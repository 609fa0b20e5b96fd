// The trunk that Touchstone brings: the bytes of weights/touchstone.safetensors, part of the program.
#pragma once
#include <stddef.h>
#include <stdint.h>

const uint8_t *shipped_trunk_bytes(void);
size_t shipped_trunk_length(void);
