// WSPIoctl.
#include <cerrno>
#include <cstring>

#include "nt/memory_probe.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {

int WSPAPI control(SOCKET s, DWORD code, LPVOID in, DWORD in_length, LPVOID, DWORD,
                   LPDWORD returned, LPWSAOVERLAPPED, LPWSAOVERLAPPED_COMPLETION_ROUTINE,
                   LPWSATHREADID, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    if (nt::memory_is_null_page(returned))
        return fail(error, WSAEFAULT);
    if (code != static_cast<DWORD>(FIONBIO))
        return fail(error, WSAEOPNOTSUPP);
    u_long on = 0;
    if (in_length < sizeof on || nt::memory_is_null_page(in))
        return fail(error, WSAEFAULT);
    std::memcpy(&on, in, sizeof on);
    std::lock_guard guard(socket->lock);
    if (lnx::sys_fcntl(socket->fd, lnx::kFSetFl, on ? lnx::kONonblock : 0) != 0)
        return fail(error, error_from_errno(errno));
    socket->nonblocking = on != 0;
    *returned = 0;
    return 0;
}

}  // namespace berth::kernel
