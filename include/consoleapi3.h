/*
 * The rest of the console. https://learn.microsoft.com/windows/console/
 */
#ifndef _APISETCONSOLEL3_
#define _APISETCONSOLEL3_

#include "windef.h"
#include "berth/wincon_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* NULL: a terminal is no window of ours.
 * https://learn.microsoft.com/windows/console/getconsolewindow */
BERTH_API HWND WINAPI GetConsoleWindow(void);
/* The processes that share the terminal with the caller: 1, the caller itself.
 * https://learn.microsoft.com/windows/console/getconsoleprocesslist */
BERTH_API DWORD WINAPI GetConsoleProcessList(LPDWORD lpdwProcessList, DWORD dwProcessCount);

#ifdef __cplusplus
}
#endif
#endif
