// From a SOCKET to the route of its provider. The table is the only state that the API keeps of a
// socket; everything else is the provider's.
#pragma once

#include "winsock2.h"
#include "nt/descriptor_table.h"
#include "nt/last_error.h"
#include "ws2_32/blocking_hook.h"
#include "ws2_32/provider.h"
#include "ws2_32/startup.h"

namespace berth::ws2 {

extern nt::DescriptorTable<const Route> socket_routes;

// The slow path of socket_route: a descriptor that did not come from Winsock (inherited, made by
// other code in the process) is offered to the IFS providers. Sets the last error when it fails.
const Route* socket_route_miss(SOCKET s);

// The route of a socket, or null with the last error set: WSANOTINITIALISED, WSAENOTSOCK, or
// WSAEINPROGRESS inside a blocking hook.
inline const Route* socket_route(SOCKET s) {
    const Route* route = hook_runs() ? nullptr : socket_routes.get(s);
    return route ? route : socket_route_miss(s);
}

// 0, WSANOTINITIALISED or WSAENOTSOCK, for functions that take a socket only to find its provider.
int socket_check(SOCKET s);

bool socket_table_add(SOCKET s, const Route* route);
void socket_table_remove(SOCKET s);
void socket_table_clear();

// Records a provider's error as the thread's last error, and gives the API's failure value. One
// that fails without an error is WSASYSCALLFAILURE (Windows Sockets Error Codes).
template <typename Result = int>
Result socket_fail(int error, Result failure = static_cast<Result>(SOCKET_ERROR)) {
    nt::last_error_set(static_cast<DWORD>(error == 0 ? int{WSASYSCALLFAILURE} : error));
    return failure;
}

}  // namespace berth::ws2
