// What a provider says of its sockets' requests, beside its procedure table.
#pragma once

#include "berth/socket_requests.h"

namespace berth::ws2 {

// Null: the socket's provider keeps its requests to itself. The last error stays as it is.
const berth_socket_requests* socket_requests_of(SOCKET s);

}  // namespace berth::ws2
