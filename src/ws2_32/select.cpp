// select, __WSAFDIsSet.
#include <optional>

#include "nt/memory_probe.h"
#include "winsock2.h"
#include "ws2_32/foreign_calls.h"
#include "ws2_32/socket_table.h"

using namespace berth;

// One provider serves one call: the sets are handed to the provider of the first socket in them.
// https://learn.microsoft.com/windows/win32/winsock/multiple-provider-restrictions-on-select-2
int WSAAPI select(int nfds, fd_set* readfds, fd_set* writefds, fd_set* exceptfds,
                  const struct timeval* timeout) {
    if (int error = ws2::startup_check())
        return ws2::socket_fail(error);
    for (const fd_set* set : {readfds, writefds, exceptfds}) {
        if (!set)
            continue;
        if (!nt::memory_is_mapped(set, sizeof set->fd_count))
            return ws2::socket_fail(WSAEFAULT);
        if (set->fd_count == 0)
            continue;
        const ws2::Route* route = ws2::socket_route(set->fd_array[0]);
        if (!route)
            return SOCKET_ERROR;
        std::optional<ws2::ForeignCall> counted;
        if (!route->entry->builtin_startup) [[unlikely]] {
            counted.emplace();
            route = ws2::socket_routes.get(set->fd_array[0], std::memory_order_seq_cst);
            if (!route)
                return ws2::socket_fail(WSAENOTSOCK);
        }
        int error = 0;
        int ready = route->procs.lpWSPSelect(nfds, readfds, writefds, exceptfds, timeout, &error);
        return ready == SOCKET_ERROR ? ws2::socket_fail(error) : ready;
    }
    return ws2::socket_fail(WSAEINVAL);  // nothing to wait for
}

int WSAAPI __WSAFDIsSet(SOCKET s, fd_set* set) {
    if (nt::memory_is_null_page(set))
        return 0;
    for (u_int i = 0; i < set->fd_count; ++i) {
        if (set->fd_array[i] == s)
            return 1;
    }
    return 0;
}
