/*
 * Fiber-local storage, which without fibers is a thread's, with a callback at the thread's end.
 * https://learn.microsoft.com/windows/win32/api/fibersapi/
 */
#ifndef _FIBERS_H_
#define _FIBERS_H_

#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A slot whose callback (may be NULL) gets each thread's value that is not NULL when the thread
 * ends or the slot is freed. FLS_OUT_OF_INDEXES: ERROR_NO_MORE_ITEMS.
 * https://learn.microsoft.com/windows/win32/api/fibersapi/nf-fibersapi-flsalloc */
BERTH_API DWORD WINAPI FlsAlloc(PFLS_CALLBACK_FUNCTION lpCallback);

/* Gives the slot back. ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/fibersapi/nf-fibersapi-flsfree */
BERTH_API BOOL WINAPI FlsFree(DWORD dwFlsIndex);

/* The calling thread's value; sets the last error to 0, or to ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/fibersapi/nf-fibersapi-flsgetvalue */
BERTH_API PVOID WINAPI FlsGetValue(DWORD dwFlsIndex);

/* Sets the calling thread's value. ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/fibersapi/nf-fibersapi-flssetvalue */
BERTH_API BOOL WINAPI FlsSetValue(DWORD dwFlsIndex, PVOID lpFlsData);

#ifdef __cplusplus
}
#endif
#endif
