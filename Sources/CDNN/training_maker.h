// A trainer while it is being built.
#pragma once
#include "training.h"

typedef struct {
    dnn_trainer *trainer;
    char *error;
} maker_t;

/// Keeps the first reason why a trainer cannot be built. Returns 1.
int training_refuse(maker_t *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

/// Checks layer `i` against those before it, and sets its shapes and its places among the parameters.
int training_shape_layer(maker_t *m, int i);
