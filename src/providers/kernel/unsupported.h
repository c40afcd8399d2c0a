// The procedures of the table that this provider answers with WSAEOPNOTSUPP.
#pragma once

#include "winsock2.h"
#include "ws2spi.h"

namespace berth::kernel {

BOOL WSPAPI qos_by_name(SOCKET s, LPWSABUF name, LPQOS qos, LPINT error);

}  // namespace berth::kernel
