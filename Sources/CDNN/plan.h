// Where activations live: byte ranges of one arena, shared by those whose life times do not overlap.
#pragma once
#include <stddef.h>

typedef struct {
    size_t bytes;
    /// First and last step at which the contents matter.
    int born, dies;
    /// Chosen by place_buffers.
    size_t offset;
} buffer_t;

/// Gives every buffer an offset (64-byte aligned), largest first into the lowest gap; returns the arena's bytes.
size_t place_buffers(buffer_t *buffers, int count);
