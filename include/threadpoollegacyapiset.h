/*
 * Registered waits, timer queues and work items: the thread pool before Windows Vista.
 * https://learn.microsoft.com/windows/win32/api/threadpoollegacyapiset/
 */
#ifndef _THREADPOOLLEGACYAPISET_H_
#define _THREADPOOLLEGACYAPISET_H_

#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef WAITORTIMERCALLBACKFUNC WAITORTIMERCALLBACK;

/* Has a thread of the pool call Function(Context). Flags: WT_*. ERROR_INVALID_PARAMETER,
 * ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/threadpoollegacyapiset/nf-threadpoollegacyapiset-queueuserworkitem
 */
BERTH_API BOOL WINAPI QueueUserWorkItem(LPTHREAD_START_ROUTINE Function, PVOID Context,
                                        ULONG Flags);

/* Has the pool call Callback(Context, FALSE) each time the object is signalled, and
 * Callback(Context, TRUE) when that has not come within dwMilliseconds; with WT_EXECUTEONLYONCE
 * just once. The next wait begins when the callback has returned. *phNewWaitObject is for
 * UnregisterWaitEx. ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED, ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-registerwaitforsingleobject */
BERTH_API BOOL WINAPI RegisterWaitForSingleObject(PHANDLE phNewWaitObject, HANDLE hObject,
                                                  WAITORTIMERCALLBACK Callback, PVOID Context,
                                                  ULONG dwMilliseconds, ULONG dwFlags);

/* UnregisterWaitEx without an event.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-unregisterwait */
BERTH_API BOOL WINAPI UnregisterWait(HANDLE WaitHandle);

/* Ends a registered wait. CompletionEvent: NULL does not wait for a callback that runs or is queued
 * (FALSE with ERROR_IO_PENDING); INVALID_HANDLE_VALUE waits for it; an event is set when the last
 * one is done. ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/threadpoollegacyapiset/nf-threadpoollegacyapiset-unregisterwaitex
 */
BERTH_API BOOL WINAPI UnregisterWaitEx(HANDLE WaitHandle, HANDLE CompletionEvent);

/* A queue for timers. NULL: ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/threadpoollegacyapiset/nf-threadpoollegacyapiset-createtimerqueue
 */
BERTH_API HANDLE WINAPI CreateTimerQueue(void);

/* Has the pool call Callback(Parameter, TRUE) after DueTime ms and, if Period is not 0, every
 * Period ms from then on. TimerQueue NULL: the default queue. ERROR_INVALID_PARAMETER,
 * ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/threadpoollegacyapiset/nf-threadpoollegacyapiset-createtimerqueuetimer
 */
BERTH_API BOOL WINAPI CreateTimerQueueTimer(PHANDLE phNewTimer, HANDLE TimerQueue,
                                            WAITORTIMERCALLBACK Callback, PVOID Parameter,
                                            DWORD DueTime, DWORD Period, ULONG Flags);

/* Gives the timer new times in ms; one without period that has expired stays as it is.
 * ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/threadpoollegacyapiset/nf-threadpoollegacyapiset-changetimerqueuetimer
 */
BERTH_API BOOL WINAPI ChangeTimerQueueTimer(HANDLE TimerQueue, HANDLE Timer, ULONG DueTime,
                                            ULONG Period);

/* Ends the timer. CompletionEvent as in UnregisterWaitEx. ERROR_IO_PENDING, ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/threadpoollegacyapiset/nf-threadpoollegacyapiset-deletetimerqueuetimer
 */
BERTH_API BOOL WINAPI DeleteTimerQueueTimer(HANDLE TimerQueue, HANDLE Timer,
                                            HANDLE CompletionEvent);

/* DeleteTimerQueueEx without an event.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-deletetimerqueue */
BERTH_API BOOL WINAPI DeleteTimerQueue(HANDLE TimerQueue);

/* Ends the queue and its timers. CompletionEvent: an event is set when the last callback is done;
 * INVALID_HANDLE_VALUE waits for that. ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/threadpoollegacyapiset/nf-threadpoollegacyapiset-deletetimerqueueex
 */
BERTH_API BOOL WINAPI DeleteTimerQueueEx(HANDLE TimerQueue, HANDLE CompletionEvent);

#ifdef __cplusplus
}
#endif
#endif
