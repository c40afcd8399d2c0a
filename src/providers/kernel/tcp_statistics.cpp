#include "providers/kernel/tcp_statistics.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace berth::kernel {

int tcp_statistics_read(int fd, TcpStatistics* statistics) {
    tcp_info info;
    std::memset(&info, 0, sizeof info);  // an older kernel fills in less
    socklen_t length = sizeof info;
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
        return errno;
    int buffer = 0;
    length = sizeof buffer;
    getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, &length);
    *statistics = {};
    statistics->state = info.tcpi_state;
    // While the SYN is on its way every retransmission is one of it.
    if (info.tcpi_state == 2 || info.tcpi_state == 3)  // TCP_SYN_SENT, TCP_SYN_RECV
        statistics->syn_retransmissions = info.tcpi_retransmits;
    statistics->timestamps = (info.tcpi_options & TCPI_OPT_TIMESTAMPS) != 0;
    statistics->mss = info.tcpi_snd_mss;
    statistics->rtt_us = info.tcpi_rtt;
    statistics->rtt_min_us = info.tcpi_min_rtt == ~0U ? info.tcpi_rtt : info.tcpi_min_rtt;
    statistics->in_flight =
        (info.tcpi_unacked - info.tcpi_sacked - info.tcpi_lost + info.tcpi_retrans) *
        info.tcpi_snd_mss;
    statistics->congestion_window = info.tcpi_snd_cwnd * info.tcpi_snd_mss;
    statistics->send_window = info.tcpi_snd_wnd;
    statistics->receive_window = info.tcpi_rcv_space;
    statistics->receive_buffer = static_cast<uint32_t>(buffer);
    statistics->bytes_sent = info.tcpi_bytes_sent;
    statistics->bytes_received = info.tcpi_bytes_received;
    statistics->bytes_reordered = info.tcpi_reord_seen * info.tcpi_snd_mss;
    statistics->bytes_retransmitted = static_cast<uint32_t>(info.tcpi_bytes_retrans);
    statistics->fast_retransmissions = info.tcpi_total_retrans;
    statistics->timeouts = info.tcpi_backoff;
    statistics->busy_us = info.tcpi_busy_time;
    statistics->limited_by_receiver_us = info.tcpi_rwnd_limited;
    statistics->limited_by_buffer_us = info.tcpi_sndbuf_limited;
    return 0;
}

bool tcp_died_idle(int fd) {
    int on = 0;
    socklen_t length = sizeof on;
    if (getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, &length) != 0 || on == 0)
        return false;
    tcp_info info;
    std::memset(&info, 0, sizeof info);
    length = sizeof info;
    return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) == 0 && info.tcpi_probes > 0 &&
           info.tcpi_retransmits == 0;
}

}  // namespace berth::kernel
