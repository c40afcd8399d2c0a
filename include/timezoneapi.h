/*
 * Dates as fields and as a count.
 * https://learn.microsoft.com/windows/win32/api/timezoneapi/
 */
#ifndef _TIMEZONEAPI_H_
#define _TIMEZONEAPI_H_

#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A count of 100 ns steps as date and time. ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/timezoneapi/nf-timezoneapi-filetimetosystemtime */
BERTH_API BOOL WINAPI FileTimeToSystemTime(const FILETIME* lpFileTime, LPSYSTEMTIME lpSystemTime);

/* The other way; the day of the week is not looked at. ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/timezoneapi/nf-timezoneapi-systemtimetofiletime */
BERTH_API BOOL WINAPI SystemTimeToFileTime(const SYSTEMTIME* lpSystemTime, LPFILETIME lpFileTime);

/* UTC to local time, by today's offset whatever the date. ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-filetimetolocalfiletime */
BERTH_API BOOL WINAPI FileTimeToLocalFileTime(const FILETIME* lpFileTime,
                                              LPFILETIME lpLocalFileTime);

/* Local time to UTC, likewise. ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-localfiletimetofiletime */
BERTH_API BOOL WINAPI LocalFileTimeToFileTime(const FILETIME* lpLocalFileTime,
                                              LPFILETIME lpFileTime);

#ifdef __cplusplus
}
#endif
#endif
