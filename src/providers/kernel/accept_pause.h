// SO_PAUSE_ACCEPT: "When the option is set, the socket responds to all incoming connections with an
// RST rather than accepting them." That is what the kernel does for a socket that is bound and does
// not listen, so a paused one listens for the program alone.
#pragma once

#include "providers/kernel/socket.h"

namespace berth::kernel {

// listen of a socket that was paused before. 0 or a WSA code.
int accept_pause_listen(Socket& socket, int backlog);

// Whether an accept that met EINVAL was of a listener that is paused, or was until just now.
bool accept_met_pause(const Socket& listener);
// Before the accept of a paused listener is tried again: a moment, or until it is interrupted.
void accept_pause_wait();

}  // namespace berth::kernel
