/*
 * Threads, thread-local storage; processes.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/
 */
#ifndef _PROCESSTHREADSAPI_H_
#define _PROCESSTHREADSAPI_H_

#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

#define STILL_ACTIVE STATUS_PENDING
#define CREATE_SUSPENDED 0x00000004
#define STACK_SIZE_PARAM_IS_A_RESERVATION 0x00010000
#define THREAD_PRIORITY_IDLE THREAD_BASE_PRIORITY_IDLE
#define THREAD_PRIORITY_LOWEST THREAD_BASE_PRIORITY_MIN
#define THREAD_PRIORITY_BELOW_NORMAL (THREAD_PRIORITY_LOWEST + 1)
#define THREAD_PRIORITY_NORMAL 0
#define THREAD_PRIORITY_HIGHEST THREAD_BASE_PRIORITY_MAX
#define THREAD_PRIORITY_ABOVE_NORMAL (THREAD_PRIORITY_HIGHEST - 1)
#define THREAD_PRIORITY_TIME_CRITICAL THREAD_BASE_PRIORITY_LOWRT
#define THREAD_PRIORITY_ERROR_RETURN 0x7fffffff

/* ---- threads ---- */
/* Starts a thread. dwStackSize in bytes, 0 for the system's default (ulimit -s). dwCreationFlags:
 * CREATE_SUSPENDED, STACK_SIZE_PARAM_IS_A_RESERVATION. lpThreadId, if given, gets the Linux thread
 * id. NULL: ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY, ERROR_NO_SYSTEM_RESOURCES.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-createthread
 */
BERTH_API HANDLE WINAPI CreateThread(LPSECURITY_ATTRIBUTES lpThreadAttributes, SIZE_T dwStackSize,
                                     LPTHREAD_START_ROUTINE lpStartAddress, LPVOID lpParameter,
                                     DWORD dwCreationFlags, LPDWORD lpThreadId);

/* Ends the calling thread; its C++ objects are not destroyed.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-exitthread
 */
BERTH_API __attribute__((noreturn)) VOID WINAPI ExitThread(DWORD dwExitCode);

/* A handle to the running thread with that id. ERROR_INVALID_PARAMETER when there is none (a
 * thread other than the caller that has used none of these functions yet is not known).
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-openthread
 */
BERTH_API HANDLE WINAPI OpenThread(DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwThreadId);

/* The thread's exit code, STILL_ACTIVE while it runs. ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getexitcodethread
 */
BERTH_API BOOL WINAPI GetExitCodeThread(HANDLE hThread, LPDWORD lpExitCode);

/* Takes one from the thread's suspend count and returns what it was; at 0 it runs. (DWORD)-1:
 * ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-resumethread
 */
BERTH_API DWORD WINAPI ResumeThread(HANDLE hThread);

/* Adds one to the thread's suspend count and returns what it was; the thread stops, by a signal
 * (SIGRTMIN + 6), when it holds none of the library's locks. (DWORD)-1: ERROR_INVALID_HANDLE,
 * ERROR_ACCESS_DENIED (it has ended), ERROR_SIGNAL_REFUSED (count too high).
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-suspendthread
 */
BERTH_API DWORD WINAPI SuspendThread(HANDLE hThread);

/* Ends a thread that CreateThread or _beginthreadex started, wherever it is: locks that it holds
 * stay held, its C++ objects are not destroyed, except thread_local ones. ERROR_ACCESS_DENIED
 * (another kind of thread, or it has ended), ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-terminatethread
 */
BERTH_API BOOL WINAPI TerminateThread(HANDLE hThread, DWORD dwExitCode);

/* A pseudo handle that means the calling thread, whichever that is.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getcurrentthread
 */
BERTH_API HANDLE WINAPI GetCurrentThread(void);

/* The calling thread's id: Linux' own, as gdb and perf show it.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getcurrentthreadid
 */
BERTH_API DWORD WINAPI GetCurrentThreadId(void);

/* A thread's id. 0: ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getthreadid
 */
BERTH_API DWORD WINAPI GetThreadId(HANDLE Thread);

/* Sets the thread's priority, a nice value on Linux: raising one takes CAP_SYS_NICE, without which
 * it is only remembered. ERROR_INVALID_PARAMETER, ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-setthreadpriority
 */
BERTH_API BOOL WINAPI SetThreadPriority(HANDLE hThread, int nPriority);

