// The ioctls: one row of a table for each (ioctl.cpp).
#pragma once

#include <cstdint>
#include <cstring>

#include "providers/kernel/socket.h"

namespace berth::kernel {

// The number behind an enumerator that the program gave: it may be none of them.
template <typename Enum>
int number_of(const Enum& value) {
    int number = 0;
    static_assert(sizeof number == sizeof value);
    std::memcpy(&number, &value, sizeof number);
    return number;
}

struct OverlappedCall;

// A caller's buffers. They are mapped as far as they say, and at least as long as the row asks.
struct IoctlCall {
    DWORD code;
    const char* in;
    DWORD in_length;
    char* out;
    DWORD out_length;
    DWORD* returned;
    const OverlappedCall* later;  // null: not overlapped

    template <typename T>
    T read() const {
        T value{};
        std::memcpy(&value, in, sizeof value);
        return value;
    }
    template <typename T>
    int write(const T& value) {
        std::memcpy(out, &value, sizeof value);
        *returned = sizeof value;
        return 0;
    }
    // For a flag: Windows is content with one byte.
    bool read_flag() const {
        int value = 0;
        std::memcpy(&value, in, in_length < sizeof value ? in_length : sizeof value);
        return value != 0;
    }
};

// Each returns 0 or a WSA code.
using IoctlFunction = int (*)(Socket& socket, IoctlCall& call);

namespace ioctl_call {

// ioctl_socket.cpp
int mode_set(Socket&, IoctlCall&);
int bytes_readable(Socket&, IoctlCall&);
int at_mark(Socket&, IoctlCall&);
int base_handle(Socket&, IoctlCall&);
int poll_handle(Socket&, IoctlCall&);
int connreset_set(Socket&, IoctlCall&);
int netreset_set(Socket&, IoctlCall&);
int multicast_loop_set(Socket&, IoctlCall&);
int multicast_scope_set(Socket&, IoctlCall&);
int cpu_affinity_set(Socket&, IoctlCall&);
int processor_information(Socket&, IoctlCall&);
int scalability_information(Socket&, IoctlCall&);
int peer_process(Socket&, IoctlCall&);
int no_such_option(Socket&, IoctlCall&);

// receive_all.cpp
int receive_all_set(Socket&, IoctlCall&);

// port_reservation.cpp
int port_reservation_acquire(Socket&, IoctlCall&);
int port_reservation_associate(Socket&, IoctlCall&);
int port_reservation_release(Socket&, IoctlCall&);

// quality.cpp
int quality_of_service_set(Socket&, IoctlCall&);
int quality_of_service_get(Socket&, IoctlCall&);

// extension.cpp
int extension_function(Socket&, IoctlCall&);
int extension_functions(Socket&, IoctlCall&);

// option_multicast.cpp
int source_filter_set(Socket&, IoctlCall&);
int source_filter_get(Socket&, IoctlCall&);
int group_filter_set(Socket&, IoctlCall&);
int group_filter_get(Socket&, IoctlCall&);

// ioctl_tcp.cpp
int keepalive_values_set(Socket&, IoctlCall&);
int loopback_fast_path_set(Socket&, IoctlCall&);
int initial_rto_set(Socket&, IoctlCall&);
int ack_frequency_set(Socket&, IoctlCall&);
int compatibility_mode_set(Socket&, IoctlCall&);
int priority_hint_set(Socket&, IoctlCall&);
int tcp_information(Socket&, IoctlCall&);
int ideal_send_backlog(Socket&, IoctlCall&);

// ioctl_security.cpp
int security_set(Socket&, IoctlCall&);
int security_query(Socket&, IoctlCall&);
int peer_target_name_set(Socket&, IoctlCall&);
int peer_target_name_delete(Socket&, IoctlCall&);

// ioctl_address.cpp
int address_list(Socket&, IoctlCall&);
int address_list_sort(Socket&, IoctlCall&);
int routing_interface(Socket&, IoctlCall&);
int interface_list(Socket&, IoctlCall&);
int broadcast_address(Socket&, IoctlCall&);
int address_list_change(Socket&, IoctlCall&);
int routing_interface_change(Socket&, IoctlCall&);

}  // namespace ioctl_call

}  // namespace berth::kernel
