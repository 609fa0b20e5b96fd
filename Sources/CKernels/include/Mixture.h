// Sums of Gaussians over a picture, and what a loss on that picture says about each of them.
#pragma once
#include <stdint.h>

/// Colours that a component may have: grey, red-green-blue, or those and one more.
enum { MIXTURE_MOST_COLOURS = 4 };

/// A weighted Gaussian as the rows of a picture cut it: along each row it is a Gaussian of one width, whose centre moves
/// by `slope` from row to row. Logarithms are to base 2, and distances are in units in which 2^-(t^2) is the Gaussian.
typedef struct {
    /// Where its ridge crosses row 0, in pixels, and how far it moves a row.
    double centre, slope;
    /// Units a pixel along a row.
    double inverse;
    /// Distance of row 0 from its centre, across rows, and units a row.
    double across, step;
    /// Logarithm of its weight times its density at its centre.
    double peak;
} mixture_component;

/// The largest of a picture's sums, and where it stands.
typedef struct {
    float value;
    int32_t x, y;
} mixture_summit;

/// Logarithm of the largest value that any single component has at any pixel: sums divided by it lie within what single
/// precision holds, even where every density underflows.
double mixture_reference(const mixture_component *components, int count, int width, int height, int level);

/// For `rows` rows from `first` on: plane 0 receives the sum p of all components, divided by 2^reference, and plane
/// 1 + c the sum weighted with `colour[k * colours + c]`. Components are left out where they are under 2^-38. Rows are
/// `stride` floats apart, a multiple of 16 that is at least `width`, on a 64-byte boundary, planes `plane` floats; what
/// lies beyond `width` is overwritten. The summit is raised where a row has more, so that rows can be done in bands.
void mixture_sums(const mixture_component *components, int count, const float *colour, int colours, double reference,
                  int width, int first, int rows, int64_t stride, int64_t plane, float *planes,
                  mixture_summit *summit, int level);

/// What a squared error takes from the sums of a whole picture, in place: with M = scale p, v = scale (weighted sums)
/// and d = normal (1 - M) + v - target, plane 1 + c becomes d, plane 0 becomes the sum over c of d normal. `normal` and
/// `target` are colours x height x width without gaps. Beyond `width` all becomes zero.
/// `turn` receives the sum of d (v - normal M), half the slope of the error for the logarithm of `scale`.
/// Returns the sum of d^2.
double mixture_error(const float *normal, const float *target, int colours, float scale, int width, int height,
                     int64_t stride, int64_t plane, float *planes, double *turn, int level);

/// Doubles that `mixture_moments` gives a component.
static inline int mixture_moment_count(int colours) { return 6 + colours; }

/// From the planes that `mixture_error` left, for each component with values p, w = p (sum_c colour[c] d[c] - plane 0):
/// the sums over all pixels of w, w t, w t^2, w z, w z^2, w t z and, for each colour, p d[c], with t the distance along
/// the row and z the one across rows, in the components' units. p is divided by 2^reference.
void mixture_moments(const mixture_component *components, int count, const float *colour, int colours,
                     double reference, int width, int height, int64_t stride, int64_t plane, const float *planes,
                     double *moments, int level);
