/*
 * The performance counter.
 * https://learn.microsoft.com/windows/win32/api/profileapi/
 */
#ifndef _PROFILEAPI_H_
#define _PROFILEAPI_H_

#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The counter: CLOCK_MONOTONIC in steps of 100 ns. Never fails with a pointer that is not NULL.
 * https://learn.microsoft.com/windows/win32/api/profileapi/nf-profileapi-queryperformancecounter */
BERTH_API BOOL WINAPI QueryPerformanceCounter(LARGE_INTEGER* lpPerformanceCount);

/* Its steps a second: 10,000,000, as on Windows.
 * https://learn.microsoft.com/windows/win32/api/profileapi/nf-profileapi-queryperformancefrequency
 */
BERTH_API BOOL WINAPI QueryPerformanceFrequency(LARGE_INTEGER* lpFrequency);

#ifdef __cplusplus
}
#endif
#endif
