// Whom connect and ConnectEx are to reach.
#pragma once

#include "providers/iso/socket.h"

namespace berth::iso {

// 0 or a WSA code: WSAEADDRNOTAVAIL where nobody can be reached by it.
int peer_address_read(const Socket& socket, const sockaddr* name, int length, IsoAddress* to);

}  // namespace berth::iso
