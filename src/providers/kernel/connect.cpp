// WSPConnect.
#include <algorithm>
#include <cerrno>
#include <chrono>

#include "nt/memory_probe.h"
#include "providers/kernel/address.h"
#include "providers/kernel/connect_state.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/option_rare.h"
#include "providers/kernel/port_reservation.h"
#include "providers/kernel/quality.h"
#include "providers/kernel/shared_state.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/socket_watch.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {

int64_t connect_clock() {
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

namespace {

// Windows gives up after about 21 s. Three retransmissions (and those that newer kernels send at a
// steady pace before) end after 15 to 19 s, Linux' default of six after two minutes.
constexpr int kSynRetransmissions = 3;

int connect_error_code(const Socket& socket, int number) {
    switch (number) {
        // A path that nobody listens on, and a queue that is full (which Linux tells only AF_UNIX).
        case ENOENT:
        case EAGAIN:
            return socket.family == AF_UNIX ? WSAECONNREFUSED : error_from_errno(number);
        case EINVAL:
            return WSAEADDRNOTAVAIL;
        default:
            return error_from_errno(number);
    }
}

int socket_error_take(int fd) {
    int number = 0;
    unsigned length = sizeof number;
    return lnx::sys_getsockopt(fd, lnx::kSolSocket, lnx::kSoError, &number, &length) == 0 ? number
                                                                                          : errno;
}

void connect_note_success(Socket& socket) {
    if (socket.kept.get(Kept::fail_connect_on_icmp))
        icmp_error_settle(socket, 0);
    socket.connect_error = 0;
    socket.failure = 0;
    socket.connected_at = connect_clock();
    socket.bound = true;
    socket.connected = true;
    socket.plain_update();
    socket.connecting = false;
}

int connect_note_failure(Socket& socket, int number) {
    int code = connect_error_code(socket, number);
    if (socket.kept.get(Kept::fail_connect_on_icmp))
        code = icmp_error_settle(socket, code);
    socket.connect_error = code;
    socket.connecting = false;
    Address local;
    if (address_of_socket(socket.fd, &local) == 0 && local.family != lnx::kAfUnix)
        socket.bound = address_port(local) != 0;
    return code;
}

// Waits for the end of a connect that the kernel goes on with by itself: it was interrupted by a
// signal, or SO_SNDTIMEO (which on Windows does not bound a connect) ran out.
int connect_wait(Socket& socket) {
    for (;;) {
        lnx::PollFd poll{socket.fd, lnx::kPollOut, 0};
        int ready = lnx::sys_poll(&poll, 1, -1);
        if (ready > 0)
            return socket_error_take(socket.fd);
        if (errno == EINTR && interruption_code(socket) != 0)
            return EINTR;
    }
}

int connect_check_arguments(const Socket& socket, const WSABUF* caller_data, const QOS* sqos,
                            const QOS* gqos) {
    if (gqos)
        return WSAEINVAL;
    if (caller_data && caller_data->len > 0 && socket.is_stream())
        return WSAEPROTONOSUPPORT;
    if (sqos && socket.family == AF_UNIX &&
        (sqos->SendingFlowspec.ServiceType & ~SERVICETYPE_BESTEFFORT) != 0)
        return WSAEOPNOTSUPP;
    return 0;
}

int connect_check_state(Socket& socket) {
    if (socket.listening)
        return WSAEINVAL;
    if (socket.connecting && connect_settle(socket) == WSAEALREADY)
        return WSAEALREADY;
    return socket.connected ? WSAEISCONN : 0;
}

// What a socket with an event registration is told of its connect. The watch stays locked until the
// kernel has begun, so that nobody takes a socket that does not connect yet for one that failed.
class ConnectCall {
  public:
    explicit ConnectCall(Socket& socket) : watch_(socket.watch.load(std::memory_order_acquire)) {
        if (watch_)
            guard_ = std::unique_lock(watch_->lock);
        registered_ = watch_ && watch_->events_wanted();
    }
    void begins() {
        if (!watch_)
            return;
        if (watch_->rare())
            watch_->rare()->events.connect_begins();
        if (!registered_)
            guard_.unlock();  // the call may block
    }
    void ended(bool connected) {
        if (registered_)
            watch_->rare()->events.connect_ended(connected);
    }

  private:
    SocketWatch* watch_;
    std::unique_lock<nt::FutexMutex> guard_;
    bool registered_ = false;
};
int connect_kernel(Socket& socket, const Address& address) {
    if (socket.family != AF_UNIX && socket.connect_timeout_seconds < 0 &&
        socket.kept.get(Kept::syn_retransmissions) == KeptOptions::kNotSet)
        lnx::sys_setsockopt(socket.fd, lnx::kIpProtoTcp, lnx::kTcpSynCnt, &kSynRetransmissions,
                            sizeof kSynRetransmissions);
    if (socket.kept.get(Kept::fail_connect_on_icmp) && socket.is_stream())
        icmp_error_await(socket);
    int number = lnx::sys_connect(socket.fd, address.bytes, address.length) == 0 ? 0 : errno;
    // Linux reports once that an earlier attempt of this socket has failed; that was told already.
    if (number == ECONNABORTED)
        number = lnx::sys_connect(socket.fd, address.bytes, address.length) == 0 ? 0 : errno;
    return number;
}

// Stream sockets. The kernel completes the handshake; the mode says who waits for it.
int connect_stream(Socket& socket, const Address& address) {
    ConnectCall call(socket);
    {
        std::lock_guard guard(socket.lock);
        if (int code = connect_check_state(socket))
            return code;
        socket.connect_error = 0;
        socket.connecting = true;
        call.begins();
    }
    int number = connect_kernel(socket, address);
    if (number == EINPROGRESS && socket.nonblocking) {
        socket.bound = true;
        return WSAEWOULDBLOCK;
    }
    while (number == EINTR) {
        if (const int code = interruption_code(socket))
            return code;
        if (socket.family != AF_UNIX)
            break;
        number = connect_kernel(socket, address);  // it waited for room, and nothing goes on
    }
    if (number == EINTR || number == EINPROGRESS || number == EALREADY)
        number = connect_wait(socket);
    if (number == EINTR)
        return interruption_code(socket);
    std::lock_guard guard(socket.lock);
    const int code = number != 0 ? connect_note_failure(socket, number) : 0;
    if (code == 0)
        connect_note_success(socket);
    call.ended(code == 0);
    return code;
}

// The mode that the kernel's connect is to have: not the program's.
class NeverBlocks {
  public:
    explicit NeverBlocks(const Socket& socket) : socket_(socket) {
        if (!socket_.nonblocking)
            lnx::sys_fcntl(socket_.fd, lnx::kFSetFl, lnx::kONonblock);
    }
    NeverBlocks(const NeverBlocks&) = delete;
    NeverBlocks& operator=(const NeverBlocks&) = delete;
    ~NeverBlocks() {
        if (!socket_.nonblocking)
            lnx::sys_fcntl(socket_.fd, lnx::kFSetFl, 0);
    }

  private:
    const Socket& socket_;
};

// "Any datagrams queued for receipt are discarded if name is different from the previous connect."
void datagrams_discard(const Socket& socket, const Address& next) {
    Address before;
    if (address_of_peer(socket.fd, &before) != 0 || address_is_same(before, next))
        return;
    // A peer that goes on sending does not keep this thread here for ever.
    constexpr int kMost = 1 << 16;
    for (int i = 0; i < kMost; ++i)
        if (lnx::sys_recv(socket.fd, nullptr, 0, lnx::kMsgDontWait) < 0 && errno == EAGAIN)
            return;
}

// Datagram sockets: the address is the default peer, and the only one that is heard.
int connect_datagram(Socket& socket, const Address& address) {
    Address peer = address;
    bool forget = address_is_any(address);
    if (forget)
        peer.family = lnx::kAfUnspec;
    ConnectCall call(socket);
    std::lock_guard guard(socket.lock);
    if (socket.connected)
        datagrams_discard(socket, address);
    if (lnx::sys_connect(socket.fd, peer.bytes, peer.length) != 0)
        return connect_error_code(socket, errno);
    socket.connected = !forget;
    Address local;
    socket.bound = address_of_socket(socket.fd, &local) == 0 &&
                   (address_port(local) != 0 || socket.type == SOCK_RAW);
    if (!forget) {
        socket.connected_at = connect_clock();
        call.begins();
        call.ended(true);
    }
    return 0;
}

}  // namespace

void connect_tell(Socket& socket) {
    ConnectCall call(socket);
    call.begins();
    call.ended(true);
}

int connect_settle(Socket& socket) {
    if (!socket.connecting.load(std::memory_order_acquire))
        return socket.connected
                   ? 0
                   : (socket.connect_error != 0 ? socket.connect_error.load() : WSAENOTCONN);
    lnx::PollFd poll{socket.fd, lnx::kPollOut, 0};
    if (lnx::sys_poll_now(&poll) <= 0)
        return WSAEALREADY;
    if (int number = socket_error_take(socket.fd))
        return connect_note_failure(socket, number);
    // A second look by another thread may find the error already taken.
    if (poll.revents & (lnx::kPollErr | lnx::kPollHup)) {
        Address peer;
        if (address_of_peer(socket.fd, &peer) != 0)
            return connect_note_failure(socket, ECONNREFUSED);
    }
    connect_note_success(socket);
    return 0;
}

int connect_begin(Socket& socket, const Address& address) {
    const std::lock_guard guard(socket.lock);
    if (int code = connect_check_state(socket))
        return code;
    if (!socket.bound)
        return WSAEINVAL;
    if (address_is_any(address) || (socket.family != AF_UNIX && address_port(address) == 0))
        return WSAEADDRNOTAVAIL;
    socket.connect_error = 0;
    socket.connecting = true;
    int number = 0;
    {
        const NeverBlocks mode(socket);
        number = connect_kernel(socket, address);
    }
    if (number == 0)
        connect_note_success(socket);
    else if (number != EINPROGRESS && number != EINTR && number != EALREADY)
        connect_note_failure(socket, number);
    return 0;
}

namespace {

// "If the entire name structure is all zeros (not just the address parameter of the name
// structure), then the socket will be disconnected": of datagrams.
bool is_all_zero(const Socket& socket, const sockaddr* name, int length) {
    const int shortest = address_length_min(socket.family);
    if (socket.is_stream() || socket.family == AF_UNIX || length < shortest ||
        !nt::memory_is_mapped(name, static_cast<size_t>(shortest)))
        return false;
    const auto* bytes = reinterpret_cast<const char*>(name);
    return std::all_of(bytes, bytes + shortest, [](char byte) { return byte == 0; });
}

}  // namespace

int WSPAPI connect_socket(SOCKET s, const sockaddr* name, int length, LPWSABUF caller_data,
                          LPWSABUF callee_data, LPQOS sqos, LPQOS gqos, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    const SharedChange change(*socket);
    Address address;
    if (is_all_zero(*socket, name, length)) {
        address.family = static_cast<USHORT>(family_to_linux(socket->family));
        address.length = static_cast<unsigned>(address_length_min(socket->family));
    } else if (int code = address_read(name, length, socket->family, &address)) {
        return fail(error, code);
    }
    if (int code = connect_check_arguments(*socket, caller_data, sqos, gqos))
        return fail(error, code);
    bool unreachable =
        address_is_any(address) || (socket->family != AF_UNIX && address_port(address) == 0);
    if (socket->is_stream() && unreachable) {
        std::lock_guard guard(socket->lock);
        int code = connect_check_state(*socket);
        return fail(error, code != 0 ? code : WSAEADDRNOTAVAIL);
    }
    if (int code = reserved_port_take(*socket))
        return fail(error, code);
    const bool asks =
        sqos && socket->family != AF_UNIX && !(socket->is_stream() && socket->connected.load());
    if (int code = asks ? quality_set(*socket, *sqos) : 0)
        return fail(error, code);
    int code =
        socket->is_stream() ? connect_stream(*socket, address) : connect_datagram(*socket, address);
    if (code != 0)
        return fail(error, code);
    if (callee_data)
        callee_data->len = 0;
    return 0;
}

}  // namespace berth::kernel
