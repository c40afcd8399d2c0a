/* The types and limits that Microsoft's C runtime headers share.
 * https://learn.microsoft.com/cpp/c-runtime-library/ */
#ifndef BERTH_CRT_TYPES_H
#define BERTH_CRT_TYPES_H

#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <locale.h>
#include <wchar.h>
#include "berth/base.h"

#ifndef _CRTIMP
#define _CRTIMP
#endif
#define _ACRTIMP
#define _CRTIMP2
#define _CRT_STDIO_INLINE static inline
#define _CRT_INSECURE_DEPRECATE(x)
#define _CRT_WIDE_(s) L##s
#define _CRT_WIDE(s) _CRT_WIDE_(s)
#define _CRT_STRINGIZE_(s) #s
#define _CRT_STRINGIZE(s) _CRT_STRINGIZE_(s)
#define __FILEW__ _CRT_WIDE(__FILE__)
#define _CRT_UNUSED(x) ((void)(x))

typedef int errno_t;
typedef size_t rsize_t;
typedef locale_t _locale_t;
#ifndef __time64_t
typedef long __time64_t;
#endif
typedef int __time32_t;
#define RSIZE_MAX (SIZE_MAX >> 1)
#define STRUNCATE 80
#define _TRUNCATE ((size_t)-1)

#define _MAX_PATH 260
#define _MAX_DRIVE 3
#define _MAX_DIR 256
#define _MAX_FNAME 256
#define _MAX_EXT 256
#define _MAX_ENV 32767

#ifdef __cplusplus
extern "C++" {
/* As a template it refuses a pointer, as Microsoft's does. */
template <typename T, size_t N>
char (*berth_countof(T (&)[N]))[N];
}
#define _countof(array) (sizeof(*berth_countof(array)))
#else
#define _countof(array) (sizeof(array) / sizeof((array)[0]))
#endif

#endif
