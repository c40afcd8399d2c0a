/*
 * libc's functions that take file names, for Windows source: a backslash separates as a slash does.
 */
#ifndef BERTH_CRT_FILES_H
#define BERTH_CRT_FILES_H

#include <stdio.h>
#include "berth/base.h"

/* With _FILE_OFFSET_BITS=64 libc has labels of its own here; the widths are the same on LP64. */
#ifndef __USE_FILE_OFFSET64
BERTH_BEGIN_DECLS
BERTH_API extern FILE* fopen(const char* name, const char* mode) BERTH_SYMBOL(fopen);
BERTH_API extern FILE* freopen(const char* name, const char* mode, FILE* stream)
    BERTH_SYMBOL(freopen);
BERTH_API extern int remove(const char* name) BERTH_NOTHROW BERTH_SYMBOL(remove);
BERTH_API extern int rename(const char* from, const char* to) BERTH_NOTHROW BERTH_SYMBOL(rename);
BERTH_END_DECLS
#endif

#endif
