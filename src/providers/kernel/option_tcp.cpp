// Options of level IPPROTO_TCP, and SO_KEEPALIVE.
// https://learn.microsoft.com/windows/win32/winsock/ipproto-tcp-socket-options
#include <algorithm>
#include <climits>

#include "providers/kernel/connect_state.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/option_call.h"
#include "providers/kernel/tcp_statistics.h"
#include "winsock2.h"

namespace berth::kernel::option_call {

// ---- keep-alive ----

namespace {

// Windows probes each second and gives up after ten probes; Linux each 75 s, nine times.
constexpr int kDefaultInterval = 1;
constexpr int kDefaultCount = 10;
constexpr int kCountLargest = 255;

int kept_or(const Socket& socket, Kept kept, int standard) {
    int value = socket.kept.get(kept);
    return value == KeptOptions::kNotSet ? standard : value;
}

int count_apply(Socket& socket, int count) {
    return option_kernel_set(socket, lnx::kIpProtoTcp, lnx::kTcpKeepCnt,
                             std::min(count, lnx::kTcpKeepCntLargest));
}

}  // namespace

int keepalive_set(Socket& socket, const Option& option, int value) {
    if (socket.connecting && connect_settle(socket) == WSAEALREADY)
        return WSAEINVAL;  // "a transitional state"
    if (value && socket.family != AF_UNIX) {
        if (socket.kept.get(Kept::keepalive_interval) == KeptOptions::kNotSet)
            option_kernel_set(socket, lnx::kIpProtoTcp, lnx::kTcpKeepIntvl, kDefaultInterval);
        if (socket.kept.get(Kept::keepalive_count) == KeptOptions::kNotSet)
            count_apply(socket, kDefaultCount);
    }
    return option_kernel_set(socket, option.place.linux_level, option.place.linux_name, value);
}

int keepalive_count_get(Socket& socket, const Option&, int* value) {
    *value = kept_or(socket, Kept::keepalive_count, kDefaultCount);
    return 0;
}

int keepalive_count_set(Socket& socket, const Option&, int value) {
    if (value < 1 || value > kCountLargest)
        return WSAEINVAL;
    if (int code = count_apply(socket, value))
        return code;
    socket.kept.set(Kept::keepalive_count, value);
    return 0;
}

// The kernel's longest time is about nine hours.
constexpr int kKeepAliveLongest = 32767;

int keepalive_idle_set(Socket& socket, const Option& option, int value) {
    if (value == 0)
        return WSAEINVAL;
    return option_kernel_set(socket, option.place.linux_level, option.place.linux_name,
                             value < 0 ? kKeepAliveLongest : std::min(value, kKeepAliveLongest));
}

int keepalive_interval_get(Socket& socket, const Option&, int* value) {
    *value = kept_or(socket, Kept::keepalive_interval, kDefaultInterval);
    return 0;
}

int keepalive_interval_set(Socket& socket, const Option&, int value) {
    if (value == 0)
        return WSAEINVAL;
    const int longest = value < 0 ? kKeepAliveLongest : std::min(value, kKeepAliveLongest);
    if (int code = option_kernel_set(socket, lnx::kIpProtoTcp, lnx::kTcpKeepIntvl, longest))
        return code;
    socket.kept.set(Kept::keepalive_interval, value);
    return 0;
}

// ---- TCP_MAXRT: how long unacknowledged data, the SYN among them, is repeated ----

int connect_timeout_get(Socket& socket, const Option&, int* value) {
    *value = socket.connect_timeout_seconds;
    return 0;
}

int connect_timeout_set(Socket& socket, const Option& option, int value) {
    constexpr int kLargest = INT_MAX / 1000;
    if (value < -1)
        return WSAEINVAL;
    value = std::min(value, kLargest);
    return connect_timeout_ms_set(socket, option, value < 0 ? value : value * 1000);
}

int connect_timeout_ms_set(Socket& socket, const Option&, int value) {
    if (value < -1)
        return WSAEINVAL;
    // The kernel has no "for ever": -1 is its own limit, of some 15 minutes.
    if (int code =
            option_kernel_set(socket, lnx::kIpProtoTcp, lnx::kTcpUserTimeout, std::max(value, 0)))
        return code;
    socket.kept.set(Kept::connect_timeout_ms, value);
    socket.connect_timeout_seconds = value < 0 ? value : (value + 999) / 1000;
    return 0;
}

// ---- urgent data: as BSD has it, like the kernel. The other reading cannot be had. ----

int expedited_1122_get(Socket&, const Option&, int* value) {
    *value = 0;
    return 0;
}

int expedited_1122_set(Socket&, const Option&, int value) {
    return value ? WSAENOPROTOOPT : 0;
}

int expedited_bsd_get(Socket&, const Option&, int* value) {
    *value = 1;
    return 0;
}

int expedited_bsd_set(Socket&, const Option&, int value) {
    return value ? 0 : WSAENOPROTOOPT;
}

// ---- others ----

// A setting of the whole system (net.ipv4.tcp_timestamps), on unless somebody turned it off.
int timestamps_get(Socket& socket, const Option&, int* value) {
    TcpStatistics statistics{};
    *value = 1;
    if (socket.connected && tcp_statistics_read(socket.fd, &statistics) == 0)
        *value = statistics.timestamps;
    return 0;
}

int timestamps_set(Socket&, const Option&, int value) {
    return value ? 0 : WSAENOPROTOOPT;
}

// For a listener. A client's part is ConnectEx', which has the data in hand.
int fast_open_set(Socket& socket, const Option&, int value) {
    constexpr int kQueue = 256;
    if (!socket.connected && !socket.connecting) {
        if (int code =
                option_kernel_set(socket, lnx::kIpProtoTcp, lnx::kTcpFastOpen, value ? kQueue : 0))
            return code;
    }
    socket.kept.set(Kept::fast_open, value);
    return 0;
}

}  // namespace berth::kernel::option_call
