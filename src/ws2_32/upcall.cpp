// The fifteen upcalls: what ws2_32 does for a provider.
// https://learn.microsoft.com/windows/win32/winsock/upcalls-exposed-by-windows-sockets-2-dll-2
#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <limits>

#include "winsock2.h"
#include "ws2spi.h"
#include "handleapi.h"
#include "processthreadsapi.h"
#include "synchapi.h"
#include "nt/descriptor_port.h"
#include "nt/event.h"
#include "nt/handle.h"
#include "nt/last_error.h"
#include "nt/memory_probe.h"
#include "nt/poll_wake.h"
#include "winuser.h"
#include "ws2_32/blocking_hook.h"
#include "ws2_32/non_ifs_request.h"
#include "ws2_32/provider.h"
#include "ws2_32/socket_table.h"
#include "ws2_32/startup.h"
#include "ws2_32/thread_id.h"

namespace berth::ws2 {
namespace {

template <typename Result>
Result upcall_fail(int code, LPINT error, Result failure) {
    if (error)
        *error = code;
    return failure;
}

// Other handles, and sockets, are not to be closed or set as events.
bool handle_is_event(WSAEVENT event) {
    return static_cast<bool>(nt::handle_get<nt::Event>(event));
}

BOOL WSPAPI upcall_close_event(WSAEVENT event, LPINT error) {
    return handle_is_event(event) && CloseHandle(event)
               ? TRUE
               : upcall_fail(WSA_INVALID_HANDLE, error, FALSE);
}

int WSPAPI upcall_close_socket_handle(SOCKET s, LPINT error) {
    auto* const slot = socket_routes.find(s);
    const Route* route = slot ? slot->load() : nullptr;
    // Of two threads one closes it.
    if (!route || route->ifs || !slot->compare_exchange_strong(route, nullptr))
        return upcall_fail(WSAENOTSOCK, error, SOCKET_ERROR);
    non_ifs_route_release(route);
    nt::descriptor_port_forget(s);
    nt::poll_wake_all();  // WSAPoll
    close(static_cast<int>(s));
    return 0;
}

WSAEVENT WSPAPI upcall_create_event(LPINT error) {
    WSAEVENT event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    return event ? event : upcall_fail(WSA_NOT_ENOUGH_MEMORY, error, WSA_INVALID_EVENT);
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
    if (!nt::memory_is_mapped(error, sizeof *error))
        return SOCKET_ERROR;  // WSAEFAULT, which cannot be told
    return provider_path_get(provider, path, length, error);
}

// The builtin provider proposes what the kernel has just given it: there is nothing to ask.
bool handle_is_valid(SOCKET s, const CatalogEntry& entry) {
    return s <= static_cast<SOCKET>(std::numeric_limits<int>::max()) &&
           (entry.builtin_startup || fcntl(static_cast<int>(s), F_GETFD) != -1);
}

// IFS handles are registered, not changed: the number of the descriptor is the SOCKET.
SOCKET WSPAPI upcall_modify_ifs_handle(DWORD catalog_entry_id, SOCKET proposed, LPINT error) {
    auto entry = catalog_find(catalog_entry_id);
    Route* route = nullptr;
    if (!entry || provider_route(entry, &route) != 0)
        return upcall_fail(WSAEINVAL, error, INVALID_SOCKET);
    if (!handle_is_valid(proposed, *entry))
        return upcall_fail(WSAEINVAL, error, INVALID_SOCKET);
    if (!socket_table_add(proposed, route))
        return upcall_fail(WSAENOBUFS, error, INVALID_SOCKET);
    return proposed;
}

int WSPAPI upcall_query_blocking_callback(DWORD catalog_entry_id, LPBLOCKINGCALLBACK* callback,
                                          PDWORD_PTR context, LPINT error) {
    if (!nt::memory_is_mapped(callback, sizeof *callback) ||
        !nt::memory_is_mapped(context, sizeof *context))
        return upcall_fail(WSAEFAULT, error, SOCKET_ERROR);
    if (!catalog_find(catalog_entry_id))
        return upcall_fail(WSAEINVAL, error, SOCKET_ERROR);
    *callback = blocking_callback(context);
    return 0;
}

int WSPAPI upcall_query_socket_handle_context(SOCKET s, PDWORD_PTR context, LPINT error) {
    const Route* route = socket_routes.get(s);
    if (!route || route->ifs)
        return upcall_fail(WSAENOTSOCK, error, SOCKET_ERROR);
    if (nt::memory_is_null_page(context))
        return upcall_fail(WSAEFAULT, error, SOCKET_ERROR);
    *context = route->context;
    return 0;
}

BOOL WSPAPI upcall_reset_event(WSAEVENT event, LPINT error) {
    return handle_is_event(event) && ResetEvent(event)
               ? TRUE
               : upcall_fail(WSA_INVALID_HANDLE, error, FALSE);
}

BOOL WSPAPI upcall_set_event(WSAEVENT event, LPINT error) {
    return handle_is_event(event) && SetEvent(event)
               ? TRUE
               : upcall_fail(WSA_INVALID_HANDLE, error, FALSE);
}

BOOL WSPAPI upcall_post_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    return PostMessageW(window, message, wparam, lparam);
}

int WSPAPI upcall_queue_apc(LPWSATHREADID thread, LPWSAUSERAPC routine, DWORD_PTR context,
                            LPINT error) {
    if (!thread || !routine)
        return upcall_fail(WSAEFAULT, error, SOCKET_ERROR);
    if (thread->Reserved != 0 && GetThreadId(thread->ThreadHandle) != thread->Reserved)
        return upcall_fail(WSAEFAULT, error, SOCKET_ERROR);  // the thread has ended
    return QueueUserAPC(routine, thread->ThreadHandle, context)
               ? 0
               : upcall_fail(WSAEFAULT, error, SOCKET_ERROR);
}

int WSPAPI upcall_open_current_thread(LPWSATHREADID thread, LPINT error) {
    if (!startup_active())
        return upcall_fail(WSANOTINITIALISED, error, SOCKET_ERROR);
    if (!nt::memory_is_mapped(thread, sizeof *thread))
        return upcall_fail(WSAEFAULT, error, SOCKET_ERROR);
    thread->Reserved = 0;
    HANDLE self = reinterpret_cast<HANDLE>(-1);  // GetCurrentProcess()
    return DuplicateHandle(self, GetCurrentThread(), self, &thread->ThreadHandle, 0, FALSE,
                           DUPLICATE_SAME_ACCESS)
               ? 0
               : upcall_fail(WSA_NOT_ENOUGH_MEMORY, error, SOCKET_ERROR);
}

// Only what WPUOpenCurrentThread opened: the handle that goes with a call is the thread's own.
int WSPAPI upcall_close_thread(LPWSATHREADID thread, LPINT error) {
    if (!startup_active())
        return upcall_fail(WSANOTINITIALISED, error, SOCKET_ERROR);
    if (!nt::memory_is_mapped(thread, sizeof *thread))
        return upcall_fail(WSAEFAULT, error, SOCKET_ERROR);
    return thread->Reserved == 0 && GetThreadId(thread->ThreadHandle) != 0 &&
                   CloseHandle(thread->ThreadHandle)
               ? 0
               : upcall_fail(WSA_INVALID_HANDLE, error, SOCKET_ERROR);
}

}  // namespace

