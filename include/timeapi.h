/*
 * The multimedia library's clock (winmm).
 * https://learn.microsoft.com/windows/win32/api/timeapi/
 */
#ifndef _TIMEAPI_H_
#define _TIMEAPI_H_

#include "minwindef.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef UINT MMRESULT;
#define TIMERR_BASE 96
#define TIMERR_NOERROR (0)
#define TIMERR_NOCANDO (TIMERR_BASE + 1)
#define TIMERR_STRUCT (TIMERR_BASE + 33)
typedef struct timecaps_tag {
    UINT wPeriodMin;
    UINT wPeriodMax;
} TIMECAPS, *PTIMECAPS, *NPTIMECAPS, *LPTIMECAPS;

/* Milliseconds since the boot.
 * https://learn.microsoft.com/windows/win32/api/timeapi/nf-timeapi-timegettime */
BERTH_API DWORD WINAPI timeGetTime(void);

/* Asks for a timer resolution in ms. Linux' is always finer: nothing changes. TIMERR_NOCANDO for
 * 0.
 * https://learn.microsoft.com/windows/win32/api/timeapi/nf-timeapi-timebeginperiod */
BERTH_API MMRESULT WINAPI timeBeginPeriod(UINT uPeriod);

/* Takes that back.
 * https://learn.microsoft.com/windows/win32/api/timeapi/nf-timeapi-timeendperiod */
BERTH_API MMRESULT WINAPI timeEndPeriod(UINT uPeriod);

/* The resolutions that timeBeginPeriod takes, in ms. TIMERR_NOCANDO.
 * https://learn.microsoft.com/windows/win32/api/timeapi/nf-timeapi-timegetdevcaps */
BERTH_API MMRESULT WINAPI timeGetDevCaps(LPTIMECAPS ptc, UINT cbtc);

#ifdef __cplusplus
}
#endif
#endif
