/*
 * The callback environment's functions, which are inline on Windows too. Part of winbase.h.
 * https://learn.microsoft.com/windows/win32/api/winbase/
 */
#ifndef BERTH_WINBASE_POOL_H
#define BERTH_WINBASE_POOL_H

#include "threadpoolapiset.h"
#include "threadpoollegacyapiset.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Has the pool call Function for each request on the file that ends. Flags: 0. FALSE, with an
 * NTSTATUS as the last error: STATUS_INVALID_HANDLE, STATUS_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-bindiocompletioncallback */
BERTH_API BOOL WINAPI BindIoCompletionCallback(HANDLE FileHandle,
                                               LPOVERLAPPED_COMPLETION_ROUTINE Function,
                                               ULONG Flags);

/* An environment with nothing special about it.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-initializethreadpoolenvironment
 */
static inline VOID InitializeThreadpoolEnvironment(PTP_CALLBACK_ENVIRON pcbe) {
    memset(pcbe, 0, sizeof(*pcbe));
    pcbe->Version = 3;
    pcbe->CallbackPriority = TP_CALLBACK_PRIORITY_NORMAL;
    pcbe->Size = (DWORD)sizeof(*pcbe);
}

/* https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setthreadpoolcallbackpool */
static inline VOID SetThreadpoolCallbackPool(PTP_CALLBACK_ENVIRON pcbe, PTP_POOL ptpp) {
    pcbe->Pool = ptpp;
}

/* https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setthreadpoolcallbackcleanupgroup
 */
static inline VOID SetThreadpoolCallbackCleanupGroup(PTP_CALLBACK_ENVIRON pcbe,
                                                     PTP_CLEANUP_GROUP ptpcg,
                                                     PTP_CLEANUP_GROUP_CANCEL_CALLBACK pfng) {
    pcbe->CleanupGroup = ptpcg;
    pcbe->CleanupGroupCancelCallback = pfng;
}

/* https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setthreadpoolcallbackrunslong */
static inline VOID SetThreadpoolCallbackRunsLong(PTP_CALLBACK_ENVIRON pcbe) {
    pcbe->u.s.LongFunction = 1;
}

/* https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setthreadpoolcallbacklibrary */
static inline VOID SetThreadpoolCallbackLibrary(PTP_CALLBACK_ENVIRON pcbe, PVOID mod) {
    pcbe->RaceDll = mod;
}

/* https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setthreadpoolcallbackpriority */
static inline VOID SetThreadpoolCallbackPriority(PTP_CALLBACK_ENVIRON pcbe,
                                                 TP_CALLBACK_PRIORITY Priority) {
    pcbe->CallbackPriority = Priority;
}

/* https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setthreadpoolcallbackpersistent
 */
static inline VOID SetThreadpoolCallbackPersistent(PTP_CALLBACK_ENVIRON pcbe) {
    pcbe->u.s.Persistent = 1;
}

/* https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-destroythreadpoolenvironment */
static inline VOID DestroyThreadpoolEnvironment(PTP_CALLBACK_ENVIRON pcbe) {
    (void)pcbe;
}

#ifdef __cplusplus
}
#endif
#endif
