// The mixture's kernels on one instruction set (TARGET, LEVEL); included once for each, so there is no include guard.
// A row of a component is cheap to find and to restart, so the picture is gone through row by row with its sums in the
// first-level cache, and along a row the exponential is made for sixteen pixels at once.
#define JOIN_(a, b) a##_##b
#define JOIN(a, b) JOIN_(a, b)
#define INLINE static inline __attribute__((always_inline))

typedef double JOIN(wide, LEVEL) __attribute__((vector_size(128)));

TARGET static double JOIN(reference, LEVEL)(const mixture_component *components, int count, int width, int height) {
    double best = -HUGE_VAL;
    for (int k = 0; k < count; k++) {
        const mixture_component c = components[k];
        double most = -HUGE_VAL;
        for (int row = 0; row < height; row++) {
            const double z = c.across + c.step * row, ridge = c.centre + c.slope * row;
            double nearest = __builtin_rint(ridge);
            nearest = nearest < 0 ? 0 : nearest > width - 1 ? width - 1 : nearest;
            const double t = (nearest - ridge) * c.inverse;
            const double value = c.peak - z * z - t * t;
            most = value > most ? value : most;
        }
        best = most > best ? most : best;
    }
    return best;
}

/// Sixteen values of a component from pixel `block` on, and the distances from its ridge.
#define VALUES(block)                                                                                             \
    const lanes16 t = (lane + (float)((block) - anchor)) * inverse - offset;                                      \
    const lanes16 p = EXP2(__builtin_elementwise_max(top - t * t, floor));

#define ROW_OF(k, cut)                                                                                            \
    const lanes16 lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};                                  \
    const lanes16 floor = (lanes16){0} - 126.0f;                                                                  \
    /* Distances count from the pixel that is nearest to the ridge, so that nothing cancels. */                   \
    const double nearest = __builtin_rint((cut).ridge);                                                           \
    const int anchor = (int)(nearest < -1e6 ? -1e6 : nearest > 1e6 ? 1e6 : nearest);                              \
    const float inverse = (float)(k)->inverse;                                                                    \
    const float offset = (float)(((cut).ridge - anchor) * (k)->inverse);                                          \
    const float top = (float)(cut).top;

TARGET INLINE void JOIN(add_row, LEVEL)(const mixture_component *k, const mixture_cut *cut, const float *colour,
                                        int colours, int64_t plane, float *restrict row) {
    if (cut->top > STEEP) {
        for (int x = cut->first; x <= cut->last; x++) {
            const double t = (x - cut->ridge) * k->inverse;
            const float p = (float)exp2(cut->top - t * t);
            row[x] += p;
            for (int c = 0; c < colours; c++) row[(c + 1) * plane + x] += p * colour[c];
        }
        return;
    }
    ROW_OF(k, *cut)
    for (int block = cut->first & ~15; block <= cut->last; block += 16) {
        VALUES(block)
        float *at = row + block;
        lanes16 sum = LOAD_F32(at) + p;
        memcpy(at, &sum, 64);
        for (int c = 0; c < colours; c++) {
            at += plane;
            sum = LOAD_F32(at) + p * colour[c];
            memcpy(at, &sum, 64);
        }
    }
}

TARGET INLINE void JOIN(sums_of, LEVEL)(const mixture_component *components, int count, const float *colour,
                                        int colours, double reference, int width, int first, int rows,
                                        int64_t stride, int64_t plane, float *planes, mixture_summit *summit) {
    for (int i = 0; i < rows; i++) {
        float *row = planes + i * stride;
        for (int c = 0; c <= colours; c++) memset(row + c * plane, 0, (size_t)stride * 4);
        for (int k = 0; k < count; k++) {
            mixture_cut cut;
            if (cut_row(components + k, reference, width, first + i, &cut))
                JOIN(add_row, LEVEL)(components + k, &cut, colour + k * colours, colours, plane, row);
        }
        float most = 0;
        for (int x = 0; x < width; x++) most = row[x] > most ? row[x] : most;
        if (most > summit->value) {
            int x = 0;
            while (row[x] != most) x++;
            *summit = (mixture_summit){most, x, first + i};
        }
    }
}

/// Each number of colours by itself, so that the loop over them is unrolled.
#define FOR_COLOURS(name, ...)                                                                                    \
    switch (colours) {                                                                                            \
    case 1: name(1, __VA_ARGS__); break;                                                                          \
    case 2: name(2, __VA_ARGS__); break;                                                                          \
    case 3: name(3, __VA_ARGS__); break;                                                                          \
    default: name(4, __VA_ARGS__);                                                                                \
    }

TARGET static void JOIN(sums, LEVEL)(const mixture_component *components, int count, const float *colour, int colours,
                                     double reference, int width, int first, int rows, int64_t stride, int64_t plane,
                                     float *planes, mixture_summit *summit) {
#define SUMS(n, unused)                                                                                           \
    JOIN(sums_of, LEVEL)(components, count, colour, n, reference, width, first, rows, stride, plane, planes, summit)
    FOR_COLOURS(SUMS, 0)
#undef SUMS
}

