// Values of socket options that the kernel does not keep for us, or keeps in another form.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace berth::kernel {

enum class Kept : uint8_t {
    // Numbers.
    send_buffer,  // as set; kNotSet: the kernel's own
    receive_buffer,
    send_timeout,  // ms
    receive_timeout,
    connect_timeout_ms,
    keepalive_count,
    keepalive_interval,
    fast_open,
    multicast_interface,  // IPv4: its index
    protection_level,
    coalesced_size,
    syn_retransmissions,  // SIO_TCP_INITIAL_RTO
    // From here on flags, 0 or 1.
    debug,
    dont_route,
    randomize_port,
    port_scalability,
    reuse_unicast_port,
    reuse_multicast_port,
    udp_netreset,
    // Which packets do not come: receive_filter.h.
    v4_no_multicast_loop,
    v6_no_multicast_loop,
    no_broadcast,
    v4_interface_list,
    v6_interface_list,
    interfaces_listed,
    receives_all,
    port_reserved,          // port_reservation.h knows the socket
    port_from_reservation,  // ... and has its port
    message_receiver,       // WSARecvMsg was called: it tells broadcasts and multicasts
    fail_connect_on_icmp,
    security_asked,  // SIO_SET_SECURITY
    rarely_kept,     // option_rare.h knows the socket
    // What control information a received message carries.
    v4_packet_info,
    v4_receive_interface,
    v4_arrival_interface,
    v4_hop_limit,
    v4_traffic_class,
    v4_ecn,
    v6_packet_info,
    v6_receive_interface,
    v6_arrival_interface,
    v6_hop_limit,
    v6_traffic_class,
    v6_ecn,
    count
};

class KeptOptions {
  public:
    static constexpr size_t kCount = static_cast<size_t>(Kept::count);
    static constexpr int kNotSet = -1;
    using Values = std::array<int32_t, kCount>;

    KeptOptions() {
        for (Kept option :
             {Kept::send_buffer, Kept::receive_buffer, Kept::connect_timeout_ms,
              Kept::keepalive_count, Kept::keepalive_interval, Kept::syn_retransmissions})
            set(option, kNotSet);
        set(Kept::udp_netreset, 1);
        set(Kept::protection_level, kNotSet);
    }
    KeptOptions(const KeptOptions& other) : KeptOptions(other.values()) {}
    explicit KeptOptions(const Values& values) { assign(values); }
    KeptOptions& operator=(const KeptOptions& other) {
        assign(other.values());
        return *this;
    }
    ~KeptOptions() = default;

    int get(Kept option) const {
        if (option < Kept::debug)
            return numbers_[static_cast<size_t>(option)].load(std::memory_order_relaxed);
        return (flags_.load(std::memory_order_relaxed) & bit(option)) != 0;
    }
    void set(Kept option, int value) {
        if (option < Kept::debug)
            numbers_[static_cast<size_t>(option)].store(value, std::memory_order_relaxed);
        else if (value != 0)
            flags_.fetch_or(bit(option), std::memory_order_relaxed);
        else
            flags_.fetch_and(~bit(option), std::memory_order_relaxed);
    }

    Values values() const {
        Values copy;
        for (size_t i = 0; i < kCount; ++i)
            copy[i] = get(static_cast<Kept>(i));
        return copy;
    }
    void assign(const Values& values) {
        for (size_t i = 0; i < kCount; ++i)
            set(static_cast<Kept>(i), values[i]);
    }

  private:
    static constexpr size_t kNumbers = static_cast<size_t>(Kept::debug);
    static_assert(kCount - kNumbers <= 32);
    static constexpr uint32_t bit(Kept option) {
        return 1u << (static_cast<size_t>(option) - kNumbers);
    }

    std::array<std::atomic<int32_t>, kNumbers> numbers_{};
    std::atomic<uint32_t> flags_{0};
};

}  // namespace berth::kernel
