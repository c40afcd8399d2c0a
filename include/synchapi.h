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

/* ---- names
 * Objects with a name are shared by the machine's processes of one user; NULL or "" is none. To
 * create a name that exists opens it, and says ERROR_ALREADY_EXISTS. Names are case sensitive and
 * may begin with "Global\" or "Local\", which mean the same here. All kinds of objects, file
 * mappings included, share one name space. The object lives until its last handle in the machine is
 * closed. Errors of each Create function: ERROR_INVALID_HANDLE (an object of another kind has the
 * name), ERROR_PATH_NOT_FOUND (another backslash), ERROR_FILENAME_EXCED_RANGE (more than MAX_PATH
 * characters), ERROR_ACCESS_DENIED, ERROR_NOT_ENOUGH_MEMORY, ERROR_NO_SYSTEM_RESOURCES; of each
 * Open function also ERROR_FILE_NOT_FOUND and ERROR_INVALID_PARAMETER (no name). Of the security
 * attributes bInheritHandle counts.
 * https://learn.microsoft.com/windows/win32/sync/object-names */

/* An event object, new or by its name. With bManualReset a signal stays until ResetEvent; without,
 * it ends one wait. NULL: see "names".
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

/* The event with that name; dwDesiredAccess is what the handle allows. NULL: see "names".
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-openeventa */
BERTH_API HANDLE WINAPI OpenEventA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpName);
BERTH_API HANDLE WINAPI OpenEventW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName);

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

/* A mutex object, new or by its name. It may be owned several times by one thread, and is abandoned
 * (WAIT_ABANDONED) when its owner, or the owner's process, ends. bInitialOwner counts for a new one
 * only. NULL: see "names".
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

/* The mutex with that name; SYNCHRONIZE is all that its use takes. NULL: see "names".
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-openmutexw */
BERTH_API HANDLE WINAPI OpenMutexA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpName);
BERTH_API HANDLE WINAPI OpenMutexW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName);

/* Gives up one of the calling thread's ownerships. ERROR_INVALID_HANDLE, ERROR_NOT_OWNER.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-releasemutex */
BERTH_API BOOL WINAPI ReleaseMutex(HANDLE hMutex);

/* ---- semaphores ---- */
/* A semaphore object, new or by its name; the counts are those of a new one. NULL:
 * ERROR_INVALID_PARAMETER unless 0 <= lInitialCount <= lMaximumCount and 0 < lMaximumCount, and see
 * "names".
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

/* The semaphore with that name. NULL: see "names".
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-opensemaphorew */
BERTH_API HANDLE WINAPI OpenSemaphoreA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpName);
BERTH_API HANDLE WINAPI OpenSemaphoreW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName);

/* Raises the count by lReleaseCount; lpPreviousCount, if given, gets what it was.
 * ERROR_TOO_MANY_POSTS when it would pass the maximum, and nothing changes.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-releasesemaphore */
BERTH_API BOOL WINAPI ReleaseSemaphore(HANDLE hSemaphore, LONG lReleaseCount,
                                       LPLONG lpPreviousCount);

/* ---- waitable timers ---- */
#define CREATE_WAITABLE_TIMER_MANUAL_RESET 0x00000001
#define CREATE_WAITABLE_TIMER_HIGH_RESOLUTION 0x00000002

/* Runs in the thread that set the timer, in an alertable wait. The time is when the timer was
 * signalled, in 100 ns since 1601 (UTC). */
typedef VOID(APIENTRY* PTIMERAPCROUTINE)(LPVOID lpArgToCompletionRoutine, DWORD dwTimerLowValue,
                                         DWORD dwTimerHighValue);

/* A timer object, new and not set yet, or by its name. With bManualReset its signal stays until it
 * is set again; without, it ends one wait. NULL: see "names".
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-createwaitabletimera */
BERTH_API HANDLE WINAPI CreateWaitableTimerA(LPSECURITY_ATTRIBUTES lpTimerAttributes,
                                             BOOL bManualReset, LPCSTR lpTimerName);
