// One step of an optimiser over a few million parameters: a single pass through memory, as wide as the CPU can.
#pragma once
#include <stdint.h>

/// Replaces `sum` by the mean of itself and `others - 1` more arrays, added in their order. Returns the sum of squares
/// of the means in double precision, which no number that fits a float can make infinite.
double average_arrays(float *sum, const float *const *others, int count, int64_t length);

/// Adds up the squares, in the same order as `average_arrays` does.
double sum_of_squares(const float *values, int64_t count);

/// What a step of Adam does to every parameter alike.
struct adam_step {
    float gradient_scale;
    float beta1, beta2;
    /// 1 - beta, rounded once from double precision.
    float fresh1, fresh2;
    /// The rate over the first moment's bias correction.
    float rate;
    /// One over the root of the second moment's bias correction.
    float root;
    float epsilon;
    /// What is left of a parameter before the step: 1 - rate x weight decay.
    float keep;
};

/// m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, p = keep p - rate m / (root sqrt(v) + epsilon).
void step_adam(float *parameters, float *first, float *second, const float *gradient, int64_t count,
               struct adam_step step);

/// What a step of gradient descent with momentum does to every parameter alike.
struct momentum_step {
    float gradient_scale;
    float momentum;
    float rate;
    /// Added to the gradient, times the parameter.
    float decay;
};

/// v = momentum v + (g + decay p), p = p - rate v.
void step_momentum(float *parameters, float *velocity, const float *gradient, int64_t count,
                   struct momentum_step step);