TARGET static double JOIN(error, LEVEL)(const float *normal, const float *target, int colours, float scale, int width,
                                        int height, int64_t stride, int64_t plane, float *planes, double *turn) {
    typedef JOIN(wide, LEVEL) wide;
    const int64_t area = (int64_t)width * height;
    wide squares = {0}, turns = {0};
    for (int y = 0; y < height; y++) {
        float *row = planes + y * stride;
        lanes16 square = {0}, twist = {0};
        for (int x = 0; x < stride; x += 16) {
            const int valid = width - x < 16 ? width - x : 16;
            const lanes16 mask = LOAD_F32(row + x) * scale;
            lanes16 against = {0};
            for (int c = 0; c < colours; c++) {
                const int64_t from = c * area + (int64_t)y * width + x;
                float *at = row + (c + 1) * plane + x;
                const lanes16 n = LOAD_SOME(normal + from, valid);
                const lanes16 change = LOAD_F32(at) * scale - n * mask;
                lanes16 d = n - LOAD_SOME(target + from, valid) + change;
                if (valid < 16) d = KEEP(d, 0, valid);
                square += d * d;
                twist += d * change;
                against += d * n;
                memcpy(at, &d, 64);
            }
            memcpy(row + x, &against, 64);
        }
        squares += __builtin_convertvector(square, wide);
        turns += __builtin_convertvector(twist, wide);
    }
    double sum = 0;
    *turn = 0;
    for (int i = 0; i < 16; i++) {
        sum += squares[i];
        *turn += turns[i];
    }
    return sum;
}

/// One row of one component: adds to its sums of w, w t, w t^2, w z, w z^2, w t z, p d.
TARGET INLINE void JOIN(moments_row, LEVEL)(const mixture_component *k, const mixture_cut *cut, double z,
                                            const float *colour, int colours, int64_t plane, const float *row,
                                            JOIN(wide, LEVEL) *sums) {
    typedef JOIN(wide, LEVEL) wide;
    if (cut->top > STEEP) {
        for (int x = cut->first; x <= cut->last; x++) {
            const double t = (x - cut->ridge) * k->inverse, p = exp2(cut->top - t * t);
            double a = -(double)row[x];
            for (int c = 0; c < colours; c++) a += colour[c] * (double)row[(c + 1) * plane + x];
            const double w = a * p, part[6] = {w, w * t, w * t * t, w * z, w * z * z, w * t * z};
            for (int i = 0; i < 6; i++) sums[i][0] += part[i];
            for (int c = 0; c < colours; c++) sums[6 + c][0] += p * row[(c + 1) * plane + x];
        }
        return;
    }
    ROW_OF(k, *cut)
    lanes16 s0 = {0}, s1 = {0}, s2 = {0}, paint[MIXTURE_MOST_COLOURS];
    for (int c = 0; c < colours; c++) paint[c] = (lanes16){0};
    for (int block = cut->first & ~15; block <= cut->last; block += 16) {
        VALUES(block)
        lanes16 a = -LOAD_F32(row + block);
        for (int c = 0; c < colours; c++) {
            const lanes16 d = LOAD_F32(row + (c + 1) * plane + block);
            a += d * colour[c];
            paint[c] += d * p;
        }
        const lanes16 w = a * p, wt = w * t;
        s0 += w;
        s1 += wt;
        s2 += wt * t;
    }
    const wide w0 = __builtin_convertvector(s0, wide), w1 = __builtin_convertvector(s1, wide);
    sums[0] += w0;
    sums[1] += w1;
    sums[2] += __builtin_convertvector(s2, wide);
    sums[3] += w0 * z;
    sums[4] += w0 * (z * z);
    sums[5] += w1 * z;
    for (int c = 0; c < colours; c++) sums[6 + c] += __builtin_convertvector(paint[c], wide);
}

TARGET INLINE void JOIN(moments_of, LEVEL)(const mixture_component *components, int count, const float *colour,
                                           int colours, double reference, int width, int height, int64_t stride,
                                           int64_t plane, const float *planes, double *moments) {
    typedef JOIN(wide, LEVEL) wide;
    const int length = mixture_moment_count(colours);
    for (int k = 0; k < count; k++) {
        wide sums[6 + MIXTURE_MOST_COLOURS];
        for (int i = 0; i < length; i++) sums[i] = (wide){0};
        for (int y = 0; y < height; y++) {
            mixture_cut cut;
            if (cut_row(components + k, reference, width, y, &cut))
                JOIN(moments_row, LEVEL)(components + k, &cut, components[k].across + components[k].step * y,
                                         colour + k * colours, colours, plane, planes + y * stride, sums);
        }
        for (int i = 0; i < length; i++) {
            double sum = 0;
            for (int j = 0; j < 16; j++) sum += sums[i][j];
            moments[k * length + i] = sum;
        }
    }
}

TARGET static void JOIN(moments, LEVEL)(const mixture_component *components, int count, const float *colour,
                                        int colours, double reference, int width, int height, int64_t stride,
                                        int64_t plane, const float *planes, double *moments) {
#define MOMENTS(n, unused)                                                                                        \
    JOIN(moments_of, LEVEL)(components, count, colour, n, reference, width, height, stride, plane, planes, moments)
    FOR_COLOURS(MOMENTS, 0)
#undef MOMENTS
}

#undef ROW_OF
#undef VALUES
#undef FOR_COLOURS
#undef INLINE
#undef JOIN
#undef JOIN_
