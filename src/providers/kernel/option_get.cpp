// WSPGetSockOpt.
#include <algorithm>
#include <cstring>

#include "nt/memory_probe.h"
#include "providers/kernel/option.h"
#include "providers/kernel/shared_state.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {
namespace {

int option_value(Socket& socket, const Option& option, int* value) {
    const OptionPlace& place = option.place;
    if (place.get)
        return place.get(socket, option, value);
    if (place.kept != Kept::count) {
        *value = socket.kept.get(place.kept);
        return 0;
    }
    return option_kernel_get(socket, place.linux_level, place.linux_name, value);
}

int option_get(Socket& socket, int level, int name, char* value, int* length) {
    if (!nt::memory_is_mapped(length, sizeof *length) || *length < 0 ||
        !nt::memory_is_mapped(value, static_cast<size_t>(*length)))
        return WSAEFAULT;
    const Option* option = nullptr;
    if (int code = option_find(socket, level, name, Option::kGet, &option))
        return code;
    if (option->place.get_opaque)
        return option->place.get_opaque(socket, *option, value, length);
    int shortest = option_is_whole(*option) ? static_cast<int>(sizeof(DWORD)) : 1;
    if (*length < shortest)
        return WSAEFAULT;
    int whole = 0;
    if (int code = option_value(socket, *option, &whole))
        return code;
    if (option_is_flag(*option))
        whole = whole != 0;
    *length = std::min(*length, static_cast<int>(sizeof whole));
    std::memcpy(value, &whole, static_cast<size_t>(*length));
    return 0;
}

}  // namespace

int WSPAPI get_option(SOCKET s, int level, int name, char* value, LPINT length, LPINT error) {
    if (level == SOL_SOCKET && name == SO_PROTOCOL_INFOW && !sockets.get(s)) {
        // How ws2_32 asks whether a handle that it has not seen is ours.
        if (int code = socket_adopt(s))
            return fail(error, code);
    }
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    const SharedChange change(*socket);
    int code = option_get(*socket, level, name, value, length);
    return code == 0 ? 0 : fail(error, code);
}

}  // namespace berth::kernel
