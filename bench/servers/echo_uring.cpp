// The echo server by hand on io_uring: one thread, single issuer, deferred task work, multishot
// accept.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <liburing.h>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

struct Connection {
    int fd;
    bool sending = false;
    std::array<char, 16384> buffer;
    size_t length = 0, sent = 0;
};

io_uring ring;

io_uring_sqe* entry() {
    io_uring_sqe* sqe = io_uring_get_sqe(&ring);
    if (!sqe) {
        io_uring_submit(&ring);
        sqe = io_uring_get_sqe(&ring);
    }
    return sqe;
}

void receive(Connection& connection) {
    connection.sending = false;
    io_uring_sqe* sqe = entry();
    io_uring_prep_recv(sqe, connection.fd, connection.buffer.data(), connection.buffer.size(), 0);
    io_uring_sqe_set_data(sqe, &connection);
}

void answer(Connection& connection) {
    connection.sending = true;
    io_uring_sqe* sqe = entry();
    io_uring_prep_send(sqe, connection.fd, connection.buffer.data() + connection.sent,
                       connection.length - connection.sent, MSG_NOSIGNAL);
    io_uring_sqe_set_data(sqe, &connection);
}

void take(int listener) {
    io_uring_sqe* sqe = entry();
    io_uring_prep_multishot_accept(sqe, listener, nullptr, nullptr, 0);
    io_uring_sqe_set_data(sqe, nullptr);
}

}  // namespace

int main() {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        listen(listener, SOMAXCONN) != 0 ||
        getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        return EXIT_FAILURE;
    io_uring_params parameters{};
    parameters.flags =
        IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_CQSIZE;
    parameters.cq_entries = 16384;
    if (io_uring_queue_init_params(4096, &ring, &parameters) < 0) {
        std::fprintf(stderr, "no io_uring here\n");
        return EXIT_FAILURE;
    }
    std::printf("%d\n", ntohs(address.sin_port));
    std::fflush(stdout);
    take(listener);
    for (;;) {
        io_uring_submit_and_wait(&ring, 1);
        unsigned head = 0;
        unsigned count = 0;
        io_uring_cqe* cqe = nullptr;
        io_uring_for_each_cqe(&ring, head, cqe) {
            ++count;
            auto* connection = static_cast<Connection*>(io_uring_cqe_get_data(cqe));
            if (!connection) {
                if (cqe->res >= 0) {
                    const int on = 1;
                    setsockopt(cqe->res, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                    auto fresh = std::make_unique<Connection>();
                    fresh->fd = cqe->res;
                    receive(*fresh.release());
                }
                if (!(cqe->flags & IORING_CQE_F_MORE))
                    take(listener);
            } else if (cqe->res <= 0) {
                close(connection->fd);
                delete connection;
            } else if (connection->sending) {
                connection->sent += static_cast<size_t>(cqe->res);
                if (connection->sent < connection->length)
                    answer(*connection);
                else
                    receive(*connection);
            } else {
                connection->length = static_cast<size_t>(cqe->res);
                connection->sent = 0;
                answer(*connection);
            }
        }
        io_uring_cq_advance(&ring, count);
    }
}
