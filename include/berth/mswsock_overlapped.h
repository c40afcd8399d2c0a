/* Overlapped extensions that mswsock exports as functions. Included by mswsock.h. */
#ifndef BERTH_MSWSOCK_OVERLAPPED_H
#define BERTH_MSWSOCK_OVERLAPPED_H

#ifdef __cplusplus
extern "C" {
#endif

/* Accepts a connection into a socket that the program made, and receives its first data.
 * The lengths are in bytes; each of the addresses' is at least 16 more than the longest address.
 * FALSE: ERROR_IO_PENDING, WSAEINVAL, WSAEFAULT, WSAENOTSOCK, WSAECONNRESET.
 * https://learn.microsoft.com/windows/win32/api/mswsock/nf-mswsock-acceptex */
BERTH_API BOOL PASCAL AcceptEx(SOCKET sListenSocket, SOCKET sAcceptSocket, PVOID lpOutputBuffer,
                               DWORD dwReceiveDataLength, DWORD dwLocalAddressLength,
                               DWORD dwRemoteAddressLength, LPDWORD lpdwBytesReceived,
                               LPOVERLAPPED lpOverlapped);
/* Finds the addresses in AcceptEx' output buffer; the lengths are those that AcceptEx got.
 * https://learn.microsoft.com/windows/win32/api/mswsock/nf-mswsock-getacceptexsockaddrs */
BERTH_API VOID PASCAL GetAcceptExSockaddrs(PVOID lpOutputBuffer, DWORD dwReceiveDataLength,
                                           DWORD dwLocalAddressLength, DWORD dwRemoteAddressLength,
                                           struct sockaddr** LocalSockaddr,
                                           LPINT LocalSockaddrLength,
                                           struct sockaddr** RemoteSockaddr,
                                           LPINT RemoteSockaddrLength);

/* Sends a file (or NULL) over a connected stream, with memory before and after it. The bytes of the
 * file: 0 means to its end; from the offset in lpOverlapped, or the file's position. dwReserved:
 * TF_ flags. FALSE: ERROR_IO_PENDING, WSAEINVAL, WSAEFAULT, WSAENOTCONN, WSAESHUTDOWN, WSAENOTSOCK,
 * send's. https://learn.microsoft.com/windows/win32/api/mswsock/nf-mswsock-transmitfile */
BERTH_API BOOL PASCAL TransmitFile(SOCKET hSocket, HANDLE hFile, DWORD nNumberOfBytesToWrite,
                                   DWORD nNumberOfBytesPerSend, LPOVERLAPPED lpOverlapped,
                                   LPTRANSMIT_FILE_BUFFERS lpTransmitBuffers, DWORD dwReserved);
/* recv whose flags come back: MSG_PARTIAL where a message was only received in part. len in bytes.
 * SOCKET_ERROR: recv's.
 * https://learn.microsoft.com/windows/win32/api/mswsock/nf-mswsock-wsarecvex */
BERTH_API int PASCAL WSARecvEx(SOCKET s, char* buf, int len, int* flags);

#ifdef __cplusplus
}
#endif
#endif
