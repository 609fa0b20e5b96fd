#include "Optimise.h"

#if defined(__x86_64__) && defined(__clang__)
#define EVERY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define EVERY_CPU
#endif

// Every parameter is computed by itself, with the same operations in a vector as in the rest that fills none: where a
// caller cuts the arrays changes no bit. Sums go to as many totals as the loop has lanes, so that the compiler may use
// vectors without changing the order of additions.
enum { LANES = 16 };

static double total(const double *lanes) {
    double sum = 0;
    for (int lane = 0; lane < LANES; lane++) sum += lanes[lane];
    return sum;
}

EVERY_CPU double sum_of_squares(const float *values, int64_t count) {
    double lanes[LANES] = {0};
    int64_t i = 0;
    for (; i + LANES <= count; i += LANES)
        for (int lane = 0; lane < LANES; lane++) lanes[lane] += (double)values[i + lane] * (double)values[i + lane];
    for (int lane = 0; i + lane < count; lane++) lanes[lane] += (double)values[i + lane] * (double)values[i + lane];
    return total(lanes);
}

EVERY_CPU double average_arrays(float *restrict sum, const float *const *others, int count, int64_t length) {
    // A block stays in the first-level cache while all arrays go by.
    enum { BLOCK = 64 * LANES };
    const float share = 1.0f / (float)count;
    double lanes[LANES] = {0};
    for (int64_t first = 0; first < length; first += BLOCK) {
        const int64_t size = first + BLOCK < length ? BLOCK : length - first;
        float *restrict mean = sum + first;
        for (int n = 0; n + 1 < count; n++) {
            const float *restrict other = others[n] + first;
            for (int64_t i = 0; i < size; i++) mean[i] += other[i];
        }
        for (int64_t i = 0; i < size; i++) mean[i] *= share;
        int64_t i = 0;
        for (; i + LANES <= size; i += LANES)
            for (int lane = 0; lane < LANES; lane++) lanes[lane] += (double)mean[i + lane] * (double)mean[i + lane];
        for (int lane = 0; i + lane < size; lane++) lanes[lane] += (double)mean[i + lane] * (double)mean[i + lane];
    }
    return total(lanes);
}

EVERY_CPU void step_adam(float *restrict parameters, float *restrict first, float *restrict second,
                         const float *restrict gradient, int64_t count, struct adam_step step) {
    for (int64_t i = 0; i < count; i++) {
        const float g = step.gradient_scale * gradient[i];
        const float m = step.beta1 * first[i] + step.fresh1 * g;
        const float v = step.beta2 * second[i] + step.fresh2 * (g * g);
        first[i] = m;
        second[i] = v;
        parameters[i] =
            step.keep * parameters[i] - step.rate * (m / (step.root * __builtin_elementwise_sqrt(v) + step.epsilon));
    }
}

EVERY_CPU void step_momentum(float *restrict parameters, float *restrict velocity, const float *restrict gradient,
                             int64_t count, struct momentum_step step) {
    for (int64_t i = 0; i < count; i++) {
        const float p = parameters[i];
        const float v = step.momentum * velocity[i] + (step.gradient_scale * gradient[i] + step.decay * p);
        velocity[i] = v;
        parameters[i] = p - step.rate * v;
    }
}
