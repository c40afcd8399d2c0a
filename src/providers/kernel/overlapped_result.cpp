// WSPGetOverlappedResult.
#include "nt/memory_probe.h"
#include "nt/overlapped.h"
#include "providers/kernel/request_cancel.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {
namespace {

int result_get(SOCKET s, const OVERLAPPED* overlapped, DWORD* transferred, bool wait,
               DWORD* flags) {
    if (!SocketUse(s))
        return WSAENOTSOCK;
    if (nt::memory_is_null_page(overlapped) || nt::memory_is_null_page(transferred))
        return WSAEFAULT;
    // Programs get by with a wrong pointer to flags that they do not look at: the count is told
    // before.
    const bool no_flags = nt::memory_is_null_page(flags);
    auto* driver = nt::overlapped_is_pending(*overlapped)
                       ? static_cast<nt::Parker*>(socket_requests.driver(s))
                       : nullptr;
    uint32_t status = 0;
    DWORD bytes = 0;
    if (const DWORD error = nt::overlapped_result(*overlapped, wait && !no_flags ? nt::kNever : 0,
                                                  false, driver, &status, &bytes))
        return no_flags ? WSAEFAULT : static_cast<int>(error);
    // A request that failed tells no count, save one that brought a part of a message.
    if (!nt::status_is_error(status)) {
        *transferred = bytes;
        if (!no_flags)
            *flags = overlapped->Offset;
    }
    if (no_flags)
        return WSAEFAULT;
    return static_cast<int>(nt::socket_error_from_status(status));
}

}  // namespace

BOOL WSPAPI overlapped_result(SOCKET s, LPWSAOVERLAPPED overlapped, LPDWORD transferred, BOOL wait,
                              LPDWORD flags, LPINT error) {
    const int code = result_get(s, overlapped, transferred, wait != 0, flags);
    return code == 0 ? TRUE : fail(error, code, FALSE);
}

}  // namespace berth::kernel
