// The peer of echo_iso.cpp: RFC 1006's framing by hand over level-triggered epoll, one thread. A
// connection request (CR) is confirmed (CC), of data (DT) the user data are gathered to the
// message's end and sent back as one DT. What is none of these ends the connection.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <vector>

namespace {

using Octets = std::vector<unsigned char>;

constexpr size_t kHeader = 7;  // TPKT and DT
constexpr unsigned kData = 0xF0, kRequest = 0xE0, kConfirm = 0xD0;

struct Connection {
    int fd;
    std::array<unsigned char, 65536> buffer;
    size_t length = 0;  // octets in the buffer
    Octets message;     // of several DTs
    Octets unsent;
};

void interest(int epoll, int operation, int fd, unsigned events, void* pointer) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = pointer;
    epoll_ctl(epoll, operation, fd, &event);
}

// What the kernel does not take now waits for EPOLLOUT. False: the connection is over.
bool answer(int epoll, Connection& connection, const iovec* pieces, size_t count) {
    size_t written = 0;
    if (connection.unsent.empty()) {
        msghdr message{};
        message.msg_iov = const_cast<iovec*>(pieces);
        message.msg_iovlen = count;
        const ssize_t done = sendmsg(connection.fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (done < 0 && errno != EAGAIN)
            return false;
        written = done > 0 ? static_cast<size_t>(done) : 0;
    }
    const bool waited = !connection.unsent.empty();
    for (size_t i = 0; i < count; ++i) {
        const size_t skip = std::min(written, pieces[i].iov_len);
        const auto* from = static_cast<const unsigned char*>(pieces[i].iov_base);
        connection.unsent.insert(connection.unsent.end(), from + skip, from + pieces[i].iov_len);
        written -= skip;
    }
    if (!waited && !connection.unsent.empty())
        interest(epoll, EPOLL_CTL_MOD, connection.fd, EPOLLIN | EPOLLOUT, &connection);
    return true;
}

bool resume(int epoll, Connection& connection) {
    const ssize_t done = send(connection.fd, connection.unsent.data(), connection.unsent.size(),
                              MSG_NOSIGNAL | MSG_DONTWAIT);
    if (done < 0)
        return errno == EAGAIN;
    connection.unsent.erase(connection.unsent.begin(), connection.unsent.begin() + done);
    if (connection.unsent.empty())
        interest(epoll, EPOLL_CTL_MOD, connection.fd, EPOLLIN, &connection);
    return true;
}

bool message_answer(int epoll, Connection& connection, unsigned char* data, size_t length) {
    std::array<unsigned char, kHeader> header{3, 0, 0, 0, 2, kData, 0x80};
    header[2] = static_cast<unsigned char>((length + kHeader) >> 8);
    header[3] = static_cast<unsigned char>(length + kHeader);
    const std::array<iovec, 2> pieces{{{header.data(), header.size()}, {data, length}}};
    return answer(epoll, connection, pieces.data(), pieces.size());
}

bool packet_take(int epoll, Connection& connection, unsigned char* packet, size_t length) {
    if (packet[5] == kRequest && length >= 11) {
        std::array<unsigned char, 11> confirm{3, 0, 0, 11, 6, kConfirm, packet[8], packet[9], 0, 1};
        const iovec piece{confirm.data(), confirm.size()};
        return answer(epoll, connection, &piece, 1);
    }
    if (packet[5] != kData || packet[4] != 2)
        return false;
    const bool last = (packet[6] & 0x80) != 0;
    if (last && connection.message.empty())
        return message_answer(epoll, connection, packet + kHeader, length - kHeader);
    connection.message.insert(connection.message.end(), packet + kHeader, packet + length);
    if (!last)
        return true;
    const bool good =
        message_answer(epoll, connection, connection.message.data(), connection.message.size());
    connection.message.clear();
    return good;
}

// False: the connection is over.
bool receive(int epoll, Connection& connection) {
    const ssize_t got = recv(connection.fd, connection.buffer.data() + connection.length,
                             connection.buffer.size() - connection.length, 0);
    if (got <= 0)
        return got < 0 && errno == EAGAIN;
    connection.length += static_cast<size_t>(got);
    size_t used = 0;
    while (connection.length - used >= kHeader) {
        unsigned char* packet = connection.buffer.data() + used;
        const size_t length = size_t{packet[2]} << 8 | packet[3];
        if (packet[0] != 3 || length < kHeader)
            return false;
        if (length > connection.length - used)
            break;
        if (!packet_take(epoll, connection, packet, length))
            return false;
        used += length;
    }
    connection.length -= used;
    if (used > 0 && connection.length > 0)
        std::memmove(connection.buffer.data(), connection.buffer.data() + used, connection.length);
    return true;
}

}  // namespace

int main(int, char**) {
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        listen(listener, SOMAXCONN) != 0 ||
        getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        return EXIT_FAILURE;
    std::printf("%d\n", ntohs(address.sin_port));
    std::fflush(stdout);
    const int epoll = epoll_create1(0);
    interest(epoll, EPOLL_CTL_ADD, listener, EPOLLIN, nullptr);
    std::array<epoll_event, 128> events;
    for (;;) {
        const int count = epoll_wait(epoll, events.data(), events.size(), -1);
        for (int i = 0; i < count; ++i) {
            const epoll_event& event = events[static_cast<size_t>(i)];
            auto* connection = static_cast<Connection*>(event.data.ptr);
            if (!connection) {
                int fd = 0;
                while ((fd = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK)) >= 0) {
                    const int on = 1;
                    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                    auto fresh = std::make_unique<Connection>();
                    fresh->fd = fd;
                    interest(epoll, EPOLL_CTL_ADD, fd, EPOLLIN, fresh.release());
                }
            } else if (((event.events & EPOLLOUT) && !resume(epoll, *connection)) ||
                       ((event.events & ~EPOLLOUT) && !receive(epoll, *connection))) {
                close(connection->fd);
                delete connection;
            }
        }
    }
}
