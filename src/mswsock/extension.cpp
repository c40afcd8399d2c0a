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
