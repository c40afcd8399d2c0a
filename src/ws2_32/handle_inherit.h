// HANDLE_FLAG_INHERIT of sockets. Every descriptor is close-on-exec; the flag says which ones
// CreateProcess passes on when it is asked to inherit handles.
#pragma once

#include "winsock2.h"

namespace berth::ws2 {

void handle_inherit_set(SOCKET s, bool inherit);
bool handle_inherit_get(SOCKET s);

}  // namespace berth::ws2
