/*
 * Pipes, named and anonymous. Names are those of one user on one machine.
 * https://learn.microsoft.com/windows/win32/api/namedpipeapi/
 */
#ifndef _NAMEDPIPE_H_
#define _NAMEDPIPE_H_

#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

/* dwOpenMode, with FILE_FLAG_OVERLAPPED and FILE_FLAG_FIRST_PIPE_INSTANCE */
#define PIPE_ACCESS_INBOUND 0x00000001
#define PIPE_ACCESS_OUTBOUND 0x00000002
#define PIPE_ACCESS_DUPLEX 0x00000003
/* dwPipeMode */
#define PIPE_WAIT 0x00000000
#define PIPE_NOWAIT 0x00000001
#define PIPE_READMODE_BYTE 0x00000000
#define PIPE_READMODE_MESSAGE 0x00000002
#define PIPE_TYPE_BYTE 0x00000000
#define PIPE_TYPE_MESSAGE 0x00000004
#define PIPE_ACCEPT_REMOTE_CLIENTS 0x00000000
#define PIPE_REJECT_REMOTE_CLIENTS 0x00000008
/* GetNamedPipeInfo's, with PIPE_TYPE_MESSAGE */
#define PIPE_CLIENT_END 0x00000000
#define PIPE_SERVER_END 0x00000001

#define PIPE_UNLIMITED_INSTANCES 255

/* Time limits */
#define NMPWAIT_WAIT_FOREVER 0xffffffff
#define NMPWAIT_NOWAIT 0x00000001
#define NMPWAIT_USE_DEFAULT_WAIT 0x00000000

/* nSize in bytes is a wish. FALSE: ERROR_TOO_MANY_OPEN_FILES, ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/namedpipeapi/nf-namedpipeapi-createpipe */
BERTH_API BOOL WINAPI CreatePipe(PHANDLE hReadPipe, PHANDLE hWritePipe,
                                 LPSECURITY_ATTRIBUTES lpPipeAttributes, DWORD nSize);
/* Looks at what waits in a pipe without taking it. FALSE: ERROR_BROKEN_PIPE,
 * ERROR_PIPE_NOT_CONNECTED, ERROR_BAD_PIPE (no client yet), ERROR_INVALID_FUNCTION (no pipe).
 * https://learn.microsoft.com/windows/win32/api/namedpipeapi/nf-namedpipeapi-peeknamedpipe */
BERTH_API BOOL WINAPI PeekNamedPipe(HANDLE hNamedPipe, LPVOID lpBuffer, DWORD nBufferSize,
                                    LPDWORD lpBytesRead, LPDWORD lpTotalBytesAvail,
                                    LPDWORD lpBytesLeftThisMessage);

/* A new instance of the pipe with a name (\\.\pipe\NAME, 256 characters at most), at which clients
 * may connect from now on. nDefaultTimeOut in milliseconds; buffer sizes are wishes.
 * INVALID_HANDLE_VALUE: ERROR_INVALID_NAME, ERROR_INVALID_PARAMETER, ERROR_PIPE_BUSY (nMaxInstances
 * are there), ERROR_ACCESS_DENIED (differs from the first instance, or is to be the first).
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-createnamedpipea */
BERTH_API HANDLE WINAPI CreateNamedPipeA(LPCSTR lpName, DWORD dwOpenMode, DWORD dwPipeMode,
                                         DWORD nMaxInstances, DWORD nOutBufferSize,
                                         DWORD nInBufferSize, DWORD nDefaultTimeOut,
                                         LPSECURITY_ATTRIBUTES lpSecurityAttributes);
BERTH_API HANDLE WINAPI CreateNamedPipeW(LPCWSTR lpName, DWORD dwOpenMode, DWORD dwPipeMode,
                                         DWORD nMaxInstances, DWORD nOutBufferSize,
                                         DWORD nInBufferSize, DWORD nDefaultTimeOut,
                                         LPSECURITY_ATTRIBUTES lpSecurityAttributes);
/* Waits for a client. FALSE: ERROR_PIPE_CONNECTED (one is there already), ERROR_IO_PENDING,
 * ERROR_NO_DATA (one was there and has gone), ERROR_PIPE_LISTENING (PIPE_NOWAIT),
 * ERROR_INVALID_FUNCTION (a client's end).
 * https://learn.microsoft.com/windows/win32/api/namedpipeapi/nf-namedpipeapi-connectnamedpipe */
BERTH_API BOOL WINAPI ConnectNamedPipe(HANDLE hNamedPipe, LPOVERLAPPED lpOverlapped);
/* Ends the connection; what the client has not read is lost. FALSE: ERROR_PIPE_NOT_CONNECTED.
 * https://learn.microsoft.com/windows/win32/api/namedpipeapi/nf-namedpipeapi-disconnectnamedpipe */
