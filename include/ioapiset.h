/*
 * Completion ports.
 * https://learn.microsoft.com/windows/win32/fileio/i-o-completion-ports
 */
#ifndef _IO_APISETFILE_
#define _IO_APISETFILE_

#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Makes a completion port (ExistingCompletionPort NULL), associates a file or socket with one (both
 * given), or both at once; FileHandle INVALID_HANDLE_VALUE associates nothing. At most
 * NumberOfConcurrentThreads threads run on the port's packets at a time; 0: as many as there are
 * processors for the process. A file stays with its port until it is closed. NULL:
 * ERROR_INVALID_PARAMETER (the file has a port, is not overlapped, or a port is given without a
 * file), ERROR_INVALID_HANDLE, ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/ioapiset/nf-ioapiset-createiocompletionport */
BERTH_API HANDLE WINAPI CreateIoCompletionPort(HANDLE FileHandle, HANDLE ExistingCompletionPort,
                                               ULONG_PTR CompletionKey,
                                               DWORD NumberOfConcurrentThreads);

/* Takes the oldest packet, waiting for one up to dwMilliseconds. FALSE with *lpOverlapped NULL:
 * nothing was taken (WAIT_TIMEOUT, ERROR_ABANDONED_WAIT_0 where the port was closed meanwhile,
 * ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER for a null pointer); FALSE with *lpOverlapped set:
 * the packet of a request that failed with the last error.
 * https://learn.microsoft.com/windows/win32/api/ioapiset/nf-ioapiset-getqueuedcompletionstatus */
BERTH_API BOOL WINAPI GetQueuedCompletionStatus(HANDLE CompletionPort,
                                                LPDWORD lpNumberOfBytesTransferred,
                                                PULONG_PTR lpCompletionKey,
                                                LPOVERLAPPED* lpOverlapped, DWORD dwMilliseconds);

/* Takes up to ulCount packets, waiting for the first. With fAlertable APCs end the wait
 * (WAIT_IO_COMPLETION). FALSE: nothing was taken; the errors of GetQueuedCompletionStatus.
 * https://learn.microsoft.com/windows/win32/api/ioapiset/nf-ioapiset-getqueuedcompletionstatusex */
BERTH_API BOOL WINAPI GetQueuedCompletionStatusEx(HANDLE CompletionPort,
                                                  LPOVERLAPPED_ENTRY lpCompletionPortEntries,
                                                  ULONG ulCount, PULONG ulNumEntriesRemoved,
                                                  DWORD dwMilliseconds, BOOL fAlertable);

/* Queues a packet with just these values; none of them is looked at. ERROR_INVALID_HANDLE,
 * ERROR_NO_SYSTEM_RESOURCES.
 * https://learn.microsoft.com/windows/win32/api/ioapiset/nf-ioapiset-postqueuedcompletionstatus */
BERTH_API BOOL WINAPI PostQueuedCompletionStatus(HANDLE CompletionPort,
                                                 DWORD dwNumberOfBytesTransferred,
                                                 ULONG_PTR dwCompletionKey,
                                                 LPOVERLAPPED lpOverlapped);

#ifdef __cplusplus
}
#endif
#endif
