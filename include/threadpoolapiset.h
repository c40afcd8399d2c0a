/*
 * The thread pool: work, timers, waits, I/O and groups of them.
 * NULL where an object is asked for does nothing; what has been closed must not be used again.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/
 */
#ifndef _THREADPOOLAPISET_H_
#define _THREADPOOLAPISET_H_

#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- pools ---- */
/* A pool of its own, with at most 500 threads. `reserved` must be NULL. NULL:
 * ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-createthreadpool
 */
BERTH_API PTP_POOL WINAPI CreateThreadpool(PVOID reserved);

/* The most threads that the pool has.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-setthreadpoolthreadmaximum
 */
BERTH_API VOID WINAPI SetThreadpoolThreadMaximum(PTP_POOL ptpp, DWORD cthrdMost);

/* The fewest: they are started at once and stay. FALSE: ERROR_INVALID_PARAMETER,
 * ERROR_NO_SYSTEM_RESOURCES.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-setthreadpoolthreadminimum
 */
BERTH_API BOOL WINAPI SetThreadpoolThreadMinimum(PTP_POOL ptpp, DWORD cthrdMic);

/* The stacks of the pool's threads, in bytes (0: the system's default). ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-setthreadpoolstackinformation
 */
BERTH_API BOOL WINAPI SetThreadpoolStackInformation(PTP_POOL ptpp,
                                                    PTP_POOL_STACK_INFORMATION ptpsi);

/* What the one above set.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-querythreadpoolstackinformation
 */
BERTH_API BOOL WINAPI QueryThreadpoolStackInformation(PTP_POOL ptpp,
                                                      PTP_POOL_STACK_INFORMATION ptpsi);

/* Ends the pool, once the objects that use it are closed.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-closethreadpool
 */
BERTH_API VOID WINAPI CloseThreadpool(PTP_POOL ptpp);

/* ---- work ---- */
/* Queues one callback. FALSE: ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-trysubmitthreadpoolcallback
 */
BERTH_API BOOL WINAPI TrySubmitThreadpoolCallback(PTP_SIMPLE_CALLBACK pfns, PVOID pv,
                                                  PTP_CALLBACK_ENVIRON pcbe);

/* A work object. NULL: ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-createthreadpoolwork
 */
BERTH_API PTP_WORK WINAPI CreateThreadpoolWork(PTP_WORK_CALLBACK pfnwk, PVOID pv,
                                               PTP_CALLBACK_ENVIRON pcbe);

/* Queues the callback, as often as this is called.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-submitthreadpoolwork
 */
BERTH_API VOID WINAPI SubmitThreadpoolWork(PTP_WORK pwk);

/* Waits until no callback is queued or runs; drops those that have not begun if asked to.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-waitforthreadpoolworkcallbacks
 */
BERTH_API VOID WINAPI WaitForThreadpoolWorkCallbacks(PTP_WORK pwk, BOOL fCancelPendingCallbacks);

/* Frees the object, once its callbacks are done.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-closethreadpoolwork
 */
BERTH_API VOID WINAPI CloseThreadpoolWork(PTP_WORK pwk);

/* ---- timers ---- */
/* A timer object. NULL: ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-createthreadpooltimer
 */
BERTH_API PTP_TIMER WINAPI CreateThreadpoolTimer(PTP_TIMER_CALLBACK pfnti, PVOID pv,
                                                 PTP_CALLBACK_ENVIRON pcbe);

/* Sets it: pftDueTime in 100 ns, absolute, or relative when negative; 0 at once, NULL stops it.
 * msPeriod and msWindowLength (by how much it may be late, which it is not) in ms.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-setthreadpooltimer
 */
BERTH_API VOID WINAPI SetThreadpoolTimer(PTP_TIMER pti, PFILETIME pftDueTime, DWORD msPeriod,
                                         DWORD msWindowLength);

/* The same; TRUE when a timer that had been set is cancelled by it.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-setthreadpooltimerex
 */
BERTH_API BOOL WINAPI SetThreadpoolTimerEx(PTP_TIMER pti, PFILETIME pftDueTime, DWORD msPeriod,
                                           DWORD msWindowLength);

/* Whether it is set.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-isthreadpooltimerset
 */
BERTH_API BOOL WINAPI IsThreadpoolTimerSet(PTP_TIMER pti);

/* https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-waitforthreadpooltimercallbacks
 */
BERTH_API VOID WINAPI WaitForThreadpoolTimerCallbacks(PTP_TIMER pti, BOOL fCancelPendingCallbacks);

/* https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-closethreadpooltimer
 */
BERTH_API VOID WINAPI CloseThreadpoolTimer(PTP_TIMER pti);

/* ---- waits ---- */
/* A wait object. NULL: ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-createthreadpoolwait
 */
BERTH_API PTP_WAIT WINAPI CreateThreadpoolWait(PTP_WAIT_CALLBACK pfnwa, PVOID pv,
                                               PTP_CALLBACK_ENVIRON pcbe);

/* Waits once for the handle (NULL: no more), at most until pftTimeout, which is as a timer's due
 * time is (NULL: for ever; 0: only looks).
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-setthreadpoolwait
 */
