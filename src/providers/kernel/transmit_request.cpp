#include "providers/kernel/transmit_request.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <unistd.h>

#include "providers/kernel/error.h"
#include "providers/kernel/open.h"
#include "providers/kernel/option_carry.h"
#include "providers/kernel/socket_watch.h"

namespace berth::kernel {

namespace {

// As much as one system call takes.
constexpr uint64_t kMost = 1 << 30;
constexpr size_t kBlock = 64 * 1024;
// The longest datagram that there is.
constexpr size_t kMessageMost = 65535;

int memory_send(Socket& socket, char* memory, uint64_t length, bool more, DWORD* sent) {
    lnx::IoVec room{};
    IoVector data(&room);
    const WSABUF buffer{static_cast<ULONG>(std::min(length, kMost)), memory};
    data.fill(&buffer, 1);
    return socket_send(socket, data, lnx::kMsgDontWait | (more ? lnx::kMsgMore : 0), nullptr,
                       nullptr, sent);
}

// How much the send buffer takes of a file without blocking; 0: it is full, and the reactor will
// tell of room.
uint64_t send_room(int fd) {
    lnx::PollFd poll{fd, lnx::kPollOut, 0};
    if (lnx::sys_poll(&poll, 1, 0) <= 0)
        return 0;
    std::array<uint32_t, lnx::kMemInfoCount> memory{};
    unsigned length = sizeof memory;
    uint64_t room = 0;
    if (lnx::sys_getsockopt(fd, lnx::kSolSocket, lnx::kSoMemInfo, memory.data(), &length) == 0 &&
        memory[lnx::kMemInfoSendBuffer] > memory[lnx::kMemInfoQueued])
        room = memory[lnx::kMemInfoSendBuffer] - memory[lnx::kMemInfoQueued];
    constexpr uint64_t kLeast = 4096;
    return std::max(room - room / 4, kLeast);
}

// The kernel's sendfile goes by the descriptor's mode. Where the room that was seen is not there
// (the kernel is short of memory, another process sends), it is to come back at once.
class BoundedSend {
  public:
    explicit BoundedSend(const Socket& socket) : socket_(socket) { set({0, 1}); }
    BoundedSend(const BoundedSend&) = delete;
    BoundedSend& operator=(const BoundedSend&) = delete;
    // Another thread may be setting the option meanwhile: it keeps the value first.
    ~BoundedSend() {
        int value = 0;
        do {
            value = socket_.kept.get(Kept::send_timeout);
            const auto milliseconds = static_cast<DWORD>(value);
            set({milliseconds / 1000, static_cast<long>(milliseconds % 1000) * 1000});
        } while (value != socket_.kept.get(Kept::send_timeout));
    }

  private:
    void set(const lnx::TimeVal& time) const {
        lnx::sys_setsockopt(socket_.fd, lnx::kSolSocket, lnx::kSoSndTimeo, &time, sizeof time);
    }

