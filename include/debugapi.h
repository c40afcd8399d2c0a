/*
 * Debuggers. https://learn.microsoft.com/windows/win32/api/debugapi/
 */
#ifndef _APISETDEBUG_
#define _APISETDEBUG_

#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* TRUE where a debugger traces the process.
 * https://learn.microsoft.com/windows/win32/api/debugapi/nf-debugapi-isdebuggerpresent */
BERTH_API BOOL WINAPI IsDebuggerPresent(void);
/* Stops in the debugger (SIGTRAP).
 * https://learn.microsoft.com/windows/win32/api/debugapi/nf-debugapi-debugbreak */
BERTH_API VOID WINAPI DebugBreak(void);
/* Writes to standard error where a debugger traces the process or the environment has
 * BERTH_DEBUG_OUTPUT; otherwise nowhere.
 * https://learn.microsoft.com/windows/win32/api/debugapi/nf-debugapi-outputdebugstringa */
BERTH_API VOID WINAPI OutputDebugStringA(LPCSTR lpOutputString);
BERTH_API VOID WINAPI OutputDebugStringW(LPCWSTR lpOutputString);

#ifdef UNICODE
#define OutputDebugString OutputDebugStringW
#else
#define OutputDebugString OutputDebugStringA
#endif

#ifdef __cplusplus
}
#endif
#endif
