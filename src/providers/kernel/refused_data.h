// Data for a connection that does not receive any more.
#pragma once

#include "providers/kernel/socket.h"

namespace berth::kernel {

// After SD_RECEIVE: "if there is still data queued on the socket waiting to be received, or data
// arrives subsequently, the connection is reset". Breaks it off where there is data.
void refused_data_look(Socket& socket);

}  // namespace berth::kernel
