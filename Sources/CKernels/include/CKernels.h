// Scoring kernels that must use the whole width of the CPU's vectors. They are C because one function is compiled for
// several instruction sets and chosen when the program starts; Swift cannot do that yet.
#pragma once
#include <stdint.h>

#include "Aggregation.h"
#include "Banded.h"
#include "Fit.h"
#include "Mahalanobis.h"
#include "Mixture.h"
#include "Optimise.h"
#include "Resample.h"
