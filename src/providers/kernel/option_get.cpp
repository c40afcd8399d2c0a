// WSPGetSockOpt.
#include <cstring>

#include "nt/memory_probe.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/protocols.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {

int WSPAPI get_option(SOCKET s, int level, int name, char* value, LPINT length, LPINT error) {
    if (level == SOL_SOCKET && name == SO_PROTOCOL_INFOW && !sockets.get(s)) {
        // How ws2_32 asks whether a handle that it has not seen is ours.
        if (int code = socket_adopt(s))
            return fail(error, code);
    }
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    if (nt::memory_is_null_page(value) || nt::memory_is_null_page(length))
        return fail(error, WSAEFAULT);
    if (level != SOL_SOCKET)
        return fail(error, WSAENOPROTOOPT);
    if (name == SO_PROTOCOL_INFOW) {
        WSAPROTOCOL_INFOW info{};
        if (*length < static_cast<int>(sizeof info))
            return fail(error, WSAEFAULT);
        if (int code = protocol_catalog_entry(socket->catalog_entry_id, &info))
            return fail(error, code);
        std::memcpy(value, &info, sizeof info);
        *length = sizeof info;
        return 0;
    }
    return fail(error, WSAENOPROTOOPT);
}

}  // namespace berth::kernel
