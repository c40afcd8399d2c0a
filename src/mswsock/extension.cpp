// AcceptEx and the others as functions: each is what the socket's provider hands out for its GUID.
#include <cstring>

#include "mswsock.h"
#include "berth/accept_buffer.h"
#include "winerror.h"

namespace {

// Null with the last error set.
template <typename Function>
Function extension_of(SOCKET s, GUID id) {
    Function function = nullptr;
    DWORD returned = 0;
    if (WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function, sizeof function,
                 &returned, nullptr, nullptr) == SOCKET_ERROR)
        return nullptr;
    return function;
}

void stretch_read(char* stretch, sockaddr** address, LPINT size) {
    int length = 0;
    std::memcpy(&length, stretch, sizeof length);
    if (address)
        *address = reinterpret_cast<sockaddr*>(stretch + BERTH_ACCEPT_ADDRESS);
    if (size)
        *size = length;
}

}  // namespace

BOOL PASCAL AcceptEx(SOCKET sListenSocket, SOCKET sAcceptSocket, PVOID lpOutputBuffer,
                     DWORD dwReceiveDataLength, DWORD dwLocalAddressLength,
                     DWORD dwRemoteAddressLength, LPDWORD lpdwBytesReceived,
                     LPOVERLAPPED lpOverlapped) {
    const auto function = extension_of<LPFN_ACCEPTEX>(sListenSocket, WSAID_ACCEPTEX);
    return function ? function(sListenSocket, sAcceptSocket, lpOutputBuffer, dwReceiveDataLength,
                               dwLocalAddressLength, dwRemoteAddressLength, lpdwBytesReceived,
                               lpOverlapped)
                    : FALSE;
}

VOID PASCAL GetAcceptExSockaddrs(PVOID lpOutputBuffer, DWORD dwReceiveDataLength,
                                 DWORD dwLocalAddressLength, DWORD dwRemoteAddressLength,
                                 struct sockaddr** LocalSockaddr, LPINT LocalSockaddrLength,
                                 struct sockaddr** RemoteSockaddr, LPINT RemoteSockaddrLength) {
    if (!lpOutputBuffer)
        return;
    char* const stretch = static_cast<char*>(lpOutputBuffer) + dwReceiveDataLength;
    if (dwLocalAddressLength != 0)
        stretch_read(stretch, LocalSockaddr, LocalSockaddrLength);
    if (dwRemoteAddressLength != 0)
        stretch_read(stretch + dwLocalAddressLength, RemoteSockaddr, RemoteSockaddrLength);
}

BOOL PASCAL TransmitFile(SOCKET hSocket, HANDLE hFile, DWORD nNumberOfBytesToWrite,
                         DWORD nNumberOfBytesPerSend, LPOVERLAPPED lpOverlapped,
                         LPTRANSMIT_FILE_BUFFERS lpTransmitBuffers, DWORD dwReserved) {
    const auto function = extension_of<LPFN_TRANSMITFILE>(hSocket, WSAID_TRANSMITFILE);
    return function ? function(hSocket, hFile, nNumberOfBytesToWrite, nNumberOfBytesPerSend,
                               lpOverlapped, lpTransmitBuffers, dwReserved)
                    : FALSE;
}

int PASCAL WSARecvEx(SOCKET s, char* buf, int len, int* flags) {
    if (len < 0)
        return recv(s, buf, len, 0);  // its error
    if (!flags) {
        WSASetLastError(WSAEFAULT);
        return SOCKET_ERROR;
    }
    WSABUF buffer{static_cast<ULONG>(len), buf};
    DWORD received = 0;
    DWORD both = 0;  // what *flags says is "ignored on input"
    if (WSARecv(s, &buffer, 1, &received, &both, nullptr, nullptr) == SOCKET_ERROR) {
        // A message that was cut is no error here: the flag tells of it.
        if (WSAGetLastError() != WSAEMSGSIZE)
            return SOCKET_ERROR;
        received = static_cast<DWORD>(len);
        both |= MSG_PARTIAL;
    }
    *flags = static_cast<int>(both);
    return static_cast<int>(received);
}
