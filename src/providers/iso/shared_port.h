// Listeners of this process that share a TCP port, each with a transport selector of its own. The
// first to listen there has the TCP descriptor, and keeps it after its close while others are left;
// a connection request goes to the listener of the selector that it calls, or else to the one
// without a selector.
#pragma once

#include "providers/iso/socket.h"

namespace berth::iso {

// `owner` listens at that address by itself. Under its lock, as all but port_leave.
void port_open(Socket& owner, const TcpAddress& at);
// `guest`, whose selector is known, is to listen there without a descriptor. 0 or WSAEADDRINUSE:
// nobody listens there who shares it, or one of them has that selector.
int port_join(Socket& guest, const TcpAddress& at);
// Who is called, at the port that `owner` listens at; empty: nobody.
SocketRef port_find(const Socket& owner, Octets selector);
// The owner is about to close. True: others need its descriptor.
bool port_close(Socket& owner);
// A socket has been closed: what was left of the owner for its sake is ended.
void port_leave(Socket& guest);

}  // namespace berth::iso
