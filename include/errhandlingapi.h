/*
 * The last error, error modes, exceptions.
 * https://learn.microsoft.com/windows/win32/api/errhandlingapi/
 */
#ifndef _ERRHANDLING_H_
#define _ERRHANDLING_H_

#include "winnt.h"
#include "berth/winnt_exception.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The calling thread's last error: the same slot as WSAGetLastError's.
 * https://learn.microsoft.com/windows/win32/api/errhandlingapi/nf-errhandlingapi-getlasterror */
BERTH_API DWORD WINAPI GetLastError(void);
/* https://learn.microsoft.com/windows/win32/api/errhandlingapi/nf-errhandlingapi-setlasterror */
BERTH_API VOID WINAPI SetLastError(DWORD dwErrCode);
/* Kept and given back; there are no message boxes that it could hold back.
 * https://learn.microsoft.com/windows/win32/api/errhandlingapi/nf-errhandlingapi-seterrormode */
BERTH_API UINT WINAPI SetErrorMode(UINT uMode);
BERTH_API UINT WINAPI GetErrorMode(void);
/* Kept and given back: a fault is a signal here and never becomes an exception.
 * https://learn.microsoft.com/windows/win32/api/errhandlingapi/nf-errhandlingapi-setunhandledexceptionfilter
 */
BERTH_API LPTOP_LEVEL_EXCEPTION_FILTER WINAPI
SetUnhandledExceptionFilter(LPTOP_LEVEL_EXCEPTION_FILTER lpTopLevelExceptionFilter);
/* Ends the process with a message on standard error (SIGABRT): no handler can be reached.
 * https://learn.microsoft.com/windows/win32/api/errhandlingapi/nf-errhandlingapi-raiseexception */
BERTH_API VOID WINAPI RaiseException(DWORD dwExceptionCode, DWORD dwExceptionFlags,
                                     DWORD nNumberOfArguments, const ULONG_PTR* lpArguments);

#ifdef __cplusplus
}
#endif
#endif
