#include "Mixture.h"

#include <math.h>

#include "Mahalanobis.h"
#include "lanes.h"

// What is this far (log2) under the largest value of a single component is left out: 4e-12 of it.
#define CUTOFF (-38.0)

// Above this a row's ridge stands between two pixels, far over them, and what the pixels hold is the difference of two
// large numbers: such rows, which are a few pixels wide, are done in double precision.
#define STEEP 1.0

/// 2^e in each lane, e in -126...126, to 2^-23 of it: the polynomial is Moshier's (Cephes, exp2f).
#define EXP2(e)                                                                                                   \
    ({                                                                                                            \
        const lanes16 e_ = (e);                                                                                   \
        const lanes16 shifted_ = e_ + 0x1.8p23f;                                                                  \
        const lanes16 f_ = e_ - (shifted_ - 0x1.8p23f);                                                           \
        lanes16 p_ = f_ * 1.535336188319500e-4f + 1.339887440266574e-3f;                                          \
        p_ = p_ * f_ + 9.618437357674640e-3f;                                                                     \
        p_ = p_ * f_ + 5.550332471162809e-2f;                                                                     \
        p_ = p_ * f_ + 2.402264791363012e-1f;                                                                     \
        p_ = p_ * f_ + 6.931472028550421e-1f;                                                                     \
        p_ = p_ * f_ + 1.0f;                                                                                      \
        (lanes16)((mask16)p_ + ((mask16)shifted_ << 23));                                                         \
    })

/// The `count` first of sixteen floats, the others zero.
#define LOAD_SOME(p, count)                                                                                       \
    ({                                                                                                            \
        lanes16 some_ = {0};                                                                                      \
        if ((count) >= 16)                                                                                        \
            some_ = LOAD_F32(p);                                                                                  \
        else                                                                                                      \
            memcpy(&some_, (p), (size_t)(count) * 4);                                                             \
        some_;                                                                                                    \
    })

/// Where a component stands on one row.
typedef struct {
    /// log2 of its value on the ridge, and the ridge itself.
    double top, ridge;
    /// Pixels from `first` to `last` (inclusive) hold what is not left out.
    int first, last;
} mixture_cut;

/// Returns zero where the row holds nothing of the component.
static inline __attribute__((always_inline)) int cut_row(const mixture_component *k, double reference, int width,
                                                         int row, mixture_cut *cut) {
    const double z = k->across + k->step * row;
    cut->top = k->peak - reference - z * z;
    if (!(cut->top > CUTOFF)) return 0;
    cut->ridge = k->centre + k->slope * row;
    const double reach = __builtin_sqrt(cut->top - CUTOFF) / k->inverse;
    const double first = cut->ridge - reach, last = cut->ridge + reach;
    if (!(first < width) || !(last >= 0)) return 0;
    cut->first = first > 0 ? (int)first : 0;
    cut->last = last < width - 1 ? (int)last : width - 1;
    return 1;
}

#ifdef HAS_X86_LEVELS
#define TARGET TARGET_AVX512
#define LEVEL avx512
#include "mixture_rows.h"
#undef TARGET
#undef LEVEL

#define TARGET TARGET_AVX2
#define LEVEL avx2
#include "mixture_rows.h"
#undef TARGET
#undef LEVEL
#endif

#define TARGET
#define LEVEL plain
#include "mixture_rows.h"
#undef TARGET
#undef LEVEL

#ifdef HAS_X86_LEVELS
#define AT_LEVEL(name, ...)                                                                                       \
    (level == KERNEL_AVX512 ? name##_avx512(__VA_ARGS__)                                                          \
                            : level == KERNEL_AVX2 ? name##_avx2(__VA_ARGS__) : name##_plain(__VA_ARGS__))
#else
#define AT_LEVEL(name, ...) name##_plain(__VA_ARGS__)
#endif

double mixture_reference(const mixture_component *components, int count, int width, int height, int level) {
    return AT_LEVEL(reference, components, count, width, height);
}

void mixture_sums(const mixture_component *components, int count, const float *colour, int colours, double reference,
                  int width, int first, int rows, int64_t stride, int64_t plane, float *planes,
                  mixture_summit *summit, int level) {
    AT_LEVEL(sums, components, count, colour, colours, reference, width, first, rows, stride, plane, planes, summit);
}

double mixture_error(const float *normal, const float *target, int colours, float scale, int width, int height,
                     int64_t stride, int64_t plane, float *planes, double *turn, int level) {
    return AT_LEVEL(error, normal, target, colours, scale, width, height, stride, plane, planes, turn);
}

void mixture_moments(const mixture_component *components, int count, const float *colour, int colours,
                     double reference, int width, int height, int64_t stride, int64_t plane, const float *planes,
                     double *moments, int level) {
    AT_LEVEL(moments, components, count, colour, colours, reference, width, height, stride, plane, planes, moments);
}
