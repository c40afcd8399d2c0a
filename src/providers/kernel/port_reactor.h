// The reactor of a completion port: the threads that wait at the port drive it, and with it the
// sockets that complete there.
#pragma once

#include "nt/completion_port.h"
#include "reactor/reactor.h"

namespace berth::kernel {

// Null: no descriptors or no memory for one, yet.
reactor::Reactor* port_reactor(nt::CompletionPort& port);

}  // namespace berth::kernel
