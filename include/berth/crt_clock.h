/*
 * clock() with Microsoft's meaning: wall-clock time since the program started, in milliseconds. The
 * C library's counts processor time, which says nothing about how long a program waited for its
 * sockets. https://learn.microsoft.com/cpp/c-runtime-library/reference/clock
 */
#ifndef BERTH_CRT_CLOCK_H
#define BERTH_CRT_CLOCK_H

#include <time.h>
#include "berth/base.h"

BERTH_BEGIN_DECLS
BERTH_API extern clock_t clock(void) BERTH_NOTHROW BERTH_SYMBOL(clock);
BERTH_END_DECLS

#undef CLOCKS_PER_SEC
#define CLOCKS_PER_SEC ((clock_t)1000)
#undef CLK_TCK
#define CLK_TCK CLOCKS_PER_SEC

#endif
