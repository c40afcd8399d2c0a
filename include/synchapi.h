/*
 * Events, mutexes, semaphores, waits, and the locks that live in the program's own memory.
 * A thread that waits sleeps on a futex; nothing here makes a system call while nobody waits.
 * https://learn.microsoft.com/windows/win32/api/synchapi/
 */
#ifndef _SYNCHAPI_H_
#define _SYNCHAPI_H_

#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

#ifndef INFINITE
#define INFINITE 0xFFFFFFFF
#endif
#define WAIT_FAILED ((DWORD)0xFFFFFFFF)
#define WAIT_OBJECT_0 ((STATUS_WAIT_0) + 0)
#define WAIT_ABANDONED ((STATUS_ABANDONED_WAIT_0) + 0)
#define WAIT_ABANDONED_0 ((STATUS_ABANDONED_WAIT_0) + 0)
#define WAIT_IO_COMPLETION STATUS_USER_APC

/* ---- events ---- */
#define CREATE_EVENT_MANUAL_RESET 0x00000001
#define CREATE_EVENT_INITIAL_SET 0x00000002

/* An event object, not named (a name gives ERROR_NOT_SUPPORTED). With bManualReset a signal stays
 * until ResetEvent; without, it ends one wait. NULL: ERROR_NOT_ENOUGH_MEMORY,
 * ERROR_NO_SYSTEM_RESOURCES.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-createeventa */
BERTH_API HANDLE WINAPI CreateEventA(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset,
                                     BOOL bInitialState, LPCSTR lpName);
BERTH_API HANDLE WINAPI CreateEventW(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset,
                                     BOOL bInitialState, LPCWSTR lpName);

/* The same with dwFlags (CREATE_EVENT_*) and the access of the handle. ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-createeventexa */
BERTH_API HANDLE WINAPI CreateEventExA(LPSECURITY_ATTRIBUTES lpEventAttributes, LPCSTR lpName,
                                       DWORD dwFlags, DWORD dwDesiredAccess);
BERTH_API HANDLE WINAPI CreateEventExW(LPSECURITY_ATTRIBUTES lpEventAttributes, LPCWSTR lpName,
                                       DWORD dwFlags, DWORD dwDesiredAccess);

/* Signals the event. ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-setevent */
BERTH_API BOOL WINAPI SetEvent(HANDLE hEvent);

/* Makes the event not signalled. ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-resetevent */
BERTH_API BOOL WINAPI ResetEvent(HANDLE hEvent);

/* Ends the waits of the moment (one, for an automatic event). ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-pulseevent */
BERTH_API BOOL WINAPI PulseEvent(HANDLE hEvent);

/* ---- mutexes ---- */
#define CREATE_MUTEX_INITIAL_OWNER 0x00000001

/* A mutex object, not named (a name gives ERROR_NOT_SUPPORTED). It may be owned several times by
 * one thread, and is abandoned (WAIT_ABANDONED) when its owner ends.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-createmutexa */
BERTH_API HANDLE WINAPI CreateMutexA(LPSECURITY_ATTRIBUTES lpMutexAttributes, BOOL bInitialOwner,
                                     LPCSTR lpName);
BERTH_API HANDLE WINAPI CreateMutexW(LPSECURITY_ATTRIBUTES lpMutexAttributes, BOOL bInitialOwner,
                                     LPCWSTR lpName);

/* The same with dwFlags (CREATE_MUTEX_INITIAL_OWNER) and the access of the handle.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-createmutexexa */
BERTH_API HANDLE WINAPI CreateMutexExA(LPSECURITY_ATTRIBUTES lpMutexAttributes, LPCSTR lpName,
                                       DWORD dwFlags, DWORD dwDesiredAccess);
BERTH_API HANDLE WINAPI CreateMutexExW(LPSECURITY_ATTRIBUTES lpMutexAttributes, LPCWSTR lpName,
                                       DWORD dwFlags, DWORD dwDesiredAccess);

/* Gives up one of the calling thread's ownerships. ERROR_INVALID_HANDLE, ERROR_NOT_OWNER.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-releasemutex */
BERTH_API BOOL WINAPI ReleaseMutex(HANDLE hMutex);

/* ---- semaphores ---- */
/* A semaphore object, not named (a name gives ERROR_NOT_SUPPORTED). ERROR_INVALID_PARAMETER unless
 * 0 <= lInitialCount <= lMaximumCount and 0 < lMaximumCount.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-createsemaphorea */
BERTH_API HANDLE WINAPI CreateSemaphoreA(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes,
                                         LONG lInitialCount, LONG lMaximumCount, LPCSTR lpName);
BERTH_API HANDLE WINAPI CreateSemaphoreW(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes,
                                         LONG lInitialCount, LONG lMaximumCount, LPCWSTR lpName);

/* The same with the access of the handle; dwFlags must be 0.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-createsemaphoreexa */
BERTH_API HANDLE WINAPI CreateSemaphoreExA(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes,
                                           LONG lInitialCount, LONG lMaximumCount, LPCSTR lpName,
                                           DWORD dwFlags, DWORD dwDesiredAccess);
