// A descriptor of a new socket.
#pragma once

namespace berth::kernel {

// With what a new socket has on Windows and not on Linux. 0 or a WSA code.
int descriptor_open(int family, int type, int protocol, int* fd);

}  // namespace berth::kernel
