/*
 * Interrupt time, in 100 ns steps since the boot.
 * https://learn.microsoft.com/windows/win32/api/realtimeapiset/
 */
#ifndef _APISETREALTIME_
#define _APISETREALTIME_

#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Without the time that the system slept.
 * https://learn.microsoft.com/windows/win32/api/realtimeapiset/nf-realtimeapiset-queryunbiasedinterrupttime
 */
BERTH_API BOOL WINAPI QueryUnbiasedInterruptTime(PULONGLONG UnbiasedTime);

/* With it.
 * https://learn.microsoft.com/windows/win32/api/realtimeapiset/nf-realtimeapiset-queryinterrupttime
 */
BERTH_API VOID WINAPI QueryInterruptTime(PULONGLONG lpInterruptTime);

/* With it, at the best precision.
 * https://learn.microsoft.com/windows/win32/api/realtimeapiset/nf-realtimeapiset-queryinterrupttimeprecise
 */
BERTH_API VOID WINAPI QueryInterruptTimePrecise(PULONGLONG lpInterruptTimePrecise);

/* Without it, at the best precision.
 * https://learn.microsoft.com/windows/win32/api/realtimeapiset/nf-realtimeapiset-queryunbiasedinterrupttimeprecise
 */
BERTH_API VOID WINAPI QueryUnbiasedInterruptTimePrecise(PULONGLONG lpUnbiasedInterruptTimePrecise);

#ifdef __cplusplus
}
#endif
#endif