BERTH_API HANDLE WINAPI CreateWaitableTimerW(LPSECURITY_ATTRIBUTES lpTimerAttributes,
                                             BOOL bManualReset, LPCWSTR lpTimerName);

/* The same with dwFlags (CREATE_WAITABLE_TIMER_*; all timers are of high resolution here) and the
 * access of the handle. ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-createwaitabletimerexa */
BERTH_API HANDLE WINAPI CreateWaitableTimerExA(LPSECURITY_ATTRIBUTES lpTimerAttributes,
                                               LPCSTR lpTimerName, DWORD dwFlags,
                                               DWORD dwDesiredAccess);
BERTH_API HANDLE WINAPI CreateWaitableTimerExW(LPSECURITY_ATTRIBUTES lpTimerAttributes,
                                               LPCWSTR lpTimerName, DWORD dwFlags,
                                               DWORD dwDesiredAccess);

/* The timer with that name. NULL: see "names".
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-openwaitabletimerw */
BERTH_API HANDLE WINAPI OpenWaitableTimerA(DWORD dwDesiredAccess, BOOL bInheritHandle,
                                           LPCSTR lpTimerName);
BERTH_API HANDLE WINAPI OpenWaitableTimerW(DWORD dwDesiredAccess, BOOL bInheritHandle,
                                           LPCWSTR lpTimerName);

/* Sets the timer: *lpDueTime in 100 ns, since 1601 (UTC) or, negative, from now on; lPeriod in ms,
 * 0 for once. fResume: TRUE with ERROR_NOT_SUPPORTED. ERROR_INVALID_PARAMETER,
 * ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED, ERROR_NOACCESS.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-setwaitabletimer */
BERTH_API BOOL WINAPI SetWaitableTimer(HANDLE hTimer, const LARGE_INTEGER* lpDueTime, LONG lPeriod,
                                       PTIMERAPCROUTINE pfnCompletionRoutine,
                                       LPVOID lpArgToCompletionRoutine, BOOL fResume);

/* The same; TolerableDelay (ms) and WakeContext change nothing here.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-setwaitabletimerex */
BERTH_API BOOL WINAPI SetWaitableTimerEx(HANDLE hTimer, const LARGE_INTEGER* lpDueTime,
                                         LONG lPeriod, PTIMERAPCROUTINE pfnCompletionRoutine,
                                         LPVOID lpArgToCompletionRoutine,
                                         PREASON_CONTEXT WakeContext, ULONG TolerableDelay);

/* Stops the timer; whether it is signalled does not change.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-cancelwaitabletimer */
BERTH_API BOOL WINAPI CancelWaitableTimer(HANDLE hTimer);

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

#define CRITICAL_SECTION_NO_DEBUG_INFO 0x01000000

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

/* ---- slim reader/writer locks: a pointer wide, zero is unlocked, not recursive ---- */
typedef RTL_SRWLOCK SRWLOCK, *PSRWLOCK;
#define SRWLOCK_INIT RTL_SRWLOCK_INIT

/* Prepares a lock, as SRWLOCK_INIT does.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initializesrwlock */
BERTH_API VOID WINAPI InitializeSRWLock(PSRWLOCK SRWLock);

/* Takes the lock alone.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-acquiresrwlockexclusive */
BERTH_API VOID WINAPI AcquireSRWLockExclusive(PSRWLOCK SRWLock);

/* Takes the lock with other readers. A writer that waits goes first.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-acquiresrwlockshared */
BERTH_API VOID WINAPI AcquireSRWLockShared(PSRWLOCK SRWLock);

/* Takes the lock alone if it is free at once; FALSE when not.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-tryacquiresrwlockexclusive */
BERTH_API BOOLEAN WINAPI TryAcquireSRWLockExclusive(PSRWLOCK SRWLock);

