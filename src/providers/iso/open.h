// Procedures of the table that this provider has little to do for.
#pragma once

#include "winsock2.h"
#include "ws2spi.h"

namespace berth::iso {

int WSPAPI duplicate_socket(SOCKET s, DWORD process, LPWSAPROTOCOL_INFOW info, LPINT error);
SOCKET WSPAPI join_leaf(SOCKET s, const sockaddr* name, int length, LPWSABUF caller_data,
                        LPWSABUF callee_data, LPQOS sqos, LPQOS gqos, DWORD flags, LPINT error);
BOOL WSPAPI qos_by_name(SOCKET s, LPWSABUF name, LPQOS qos, LPINT error);
int WSPAPI cancel_blocking_call(LPINT error);

}  // namespace berth::iso
