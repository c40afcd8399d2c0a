// WSPDuplicateSocket, and taking the socket in the other process.
#include "providers/kernel/shared_socket.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {

int WSPAPI duplicate_socket(SOCKET, DWORD, LPWSAPROTOCOL_INFOW, LPINT error) {
    return fail(error, WSAEOPNOTSUPP);
}

int shared_socket_take(const WSAPROTOCOL_INFOW&, DWORD, SOCKET*) {
    return WSAEINVAL;
}

}  // namespace berth::kernel
