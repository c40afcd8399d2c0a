/*
 * The printf and wprintf families with Microsoft's meaning, for the whole source file: the standard
 * names get symbols of Berth's own, so std::printf, a pointer to printf and printf itself all
 * agree.
 *
 * Formats. %s and %c take what the function is, narrow or wide; %S and %C the opposite; %hs %hc
 * narrow, %ls %lc %ws %wc wide. %I64d, %lld, %jd, %zd, %td, %Id are 64 bits wide; %ld is 32, as
 * Microsoft's long is (DWORD and LONG arguments); PRId64 and its kin are right. %p is 16 upper-case
 * digits. %n is refused. Streams. Wide text is UTF-8 in a stream, which is therefore always one of
 * bytes: narrow and wide functions mix freely. stdout is buffered as Linux buffers it: by the line
 * on a terminal, by blocks in a pipe or a file.
 * https://learn.microsoft.com/cpp/c-runtime-library/format-specification-syntax-printf-and-wprintf-functions
 */
#ifndef BERTH_CRT_PRINTF_H
#define BERTH_CRT_PRINTF_H

#include "berth/libc_stdio.h"
#include <stdarg.h>
#include <inttypes.h>
#include "berth/base.h"

#ifndef BERTH_STDIO_IS_PLAIN
#error "berth/crt_printf.h must come before <stdio.h> and <wchar.h>: berth/prelude.h sees to that."
#endif

/* Compilers check the C standard's formats, which are not these. */
#pragma GCC diagnostic ignored "-Wformat"
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wformat-overflow"
#pragma GCC diagnostic ignored "-Wformat-truncation"
#pragma GCC diagnostic ignored "-Wformat-extra-args"
#endif

/* What PRId64, PRIuPTR, SCNx64 and their kin are made of. */
#undef __PRI64_PREFIX
#define __PRI64_PREFIX "ll"
#undef __PRIPTR_PREFIX
#define __PRIPTR_PREFIX "ll"

__BEGIN_DECLS

BERTH_API extern int printf(const char* format, ...) BERTH_SYMBOL(printf);
BERTH_API extern int vprintf(const char* format, va_list arguments) BERTH_SYMBOL(vprintf);
BERTH_API extern int fprintf(FILE* stream, const char* format, ...) BERTH_SYMBOL(fprintf);
BERTH_API extern int vfprintf(FILE* stream, const char* format, va_list arguments)
    BERTH_SYMBOL(vfprintf);
BERTH_API extern int sprintf(char* to, const char* format, ...) BERTH_NOTHROW BERTH_SYMBOL(sprintf);
BERTH_API extern int vsprintf(char* to, const char* format, va_list arguments) BERTH_NOTHROW
    BERTH_SYMBOL(vsprintf);
BERTH_API extern int snprintf(char* to, size_t size, const char* format, ...) BERTH_NOTHROW
    BERTH_SYMBOL(snprintf);
BERTH_API extern int vsnprintf(char* to, size_t size, const char* format,
                               va_list arguments) BERTH_NOTHROW BERTH_SYMBOL(vsnprintf);

BERTH_API extern int wprintf(const wchar_t* format, ...) BERTH_SYMBOL(wprintf);
BERTH_API extern int vwprintf(const wchar_t* format, va_list arguments) BERTH_SYMBOL(vwprintf);
BERTH_API extern int fwprintf(FILE* stream, const wchar_t* format, ...) BERTH_SYMBOL(fwprintf);
BERTH_API extern int vfwprintf(FILE* stream, const wchar_t* format, va_list arguments)
    BERTH_SYMBOL(vfwprintf);
/* -1 where the text and its terminator do not fit; what fits is there, terminated. */
BERTH_API extern int swprintf(wchar_t* to, size_t size, const wchar_t* format, ...) BERTH_NOTHROW
    BERTH_SYMBOL(swprintf);
BERTH_API extern int vswprintf(wchar_t* to, size_t size, const wchar_t* format,
                               va_list arguments) BERTH_NOTHROW BERTH_SYMBOL(vswprintf);

BERTH_API extern int fputws(const wchar_t* text, FILE* stream) BERTH_SYMBOL(fputws);
BERTH_API extern wint_t fputwc(wchar_t c, FILE* stream) BERTH_SYMBOL(fputwc);
BERTH_API extern wint_t putwc(wchar_t c, FILE* stream) BERTH_SYMBOL(fputwc);
BERTH_API extern wint_t putwchar(wchar_t c) BERTH_SYMBOL(putwchar);
BERTH_API extern wchar_t* fgetws(wchar_t* to, int size, FILE* stream) BERTH_SYMBOL(fgetws);
BERTH_API extern wint_t fgetwc(FILE* stream) BERTH_SYMBOL(fgetwc);
BERTH_API extern wint_t getwc(FILE* stream) BERTH_SYMBOL(fgetwc);
BERTH_API extern wint_t getwchar(void) BERTH_SYMBOL(getwchar);
BERTH_API extern wint_t ungetwc(wint_t c, FILE* stream) BERTH_SYMBOL(ungetwc);

/* The scanf family stores what the printf family prints: 32 bits for %ld, 64 for %I64d and %lld. */
BERTH_API extern int scanf(const char* format, ...) BERTH_SYMBOL(scanf);
BERTH_API extern int vscanf(const char* format, va_list arguments) BERTH_SYMBOL(vscanf);
BERTH_API extern int fscanf(FILE* stream, const char* format, ...) BERTH_SYMBOL(fscanf);
BERTH_API extern int vfscanf(FILE* stream, const char* format, va_list arguments)
    BERTH_SYMBOL(vfscanf);
BERTH_API extern int sscanf(const char* text, const char* format, ...) BERTH_NOTHROW
    BERTH_SYMBOL(sscanf);
BERTH_API extern int vsscanf(const char* text, const char* format, va_list arguments) BERTH_NOTHROW
    BERTH_SYMBOL(vsscanf);
BERTH_API extern int wscanf(const wchar_t* format, ...) BERTH_SYMBOL(wscanf);
BERTH_API extern int vwscanf(const wchar_t* format, va_list arguments) BERTH_SYMBOL(vwscanf);
BERTH_API extern int fwscanf(FILE* stream, const wchar_t* format, ...) BERTH_SYMBOL(fwscanf);
BERTH_API extern int vfwscanf(FILE* stream, const wchar_t* format, va_list arguments)
    BERTH_SYMBOL(vfwscanf);
BERTH_API extern int swscanf(const wchar_t* text, const wchar_t* format, ...) BERTH_NOTHROW
    BERTH_SYMBOL(swscanf);
BERTH_API extern int vswscanf(const wchar_t* text, const wchar_t* format,
                              va_list arguments) BERTH_NOTHROW BERTH_SYMBOL(vswscanf);

/* C11 and C++14 dropped it. The line has to fit. */
BERTH_API extern char* gets(char* to) BERTH_SYMBOL(gets);

__END_DECLS

#ifdef __cplusplus
extern "C++" {
/* The older signature, without the buffer's size. */
template <typename... Arguments>
inline int swprintf(wchar_t* to, const wchar_t* format, Arguments... arguments) {
    return swprintf(to, static_cast<size_t>(-1) / sizeof(wchar_t), format, arguments...);
}
inline int vswprintf(wchar_t* to, const wchar_t* format, va_list arguments) {
    return vswprintf(to, static_cast<size_t>(-1) / sizeof(wchar_t), format, arguments);
}
}
#endif

#endif
