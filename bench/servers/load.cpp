// The load: CONNECTIONS clients that send SIZE octets and wait for them to come back, again and
// again. After a warm-up prints "start", runs for SECONDS, prints one line of JSON. MODE "connect"
// makes a new connection for each round; with "file" a request of 64 octets brings SIZE of them;
// with "iso" a connection begins as one of ISO transport (RFC 1006, class 0), and SIZE octets are a
// message's, in one DT.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Client {
    int fd = -1;
    size_t got = 0;
    size_t sent = 0;
    Clock::time_point began;
};

sockaddr_in server{};
size_t size = 64;
size_t request = 64;
std::vector<char> message;
std::vector<char> room(65536);
int epoll = -1;
bool iso = false;

[[noreturn]] void fail(const char* what) {
    std::perror(what);
    std::exit(EXIT_FAILURE);
}

// CR and CC.
void iso_begin(int fd) {
    constexpr std::array<unsigned char, 11> kRequest{3, 0, 0, 11, 6, 0xE0, 0, 0, 0, 1, 0};
    if (send(fd, kRequest.data(), kRequest.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(kRequest.size()))
        fail("CR");
    std::array<unsigned char, 256> confirm;
    constexpr size_t kHeader = 4;
    if (recv(fd, confirm.data(), kHeader, MSG_WAITALL) != kHeader)
        fail("CC");
    const ssize_t rest = confirm[3] - static_cast<ssize_t>(kHeader);
    if (recv(fd, confirm.data() + kHeader, static_cast<size_t>(rest), MSG_WAITALL) != rest ||
        confirm[5] != 0xD0)
        fail("CC");
}

// A message of one DT.
std::vector<char> iso_message(size_t length) {
    constexpr std::array<unsigned char, 7> kHeader{3, 0, 0, 0, 2, 0xF0, 0x80};
    std::vector<char> packet(kHeader.size() + length, 'b');
    std::memcpy(packet.data(), kHeader.data(), kHeader.size());
    packet[2] = static_cast<char>(packet.size() >> 8);
    packet[3] = static_cast<char>(packet.size());
    return packet;
}

void open_client(Client& client) {
    client.fd = socket(AF_INET, SOCK_STREAM, 0);
    if (client.fd < 0 ||
        connect(client.fd, reinterpret_cast<sockaddr*>(&server), sizeof server) != 0)
        fail("connect");
    const int on = 1;
    setsockopt(client.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (iso)
        iso_begin(client.fd);
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLET;
    event.data.ptr = &client;
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, client.fd, &event) != 0)
        fail("epoll_ctl");
}

void push(Client& client) {
    while (client.sent < request) {
        const ssize_t done = send(client.fd, message.data() + client.sent, request - client.sent,
                                  MSG_NOSIGNAL | MSG_DONTWAIT);
        if (done < 0)
            return;
        client.sent += static_cast<size_t>(done);
    }
}

void begin(Client& client) {
    client.got = client.sent = 0;
    client.began = Clock::now();
    push(client);
}

// True: a round is complete.
bool pull(Client& client) {
    while (client.got < size) {
        const ssize_t done =
            recv(client.fd, room.data(), std::min(room.size(), size - client.got), MSG_DONTWAIT);
        if (done == 0)
            fail("the server closed a connection");
        if (done < 0)
            return false;
        client.got += static_cast<size_t>(done);
    }
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 5) {
        std::fprintf(stderr, "usage: load PORT CONNECTIONS SIZE SECONDS [connect|file|iso]\n");
        return EXIT_FAILURE;
    }
    server.sin_family = AF_INET;
    server.sin_port = htons(static_cast<unsigned short>(std::atoi(argv[1])));
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::vector<Client> clients(static_cast<size_t>(std::atoi(argv[2])));
    size = static_cast<size_t>(std::atoi(argv[3]));
    const double seconds = std::atof(argv[4]);
    const bool reconnect = argc > 5 && std::strcmp(argv[5], "connect") == 0;
    if (argc <= 5 || std::strcmp(argv[5], "file") != 0)
        request = size;
    iso = argc > 5 && std::strcmp(argv[5], "iso") == 0;
    if (iso) {
        message = iso_message(size);
        size = request = message.size();
    } else {
        message.assign(request, 'b');
    }
    epoll = epoll_create1(0);
    for (Client& client : clients)
        open_client(client);
    for (Client& client : clients)
        begin(client);
    const auto warm = Clock::now() + std::chrono::milliseconds(300);
    bool counting = false;
    auto end = Clock::time_point::max();
    auto start = warm;
    uint64_t rounds = 0;
    std::vector<float> latencies;
    latencies.reserve(1 << 20);
    std::array<epoll_event, 256> events;
    for (auto now = Clock::now(); now < end; now = Clock::now()) {
        if (!counting && now >= warm) {
            counting = true;
            std::printf("start\n");
            std::fflush(stdout);
            start = Clock::now();
            end = start + std::chrono::duration_cast<Clock::duration>(
                              std::chrono::duration<double>(seconds));
        }
        const int count = epoll_wait(epoll, events.data(), events.size(), 100);
        for (int i = 0; i < count; ++i) {
            auto& client = *static_cast<Client*>(events[static_cast<size_t>(i)].data.ptr);
            if (events[static_cast<size_t>(i)].events & EPOLLOUT)
                push(client);
            if (!pull(client))
                continue;
            if (counting) {
                ++rounds;
                if (latencies.size() < latencies.capacity())
                    latencies.push_back(
                        std::chrono::duration<float, std::micro>(Clock::now() - client.began)
                            .count());
            }
            if (reconnect) {
                const linger reset{1, 0};  // no TIME_WAIT: the ports would run out
                setsockopt(client.fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
                close(client.fd);
                open_client(client);
            }
            begin(client);
        }
    }
    const double took = std::chrono::duration<double>(Clock::now() - start).count();
    std::sort(latencies.begin(), latencies.end());
    const auto at = [&](double part) {
        return latencies.empty() ? 0.0
                                 : latencies[static_cast<size_t>(
                                       part * static_cast<double>(latencies.size() - 1))];
    };
    std::printf("{\"rounds\": %llu, \"seconds\": %.6f, \"p50\": %.2f, \"p99\": %.2f}\n",
                static_cast<unsigned long long>(rounds), took, static_cast<double>(at(0.5)),
                static_cast<double>(at(0.99)));
}
