// The parts of a network that building and running share.
#pragma once
#include "CDNN.h"
#include "compat.h"
#include "plan.h"

/// Where an argument of a step lives.
typedef enum { AT_BUFFER, AT_WEIGHTS, AT_INPUT, AT_TAP, AT_SCRATCH } place_t;

typedef struct {
    int role;  // DNNL_ARG_...
    place_t place;
    int index;
    md_t md;
} argument_t;

enum { MAX_ARGUMENTS = 5 };

/// A computation of our own: `at` are the places of the step's arguments, in their order.
typedef void (*kernel_t)(const void *parameters, void *const *at);

/// One primitive, or one kernel where `primitive` is NULL, and what it works on.
typedef struct {
    dnnl_primitive_t primitive;
    kernel_t kernel;
    /// The kernel's own; freed with the network.
    void *parameters;
    argument_t arguments[MAX_ARGUMENTS];
    int argument_count;
} step_t;

struct dnn_network {
    dnnl_engine_t engine;
    int threads, batch;
    dnn_shape input;
    step_t *steps;
    int step_count;
    /// Reordered weights and biases, by index of AT_WEIGHTS.
    dnnl_memory_t *weights;
    int weight_count;
    buffer_t *buffers;
    int buffer_count;
    dnn_shape *taps;
    int tap_count;
    size_t arena_bytes, scratch_bytes;
};
