// How a connection request becomes a connection.
#pragma once

#include "providers/iso/listener.h"
#include "providers/iso/socket.h"

namespace berth::iso {

// What goes to the client with the confirmation.
struct Confirmation {
    Octets callee_data;
    QualityParameters quality;
};

// Answers the request with a CC and gives the connection to `socket`, which has a SOCKET and no
// connection. Both under their locks.
void request_accept(ConnectionRequest& request, Socket& socket, const Confirmation& confirmation);

}  // namespace berth::iso