/* Takes the lock as a reader if that is possible at once; FALSE when not.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-tryacquiresrwlockshared */
BERTH_API BOOLEAN WINAPI TryAcquireSRWLockShared(PSRWLOCK SRWLock);

/* Gives up the lock that was taken alone.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-releasesrwlockexclusive */
BERTH_API VOID WINAPI ReleaseSRWLockExclusive(PSRWLOCK SRWLock);

/* Gives up the lock that was taken as a reader.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-releasesrwlockshared */
BERTH_API VOID WINAPI ReleaseSRWLockShared(PSRWLOCK SRWLock);

/* ---- condition variables: a pointer wide, zero is ready; a sleep may end without a wake ---- */
typedef RTL_CONDITION_VARIABLE CONDITION_VARIABLE, *PCONDITION_VARIABLE;
#define CONDITION_VARIABLE_INIT RTL_CONDITION_VARIABLE_INIT
#define CONDITION_VARIABLE_LOCKMODE_SHARED RTL_CONDITION_VARIABLE_LOCKMODE_SHARED

/* Prepares a condition variable, as CONDITION_VARIABLE_INIT does.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initializeconditionvariable */
BERTH_API VOID WINAPI InitializeConditionVariable(PCONDITION_VARIABLE ConditionVariable);

/* Leaves the section, sleeps, enters it again. FALSE: ERROR_TIMEOUT.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-sleepconditionvariablecs */
BERTH_API BOOL WINAPI SleepConditionVariableCS(PCONDITION_VARIABLE ConditionVariable,
                                               PCRITICAL_SECTION CriticalSection,
                                               DWORD dwMilliseconds);

/* The same with a slim lock, held alone or (CONDITION_VARIABLE_LOCKMODE_SHARED) as a reader.
 * ERROR_TIMEOUT, ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-sleepconditionvariablesrw */
BERTH_API BOOL WINAPI SleepConditionVariableSRW(PCONDITION_VARIABLE ConditionVariable,
                                                PSRWLOCK SRWLock, DWORD dwMilliseconds,
                                                ULONG Flags);

/* Wakes one sleeper.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-wakeconditionvariable */
BERTH_API VOID WINAPI WakeConditionVariable(PCONDITION_VARIABLE ConditionVariable);

/* Wakes all sleepers.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-wakeallconditionvariable */
BERTH_API VOID WINAPI WakeAllConditionVariable(PCONDITION_VARIABLE ConditionVariable);

/* ---- one-time initialisation ---- */
typedef RTL_RUN_ONCE INIT_ONCE, *PINIT_ONCE, *LPINIT_ONCE;
#define INIT_ONCE_STATIC_INIT RTL_RUN_ONCE_INIT
#define INIT_ONCE_CHECK_ONLY RTL_RUN_ONCE_CHECK_ONLY
#define INIT_ONCE_ASYNC RTL_RUN_ONCE_ASYNC
#define INIT_ONCE_INIT_FAILED RTL_RUN_ONCE_INIT_FAILED
#define INIT_ONCE_CTX_RESERVED_BITS RTL_RUN_ONCE_CTX_RESERVED_BITS
typedef BOOL(WINAPI* PINIT_ONCE_FN)(PINIT_ONCE InitOnce, PVOID Parameter, PVOID* Context);

/* Prepares the structure, as INIT_ONCE_STATIC_INIT does.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initonceinitialize */
BERTH_API VOID WINAPI InitOnceInitialize(PINIT_ONCE InitOnce);

/* Calls InitFn in the first thread that comes; others wait for it. The context's two low bits must
 * be 0. FALSE: the callback failed, and the next thread tries.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initonceexecuteonce */
BERTH_API BOOL WINAPI InitOnceExecuteOnce(PINIT_ONCE InitOnce, PINIT_ONCE_FN InitFn,
                                          PVOID Parameter, LPVOID* Context);