BERTH_API HANDLE WINAPI CreateSemaphoreExW(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes,
                                           LONG lInitialCount, LONG lMaximumCount, LPCWSTR lpName,
                                           DWORD dwFlags, DWORD dwDesiredAccess);

/* Raises the count by lReleaseCount; lpPreviousCount, if given, gets what it was.
 * ERROR_TOO_MANY_POSTS when it would pass the maximum, and nothing changes.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-releasesemaphore */
BERTH_API BOOL WINAPI ReleaseSemaphore(HANDLE hSemaphore, LONG lReleaseCount,
                                       LPLONG lpPreviousCount);

/* ---- waiting. Times are milliseconds; INFINITE never ends, 0 only looks. ---- */
/* Waits until the object is signalled: WAIT_OBJECT_0, WAIT_ABANDONED, WAIT_TIMEOUT, or WAIT_FAILED
 * with ERROR_INVALID_HANDLE or ERROR_ACCESS_DENIED.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-waitforsingleobject */
BERTH_API DWORD WINAPI WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds);

/* With bAlertable an APC ends the wait too: WAIT_IO_COMPLETION.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-waitforsingleobjectex */
BERTH_API DWORD WINAPI WaitForSingleObjectEx(HANDLE hHandle, DWORD dwMilliseconds, BOOL bAlertable);

/* Waits for one, or all together, of at most MAXIMUM_WAIT_OBJECTS objects: WAIT_OBJECT_0 or
 * WAIT_ABANDONED_0 plus an index. WAIT_FAILED with ERROR_INVALID_PARAMETER: 0 or too many, or one
 * twice with bWaitAll.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-waitformultipleobjects */
BERTH_API DWORD WINAPI WaitForMultipleObjects(DWORD nCount, const HANDLE* lpHandles, BOOL bWaitAll,
                                              DWORD dwMilliseconds);

/* The same, alertable.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-waitformultipleobjectsex */
BERTH_API DWORD WINAPI WaitForMultipleObjectsEx(DWORD nCount, const HANDLE* lpHandles,
                                                BOOL bWaitAll, DWORD dwMilliseconds,
                                                BOOL bAlertable);

/* Signals an event, mutex or semaphore (by one), then waits.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-signalobjectandwait */
BERTH_API DWORD WINAPI SignalObjectAndWait(HANDLE hObjectToSignal, HANDLE hObjectToWaitOn,
                                           DWORD dwMilliseconds, BOOL bAlertable);

/* Sleeps; 0 lets other threads run.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-sleep */
BERTH_API VOID WINAPI Sleep(DWORD dwMilliseconds);

/* Sleeps; with bAlertable until an APC has run (WAIT_IO_COMPLETION), else 0.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-sleepex */
BERTH_API DWORD WINAPI SleepEx(DWORD dwMilliseconds, BOOL bAlertable);

/* ---- critical sections ---- */
/* Prepares a critical section.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initializecriticalsection */
BERTH_API VOID WINAPI InitializeCriticalSection(LPCRITICAL_SECTION lpCriticalSection);

/* Prepares it with a number of spins before a thread sleeps. Does not fail.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initializecriticalsectionandspincount
 */
BERTH_API BOOL WINAPI InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION lpCriticalSection,
                                                            DWORD dwSpinCount);

/* The same with flags, which change nothing here. ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initializecriticalsectionex */
BERTH_API BOOL WINAPI InitializeCriticalSectionEx(LPCRITICAL_SECTION lpCriticalSection,
                                                  DWORD dwSpinCount, DWORD Flags);

/* Sets the number of spins and returns the old one.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-setcriticalsectionspincount */
BERTH_API DWORD WINAPI SetCriticalSectionSpinCount(LPCRITICAL_SECTION lpCriticalSection,
                                                   DWORD dwSpinCount);

/* Enters the section, which its owner may do again and again.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-entercriticalsection */
BERTH_API VOID WINAPI EnterCriticalSection(LPCRITICAL_SECTION lpCriticalSection);

/* Enters the section if no other thread owns it; FALSE when one does.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-tryentercriticalsection */
BERTH_API BOOL WINAPI TryEnterCriticalSection(LPCRITICAL_SECTION lpCriticalSection);

/* Leaves the section once.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-leavecriticalsection */
BERTH_API VOID WINAPI LeaveCriticalSection(LPCRITICAL_SECTION lpCriticalSection);

/* Ends the use of a section that nobody owns.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-deletecriticalsection */
BERTH_API VOID WINAPI DeleteCriticalSection(LPCRITICAL_SECTION lpCriticalSection);

#ifdef UNICODE
#define CreateEvent CreateEventW
#define CreateEventEx CreateEventExW
#define CreateMutex CreateMutexW
#define CreateMutexEx CreateMutexExW
#define CreateSemaphore CreateSemaphoreW
#define CreateSemaphoreEx CreateSemaphoreExW
#else
#define CreateEvent CreateEventA
#define CreateEventEx CreateEventExA
#define CreateMutex CreateMutexA
#define CreateMutexEx CreateMutexExA
#define CreateSemaphore CreateSemaphoreA
#define CreateSemaphoreEx CreateSemaphoreExA
#endif

#ifdef __cplusplus
}
#endif
#endif
