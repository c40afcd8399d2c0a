// Quality of service: what a flow specification becomes in the kernel. The sending TokenRate paces
// what the socket sends; the service type is its priority and its code point (DSCP).
// https://learn.microsoft.com/windows/win32/api/qos/ns-qos-flowspec
#pragma once

#include "winsock2.h"
#include "ws2spi.h"

namespace berth::kernel {

struct Socket;

// WSAConnect's lpSQOS and SIO_SET_QOS: 0; WSAEOPNOTSUPP: it cannot be met; WSA_QOS_E...: it is
// none; WSAEFAULT.
int quality_set(Socket& socket, const QOS& quality);
// What is in effect.
QOS quality_get(Socket& socket);

// When the socket is freed.
void quality_forget(const Socket& socket);

// WSPGetQOSByName.
BOOL WSPAPI quality_by_name(SOCKET s, LPWSABUF name, LPQOS quality, LPINT error);

// A template's values. False: there is none of that name.
bool quality_template(const char* name, size_t length, QOS* quality);
// The templates' names, each ended by zero, and a zero-length one behind them; null past the last.
const char* quality_template_name(size_t index);

}  // namespace berth::kernel
