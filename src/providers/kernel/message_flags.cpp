#include "providers/kernel/message_flags.h"

#include "providers/kernel/linux.h"
#include "ws2tcpip.h"

namespace berth::kernel {
namespace {

bool has_urgent_data(const Socket& socket) {
    return socket.is_stream() && socket.family != AF_UNIX;
}

}  // namespace

int send_flags_translate(const Socket& socket, DWORD flags, int* linux_flags) {
    constexpr DWORD kKnown = MSG_OOB | MSG_DONTROUTE | MSG_PARTIAL;
    if (flags & ~kKnown)
        return WSAEINVAL;  // "an unknown flag was specified"
    if ((flags & MSG_OOB) && !has_urgent_data(socket))
        return WSAEOPNOTSUPP;
    if (flags & MSG_PARTIAL)  // for message-oriented streams, which none of these is
        return WSAEOPNOTSUPP;
    *linux_flags =
        ((flags & MSG_OOB) ? lnx::kMsgOob : 0) | ((flags & MSG_DONTROUTE) ? lnx::kMsgDontRoute : 0);
    return 0;
}

int receive_flags_translate(const Socket& socket, DWORD flags, bool overlapped, int* linux_flags) {
    constexpr DWORD kKnown = MSG_PEEK | MSG_OOB | MSG_WAITALL | MSG_PARTIAL | MSG_PUSH_IMMEDIATE;
    if (flags & ~kKnown)
        return WSAEINVAL;  // "an unknown flag was specified"
    if ((flags & MSG_OOB) && !has_urgent_data(socket))
        return WSAEOPNOTSUPP;
    if ((flags & MSG_WAITALL) &&
        (!socket.is_stream() || (flags & (MSG_PEEK | MSG_OOB | MSG_PARTIAL)) ||
         (socket.nonblocking && !overlapped)))
        return WSAEOPNOTSUPP;
    *linux_flags = ((flags & MSG_PEEK) ? lnx::kMsgPeek : 0) |
                   ((flags & MSG_OOB) ? lnx::kMsgOob : 0) |
                   ((flags & MSG_WAITALL) ? lnx::kMsgWaitAll : 0);
    return 0;
}

}  // namespace berth::kernel
