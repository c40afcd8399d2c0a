#include "providers/kernel/accept_pause.h"

#include <cerrno>
#include <mutex>

#include "providers/kernel/address.h"
#include "providers/kernel/bound_address.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/option_call.h"
#include "providers/kernel/option_rare.h"

namespace berth::kernel {
namespace {

// What listen was given: the kernel tells it in place of a connection's numbers (struct tcp_info).
int backlog_of(int fd) {
    struct {
        uint8_t states[8];
        uint32_t rto, ato, snd_mss, rcv_mss, unacked, backlog;
    } info{};
    unsigned length = sizeof info;
    return lnx::sys_getsockopt(fd, lnx::kIpProtoTcp, lnx::kTcpInfo, &info, &length) == 0
               ? static_cast<int>(info.backlog)
               : SOMAXCONN;
}

int backlog_keep(Socket& socket, int backlog) {
    return rare_options_change(socket, [&](RareOptions& rare) { rare.backlog = backlog; });
}

// The kernel lets a port go that it has chosen itself; one that was named is still bound (EINVAL).
int address_restore(const Socket& socket, const Address& local) {
    return lnx::sys_bind(socket.fd, local.bytes, local.length) == 0 || errno == EINVAL
               ? 0
               : error_from_errno(errno);
}

int listening_end(Socket& socket) {
    Address local;
    if (const int number = address_of_socket(socket.fd, &local))
        return error_from_errno(number);
    if (const int code = backlog_keep(socket, backlog_of(socket.fd)))
        return code;
    if (lnx::sys_shutdown(socket.fd, lnx::kShutRd) != 0)
        return error_from_errno(errno);
    return address_restore(socket, local);
}

int listening_begin(Socket& socket) {
    const int number = address_listen(socket, rare_options(socket).backlog);
    return number == 0 ? 0 : error_from_errno(number);
}

}  // namespace

int accept_pause_listen(Socket& socket, int backlog) {
    return backlog_keep(socket, backlog);
}

bool accept_met_pause(const Socket& listener) {
    int listens = 0;
    return listener.accept_paused ||
           (option_kernel_get(listener, lnx::kSolSocket, lnx::kSoAcceptConn, &listens) == 0 &&
            listens != 0);
}

void accept_pause_wait() {
    constexpr int kPause = 10;  // ms
    lnx::sys_poll(nullptr, 0, kPause);
}

namespace option_call {

int pause_accept_get(Socket& socket, const Option&, int* value) {
    *value = socket.accept_paused;
    return 0;
}

int pause_accept_set(Socket& socket, const Option&, int value) {
    const bool pause = value != 0;
    const std::lock_guard guard(socket.lock);
    if (pause == socket.accept_paused)
        return 0;
    // First, so that nobody takes what the kernel says of it for an error.
    if (pause)
        socket.accept_paused = true;
    const int code = !socket.listening ? 0
                     : pause           ? listening_end(socket)
                                       : listening_begin(socket);
    socket.accept_paused = code == 0 ? pause : !pause;
    return code;
}

}  // namespace option_call
}  // namespace berth::kernel