BERTH_API VOID WINAPI SetThreadpoolWait(PTP_WAIT pwa, HANDLE h, PFILETIME pftTimeout);

/* The same; TRUE when a wait that had been set is cancelled by it. `Reserved` must be NULL.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-setthreadpoolwaitex
 */
BERTH_API BOOL WINAPI SetThreadpoolWaitEx(PTP_WAIT pwa, HANDLE h, PFILETIME pftTimeout,
                                          PVOID Reserved);

/* https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-waitforthreadpoolwaitcallbacks
 */
BERTH_API VOID WINAPI WaitForThreadpoolWaitCallbacks(PTP_WAIT pwa, BOOL fCancelPendingCallbacks);

/* https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-closethreadpoolwait
 */
BERTH_API VOID WINAPI CloseThreadpoolWait(PTP_WAIT pwa);

/* ---- I/O ---- */
typedef VOID(WINAPI* PTP_WIN32_IO_CALLBACK)(PTP_CALLBACK_INSTANCE Instance, PVOID Context,
                                            PVOID Overlapped, ULONG IoResult,
                                            ULONG_PTR NumberOfBytesTransferred, PTP_IO Io);

/* Binds a file or socket to the pool, which calls pfnio for each request that ends. NULL:
 * ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER (it is bound to a port or not overlapped),
 * ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-createthreadpoolio
 */
BERTH_API PTP_IO WINAPI CreateThreadpoolIo(HANDLE fl, PTP_WIN32_IO_CALLBACK pfnio, PVOID pv,
                                           PTP_CALLBACK_ENVIRON pcbe);

/* Before each request: its end will be told. Without it the end is ignored.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-startthreadpoolio
 */
BERTH_API VOID WINAPI StartThreadpoolIo(PTP_IO pio);

/* Takes the last one back, for a request that failed at once (or succeeded at once, with
 * FILE_SKIP_COMPLETION_PORT_ON_SUCCESS).
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-cancelthreadpoolio
 */
BERTH_API VOID WINAPI CancelThreadpoolIo(PTP_IO pio);

/* Waits for the callbacks of all requests that were started; with fCancelPendingCallbacks drops
 * those that have not begun and waits for those that run only.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-waitforthreadpooliocallbacks
 */
BERTH_API VOID WINAPI WaitForThreadpoolIoCallbacks(PTP_IO pio, BOOL fCancelPendingCallbacks);

/* Frees the object, once its callbacks are done. The file should be closed before.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-closethreadpoolio
 */
BERTH_API VOID WINAPI CloseThreadpoolIo(PTP_IO pio);

/* ---- cleanup groups ---- */
/* A group of objects that are closed together. NULL: ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-createthreadpoolcleanupgroup
 */
BERTH_API PTP_CLEANUP_GROUP WINAPI CreateThreadpoolCleanupGroup(void);

/* Closes all members and waits for their callbacks; drops those that have not begun if asked to,
 * and then calls the group's cancel callback for each member.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-closethreadpoolcleanupgroupmembers
 */
BERTH_API VOID WINAPI CloseThreadpoolCleanupGroupMembers(PTP_CLEANUP_GROUP ptpcg,
                                                         BOOL fCancelPendingCallbacks,
                                                         PVOID pvCleanupContext);

/* Frees the group, which must be empty.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-closethreadpoolcleanupgroup
 */
BERTH_API VOID WINAPI CloseThreadpoolCleanupGroup(PTP_CLEANUP_GROUP ptpcg);

/* ---- within a callback. Each of the five acts when the callback returns. ---- */
/* https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-seteventwhencallbackreturns
 */
BERTH_API VOID WINAPI SetEventWhenCallbackReturns(PTP_CALLBACK_INSTANCE pci, HANDLE evt);

/* https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-releasesemaphorewhencallbackreturns
 */
BERTH_API VOID WINAPI ReleaseSemaphoreWhenCallbackReturns(PTP_CALLBACK_INSTANCE pci, HANDLE sem,
                                                          DWORD crel);

/* https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-releasemutexwhencallbackreturns
 */
BERTH_API VOID WINAPI ReleaseMutexWhenCallbackReturns(PTP_CALLBACK_INSTANCE pci, HANDLE mut);

/* https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-leavecriticalsectionwhencallbackreturns
 */
BERTH_API VOID WINAPI LeaveCriticalSectionWhenCallbackReturns(PTP_CALLBACK_INSTANCE pci,
                                                              PCRITICAL_SECTION pcs);

/* https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-freelibrarywhencallbackreturns
 */
BERTH_API VOID WINAPI FreeLibraryWhenCallbackReturns(PTP_CALLBACK_INSTANCE pci, HMODULE mod);

/* Tells the pool that the callback may take long. FALSE when no other thread can be had for what is
 * queued behind it.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-callbackmayrunlong
 */
BERTH_API BOOL WINAPI CallbackMayRunLong(PTP_CALLBACK_INSTANCE pci);

/* Nobody who waits for the object's callbacks waits for this one any more.
 * https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-disassociatecurrentthreadfromcallback
 */
BERTH_API VOID WINAPI DisassociateCurrentThreadFromCallback(PTP_CALLBACK_INSTANCE pci);

#ifdef __cplusplus
}
#endif
#endif
