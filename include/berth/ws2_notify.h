/* Socket state notifications on a completion port. Included by winsock2.h.
 * https://learn.microsoft.com/windows/win32/winsock/winsock-socket-state-notifications */
#ifndef BERTH_WS2_NOTIFY_H
#define BERTH_WS2_NOTIFY_H

#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a registration asks for. */
#define SOCK_NOTIFY_REGISTER_EVENT_NONE 0x00
#define SOCK_NOTIFY_REGISTER_EVENT_IN 0x01
#define SOCK_NOTIFY_REGISTER_EVENT_OUT 0x02
#define SOCK_NOTIFY_REGISTER_EVENT_HANGUP 0x04
#define SOCK_NOTIFY_REGISTER_EVENTS_ALL                               \
    (SOCK_NOTIFY_REGISTER_EVENT_IN | SOCK_NOTIFY_REGISTER_EVENT_OUT | \
     SOCK_NOTIFY_REGISTER_EVENT_HANGUP)

/* What a notification tells. */
#define SOCK_NOTIFY_EVENT_IN SOCK_NOTIFY_REGISTER_EVENT_IN
#define SOCK_NOTIFY_EVENT_OUT SOCK_NOTIFY_REGISTER_EVENT_OUT
#define SOCK_NOTIFY_EVENT_HANGUP SOCK_NOTIFY_REGISTER_EVENT_HANGUP
#define SOCK_NOTIFY_EVENT_ERR 0x40
#define SOCK_NOTIFY_EVENT_REMOVE 0x80
#define SOCK_NOTIFY_EVENTS_ALL \
    (SOCK_NOTIFY_REGISTER_EVENTS_ALL | SOCK_NOTIFY_EVENT_ERR | SOCK_NOTIFY_EVENT_REMOVE)

#define SOCK_NOTIFY_OP_NONE 0x00
#define SOCK_NOTIFY_OP_ENABLE 0x01
#define SOCK_NOTIFY_OP_DISABLE 0x02
#define SOCK_NOTIFY_OP_REMOVE 0x04

#define SOCK_NOTIFY_TRIGGER_ONESHOT 0x01
#define SOCK_NOTIFY_TRIGGER_PERSISTENT 0x02
#define SOCK_NOTIFY_TRIGGER_LEVEL 0x04
#define SOCK_NOTIFY_TRIGGER_EDGE 0x08
#define SOCK_NOTIFY_TRIGGER_ALL                                                                 \
    (SOCK_NOTIFY_TRIGGER_ONESHOT | SOCK_NOTIFY_TRIGGER_PERSISTENT | SOCK_NOTIFY_TRIGGER_LEVEL | \
     SOCK_NOTIFY_TRIGGER_EDGE)

/* One operation on a socket's registration. completionKey counts when the registration is made.
 * registrationResult comes back: ERROR_SUCCESS, WSAENOTSOCK, WSAEOPNOTSUPP (a provider that has no
 * notifications), WSAEINVAL (flags; or registered with another port), ERROR_NOT_FOUND (nothing to
 * disable or to remove), WSAENOBUFS.
 * https://learn.microsoft.com/windows/win32/api/winsock2/ns-winsock2-sock_notify_registration */
typedef struct SOCK_NOTIFY_REGISTRATION {
    SOCKET socket;
    PVOID completionKey;
    UINT16 eventFilter;
    UINT8 operation;
    UINT8 triggerFlags;
    DWORD registrationResult;
} SOCK_NOTIFY_REGISTRATION;

/* Registers sockets with a completion port, which then receives notifications of their state, and
 * takes at most completionCount packets from it, waiting timeoutMs milliseconds or INFINITE.
 * ERROR_SUCCESS; WAIT_TIMEOUT: no packet came; with both, each registration has its own result.
 * Otherwise nothing was done: WSANOTINITIALISED, WSAEINVAL, WSAEFAULT, WSAEBADF (no such port).
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-processsocketnotifications */
BERTH_API DWORD WSAAPI ProcessSocketNotifications(HANDLE completionPort, UINT32 registrationCount,
                                                  SOCK_NOTIFY_REGISTRATION* registrationInfos,
                                                  UINT32 timeoutMs, ULONG completionCount,
                                                  OVERLAPPED_ENTRY* completionPortEntries,
                                                  UINT32* receivedEntryCount);

/* The SOCK_NOTIFY_EVENT_ bits of a packet.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-socketnotificationretrieveevents
 */
static __inline__ UINT32 SocketNotificationRetrieveEvents(OVERLAPPED_ENTRY* notification) {
    return notification->dwNumberOfBytesTransferred;
}

#ifdef __cplusplus
}
#endif
#endif
