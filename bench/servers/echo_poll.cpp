// The echo server by hand with poll(): one thread, for at most a few hundred connections.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

int main() {
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
    std::vector<pollfd> sockets{{listener, POLLIN, 0}};
    std::array<char, 16384> buffer;
    for (;;) {
        if (poll(sockets.data(), sockets.size(), -1) < 0)
            return EXIT_FAILURE;
        for (size_t i = sockets.size(); i-- > 1;) {
            if (!sockets[i].revents)
                continue;
            const ssize_t got = recv(sockets[i].fd, buffer.data(), buffer.size(), 0);
            if (got > 0) {
                send(sockets[i].fd, buffer.data(), static_cast<size_t>(got), MSG_NOSIGNAL);
            } else {
                close(sockets[i].fd);
                sockets[i] = sockets.back();
                sockets.pop_back();
            }
        }
        if (sockets[0].revents) {
            int fd = 0;
            while ((fd = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK)) >= 0) {
                const int on = 1;
                setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                sockets.push_back({fd, POLLIN, 0});
            }
        }
    }
}
