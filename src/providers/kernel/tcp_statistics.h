// What the kernel counts for a TCP connection, under names that winsock2.h does not claim.
#pragma once

#include <cstdint>

namespace berth::kernel {

struct TcpStatistics {
    uint8_t state;  // Linux' number
    uint8_t syn_retransmissions;
    bool timestamps;
    uint32_t mss;
    uint32_t rtt_us;
    uint32_t rtt_min_us;
    uint32_t in_flight;          // bytes
    uint32_t congestion_window;  // bytes
    uint32_t send_window;
    uint32_t receive_window;
    uint32_t receive_buffer;
    uint64_t bytes_sent;
    uint64_t bytes_received;
    uint32_t bytes_reordered;
    uint32_t bytes_retransmitted;
    uint32_t fast_retransmissions;
    uint32_t timeouts;
    uint64_t busy_us;
    uint64_t limited_by_receiver_us;
    uint64_t limited_by_buffer_us;
};

// An errno, or 0.
int tcp_statistics_read(int fd, TcpStatistics* statistics);

// Whether a connection whose time was out broke by keep-alive probes that nobody answered.
bool tcp_died_idle(int fd);

}  // namespace berth::kernel
