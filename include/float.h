/* A front of the compiler's: what Microsoft's asks of a floating-point number. */
#include_next <float.h>
#ifndef BERTH_FLOAT_H
#define BERTH_FLOAT_H
static inline int _finite(double x) { return __builtin_isfinite(x); }
static inline int _isnan(double x) { return __builtin_isnan(x); }
static inline double _copysign(double x, double sign) { return __builtin_copysign(x, sign); }
static inline double _chgsign(double x) { return -x; }
#endif
