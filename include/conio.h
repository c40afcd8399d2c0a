/*
 * The console by the key: what is typed is read at once, without waiting for a line. Where standard
 * input is no terminal its bytes are the keys, and its end is EOF. The Enter key is '\r'.
 * https://learn.microsoft.com/cpp/c-runtime-library/console-and-port-i-o
 */
#ifndef _INC_CONIO
#define _INC_CONIO

#include <stdarg.h>
#include <wchar.h>
#include "berth/crt_types.h"

BERTH_BEGIN_DECLS

BERTH_API int _getch(void);
BERTH_API int _getche(void);
BERTH_API int _ungetch(int c);
/* Nonzero: a key waits for _getch. */
BERTH_API int _kbhit(void);
BERTH_API int _putch(int c);
BERTH_API int _cputs(const char* text);
BERTH_API int _cprintf(const char* format, ...);
BERTH_API int _vcprintf(const char* format, va_list arguments);
BERTH_API int _cprintf_s(const char* format, ...);
BERTH_API wint_t _getwch(void);
BERTH_API wint_t _getwche(void);
BERTH_API wint_t _putwch(wchar_t c);
BERTH_API int _cputws(const wchar_t* text);
BERTH_API int _cwprintf(const wchar_t* format, ...);
BERTH_API int getch(void) __asm__("_getch");
BERTH_API int getche(void) __asm__("_getche");
BERTH_API int kbhit(void) __asm__("_kbhit");
BERTH_API int putch(int c) __asm__("_putch");
BERTH_API int ungetch(int c) __asm__("_ungetch");
BERTH_API int cputs(const char* text) __asm__("_cputs");
BERTH_API int cprintf(const char* format, ...) __asm__("_cprintf");

BERTH_END_DECLS

#endif
