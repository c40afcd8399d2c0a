/* A front of libc's: aligned memory, _msize, _alloca. */
#include_next <malloc.h>
#ifndef BERTH_MALLOC_H
#define BERTH_MALLOC_H
#include "berth/crt_stdlib.h"
#endif
