/*
 * What the generic functions on handles (CancelIo, CancelIoEx, CreateIoCompletionPort,
 * GetOverlappedResult) need of a provider whose sockets are handles: functions that it hands out
 * like an extension, by SIO_GET_EXTENSION_FUNCTION_POINTER. On Windows the kernel asks the
 * provider's driver.
 */
#ifndef BERTH_SOCKET_REQUESTS_H
#define BERTH_SOCKET_REQUESTS_H

#include "winsock2.h"

struct berth_socket_requests {
    /* Whether the socket may have overlapped requests (WSA_FLAG_OVERLAPPED). */
    BOOL (*overlapped)(SOCKET s);
    /* Ends the socket's requests with this OVERLAPPED (null: all), if they were started by this
     * thread (0: any). 0, ERROR_NOT_FOUND, or ERROR_INVALID_HANDLE. */
    DWORD (*cancel)(SOCKET s, LPWSAOVERLAPPED overlapped, DWORD thread);
    /* A berth::nt::Parker: who makes the socket's requests go on while a thread waits for one. Or
     * null. */
    void* (*driver)(SOCKET s);
    /* ProcessSocketNotifications: does what one registration says, on a berth::nt::CompletionPort.
     * Its result. Null where the provider has none. */
    DWORD (*notify)(SOCKET s, void* port, const SOCK_NOTIFY_REGISTRATION* registration);
    /* A berth::nt::Event that is set while the socket is signalled as a handle: it is not from the
     * start of a request on, and is again at the end of one that has no event. The caller's
     * reference; null: out of memory, or no such socket. Null where the provider has none. */
    void* (*event)(SOCKET s);
};

/* The function pointer that comes back points at a constant berth_socket_requests. */
#define WSAID_BERTH_SOCKET_REQUESTS                        \
    {                                                      \
        0x5e2c3a14, 0x7d0b, 0x4c61, {                      \
            0x9a, 0x4e, 0x31, 0x5d, 0x0c, 0x88, 0xb7, 0x20 \
        }                                                  \
    }

#endif