/* What SetThreadPriority set, or THREAD_PRIORITY_ERROR_RETURN.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getthreadpriority
 */
BERTH_API int WINAPI GetThreadPriority(HANDLE hThread);

/* Ties the thread to processors 0 to 63; returns the old mask. 0: ERROR_INVALID_PARAMETER,
 * ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setthreadaffinitymask */
BERTH_API DWORD_PTR WINAPI SetThreadAffinityMask(HANDLE hThread, DWORD_PTR dwThreadAffinityMask);

/* The processor on which the thread runs best: it is remembered, the kernel decides. The previous one;
 * MAXIMUM_PROCESSORS only asks. -1: ERROR_INVALID_PARAMETER, ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-setthreadidealprocessor
 */
BERTH_API DWORD WINAPI SetThreadIdealProcessor(HANDLE hThread, DWORD dwIdealProcessor);
/* Whether waits raise the thread's priority: it is remembered, the kernel decides.
 * ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-setthreadpriorityboost
 */
BERTH_API BOOL WINAPI SetThreadPriorityBoost(HANDLE hThread, BOOL bDisablePriorityBoost);
BERTH_API BOOL WINAPI GetThreadPriorityBoost(HANDLE hThread, PBOOL pDisablePriorityBoost);

/* When the thread began and ended (UTC), and its processor time, in steps of 100 ns.
 * ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED, ERROR_NOACCESS.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getthreadtimes
 */
BERTH_API BOOL WINAPI GetThreadTimes(HANDLE hThread, LPFILETIME lpCreationTime,
                                     LPFILETIME lpExitTime, LPFILETIME lpKernelTime,
                                     LPFILETIME lpUserTime);
/* 0: ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getprocessidofthread
 */
BERTH_API DWORD WINAPI GetProcessIdOfThread(HANDLE Thread);
/* https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getcurrentthreadstacklimits
 */
BERTH_API VOID WINAPI GetCurrentThreadStackLimits(PULONG_PTR LowLimit, PULONG_PTR HighLimit);
/* Other threads see what the calling one has written before.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-flushprocesswritebuffers
 */
BERTH_API VOID WINAPI FlushProcessWriteBuffers(VOID);

/* Names the thread; Linux shows the name's first 15 bytes. An HRESULT.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-setthreaddescription
 */
BERTH_API HRESULT WINAPI SetThreadDescription(HANDLE hThread, PCWSTR lpThreadDescription);
/* The name that SetThreadDescription gave, or an empty one; the program frees it with LocalFree.
 * An HRESULT.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getthreaddescription
 */
BERTH_API HRESULT WINAPI GetThreadDescription(HANDLE hThread, PWSTR* ppszThreadDescription);

/* Lets another thread run.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-switchtothread
 */
BERTH_API BOOL WINAPI SwitchToThread(void);

/* Queues a function to run in the thread when that waits alertably. 0: ERROR_INVALID_HANDLE,
 * ERROR_GEN_FAILURE (the thread has ended).
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-queueuserapc
 */
BERTH_API DWORD WINAPI QueueUserAPC(PAPCFUNC pfnAPC, HANDLE hThread, ULONG_PTR dwData);

/* The processor that the calling thread runs on.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getcurrentprocessornumber
 */
BERTH_API DWORD WINAPI GetCurrentProcessorNumber(void);

/* The same, with its group of 64.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getcurrentprocessornumberex
 */
BERTH_API VOID WINAPI GetCurrentProcessorNumberEx(PPROCESSOR_NUMBER ProcNumber);

/* ---- thread-local storage: 1088 slots ---- */
/* A slot, NULL in every thread. TLS_OUT_OF_INDEXES: ERROR_NO_MORE_ITEMS.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-tlsalloc */
BERTH_API DWORD WINAPI TlsAlloc(void);

/* Gives the slot back. ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-tlsfree */
BERTH_API BOOL WINAPI TlsFree(DWORD dwTlsIndex);

/* The calling thread's value; sets the last error to 0, or to ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-tlsgetvalue
 */
BERTH_API LPVOID WINAPI TlsGetValue(DWORD dwTlsIndex);

/* Sets the calling thread's value. ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-tlssetvalue
 */
BERTH_API BOOL WINAPI TlsSetValue(DWORD dwTlsIndex, LPVOID lpTlsValue);

#ifdef __cplusplus
}
#endif

#include "berth/processes.h"

#endif
