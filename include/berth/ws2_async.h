/* winsock2.h's part on look-ups that are told of by a window message. */
#ifndef BERTH_WS2_ASYNC_H
#define BERTH_WS2_ASYNC_H

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Each starts a look-up and returns its number, or 0: WSANOTINITIALISED, WSAEINVAL (no such
 * window), WSAEWOULDBLOCK. When it is done, hWnd gets wMsg with the number as wParam;
 * WSAGETASYNCERROR(lParam) is 0 or the error. buf then holds the structure and all it points to;
 * WSAENOBUFS: buflen bytes are too few, and WSAGETASYNCBUFLEN(lParam) are needed.
 */
/* gethostbyaddr.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsaasyncgethostbyaddr */
BERTH_API HANDLE WSAAPI WSAAsyncGetHostByAddr(HWND hWnd, u_int wMsg, const char* addr, int len,
                                              int type, char* buf, int buflen);
/* gethostbyname.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsaasyncgethostbyname */
BERTH_API HANDLE WSAAPI WSAAsyncGetHostByName(HWND hWnd, u_int wMsg, const char* name, char* buf,
                                              int buflen);
/* getprotobyname.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsaasyncgetprotobyname */
BERTH_API HANDLE WSAAPI WSAAsyncGetProtoByName(HWND hWnd, u_int wMsg, const char* name, char* buf,
                                               int buflen);
/* getprotobynumber.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsaasyncgetprotobynumber */
BERTH_API HANDLE WSAAPI WSAAsyncGetProtoByNumber(HWND hWnd, u_int wMsg, int number, char* buf,
                                                 int buflen);
/* getservbyname.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsaasyncgetservbyname */
BERTH_API HANDLE WSAAPI WSAAsyncGetServByName(HWND hWnd, u_int wMsg, const char* name,
                                              const char* proto, char* buf, int buflen);
/* getservbyport; port in network byte order.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsaasyncgetservbyport */
BERTH_API HANDLE WSAAPI WSAAsyncGetServByPort(HWND hWnd, u_int wMsg, int port, const char* proto,
                                              char* buf, int buflen);
/*
 * Neither a message comes nor is the buffer written any more. SOCKET_ERROR: WSAEINVAL (no such
 * look-up), WSAEALREADY (it is done).
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsacancelasyncrequest
 */
BERTH_API int WSAAPI WSACancelAsyncRequest(HANDLE hAsyncTaskHandle);

#ifdef __cplusplus
}
#endif
#endif
