/*
 * Handles: close, duplicate, compare. Events, threads, files and the like have handles of the
 * library's own; a SOCKET is a Linux descriptor, and these functions know it too.
 * https://learn.microsoft.com/windows/win32/api/handleapi/
 */
#ifndef _HANDLEAPI_H_
#define _HANDLEAPI_H_

#include "minwindef.h"
#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

#ifndef INVALID_HANDLE_VALUE
#define INVALID_HANDLE_VALUE ((HANDLE)(LONG_PTR)-1)
#endif
#define HANDLE_FLAG_INHERIT 0x00000001
#define HANDLE_FLAG_PROTECT_FROM_CLOSE 0x00000002

/* Closes a handle. ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/handleapi/nf-handleapi-closehandle */
BERTH_API BOOL WINAPI CloseHandle(HANDLE hObject);

/* A second handle to the same object. Both processes must be the caller (GetCurrentProcess()).
 * dwOptions: DUPLICATE_SAME_ACCESS, DUPLICATE_CLOSE_SOURCE. ERROR_INVALID_HANDLE,
 * ERROR_NOT_SUPPORTED (another process), ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/handleapi/nf-handleapi-duplicatehandle */
BERTH_API BOOL WINAPI DuplicateHandle(HANDLE hSourceProcessHandle, HANDLE hSourceHandle,
                                      HANDLE hTargetProcessHandle, LPHANDLE lpTargetHandle,
                                      DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwOptions);

/* Do two handles mean the same object? ERROR_NOT_SAME_OBJECT when not.
 * https://learn.microsoft.com/windows/win32/api/handleapi/nf-handleapi-compareobjecthandles */
BERTH_API BOOL WINAPI CompareObjectHandles(HANDLE hFirstObjectHandle, HANDLE hSecondObjectHandle);

/* HANDLE_FLAG_INHERIT and HANDLE_FLAG_PROTECT_FROM_CLOSE of a handle. ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/handleapi/nf-handleapi-gethandleinformation */
BERTH_API BOOL WINAPI GetHandleInformation(HANDLE hObject, LPDWORD lpdwFlags);

/* Sets those flags of dwMask to dwFlags. ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/handleapi/nf-handleapi-sethandleinformation */
BERTH_API BOOL WINAPI SetHandleInformation(HANDLE hObject, DWORD dwMask, DWORD dwFlags);

#ifdef __cplusplus
}
#endif
#endif
