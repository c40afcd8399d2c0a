#include "../scenario.h"

// A socket that is not for overlapped requests has no port.
#include "port.h"
SCENARIO(port_socket_not_overlapped) {
    HANDLE port = new_port();
    SOCKET plain = WSASocketA(AF_INET, SOCK_STREAM, IPPROTO_TCP, nullptr, 0, 0);
    SOCKET overlapped =
        WSASocketA(AF_INET, SOCK_STREAM, IPPROTO_TCP, nullptr, 0, WSA_FLAG_OVERLAPPED);
    success("without the flag",
            CreateIoCompletionPort(reinterpret_cast<HANDLE>(plain), port, 1, 0) != nullptr);
    success("with it",
            CreateIoCompletionPort(reinterpret_cast<HANDLE>(overlapped), port, 1, 0) != nullptr);
}
