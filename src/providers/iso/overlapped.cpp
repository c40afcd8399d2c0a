// WSPGetOverlappedResult, and what the generic functions on handles ask.
#include "nt/memory_probe.h"
#include "nt/overlapped.h"
#include "providers/iso/listener.h"
#include "providers/iso/request_cancel.h"
#include "providers/iso/socket.h"
#include "providers/iso/startup.h"
#include "winerror.h"

namespace berth::iso {
namespace {

int result_get(SOCKET s, const OVERLAPPED* overlapped, DWORD* transferred, bool wait,
               DWORD* flags) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return WSAENOTSOCK;
    if (nt::memory_is_null_page(overlapped) || nt::memory_is_null_page(transferred))
        return WSAEFAULT;
    const bool no_flags = nt::memory_is_null_page(flags);
    uint32_t status = 0;
    DWORD bytes = 0;
    if (const DWORD error =
            nt::overlapped_result(*overlapped, wait && !no_flags ? nt::kNever : 0, false,
                                  reactor::Reactor::process(), &status, &bytes))
        return no_flags ? WSAEFAULT : static_cast<int>(error);
    if (!nt::status_is_error(status)) {
        *transferred = bytes;
        if (!no_flags)
            *flags = overlapped->Offset;
    }
    if (no_flags)
        return WSAEFAULT;
    return static_cast<int>(nt::socket_error_from_status(status));
}

BOOL is_overlapped(SOCKET s) {
    const SocketRef socket = socket_find(s);
    return socket && (socket->flags & WSA_FLAG_OVERLAPPED);
}

DWORD cancel(SOCKET s, LPWSAOVERLAPPED overlapped, DWORD thread) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return ERROR_INVALID_HANDLE;
    const Lock guard(socket->lock);
    return socket->requests_cancel(overlapped, thread) ? 0 : DWORD{ERROR_NOT_FOUND};
}

void* driver(SOCKET) {
    return static_cast<nt::Parker*>(reactor::Reactor::process());
}

DWORD notify(SOCKET, void*, const SOCK_NOTIFY_REGISTRATION*) {
    return ERROR_NOT_SUPPORTED;
}

}  // namespace

const berth_socket_requests socket_requests = {is_overlapped, cancel, driver, notify, nullptr};

uint32_t Socket::requests_cancel(const OVERLAPPED* overlapped, uint32_t thread) {
    uint32_t count = 0;
    for (RequestQueue* queue :
         {&accepts, &connects, &receives, &expedited_receives, &sends, &expedited_sends})
        count += queue->cancel(*this, overlapped, thread);
    if (listener)
        count += listener->accepted_cancel(overlapped, thread);
    return count;
}

BOOL WSPAPI overlapped_result(SOCKET s, LPWSAOVERLAPPED overlapped, LPDWORD transferred, BOOL wait,
                              LPDWORD flags, LPINT error) {
    const int code = result_get(s, overlapped, transferred, wait != 0, flags);
    return code == 0 ? TRUE : fail(error, code, FALSE);
}

}  // namespace berth::iso
