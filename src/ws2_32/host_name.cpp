// gethostname, GetHostNameW.
// https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-gethostname
#include "nt/api.h"
#include "nt/memory_probe.h"
#include "nt/text.h"
#include "winsock2.h"
#include "ws2_32/resolver.h"
#include "ws2_32/startup.h"

namespace {

using namespace berth;

template <typename Char>
int name_get(Char* name, int length) {
    return nt::api_call<int>(SOCKET_ERROR, [&]() -> int {
        if (const int error = ws2::startup_check())
            return nt::api_fail(static_cast<DWORD>(error), SOCKET_ERROR);
        const bool is_there = nt::memory_is_mapped(name, sizeof *name);
        const auto size = static_cast<unsigned>(is_there && length > 0 ? length : 0);
        if (nt::buffer_copy(ws2::local_host_name(), name, size) >= size)
            return nt::api_fail<int>(WSAEFAULT, SOCKET_ERROR);
        return 0;
    });
}

}  // namespace

int WSAAPI gethostname(char* name, int namelen) {
    return name_get(name, namelen);
}

int WSAAPI GetHostNameW(PWSTR name, int namelen) {
    return name_get(name, namelen);
}
