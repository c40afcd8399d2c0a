// The procedures of the table that this provider answers with WSAEOPNOTSUPP.
#pragma once

#include "winsock2.h"
#include "ws2spi.h"

namespace berth::kernel {

int WSPAPI async_select(SOCKET s, HWND window, unsigned int message, long events, LPINT error);
int WSPAPI event_select(SOCKET s, WSAEVENT event, long events, LPINT error);
int WSPAPI enum_network_events(SOCKET s, WSAEVENT event, LPWSANETWORKEVENTS events, LPINT error);
BOOL WSPAPI overlapped_result(SOCKET s, LPWSAOVERLAPPED overlapped, LPDWORD transferred, BOOL wait,
                              LPDWORD flags, LPINT error);
BOOL WSPAPI qos_by_name(SOCKET s, LPWSABUF name, LPQOS qos, LPINT error);

}  // namespace berth::kernel
