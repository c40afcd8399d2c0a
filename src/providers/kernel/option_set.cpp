// WSPSetSockOpt.
#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {

int WSPAPI set_option(SOCKET s, int, int, const char*, int, LPINT error) {
    SocketUse socket(s);
    return fail(error, socket ? WSAENOPROTOOPT : WSAENOTSOCK);
}

}  // namespace berth::kernel