void non_ifs_sockets_close() {
    if (non_ifs_sockets.load(std::memory_order_relaxed) == 0)
        return;
    int ignored = 0;
    socket_routes.for_each([&](uintptr_t s, const Route* route) {
        if (!route->ifs)
            upcall_close_socket_handle(s, &ignored);
    });
}

const WSPUPCALLTABLE upcall_table = {
    .lpWPUCloseEvent = upcall_close_event,
    .lpWPUCloseSocketHandle = upcall_close_socket_handle,
    .lpWPUCreateEvent = upcall_create_event,
    .lpWPUCreateSocketHandle = upcall_create_socket_handle,
    .lpWPUFDIsSet = upcall_fd_is_set,
    .lpWPUGetProviderPath = upcall_get_provider_path,
    .lpWPUModifyIFSHandle = upcall_modify_ifs_handle,
    .lpWPUPostMessage = upcall_post_message,
    .lpWPUQueryBlockingCallback = upcall_query_blocking_callback,
    .lpWPUQuerySocketHandleContext = upcall_query_socket_handle_context,
    .lpWPUQueueApc = upcall_queue_apc,
    .lpWPUResetEvent = upcall_reset_event,
    .lpWPUSetEvent = upcall_set_event,
    .lpWPUOpenCurrentThread = upcall_open_current_thread,
    .lpWPUCloseThread = upcall_close_thread,
};
}  // namespace berth::ws2

using namespace berth;

// What a provider links with, instead of calling it through the table.
int WSPAPI WPUOpenCurrentThread(LPWSATHREADID lpThreadId, LPINT lpErrno) {
    return ws2::upcall_table.lpWPUOpenCurrentThread(lpThreadId, lpErrno);
}

int WSPAPI WPUCloseThread(LPWSATHREADID lpThreadId, LPINT lpErrno) {
    return ws2::upcall_table.lpWPUCloseThread(lpThreadId, lpErrno);
}

int WSPAPI WPUCompleteOverlappedRequest(SOCKET s, LPWSAOVERLAPPED lpOverlapped, DWORD dwError,
                                        DWORD cbTransferred, LPINT lpErrno) {
    const ws2::Route* route = ws2::socket_routes.get(s);
    const int error = !route || route->ifs                    ? WSAEINVAL
                      : nt::memory_is_null_page(lpOverlapped) ? WSAEFAULT
                                                              : 0;
    if (error != 0) {
        if (lpErrno)
            *lpErrno = error;
        return SOCKET_ERROR;
    }
    if (const DWORD failed = ws2::non_ifs_request_end(s, *lpOverlapped, dwError, cbTransferred)) {
        if (lpErrno)
            *lpErrno = failed == ERROR_NOT_ENOUGH_MEMORY ? WSAENOBUFS : WSAEINVAL;
        return SOCKET_ERROR;
    }
    return 0;
}
