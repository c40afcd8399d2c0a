/*
 * Names that Microsoft's <time.h>, <wchar.h> and <sys/timeb.h> have beyond the C standard's. Mind
 * the order of arguments: localtime_s takes the result first, unlike localtime_r's cousin in the C
 * standard. https://learn.microsoft.com/cpp/c-runtime-library/time-management
 */
#ifndef BERTH_CRT_TIME_H
#define BERTH_CRT_TIME_H

#include <time.h>
#include "berth/crt_types.h"

BERTH_BEGIN_DECLS

/* EINVAL: a null pointer (through the invalid parameter handler) or a time before 1970. The
 * structure is then filled with -1. */
BERTH_API errno_t localtime_s(struct tm* result, const time_t* when);
BERTH_API errno_t gmtime_s(struct tm* result, const time_t* when);
BERTH_API errno_t _localtime64_s(struct tm* result, const __time64_t* when) __asm__("localtime_s");
BERTH_API errno_t _gmtime64_s(struct tm* result, const __time64_t* when) __asm__("gmtime_s");
BERTH_API errno_t _localtime32_s(struct tm* result, const __time32_t* when);
BERTH_API errno_t _gmtime32_s(struct tm* result, const __time32_t* when);
/* The buffer has room for 26 characters at least. */
BERTH_API errno_t asctime_s(char* to, size_t size, const struct tm* when);
BERTH_API errno_t ctime_s(char* to, size_t size, const time_t* when);
BERTH_API errno_t _ctime64_s(char* to, size_t size, const __time64_t* when) __asm__("ctime_s");
BERTH_API errno_t _wasctime_s(wchar_t* to, size_t size, const struct tm* when);
BERTH_API errno_t _wctime_s(wchar_t* to, size_t size, const time_t* when);
BERTH_API wchar_t* _wasctime(const struct tm* when);
BERTH_API wchar_t* _wctime(const time_t* when);
/* MM/DD/YY and HH:MM:SS, local time; the buffer has room for 9 characters at least. */
BERTH_API char* _strdate(char* to);
BERTH_API char* _strtime(char* to);
BERTH_API errno_t _strdate_s(char* to, size_t size);
BERTH_API errno_t _strtime_s(char* to, size_t size);
BERTH_API wchar_t* _wstrdate(wchar_t* to);
BERTH_API wchar_t* _wstrtime(wchar_t* to);
BERTH_API errno_t _wstrdate_s(wchar_t* to, size_t size);
BERTH_API errno_t _wstrtime_s(wchar_t* to, size_t size);

/* time_t is 64 bits wide: these are the standard functions. */
BERTH_API __time64_t _time64(__time64_t* when) __asm__("time");
BERTH_API __time64_t _mktime64(struct tm* when) __asm__("mktime");
BERTH_API __time64_t _mkgmtime64(struct tm* when) __asm__("timegm");
BERTH_API time_t _mkgmtime(struct tm* when) __asm__("timegm");
BERTH_API struct tm* _localtime64(const __time64_t* when) __asm__("localtime");
BERTH_API struct tm* _gmtime64(const __time64_t* when) __asm__("gmtime");
BERTH_API char* _ctime64(const __time64_t* when) __asm__("ctime");
BERTH_API double _difftime64(__time64_t end, __time64_t start) __asm__("difftime");
BERTH_API void _tzset(void) __asm__("tzset");
#define _tzname tzname
#define _timezone timezone
#define _daylight daylight
BERTH_API errno_t _get_timezone(long* seconds);
BERTH_API errno_t _get_daylight(int* hours);

struct __timeb64 {
    __time64_t time;
    unsigned short millitm;
    short timezone;
    short dstflag;
};
#define _timeb __timeb64
BERTH_API void _ftime64(struct __timeb64* now);
BERTH_API errno_t _ftime64_s(struct __timeb64* now);
#define _ftime _ftime64
#define _ftime_s _ftime64_s

BERTH_END_DECLS

#endif
