// What WSAJoinLeaf makes of a multipoint socket: a member of a multicast group, or a sender to it.
#pragma once

#include "providers/kernel/address.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {

struct MultipointSession {
    Address group;
    bool sends = false;  // JL_SENDER_ONLY, JL_BOTH: where a send without an address goes
};

// False: the socket is in none.
bool session_find(const Socket& socket, MultipointSession* session);
void session_forget(const Socket& socket);

}  // namespace berth::kernel
