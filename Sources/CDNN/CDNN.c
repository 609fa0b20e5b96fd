#include "CDNN.h"
