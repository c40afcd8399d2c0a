// The options of one socket to another: what AcceptEx keeps of the accepting socket, and what
// SO_UPDATE_ACCEPT_CONTEXT takes from the listener.
#pragma once

#include "providers/kernel/socket.h"

namespace berth::kernel {

// Whether setting it makes a difference here.
bool option_is_carried(int level, int name);

// `kept`: of the socket that has descriptor `from`.
void options_carry(const Socket& kept, int from, int to);

}  // namespace berth::kernel
