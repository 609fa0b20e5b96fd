// Averages of neighbouring patches' embeddings.
#pragma once
#include <stdint.h>

/// For each patch of a row the mean over the `rows` rows and the patches up to `reach` to its left and right; what lies
/// outside is left out of the mean. Rows are `width` x `d`, as is `out`; so is `scratch`. Sums go down the rows first,
/// then from left to right, on every CPU.
void aggregate_row(const float *const *rows, int count, int width, int d, int reach, float *scratch, float *out);
