// What this machine can do at best, for figures to be set beside: reading memory, and convolutions as oneDNN does them.
// Nothing of the product computes here.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// The exclusive or of `count` 64-bit words: memory read once, front to back, with nothing else to do.
uint64_t memory_read(const uint64_t *words, size_t count);

typedef struct ceiling_convolution ceiling_convolution;

/// A 3x3 convolution of stride 1 and padding 1 over `batch` maps of `side` x `side`, `channels` in and out, in the
/// layouts that oneDNN likes best. NULL where oneDNN refuses. `threads` is its OpenMP team, also for runs.
ceiling_convolution *ceiling_convolution_create(int channels, int side, int batch, int use_bf16, int threads);
/// 0, or oneDNN's status. One thread at a time.
int ceiling_convolution_run(ceiling_convolution *convolution);
void ceiling_convolution_destroy(ceiling_convolution *convolution);

/// A convolution of a trunk, padded alike on all sides, as it reads maps of `height` x `width`.
typedef struct {
    int in_channels, out_channels, height, width, kernel, stride, padding;
    /// 0 for the one that reads the picture.
    int wants_input_gradient;
} ceiling_layer;

typedef struct ceiling_training ceiling_training;

/// The convolutions of one training step over `batch` samples, on one thread: forward, the gradients of their inputs and
/// those of their weights, each in the layouts that oneDNN likes best. NULL where oneDNN refuses.
ceiling_training *ceiling_training_create(const ceiling_layer *layers, int count, int batch, int use_bf16);
/// 0, or oneDNN's status. One thread at a time.
int ceiling_training_run(ceiling_training *training);
void ceiling_training_destroy(ceiling_training *training);
