#define FD_SETSIZE 1024
#include <winsock2.h>

#include <vector>

#include "bench_client.h"

namespace {

using Socket = SOCKET;
constexpr const char* kSide = "berth";

Socket stream_listen(unsigned short* port) {
    WSADATA data;
    WSAStartup(MAKEWORD(2, 2), &data);
    Socket s = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int length = sizeof address;
    bind(s, reinterpret_cast<sockaddr*>(&address), length);
    listen(s, SOMAXCONN);
    getsockname(s, reinterpret_cast<sockaddr*>(&address), &length);
    *port = ntohs(address.sin_port);
    return s;
}

Socket stream_connect(unsigned short port) {
    Socket s = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    connect(s, reinterpret_cast<sockaddr*>(&address), sizeof address);
    return s;
}

int CALLBACK accept_everybody(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                              DWORD_PTR) {
    return CF_ACCEPT;
}

Socket stream_accept(Socket listener) {
    return accept(listener, nullptr, nullptr);
}
Socket stream_accept_conditionally(Socket listener) {
    return WSAAccept(listener, nullptr, nullptr, accept_everybody, 0);
}
int transfer_out(Socket s, const char* data, int length) {
    return send(s, data, length, 0);
}
int transfer_in(Socket s, char* data, int length) {
    return recv(s, data, length, 0);
}
void stream_close(Socket s) {
    closesocket(s);
}

}  // namespace

#include "cases.h"

namespace {

void select_1000(benchmark::State& state) {
    WSADATA data;
    WSAStartup(MAKEWORD(2, 2), &data);
    const std::vector<int>& fds = bench_descriptors(1000);
    static fd_set all;
    FD_ZERO(&all);
    for (size_t i = 0; i < 1000; ++i)
        all.fd_array[all.fd_count++] = static_cast<SOCKET>(fds[i]);
    timeval now{0, 0};
    static fd_set first = all;  // not measured: these sockets are new to Winsock
    select(0, &first, nullptr, nullptr, &now);
    for (auto _ : state) {
        static fd_set set;
        set = all;
        if (select(0, &set, nullptr, nullptr, &now) != 1)
            state.SkipWithError("select");
    }
    state.SetItemsProcessed(state.iterations());
}

void poll_10000(benchmark::State& state) {
    WSADATA data;
    WSAStartup(MAKEWORD(2, 2), &data);
    const std::vector<int>& fds = bench_descriptors(10000);
    std::vector<WSAPOLLFD> set;
    for (int fd : fds)
        set.push_back({static_cast<SOCKET>(fd), POLLRDNORM, 0});
    // Not measured: these sockets are new to Winsock, which asks the kernel about each of them
    // once.
    WSAPoll(set.data(), static_cast<ULONG>(set.size()), 0);
    for (auto _ : state) {
        if (WSAPoll(set.data(), static_cast<ULONG>(set.size()), 0) != 1)
            state.SkipWithError("WSAPoll");
    }
    state.SetItemsProcessed(state.iterations());
}

}  // namespace

void berth_cases_register() {
    cases_register();
    benchmark::RegisterBenchmark("select_1000/berth", select_1000)->UseRealTime();
    benchmark::RegisterBenchmark("poll_10000/berth", poll_10000)->UseRealTime();
}
