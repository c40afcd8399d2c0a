// Ioctls of TCP sockets.
#include <algorithm>
#include <cerrno>
#include <cstring>

#include "mstcpip.h"
#include "mswsock.h"
#include "providers/kernel/connect_state.h"
#include "providers/kernel/error.h"
#include "providers/kernel/ioctl.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/option.h"
#include "providers/kernel/tcp_statistics.h"

namespace berth::kernel::ioctl_call {
namespace {

// Milliseconds in the kernel's whole seconds, of which there is at least one.
int seconds_of(ULONG milliseconds) {
    constexpr ULONG kLargest = 32767;
    return static_cast<int>(
        std::clamp<ULONG>(milliseconds / 1000 + (milliseconds % 1000 != 0), 1, kLargest));
}

int option_by_name(Socket& socket, int level, int name, int value) {
    const Option* option = nullptr;
    if (int code = option_find(socket, level, name, Option::kSet, &option))
        return code;
    return option->place.set ? option->place.set(socket, *option, value)
                             : option_kernel_set(socket, option->place.linux_level,
                                                 option->place.linux_name, value);
}

}  // namespace

int keepalive_values_set(Socket& socket, IoctlCall& call) {
    auto values = call.read<tcp_keepalive>();
    socket.options_set = true;
    if (!values.onoff)
        return option_by_name(socket, SOL_SOCKET, SO_KEEPALIVE, 0);
    if (int code =
            option_by_name(socket, IPPROTO_TCP, TCP_KEEPIDLE, seconds_of(values.keepalivetime)))
        return code;
    if (int code = option_by_name(socket, IPPROTO_TCP, TCP_KEEPINTVL,
                                  seconds_of(values.keepaliveinterval)))
        return code;
    return option_by_name(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
}

// Linux' loopback is as short as it gets.
int loopback_fast_path_set(Socket&, IoctlCall&) {
    return 0;
}

// The first retransmission time-out is the kernel's own; how often a SYN is repeated can be chosen.
int initial_rto_set(Socket& socket, IoctlCall& call) {
    constexpr int kLargest = 127;
    auto wanted = call.read<TCP_INITIAL_RTO_PARAMETERS>();
    if (socket.connected || socket.connecting)
        return WSAEINVAL;
    if (wanted.MaxSynRetransmissions == TCP_INITIAL_RTO_UNSPECIFIED_MAX_SYN_RETRANSMISSIONS)
        return 0;
    if (wanted.MaxSynRetransmissions == TCP_INITIAL_RTO_DEFAULT_MAX_SYN_RETRANSMISSIONS) {
        socket.kept.set(Kept::syn_retransmissions, KeptOptions::kNotSet);
        return 0;
    }
    int count = std::min<int>(wanted.MaxSynRetransmissions, kLargest);
    if (int code = option_kernel_set(socket, lnx::kIpProtoTcp, lnx::kTcpSynCnt, count))
        return code;
    socket.kept.set(Kept::syn_retransmissions, count);
    return 0;
}

// A hint. The kernel follows "acknowledge at once" until it thinks better of it.
int ack_frequency_set(Socket& socket, IoctlCall& call) {
    auto wanted = call.read<TCP_ACK_FREQUENCY_PARAMETERS>();
    return option_kernel_set(socket, lnx::kIpProtoTcp, lnx::kTcpQuickAck,
                             wanted.TcpDelayedAckFrequency == 1);
}

// What versions of Windows do differently: before Vista a receive window of at most 65,535 bytes,
// which does not grow by itself. Reductions of SO_RCVBUF are always allowed.
int compatibility_mode_set(Socket& socket, IoctlCall& call) {
    constexpr ULONG kVista = 0x06000000;  // NTDDI_LONGHORN
    constexpr int kWindowBefore = 65535;
    const auto wanted = call.read<WSA_COMPATIBILITY_MODE>();
    const int behavior = number_of(wanted.BehaviorId);
    if (behavior < WsaBehaviorAll || behavior > WsaBehaviorAutoTuning)
        return WSAEINVAL;
    if (behavior == WsaBehaviorReceiveBuffering || wanted.TargetOsVersion >= kVista)
        return 0;
    return option_kernel_set(socket, lnx::kIpProtoTcp, lnx::kTcpWindowClamp, kWindowBefore);
}

// IoPriorityHintVeryLow: the connection gets out of the others' way, where the kernel has an
// algorithm for that (TCP-LP, as LEDBAT on Windows). A hint: without one nothing changes.
int priority_hint_set(Socket& socket, IoctlCall& call) {
    static constexpr char kYielding[] = "lp", kOrdinary[] = "cubic";
    const auto hint = call.read<int>();
    if (call.out || hint < IoPriorityHintVeryLow || hint >= MaximumIoPriorityHintType)
        return WSAEINVAL;
    if (hint == IoPriorityHintVeryLow) {
        lnx::sys_setsockopt(socket.fd, lnx::kIpProtoTcp, lnx::kTcpCongestion, kYielding,
                            sizeof kYielding - 1);
        return 0;
    }
    char now[16] = {};
    unsigned length = sizeof now;
    if (lnx::sys_getsockopt(socket.fd, lnx::kIpProtoTcp, lnx::kTcpCongestion, now, &length) == 0 &&
        std::strncmp(now, kYielding, sizeof now) == 0)
        lnx::sys_setsockopt(socket.fd, lnx::kIpProtoTcp, lnx::kTcpCongestion, kOrdinary,
                            sizeof kOrdinary - 1);
    return 0;
}

namespace {

TCPSTATE state_of(uint8_t linux_state) {
    constexpr TCPSTATE kStates[] = {TCPSTATE_CLOSED,    TCPSTATE_ESTABLISHED, TCPSTATE_SYN_SENT,
                                    TCPSTATE_SYN_RCVD,  TCPSTATE_FIN_WAIT_1,  TCPSTATE_FIN_WAIT_2,
                                    TCPSTATE_TIME_WAIT, TCPSTATE_CLOSED,      TCPSTATE_CLOSE_WAIT,
                                    TCPSTATE_LAST_ACK,  TCPSTATE_LISTEN,      TCPSTATE_CLOSING,
                                    TCPSTATE_SYN_RCVD};
    return linux_state < ARRAYSIZE(kStates) ? kStates[linux_state] : TCPSTATE_CLOSED;
}

uint64_t connected_milliseconds(const Socket& socket) {
    constexpr int64_t kNanosecondsPerMillisecond = 1'000'000;
    int64_t since = socket.connected_at;
    return since == 0
               ? 0
               : static_cast<uint64_t>((connect_clock() - since) / kNanosecondsPerMillisecond);
}

TCP_INFO_v1 information_of(const Socket& socket, const TcpStatistics& statistics) {
    TCP_INFO_v1 info{};
    info.State = state_of(statistics.state);
    info.Mss = statistics.mss;
    info.ConnectionTimeMs = connected_milliseconds(socket);
    info.TimestampsEnabled = statistics.timestamps;
    info.RttUs = statistics.rtt_us;
    info.MinRttUs = statistics.rtt_min_us;
    info.BytesInFlight = statistics.in_flight;
    info.Cwnd = statistics.congestion_window;
    info.SndWnd = statistics.send_window;
    info.RcvWnd = statistics.receive_window;
    info.RcvBuf = statistics.receive_buffer;
    info.BytesOut = statistics.bytes_sent;
    info.BytesIn = statistics.bytes_received;
    info.BytesReordered = statistics.bytes_reordered;
    info.BytesRetrans = statistics.bytes_retransmitted;
    info.FastRetrans = statistics.fast_retransmissions;
    info.TimeoutEpisodes = statistics.timeouts;
    info.SynRetrans = statistics.syn_retransmissions;
    // The kernel keeps the times that sending was held up, not how often.
    uint64_t held_up = statistics.limited_by_receiver_us + statistics.limited_by_buffer_us;
    info.SndLimTimeRwin = static_cast<ULONG>(statistics.limited_by_receiver_us / 1000);
    info.SndLimTimeSnd = static_cast<ULONG>(statistics.limited_by_buffer_us / 1000);
    info.SndLimTimeCwnd =
        static_cast<ULONG>((statistics.busy_us - std::min(held_up, statistics.busy_us)) / 1000);
    return info;
}

}  // namespace

// The input is the version of the structure.
int tcp_information(Socket& socket, IoctlCall& call) {
    if (call.in_length != sizeof(DWORD))
        return WSAEMSGSIZE;
    auto version = call.read<DWORD>();
    if (version > 1 || (version == 1 && call.out_length < sizeof(TCP_INFO_v1)))
        return WSAEINVAL;
    TcpStatistics statistics{};
    if (int number = tcp_statistics_read(socket.fd, &statistics))
        return error_from_errno(number);
    TCP_INFO_v1 info = information_of(socket, statistics);
    if (version == 1)
        return call.write(info);
    TCP_INFO_v0 shorter{};  // what the two have in common comes first in both
    static_assert(offsetof(TCP_INFO_v0, SynRetrans) == offsetof(TCP_INFO_v1, SynRetrans));
    std::memcpy(&shorter, &info, offsetof(TCP_INFO_v0, SynRetrans) + sizeof shorter.SynRetrans);
    return call.write(shorter);
}

int ideal_send_backlog(Socket& socket, IoctlCall& call) {
    constexpr ULONG kLeast = 65536;
    TcpStatistics statistics{};
    if (!socket.connected)
        return WSAENOTCONN;
    if (int number = tcp_statistics_read(socket.fd, &statistics))
        return error_from_errno(number);
    return call.write<ULONG>(std::max<ULONG>(statistics.congestion_window, kLeast));
}

}  // namespace berth::kernel::ioctl_call
