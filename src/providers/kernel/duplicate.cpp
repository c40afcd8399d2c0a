// WSPDuplicateSocket, and taking the socket in the other process.
//
// Two processes then hold one socket of the kernel, which keeps most options and the O_NONBLOCK
// mode in common, as on Windows. What only we keep is in memory that they share (shared_state.h).
// Connection requests that a condition function has deferred stay with the process that has them.
#include <cerrno>
#include <cstring>
#include <memory>

#include "nt/memory_probe.h"
#include "providers/kernel/bound_address.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/protocols.h"
#include "providers/kernel/shared_descriptor.h"
#include "providers/kernel/shared_socket.h"
#include "providers/kernel/shared_state.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {
namespace {

std::unique_ptr<Socket> socket_make(int fd, const SharedState& state, DWORD catalog_entry_id,
                                    DWORD flags) {
    DWORD own = WSA_FLAG_NO_HANDLE_INHERIT;  // of the descriptor; the others are the socket's
    auto socket = socket_new(fd, state.family, state.type, state.protocol, catalog_entry_id,
                             (state.flags & ~own) | (flags & own));
    if (!socket)
        return nullptr;
    socket->nonblocking = (lnx::sys_fcntl(fd, lnx::kFGetFl) & lnx::kONonblock) != 0;
    shared_state_assign(*socket, state);
    socket->shared = true;
    return socket;
}

int duplicate_error(int number) {
    switch (number) {
        case ESRCH:
        case ENOENT:
        case EPROTO:
            return WSAEINVAL;
        default:
            return error_from_errno(number);
    }
}

}  // namespace

int WSPAPI duplicate_socket(SOCKET s, DWORD process, LPWSAPROTOCOL_INFOW info, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    if (!nt::memory_is_mapped(info, sizeof *info))
        return fail(error, WSAEFAULT);
    if (socket->has_quality)
        return fail(error, WSAEINVAL);  // "cannot be used on a QOS-enabled socket"
    WSAPROTOCOL_INFOW answer{};
    if (int code = protocol_catalog_entry(socket->catalog_entry_id, &answer))
        return fail(error, code);
    uint32_t key = 0;
    bool before = socket->shared.exchange(true);  // before the other process can have it
    const SharedState state = shared_state_of(*socket);
    int memory = -1;
    int number = shared_memory_make(*socket, &memory);
    if (number == 0) {
        shared_state_tell(*socket);
        number = descriptor_offer({socket->fd, memory}, process, &state, sizeof state, &key);
    }
    if (number != 0) {
        socket->shared = before;
        return fail(error, duplicate_error(number));
    }
    answer.dwProviderReserved = key;
    std::memcpy(info, &answer, sizeof answer);
    return 0;
}

int shared_socket_take(const WSAPROTOCOL_INFOW& info, DWORD flags, SOCKET* s) {
    DescriptorPair pair;
    SharedState state;
    if (int number = descriptor_take(info.dwProviderReserved, &pair, &state, sizeof state))
        return duplicate_error(number);
    const int fd = pair.socket;
    if (state.version != SharedState::kVersion) {
        lnx::sys_close(fd);
        lnx::sys_close(pair.memory);
        return WSAEINVAL;
    }
    auto socket = socket_make(fd, state, info.dwCatalogEntryId, flags);
    if (!socket) {
        lnx::sys_close(pair.memory);
        return WSAENOBUFS;
    }
    if (int number = shared_memory_join(*socket, pair.memory)) {
        lnx::sys_close(fd);
        return duplicate_error(number);
    }
    if (int code = socket_publish(std::move(socket)))
        return code;
    *s = static_cast<SOCKET>(fd);
    SocketUse published(*s);
    if (!published)
        return 0;
    if (published->bound)
        address_note(*published);
    shared_state_take(*published);  // what has changed since it was offered
    return 0;
}

}  // namespace berth::kernel
