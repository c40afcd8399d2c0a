/*
 * Completion ports, and the outcome and cancellation of overlapped requests.
 * https://learn.microsoft.com/windows/win32/api/ioapiset/
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

/* The outcome of an overlapped request: TRUE with *lpNumberOfBytesTransferred, or FALSE with the
 * error that it ended with. While it goes on: ERROR_IO_INCOMPLETE, or with bWait the function waits
 * by lpOverlapped's event, or without one for the request itself. ERROR_INVALID_HANDLE (nothing to
 * wait for), ERROR_INVALID_PARAMETER (a null pointer).
 * https://learn.microsoft.com/windows/win32/api/ioapiset/nf-ioapiset-getoverlappedresult */
BERTH_API BOOL WINAPI GetOverlappedResult(HANDLE hFile, LPOVERLAPPED lpOverlapped,
                                          LPDWORD lpNumberOfBytesTransferred, BOOL bWait);

/* The same, waiting at most dwMilliseconds: WAIT_TIMEOUT (ERROR_IO_INCOMPLETE where that is 0), and
 * with bAlertable WAIT_IO_COMPLETION after APCs ran.
 * https://learn.microsoft.com/windows/win32/api/ioapiset/nf-ioapiset-getoverlappedresultex */
BERTH_API BOOL WINAPI GetOverlappedResultEx(HANDLE hFile, LPOVERLAPPED lpOverlapped,
                                            LPDWORD lpNumberOfBytesTransferred,
                                            DWORD dwMilliseconds, BOOL bAlertable);

/* Ends the requests on the file that the calling thread started (ERROR_OPERATION_ABORTED for each).
 * TRUE although there are none. ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/ioapiset/nf-ioapiset-cancelio */
BERTH_API BOOL WINAPI CancelIo(HANDLE hFile);

/* Ends the requests on the file with that OVERLAPPED, or all of them (NULL), whoever started them.
 * ERROR_NOT_FOUND: there are none. ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/ioapiset/nf-ioapiset-cancelioex */
BERTH_API BOOL WINAPI CancelIoEx(HANDLE hFile, LPOVERLAPPED lpOverlapped);

/* Ends the call in which a thread reads, writes or waits for a file or socket; it fails with
 * ERROR_OPERATION_ABORTED. ERROR_NOT_FOUND: the thread is in no such call. ERROR_INVALID_HANDLE,
 * ERROR_ACCESS_DENIED (the handle lacks THREAD_TERMINATE).
 * https://learn.microsoft.com/windows/win32/api/ioapiset/nf-ioapiset-cancelsynchronousio */
BERTH_API BOOL WINAPI CancelSynchronousIo(HANDLE hThread);

#ifdef __cplusplus
}
#endif
#endif
