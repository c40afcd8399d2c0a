/*
 * Anonymous pipes. https://learn.microsoft.com/windows/win32/api/namedpipeapi/
 */
#ifndef _NAMEDPIPE_H_
#define _NAMEDPIPE_H_

#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

/* nSize in bytes is a wish. FALSE: ERROR_TOO_MANY_OPEN_FILES, ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/namedpipeapi/nf-namedpipeapi-createpipe */
BERTH_API BOOL WINAPI CreatePipe(PHANDLE hReadPipe, PHANDLE hWritePipe,
                                 LPSECURITY_ATTRIBUTES lpPipeAttributes, DWORD nSize);
/* Looks at what waits in a pipe without taking it; only the count, since Linux' pipes can't be
 * peeked: with lpBuffer the call fails with ERROR_NOT_SUPPORTED. FALSE: ERROR_BROKEN_PIPE.
 * https://learn.microsoft.com/windows/win32/api/namedpipeapi/nf-namedpipeapi-peeknamedpipe */
BERTH_API BOOL WINAPI PeekNamedPipe(HANDLE hNamedPipe, LPVOID lpBuffer, DWORD nBufferSize,
                                    LPDWORD lpBytesRead, LPDWORD lpTotalBytesAvail,
                                    LPDWORD lpBytesLeftThisMessage);

#ifdef __cplusplus
}
#endif
#endif
