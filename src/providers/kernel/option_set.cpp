// WSPSetSockOpt.
#include <algorithm>
#include <cstring>

#include "nt/memory_probe.h"
#include "providers/kernel/option.h"
#include "providers/kernel/option_carry.h"
#include "providers/kernel/shared_state.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"
#include "ws2tcpip.h"

namespace berth::kernel {
namespace {

constexpr int kOctetLargest = 255;

int option_value_set(Socket& socket, const Option& option, int value) {
    const OptionPlace& place = option.place;
    if (place.set)
        return place.set(socket, option, value);
    if (place.linux_level >= 0)
        return option_kernel_set(socket, place.linux_level, place.linux_name, value);
    socket.kept.set(place.kept, value);
    return 0;
}

int option_set(Socket& socket, int level, int name, const char* value, int length) {
    const Option* option = nullptr;
    if (int code = option_find(socket, level, name, Option::kSet, &option))
        return code;
    // "If optval is set to NULL on call to setsockopt, the default IPv6 interface is used."
    if (!value && ((level == IPPROTO_IPV6 && name == IPV6_MULTICAST_IF) ||
                   (level == IPPROTO_IP && name == IP_MULTICAST_IF)))
        return option_value_set(socket, *option, 0);
    // SO_UPDATE_CONNECT_CONTEXT comes without a value.
    bool nothing = length == 0 && option->place.set_opaque;
    if (length < 0 || (!nothing && !nt::memory_is_mapped(value, static_cast<size_t>(length))))
        return WSAEFAULT;
    if (option_is_carried(level, name))
        socket.options_set = true;
    if (option->place.set_opaque)
        return option->place.set_opaque(socket, *option, value, length);
    int shortest = option_is_whole(*option) ? static_cast<int>(sizeof(DWORD)) : 1;
    if (length < shortest)
        return WSAEFAULT;
    int whole = 0;
    std::memcpy(&whole, value, std::min(static_cast<size_t>(length), sizeof whole));
    if (option_is_flag(*option))
        whole = whole != 0;
    if (option->form == OptionForm::octet && (whole < 0 || whole > kOctetLargest))
        return WSAEINVAL;
    return option_value_set(socket, *option, whole);
}

}  // namespace

int WSPAPI set_option(SOCKET s, int level, int name, const char* value, int length, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    const SharedChange change(*socket);
    int code = option_set(*socket, level, name, value, length);
    return code == 0 ? 0 : fail(error, code);
}

}  // namespace berth::kernel
