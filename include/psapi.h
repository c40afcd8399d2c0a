/*
 * What processes use. https://learn.microsoft.com/windows/win32/api/psapi/
 */
#ifndef _PSAPI_H_
#define _PSAPI_H_

#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _PROCESS_MEMORY_COUNTERS {
    DWORD cb;
    DWORD PageFaultCount;
    SIZE_T PeakWorkingSetSize;
    SIZE_T WorkingSetSize;
    SIZE_T QuotaPeakPagedPoolUsage;
    SIZE_T QuotaPagedPoolUsage;
    SIZE_T QuotaPeakNonPagedPoolUsage;
    SIZE_T QuotaNonPagedPoolUsage;
    SIZE_T PagefileUsage;
    SIZE_T PeakPagefileUsage;
} PROCESS_MEMORY_COUNTERS, *PPROCESS_MEMORY_COUNTERS;

/* Sizes in bytes; the pools are 0. FALSE: ERROR_INSUFFICIENT_BUFFER, ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/psapi/nf-psapi-getprocessmemoryinfo */
BERTH_API BOOL WINAPI GetProcessMemoryInfo(HANDLE Process, PPROCESS_MEMORY_COUNTERS ppsmemCounters,
                                           DWORD cb);

#ifdef __cplusplus
}
#endif
#endif