/* *fPending: the caller is to initialise and then call InitOnceComplete. ERROR_INVALID_PARAMETER,
 * ERROR_GEN_FAILURE (INIT_ONCE_CHECK_ONLY and not done).
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initoncebegininitialize */
BERTH_API BOOL WINAPI InitOnceBeginInitialize(LPINIT_ONCE lpInitOnce, DWORD dwFlags, PBOOL fPending,
                                              LPVOID* lpContext);

/* Ends an initialisation, well or (INIT_ONCE_INIT_FAILED) not. ERROR_INVALID_PARAMETER,
 * ERROR_GEN_FAILURE.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initoncecomplete */
BERTH_API BOOL WINAPI InitOnceComplete(LPINIT_ONCE lpInitOnce, DWORD dwFlags, LPVOID lpContext);

/* ---- waiting for a value in memory ---- */
/* Sleeps while *Address equals *CompareAddress (1, 2, 4 or 8 bytes); may return for no reason.
 * FALSE: ERROR_TIMEOUT, ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-waitonaddress */
BERTH_API BOOL WINAPI WaitOnAddress(volatile VOID* Address, PVOID CompareAddress,
                                    SIZE_T AddressSize, DWORD dwMilliseconds);

/* Wakes the first thread that sleeps at the address.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-wakebyaddresssingle */
BERTH_API VOID WINAPI WakeByAddressSingle(PVOID Address);

/* Wakes all threads that sleep at the address.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-wakebyaddressall */
BERTH_API VOID WINAPI WakeByAddressAll(PVOID Address);

/* ---- barriers ---- */
typedef RTL_BARRIER SYNCHRONIZATION_BARRIER, *PSYNCHRONIZATION_BARRIER, *LPSYNCHRONIZATION_BARRIER;
#define SYNCHRONIZATION_BARRIER_FLAGS_SPIN_ONLY 0x01
#define SYNCHRONIZATION_BARRIER_FLAGS_BLOCK_ONLY 0x02
#define SYNCHRONIZATION_BARRIER_FLAGS_NO_DELETE 0x04

/* A barrier for lTotalThreads threads; lSpinCount spins before a thread sleeps, -1 for 2000.
 * ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initializesynchronizationbarrier
 */
BERTH_API BOOL WINAPI InitializeSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER lpBarrier,
                                                       LONG lTotalThreads, LONG lSpinCount);

/* Waits until all have come. TRUE in the last of them, FALSE in the others.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-entersynchronizationbarrier */
BERTH_API BOOL WINAPI EnterSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER lpBarrier,
                                                  DWORD dwFlags);

/* Waits until every thread has left the barrier.
 * https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-deletesynchronizationbarrier
 */
BERTH_API BOOL WINAPI DeleteSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER lpBarrier);

#ifdef UNICODE
#define CreateEvent CreateEventW
#define CreateEventEx CreateEventExW
#define CreateMutex CreateMutexW
#define CreateMutexEx CreateMutexExW
#define CreateSemaphore CreateSemaphoreW
#define CreateSemaphoreEx CreateSemaphoreExW
#define CreateWaitableTimer CreateWaitableTimerW
#define OpenEvent OpenEventW
#define OpenMutex OpenMutexW
#define OpenSemaphore OpenSemaphoreW
#define OpenWaitableTimer OpenWaitableTimerW
#define CreateWaitableTimerEx CreateWaitableTimerExW
#else
#define CreateEvent CreateEventA
#define CreateEventEx CreateEventExA
#define CreateMutex CreateMutexA
#define CreateMutexEx CreateMutexExA
#define CreateSemaphore CreateSemaphoreA
#define CreateSemaphoreEx CreateSemaphoreExA
#define CreateWaitableTimer CreateWaitableTimerA
#define OpenEvent OpenEventA
#define OpenMutex OpenMutexA
#define OpenSemaphore OpenSemaphoreA
#define OpenWaitableTimer OpenWaitableTimerA
#define CreateWaitableTimerEx CreateWaitableTimerExA
#endif

#ifdef __cplusplus
}
#endif
#endif
