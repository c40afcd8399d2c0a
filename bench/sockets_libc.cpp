#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

#include "bench_client.h"

namespace {

using Socket = int;
constexpr const char* kSide = "libc";

Socket stream_listen(unsigned short* port) {
    Socket s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    bind(s, reinterpret_cast<sockaddr*>(&address), length);
    listen(s, SOMAXCONN);
    getsockname(s, reinterpret_cast<sockaddr*>(&address), &length);
    *port = ntohs(address.sin_port);
    return s;
}

Socket stream_connect(unsigned short port) {
    Socket s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    connect(s, reinterpret_cast<sockaddr*>(&address), sizeof address);
    return s;
}

Socket stream_accept(Socket listener) {
    return accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
}
// The peer of WSAAccept with a condition function is a plain accept4: libc has no other.
Socket stream_accept_conditionally(Socket listener) {
    return stream_accept(listener);
}
int transfer_out(Socket s, const char* data, int length) {
    return static_cast<int>(send(s, data, static_cast<size_t>(length), MSG_NOSIGNAL));
}
int transfer_in(Socket s, char* data, int length) {
    return static_cast<int>(recv(s, data, static_cast<size_t>(length), 0));
}
void stream_close(Socket s) {
    close(s);
}

}  // namespace

#include "cases.h"

namespace {

void poll_directly(benchmark::State& state, size_t count) {
    const std::vector<int>& fds = bench_descriptors(count);
    std::vector<pollfd> set;
    for (size_t i = 0; i < count; ++i)
        set.push_back({fds[i], POLLIN, 0});
    for (auto _ : state) {
        if (poll(set.data(), set.size(), 0) != 1)
            state.SkipWithError("poll");
    }
    state.SetItemsProcessed(state.iterations());
}

}  // namespace

void libc_cases_register() {
    cases_register();
    benchmark::RegisterBenchmark("select_1000/libc", [](benchmark::State& s) {
        poll_directly(s, 1000);
    })->UseRealTime();
    benchmark::RegisterBenchmark("poll_10000/libc", [](benchmark::State& s) {
        poll_directly(s, 10000);
    })->UseRealTime();
}
