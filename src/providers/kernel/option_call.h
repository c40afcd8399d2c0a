// The options whose values need more than a copy: the functions of the table's rows.
#pragma once

#include "providers/kernel/option.h"

namespace berth::kernel::option_call {

// option_socket.cpp
int listening_get(Socket&, const Option&, int* value);
int reuse_address_get(Socket&, const Option&, int* value);
int reuse_address_set(Socket&, const Option&, int value);
int exclusive_address_get(Socket&, const Option&, int* value);
int exclusive_address_set(Socket&, const Option&, int value);
int conditional_accept_get(Socket&, const Option&, int* value);
int conditional_accept_set(Socket&, const Option&, int value);
int linger_get(Socket&, const Option&, char* value, int* length);
int linger_set(Socket&, const Option&, const char* value, int length);
int dont_linger_get(Socket&, const Option&, int* value);
int dont_linger_set(Socket&, const Option&, int value);
int buffer_get(Socket&, const Option&, int* value);
int buffer_set(Socket&, const Option&, int value);
int timeout_set(Socket&, const Option&, int value);
int error_get(Socket&, const Option&, int* value);
int type_get(Socket&, const Option&, int* value);
int group_get(Socket&, const Option&, int* value);
int configuration_get(Socket&, const Option&, int* value);
int configuration_set(Socket&, const Option&, int value);
int bsp_state_get(Socket&, const Option&, char* value, int* length);
int protocol_info_get(Socket&, const Option&, char* value, int* length);
int message_size_get(Socket&, const Option&, int* value);
int connect_time_get(Socket&, const Option&, int* value);
int compartment_get(Socket&, const Option&, int* value);
int compartment_set(Socket&, const Option&, int value);
int context_update(Socket&, const Option&, const char* value, int length);
int unsupported_get(Socket&, const Option&, int* value);
int unsupported_set(Socket&, const Option&, int value);
int randomize_port_set(Socket&, const Option&, int value);
int shared_port_set(Socket&, const Option&, int value);
int multicast_port_set(Socket&, const Option&, int value);
int dont_route_set(Socket&, const Option&, int value);
int urgent_inline_set(Socket&, const Option&, int value);

// accept_pause.cpp
int pause_accept_get(Socket&, const Option&, int* value);
int pause_accept_set(Socket&, const Option&, int value);

// option_tcp.cpp
int keepalive_set(Socket&, const Option&, int value);
int keepalive_count_get(Socket&, const Option&, int* value);
int keepalive_count_set(Socket&, const Option&, int value);
int keepalive_idle_set(Socket&, const Option&, int value);
int keepalive_interval_get(Socket&, const Option&, int* value);
int keepalive_interval_set(Socket&, const Option&, int value);
int connect_timeout_get(Socket&, const Option&, int* value);
int connect_timeout_set(Socket&, const Option&, int value);
int connect_timeout_ms_set(Socket&, const Option&, int value);
int expedited_1122_get(Socket&, const Option&, int* value);
int expedited_1122_set(Socket&, const Option&, int value);
int expedited_bsd_get(Socket&, const Option&, int* value);
int expedited_bsd_set(Socket&, const Option&, int value);
int timestamps_get(Socket&, const Option&, int* value);
int timestamps_set(Socket&, const Option&, int value);
int fast_open_set(Socket&, const Option&, int value);
int icmp_error_get(Socket&, const Option&, char* value, int* length);

// option_ip.cpp
int ancillary_set(Socket&, const Option&, int value);
int hop_limit_set(Socket&, const Option&, int value);
int header_included_get(Socket&, const Option&, int* value);
int header_included_set(Socket&, const Option&, int value);
int ipv6_only_get(Socket&, const Option&, int* value);
int ipv6_only_set(Socket&, const Option&, int value);
int dont_fragment_get(Socket&, const Option&, int* value);
int dont_fragment_set(Socket&, const Option&, int value);
int path_mtu_discovery_get(Socket&, const Option&, int* value);
int path_mtu_discovery_set(Socket&, const Option&, int value);
int ip_options_get(Socket&, const Option&, char* value, int* length);
int ip_options_set(Socket&, const Option&, const char* value, int length);
int unicast_interface_get(Socket&, const Option&, int* value);
int unicast_interface_set(Socket&, const Option&, int value);
int unicast_interface_set_network_order(Socket&, const Option&, int value);
int user_mtu_get(Socket&, const Option&, int* value);
int user_mtu_set(Socket&, const Option&, int value);
int protection_level_get(Socket&, const Option&, int* value);
int protection_level_set(Socket&, const Option&, int value);
int coalesced_size_set(Socket&, const Option&, int value);
int checksum_coverage_get(Socket&, const Option&, int* value);
int checksum_coverage_set(Socket&, const Option&, int value);

// option_receive.cpp
int receive_broadcast_get(Socket&, const Option&, int* value);
int receive_broadcast_set(Socket&, const Option&, int value);
int multicast_loop_get(Socket&, const Option&, int* value);
int multicast_loop_set(Socket&, const Option&, int value);
int interface_list_on_get(Socket&, const Option&, int* value);
int interface_list_on_set(Socket&, const Option&, int value);
int interface_list_add(Socket&, const Option&, int value);
int interface_list_remove(Socket&, const Option&, int value);
int interface_list_get(Socket&, const Option&, char* value, int* length);

// option_multicast.cpp
int multicast_interface_get(Socket&, const Option&, int* value);
int multicast_interface_set(Socket&, const Option&, int value);
int membership_set(Socket&, const Option&, const char* value, int length);
int source_membership_set(Socket&, const Option&, const char* value, int length);
int membership6_set(Socket&, const Option&, const char* value, int length);
int group_set(Socket&, const Option&, const char* value, int length);
int group_source_set(Socket&, const Option&, const char* value, int length);

}  // namespace berth::kernel::option_call
