/*
 * Reads <stdio.h> and <wchar.h> so that crt_printf.h can give their functions other symbols:
 * without their inline bodies (which would call libc's before the new declarations are seen) and
 * without the asm labels that libc itself puts on the scanf family.
 */
#ifndef BERTH_LIBC_STDIO_H
#define BERTH_LIBC_STDIO_H

#include <features.h>

#if !defined(_STDIO_H) && !defined(_WCHAR_H)
#define BERTH_STDIO_IS_PLAIN

#ifdef __USE_EXTERN_INLINES
#undef __USE_EXTERN_INLINES
#define BERTH_RESTORE_EXTERN_INLINES
#endif
#if __GLIBC_USE_DEPRECATED_SCANF == 0
#undef __GLIBC_USE_DEPRECATED_SCANF
#define __GLIBC_USE_DEPRECATED_SCANF 1
#define BERTH_RESTORE_SCANF
#endif
#if __USE_FORTIFY_LEVEL == 1
#define BERTH_RESTORE_FORTIFY 1
#elif __USE_FORTIFY_LEVEL == 2
#define BERTH_RESTORE_FORTIFY 2
#elif __USE_FORTIFY_LEVEL == 3
#define BERTH_RESTORE_FORTIFY 3
#endif
#undef __USE_FORTIFY_LEVEL
#define __USE_FORTIFY_LEVEL 0

/* A position in a stream is a number that programs calculate with. */
#define fpos_t berth_libc_fpos_t
#define fgetpos berth_libc_fgetpos
#define fsetpos berth_libc_fsetpos
#include <stdio.h>
#include <wchar.h>
#undef fpos_t
#undef fgetpos
#undef fsetpos

#ifdef BERTH_RESTORE_EXTERN_INLINES
#define __USE_EXTERN_INLINES 1
#endif
#ifdef BERTH_RESTORE_SCANF
#undef __GLIBC_USE_DEPRECATED_SCANF
#define __GLIBC_USE_DEPRECATED_SCANF 0
#endif
#ifdef BERTH_RESTORE_FORTIFY
#undef __USE_FORTIFY_LEVEL
#if BERTH_RESTORE_FORTIFY == 1
#define __USE_FORTIFY_LEVEL 1
#elif BERTH_RESTORE_FORTIFY == 2
#define __USE_FORTIFY_LEVEL 2
#else
#define __USE_FORTIFY_LEVEL 3
#endif
#endif

#endif
#endif
