// WSPDuplicateSocket, and taking the socket in the other process.
//
// Two processes then hold one socket of the kernel, which keeps most options and the O_NONBLOCK
// mode in common, as on Windows. What only we keep is copied with the socket; later changes in one
// process are not seen in the other, except the mode, which is looked at where it matters
// (socket_is_nonblocking). Connection requests that a condition function has deferred stay with the
// process that has them.
#include <cerrno>
#include <cstring>
#include <memory>
#include <type_traits>

#include "nt/memory_probe.h"
#include "providers/kernel/bound_address.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/protocols.h"
#include "providers/kernel/shared_descriptor.h"
#include "providers/kernel/shared_socket.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {
namespace {

struct SharedState {
    static constexpr uint32_t kVersion = 1;

    uint32_t version;
    int32_t family, type, protocol;
    DWORD flags;
    bool bound, listening, connecting, connected, receive_shut, send_shut;
    bool bound_by_program, linger_set, exclusive_address, reuse_address, conditional_accept;
    bool udp_connreset, send_timeout_set, receive_timeout_set;
    int32_t failure, connect_error, connect_timeout_seconds;
    int64_t connected_at;  // the clock is the same in all processes
    KeptOptions::Values kept;
};
static_assert(std::is_trivially_copyable_v<SharedState> && sizeof(SharedState) <= kSharedStateSize);

SharedState state_of(const Socket& socket) {
    SharedState state;
    std::memset(&state, 0, sizeof state);  // the gaps travel, too
    state.version = SharedState::kVersion;
    state.family = socket.family;
    state.type = socket.type;
    state.protocol = socket.protocol;
    state.flags = socket.flags;
    state.bound = socket.bound;
    state.listening = socket.listening;
    state.connecting = socket.connecting;
    state.connected = socket.connected;
    state.receive_shut = socket.receive_shut;
    state.send_shut = socket.send_shut;
    state.bound_by_program = socket.bound_by_program;
    state.linger_set = socket.linger_set;
    state.exclusive_address = socket.exclusive_address;
    state.reuse_address = socket.reuse_address;
    state.conditional_accept = socket.conditional_accept;
    state.udp_connreset = socket.udp_connreset;
    state.send_timeout_set = socket.send_timeout_set;
    state.receive_timeout_set = socket.receive_timeout_set;
    state.failure = socket.failure;
    state.connect_error = socket.connect_error;
    state.connect_timeout_seconds = socket.connect_timeout_seconds;
    state.connected_at = socket.connected_at;
    state.kept = socket.kept.values();
    return state;
}

std::unique_ptr<Socket> socket_make(int fd, const SharedState& state, DWORD catalog_entry_id,
                                    DWORD flags) {
    DWORD own = WSA_FLAG_NO_HANDLE_INHERIT;  // of the descriptor; the others are the socket's
    auto socket = socket_new(fd, state.family, state.type, state.protocol, catalog_entry_id,
                             (state.flags & ~own) | (flags & own));
    if (!socket)
        return nullptr;
    socket->nonblocking = (lnx::sys_fcntl(fd, lnx::kFGetFl) & lnx::kONonblock) != 0;
    socket->bound = state.bound;
    socket->listening = state.listening;
    socket->connecting = state.connecting;
    socket->connected = state.connected;
    socket->receive_shut = state.receive_shut;
    socket->send_shut = state.send_shut;
    socket->bound_by_program = state.bound_by_program;
    socket->linger_set = state.linger_set;
    socket->exclusive_address = state.exclusive_address;
    socket->reuse_address = state.reuse_address;
    socket->conditional_accept = state.conditional_accept;
    socket->udp_connreset = state.udp_connreset;
    socket->send_timeout_set = state.send_timeout_set;
    socket->receive_timeout_set = state.receive_timeout_set;
    socket->failure = state.failure;
    socket->connect_error = state.connect_error;
    socket->connect_timeout_seconds = state.connect_timeout_seconds;
    socket->connected_at = state.connected_at;
    socket->kept.assign(state.kept);
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
    WSAPROTOCOL_INFOW answer{};
    if (int code = protocol_catalog_entry(socket->catalog_entry_id, &answer))
        return fail(error, code);
    uint32_t key = 0;
    bool before = socket->shared.exchange(true);  // before the other process can have it
    SharedState state = state_of(*socket);
    if (int number = descriptor_offer(socket->fd, process, &state, sizeof state, &key)) {
        socket->shared = before;
        return fail(error, duplicate_error(number));
    }
    answer.dwProviderReserved = key;
    std::memcpy(info, &answer, sizeof answer);
    return 0;
}

int shared_socket_take(const WSAPROTOCOL_INFOW& info, DWORD flags, SOCKET* s) {
    int fd = -1;
    SharedState state;
    if (int number = descriptor_take(info.dwProviderReserved, &fd, &state, sizeof state))
        return duplicate_error(number);
    if (state.version != SharedState::kVersion) {
        lnx::sys_close(fd);
        return WSAEINVAL;
    }
    auto socket = socket_make(fd, state, info.dwCatalogEntryId, flags);
    if (!socket)
        return WSAENOBUFS;
    if (int code = socket_publish(std::move(socket)))
        return code;
    *s = static_cast<SOCKET>(fd);
    SocketUse published(*s);
    if (published && published->bound)
        address_note(*published);
    return 0;
}

}  // namespace berth::kernel
