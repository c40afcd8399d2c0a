// The echo server that a Linux programmer writes by hand: one thread, level-triggered epoll, recv
// and send as soon as a socket is ready. "connect" as second argument: each connection is closed
// after its answer.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

struct Connection {
    int fd;
    std::array<char, 16384> buffer;
    size_t length = 0, sent = 0;
};

void interest(int epoll, int operation, int fd, unsigned events, void* pointer) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = pointer;
    epoll_ctl(epoll, operation, fd, &event);
}

// False: the connection is over.
bool answer(int epoll, Connection& connection, bool writable) {
    if (!writable) {
        const ssize_t got =
            recv(connection.fd, connection.buffer.data(), connection.buffer.size(), 0);
        if (got <= 0)
            return false;
        connection.length = static_cast<size_t>(got);
        connection.sent = 0;
    }
    const ssize_t done = send(connection.fd, connection.buffer.data() + connection.sent,
                              connection.length - connection.sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (done > 0)
        connection.sent += static_cast<size_t>(done);
    const bool all = connection.sent == connection.length;
    if (writable == all)
        interest(epoll, EPOLL_CTL_MOD, connection.fd, all ? EPOLLIN : EPOLLOUT, &connection);
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
            auto* connection = static_cast<Connection*>(events[static_cast<size_t>(i)].data.ptr);
            if (!connection) {
                int fd = 0;
                while ((fd = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK)) >= 0) {
                    const int on = 1;
                    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                    auto fresh = std::make_unique<Connection>();
                    fresh->fd = fd;
                    interest(epoll, EPOLL_CTL_ADD, fd, EPOLLIN, fresh.release());
                }
            } else if (!answer(epoll, *connection,
                               (events[static_cast<size_t>(i)].events & EPOLLOUT) != 0)) {
                close(connection->fd);
                delete connection;
            }
        }
    }
}
