// A provider fills every entry of its table; these it does not offer, and says so.
#include "providers/kernel/unsupported.h"

#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {
namespace {

int unsupported(SOCKET s) {
    SocketUse socket(s);
    return socket ? WSAEOPNOTSUPP : WSAENOTSOCK;
}

}  // namespace

BOOL WSPAPI qos_by_name(SOCKET s, LPWSABUF, LPQOS, LPINT error) {
    return fail(error, unsupported(s), FALSE);
}

}  // namespace berth::kernel
