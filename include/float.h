/* A front of the compiler's: what Microsoft's asks of a floating-point number. */
#include_next <float.h>
#ifndef BERTH_FLOAT_H
#define BERTH_FLOAT_H
/* The second argument of SIGFPE's handler. */
#define _FPE_INVALID 0x81
#define _FPE_DENORMAL 0x82
#define _FPE_ZERODIVIDE 0x83
#define _FPE_OVERFLOW 0x84
#define _FPE_UNDERFLOW 0x85
#define _FPE_INEXACT 0x86
#define _FPE_UNEMULATED 0x87
#define _FPE_SQRTNEG 0x88
#define _FPE_STACKOVERFLOW 0x8a
#define _FPE_STACKUNDERFLOW 0x8b
#define _FPE_EXPLICITGEN 0x8c
static inline int _finite(double x) { return __builtin_isfinite(x); }
static inline int _isnan(double x) { return __builtin_isnan(x); }
static inline double _copysign(double x, double sign) { return __builtin_copysign(x, sign); }
static inline double _chgsign(double x) { return -x; }
#endif
