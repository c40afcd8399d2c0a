#include <benchmark/benchmark.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench_client.h"

void bench_client_run(unsigned short port, const std::atomic<bool>& done) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    while (!done) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        linger reset{1, 0};
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        char byte = 'x';
        if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
            send(fd, &byte, 1, MSG_NOSIGNAL) == 1)
            benchmark::DoNotOptimize(recv(fd, &byte, 1, 0));
        close(fd);
    }
}

const std::vector<int>& bench_descriptors(size_t count) {
    static std::vector<int> all;
    while (all.size() < count) {
        int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        if (fd < 0 || bind(fd, reinterpret_cast<sockaddr*>(&address), length) != 0)
            break;
        if (all.empty()) {
            getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length);
            sendto(fd, "x", 1, 0, reinterpret_cast<sockaddr*>(&address), length);
        }
        all.push_back(fd);
    }
    return all;
}

int main(int argc, char** argv) {
    berth_cases_register();
    libc_cases_register();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    benchmark::RunSpecifiedBenchmarks();
}