    const Socket& socket_;
};

// What sendfile returns; EAGAIN where there is no room.
ssize_t file_send(Socket& socket, const TransmitPiece& piece) {
    auto offset = static_cast<int64_t>(piece.offset);
    uint64_t most = std::min(piece.left, kMost);
    const int file = piece.file->descriptor();
    if (socket.nonblocking)
        return lnx::sys_sendfile(socket.fd, file, &offset, static_cast<size_t>(most));
    most = std::min(most, send_room(socket.fd));
    if (most == 0) {
        errno = EAGAIN;
        return -1;
    }
    ssize_t result = 0;
    int number = 0;
    {
        const BoundedSend bounded(socket);
        result = lnx::sys_sendfile(socket.fd, file, &offset, static_cast<size_t>(most));
        number = errno;
    }
    errno = number;
    return result;
}

void port_share(int fd) {
    const int on = 1;
    lnx::sys_setsockopt(fd, lnx::kSolSocket, lnx::kSoReuseAddr, &on, sizeof on);
}

// To where it was bound, or where the kernel chose the port and the last connection still holds
// it, to another one: a connection to the same peer is possible at once then.
bool bind_again(Socket& socket, Address local) {
    bool bound = lnx::sys_bind(socket.fd, local.bytes, local.length) == 0;
    if (!bound && !socket.port_given) {
        address_port_set(&local, 0);
        bound = lnx::sys_bind(socket.fd, local.bytes, local.length) == 0;
    }
    if (bound)
        address_note(socket);
    return bound;
}

}  // namespace

TransmitRequest::TransmitRequest(std::unique_ptr<TransmitPiece[]> pieces, size_t count, DWORD flags,
                                 DWORD send_size)
    : pieces_(std::move(pieces)), count_(count), flags_wanted_(flags), send_size_(send_size) {}

// WSAEWOULDBLOCK: something is left.
int TransmitRequest::piece_send(Socket& socket, TransmitPiece& piece) {
    while (piece.left != 0) {
        DWORD sent = 0;
        if (!piece.file) {
            const int code = memory_send(socket, piece.memory, piece.left,
                                         next_ + 1 < count_ && piece.left < kMost, &sent);
            if (code != 0)
                return code;
            piece.memory += sent;
        } else {
            const ssize_t result = file_send(socket, piece);
            if (result < 0 && errno == EINTR)
                continue;
            if (result < 0)
                return send_failure(socket, errno);
            if (result == 0)
                piece.left = 0;  // the file's end
            sent = static_cast<DWORD>(result);
        }
        transferred_ += sent;
        piece.offset += sent;
        if (piece.left != TransmitPiece::kToEnd)
            piece.left -= std::min<uint64_t>(piece.left, sent);
    }
    return 0;
}

// The next message: what comes before an element that ends one, or as much as one may hold. 0 or a
// WSA code.
int TransmitRequest::message_fill() {
    const size_t most = send_size_ != 0 ? std::min<size_t>(send_size_, kMessageMost) : kMessageMost;
    if (!message_)
        message_.reset(new (std::nothrow) char[kMessageMost]);
    if (!message_)
        return WSAENOBUFS;
    message_length_ = 0;
    message_begun_ = false;
    for (bool ends = false; next_ < count_ && !ends; ++next_) {
        TransmitPiece& piece = pieces_[next_];
        while (piece.left != 0 && message_length_ < most) {
            size_t length = std::min<uint64_t>(piece.left, most - message_length_);
            char* const place = message_.get() + message_length_;
            if (!piece.file) {
                std::memcpy(place, piece.memory, length);
                piece.memory += length;
            } else {
                const ssize_t got = pread(piece.file->descriptor(), place, length,
                                          static_cast<off_t>(piece.offset));
                if (got < 0 && errno == EINTR)
                    continue;
                if (got < 0)
                    return error_from_errno(errno);
                length = static_cast<size_t>(got);
                if (length == 0)
                    piece.left = 0;  // the file has become shorter
            }
            piece.offset += length;
            piece.left -= std::min<uint64_t>(piece.left, length);
            message_length_ += length;
        }
        message_begun_ = message_begun_ || message_length_ != 0 || piece.ends_message;
        if (piece.left != 0)
            break;
        ends = piece.ends_message;
    }
    return 0;
}

Request::Step TransmitRequest::messages_send(Socket& socket) {
    for (;;) {
        if (!message_begun_) {
            if (const int code = message_fill())
                return done(code);
            if (!message_begun_)
                return done(0);
        }
        lnx::IoVec room{};
        IoVector data(&room);
        const WSABUF buffer{static_cast<ULONG>(message_length_), message_.get()};
        data.fill(&buffer, 1);
        DWORD sent = 0;
        const int code = socket_send(socket, data, lnx::kMsgDontWait, nullptr, nullptr, &sent);
        if (code == WSAEWOULDBLOCK)
            return Step::kLater;
        if (code != 0)
            return done(code);
        transferred_ += sent;
        message_begun_ = false;
    }
}

Request::Step TransmitRequest::perform(SocketWatch& watch) {
    if (shut_)
        return peer_wait(watch);
    if (!watch.socket().is_stream())
        return messages_send(watch.socket());
    for (; next_ < count_; ++next_) {
        const int code = piece_send(watch.socket(), pieces_[next_]);
        if (code == WSAEWOULDBLOCK)
            return Step::kLater;
        if (code != 0)
            return done(code);
    }
    return (flags_wanted_ & TF_DISCONNECT) ? disconnect(watch) : done(0);
}

Request::Step TransmitRequest::disconnect(SocketWatch& watch) {
    Socket& socket = watch.socket();
    // What is left of the connection, in TIME_WAIT, is to let the socket have its port again.
    if (socket.bound_by_program && socket.port_given)
        port_share(socket.fd);
    lnx::sys_shutdown(socket.fd, lnx::kShutWr);
    socket.send_shut = true;
    socket.plain_update();
    if (!(flags_wanted_ & TF_REUSE_SOCKET))
        return done(0);
    // A reused socket's connection has ended on both sides.
    shut_ = true;
    if (watch.receiving.empty()) {
        const Step step = peer_wait(watch);
        if (step != Step::kLater)
            return step;
    }
    if (const int code = watch.register_with_reactor())
        return done(code);
    watch.move_behind(*this);
    return Step::kMoved;
}

Request::Step TransmitRequest::peer_wait(SocketWatch& watch) {
    Socket& socket = watch.socket();
    std::array<char, kBlock> rest;
    ssize_t got = 0;
    do {
        got = lnx::sys_recv(socket.fd, rest.data(), rest.size(), lnx::kMsgDontWait);
    } while (got > 0);
    if (got < 0 && errno == EAGAIN)
        return Step::kLater;
    return done(socket_renew(watch));
}

int socket_renew(SocketWatch& watch) {
    Socket& socket = watch.socket();
    int fresh = -1;
    if (const int code = descriptor_open(socket.family, socket.type, socket.protocol, &fresh))
        return code;
    if (socket.nonblocking)
        lnx::sys_fcntl(fresh, lnx::kFSetFl, lnx::kONonblock);
    if (socket.options_set)
        options_carry(socket, socket.fd, fresh);
    Address local;
    const bool bound = socket.bound_by_program && address_of_socket(socket.fd, &local) == 0;
    if (bound && socket.bound_address.wildcard)
        address_any_set(&local);
    watch.unregister();
    if (bound) {
        address_forget(socket.bound_address);
        if (socket.port_given) {
            port_share(socket.fd);
            port_share(fresh);
        }
    }
    int installed = 0;
    do {
        installed = lnx::sys_dup3(fresh, socket.fd, lnx::kSockCloexec);
    } while (installed < 0 && (errno == EBUSY || errno == EINTR));
    const int number = errno;
    lnx::sys_close(fresh);
    if (installed < 0)
        return error_from_errno(number);
    socket.bound = bound && bind_again(socket, local);
    socket.connected = false;
    socket.receive_shut = false;
    socket.send_shut = false;
    socket.failure = 0;
    socket.connect_error = 0;
    socket.connected_at = 0;
    socket.context_missing = false;
    socket.plain_update();
    watch.renewed();
    return watch.is_told() ? watch.register_with_reactor() : 0;
}

}  // namespace berth::kernel
