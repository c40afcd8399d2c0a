/* What winsock2.h has for overlapped requests. Included by winsock2.h. */
#ifndef BERTH_WS2_OVERLAPPED_H
#define BERTH_WS2_OVERLAPPED_H

#ifdef __cplusplus
extern "C" {
#endif

/* The result of an overlapped request: TRUE with *lpcbTransfer in bytes and *lpdwFlags (MSG_) when
 * it has succeeded. fWait: waits for its event first. FALSE: WSA_IO_INCOMPLETE (it goes on),
 * WSA_INVALID_HANDLE (nothing to wait for), WSAEFAULT, WSAENOTSOCK, WSA_OPERATION_ABORTED, or the
 * error that the request ended with.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsagetoverlappedresult */
BERTH_API BOOL WSAAPI WSAGetOverlappedResult(SOCKET s, LPWSAOVERLAPPED lpOverlapped,
                                             LPDWORD lpcbTransfer, BOOL fWait, LPDWORD lpdwFlags);

#ifdef __cplusplus
}
#endif
#endif