BERTH_API BOOL WINAPI DisconnectNamedPipe(HANDLE hNamedPipe);
/* Waits until an instance can be connected to; nTimeOut in milliseconds or NMPWAIT_. FALSE:
 * ERROR_FILE_NOT_FOUND (there is no instance), ERROR_SEM_TIMEOUT.
 * https://learn.microsoft.com/windows/win32/api/namedpipeapi/nf-namedpipeapi-waitnamedpipew */
BERTH_API BOOL WINAPI WaitNamedPipeA(LPCSTR lpNamedPipeName, DWORD nTimeOut);
BERTH_API BOOL WINAPI WaitNamedPipeW(LPCWSTR lpNamedPipeName, DWORD nTimeOut);
/* PIPE_READMODE_ and PIPE_WAIT or PIPE_NOWAIT; the other two must be NULL. FALSE:
 * ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/namedpipeapi/nf-namedpipeapi-setnamedpipehandlestate
 */
BERTH_API BOOL WINAPI SetNamedPipeHandleState(HANDLE hNamedPipe, LPDWORD lpMode,
                                              LPDWORD lpMaxCollectionCount,
                                              LPDWORD lpCollectDataTimeout);
/* The modes and how many instances there are; the other pointers must be NULL. FALSE:
 * ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getnamedpipehandlestatea */
BERTH_API BOOL WINAPI GetNamedPipeHandleStateA(HANDLE hNamedPipe, LPDWORD lpState,
                                               LPDWORD lpCurInstances, LPDWORD lpMaxCollectionCount,
                                               LPDWORD lpCollectDataTimeout, LPSTR lpUserName,
                                               DWORD nMaxUserNameSize);
BERTH_API BOOL WINAPI GetNamedPipeHandleStateW(HANDLE hNamedPipe, LPDWORD lpState,
                                               LPDWORD lpCurInstances, LPDWORD lpMaxCollectionCount,
                                               LPDWORD lpCollectDataTimeout, LPWSTR lpUserName,
                                               DWORD nMaxUserNameSize);
/* https://learn.microsoft.com/windows/win32/api/namedpipeapi/nf-namedpipeapi-getnamedpipeinfo */
BERTH_API BOOL WINAPI GetNamedPipeInfo(HANDLE hNamedPipe, LPDWORD lpFlags, LPDWORD lpOutBufferSize,
                                       LPDWORD lpInBufferSize, LPDWORD lpMaxInstances);
/* Writes a message and reads one; the handle is in PIPE_READMODE_MESSAGE. FALSE: ERROR_BAD_PIPE
 * (it is not), ERROR_PIPE_BUSY (something unread is there), ERROR_MORE_DATA, ERROR_IO_PENDING.
 * https://learn.microsoft.com/windows/win32/api/namedpipeapi/nf-namedpipeapi-transactnamedpipe */
BERTH_API BOOL WINAPI TransactNamedPipe(HANDLE hNamedPipe, LPVOID lpInBuffer, DWORD nInBufferSize,
                                        LPVOID lpOutBuffer, DWORD nOutBufferSize,
                                        LPDWORD lpBytesRead, LPOVERLAPPED lpOverlapped);
/* Connects, transacts and closes. nTimeOut as for WaitNamedPipe.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-callnamedpipea */
BERTH_API BOOL WINAPI CallNamedPipeA(LPCSTR lpNamedPipeName, LPVOID lpInBuffer, DWORD nInBufferSize,
                                     LPVOID lpOutBuffer, DWORD nOutBufferSize, LPDWORD lpBytesRead,
                                     DWORD nTimeOut);
BERTH_API BOOL WINAPI CallNamedPipeW(LPCWSTR lpNamedPipeName, LPVOID lpInBuffer,
                                     DWORD nInBufferSize, LPVOID lpOutBuffer, DWORD nOutBufferSize,
                                     LPDWORD lpBytesRead, DWORD nTimeOut);
/* The process at the other end.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getnamedpipeclientprocessid */
BERTH_API BOOL WINAPI GetNamedPipeClientProcessId(HANDLE Pipe, PULONG ClientProcessId);
/* https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getnamedpipeserverprocessid */
BERTH_API BOOL WINAPI GetNamedPipeServerProcessId(HANDLE Pipe, PULONG ServerProcessId);

#ifdef UNICODE
#define CreateNamedPipe CreateNamedPipeW
#define WaitNamedPipe WaitNamedPipeW
#define CallNamedPipe CallNamedPipeW
#define GetNamedPipeHandleState GetNamedPipeHandleStateW
#else
#define CreateNamedPipe CreateNamedPipeA
#define WaitNamedPipe WaitNamedPipeA
#define CallNamedPipe CallNamedPipeA
#define GetNamedPipeHandleState GetNamedPipeHandleStateA
#endif

#ifdef __cplusplus
}
#endif
#endif
