/*
 * Time since the boot, the system's time, its processors.
 * https://learn.microsoft.com/windows/win32/api/sysinfoapi/
 */
#ifndef _SYSINFOAPI_H_
#define _SYSINFOAPI_H_

#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _SYSTEM_INFO {
    __extension__ union {
        DWORD dwOemId;
        __extension__ struct {
            WORD wProcessorArchitecture;
            WORD wReserved;
        };
    };
    DWORD dwPageSize;
    LPVOID lpMinimumApplicationAddress;
    LPVOID lpMaximumApplicationAddress;
    DWORD_PTR dwActiveProcessorMask;
    DWORD dwNumberOfProcessors;
    DWORD dwProcessorType;
    DWORD dwAllocationGranularity;
    WORD wProcessorLevel;
    WORD wProcessorRevision;
} SYSTEM_INFO, *LPSYSTEM_INFO;

/* Milliseconds since the boot, sleep included; wraps every 49.7 days.
 * https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-gettickcount */
BERTH_API DWORD WINAPI GetTickCount(void);

/* Milliseconds since the boot, sleep included.
 * https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-gettickcount64 */
BERTH_API ULONGLONG WINAPI GetTickCount64(void);

/* The time, UTC, in 100 ns steps since 1601.
 * https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getsystemtimeasfiletime */
BERTH_API VOID WINAPI GetSystemTimeAsFileTime(LPFILETIME lpSystemTimeAsFileTime);

/* The same at the best precision.
 * https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getsystemtimepreciseasfiletime
 */
BERTH_API VOID WINAPI GetSystemTimePreciseAsFileTime(LPFILETIME lpSystemTimeAsFileTime);

/* The time, UTC.
 * https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getsystemtime */
BERTH_API VOID WINAPI GetSystemTime(LPSYSTEMTIME lpSystemTime);

/* The local time (TZ).
 * https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getlocaltime */
BERTH_API VOID WINAPI GetLocalTime(LPSYSTEMTIME lpSystemTime);

/* Page size, processors that this process may use, addresses.
 * https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getsysteminfo */
BERTH_API VOID WINAPI GetSystemInfo(LPSYSTEM_INFO lpSystemInfo);

/* The same.
 * https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getnativesysteminfo */
BERTH_API VOID WINAPI GetNativeSystemInfo(LPSYSTEM_INFO lpSystemInfo);

#ifdef __cplusplus
}
#endif
#endif
