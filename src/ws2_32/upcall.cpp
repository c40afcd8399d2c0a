// The fifteen upcalls: what ws2_32 does for a provider.
// https://learn.microsoft.com/windows/win32/winsock/upcalls-exposed-by-windows-sockets-2-dll-2
#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>

#include "winsock2.h"
#include "ws2spi.h"
#include "nt/last_error.h"
#include "ws2_32/blocking_hook.h"
#include "ws2_32/provider.h"
#include "ws2_32/socket_table.h"
#include "ws2_32/thread_id.h"

namespace berth::ws2 {
namespace {

template <typename Result>
Result upcall_fail(int code, LPINT error, Result failure) {
    if (error)
        *error = code;
    return failure;
}

int WSPAPI upcall_close_socket_handle(SOCKET s, LPINT error) {
    const Route* route = socket_routes.get(s);
    if (!route || route->ifs)
        return upcall_fail(WSAENOTSOCK, error, SOCKET_ERROR);
    socket_table_remove(s);
    non_ifs_route_release(route);
    close(static_cast<int>(s));
    return 0;
}

// Sockets of non-IFS providers have a descriptor too, so that their numbers never meet a kernel
// socket's. It is an eventfd that nobody reads.
SOCKET WSPAPI upcall_create_socket_handle(DWORD catalog_entry_id, DWORD_PTR context, LPINT error) {
    auto entry = catalog_find(catalog_entry_id);
    Route* base = nullptr;
    if (!entry || provider_route(entry, &base) != 0)
        return upcall_fail(WSAEINVAL, error, INVALID_SOCKET);
    int descriptor = eventfd(0, EFD_CLOEXEC);
    if (descriptor < 0)
        return upcall_fail(errno == EMFILE || errno == ENFILE ? WSAEMFILE : WSAENOBUFS, error,
                           INVALID_SOCKET);
    auto s = static_cast<SOCKET>(descriptor);
    const Route* route = non_ifs_route_make(*base, context);
    if (!route || !socket_table_add(s, route)) {
        non_ifs_route_release(route);
        close(descriptor);
        return upcall_fail(WSAENOBUFS, error, INVALID_SOCKET);
    }
    return s;
}

int WSPAPI upcall_fd_is_set(SOCKET s, fd_set* set) {
    return __WSAFDIsSet(s, set);
}

int WSPAPI upcall_get_provider_path(LPGUID provider, WCHAR* path, LPINT length, LPINT error) {
    return provider_path_get(provider, path, length, error);
}

// IFS handles are registered, not changed: the number of the descriptor is the SOCKET.
SOCKET WSPAPI upcall_modify_ifs_handle(DWORD catalog_entry_id, SOCKET proposed, LPINT error) {
    auto entry = catalog_find(catalog_entry_id);
    Route* route = nullptr;
    if (!entry || provider_route(entry, &route) != 0)
        return upcall_fail(WSAEINVAL, error, INVALID_SOCKET);
    if (!socket_table_add(proposed, route))
        return upcall_fail(WSAENOBUFS, error, INVALID_SOCKET);
    return proposed;
}

int WSPAPI upcall_query_blocking_callback(DWORD, LPBLOCKINGCALLBACK* callback, PDWORD_PTR context,
                                          LPINT error) {
    if (!callback || !context)
        return upcall_fail(WSAEFAULT, error, SOCKET_ERROR);
    *callback = blocking_callback(context);
    return 0;
}

int WSPAPI upcall_query_socket_handle_context(SOCKET s, PDWORD_PTR context, LPINT error) {
    const Route* route = socket_routes.get(s);
    if (!route || route->ifs)
        return upcall_fail(WSAENOTSOCK, error, SOCKET_ERROR);
    *context = route->context;
    return 0;
}

// No window exists, so none can be posted to.
BOOL WSPAPI upcall_post_message(HWND, UINT, WPARAM, LPARAM) {
    nt::last_error_set(ERROR_INVALID_WINDOW_HANDLE);
    return FALSE;
}

}  // namespace

const WSPUPCALLTABLE upcall_table = {
    .lpWPUCloseSocketHandle = upcall_close_socket_handle,
    .lpWPUCreateSocketHandle = upcall_create_socket_handle,
    .lpWPUFDIsSet = upcall_fd_is_set,
    .lpWPUGetProviderPath = upcall_get_provider_path,
    .lpWPUModifyIFSHandle = upcall_modify_ifs_handle,
    .lpWPUPostMessage = upcall_post_message,
    .lpWPUQueryBlockingCallback = upcall_query_blocking_callback,
    .lpWPUQuerySocketHandleContext = upcall_query_socket_handle_context,
};
}  // namespace berth::ws2
