// What an idle connected socket costs in memory of ours: 9,000 of them, each with a zero-byte
// overlapped receive outstanding on a completion port. Prints bytes a socket, by the allocator's
// books and by the process's resident memory, as the slope between the first thousand and the last.
#include <windows.h>
#include <winsock2.h>
#include <ws2tcpip.h>

#include <malloc.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace {

constexpr int kSockets = 9000;
constexpr int kFirst = 1000;

struct Books {
    double allocated;
    double resident;
};

Books books() {
    const struct mallinfo2 info = mallinfo2();
    long pages = 0;
    if (FILE* file = std::fopen("/proc/self/statm", "r")) {
        long all = 0;
        if (std::fscanf(file, "%ld %ld", &all, &pages) != 2)
            pages = 0;
        std::fclose(file);
    }
    return {static_cast<double>(info.uordblks + info.hblkhd),
            static_cast<double>(pages) * static_cast<double>(sysconf(_SC_PAGESIZE))};
}

// The clients are another process's.
[[noreturn]] void connect_all(int from) {
    WSADATA data;
    WSAStartup(MAKEWORD(2, 2), &data);
    sockaddr_in address{};
    if (read(from, &address, sizeof address) != sizeof address)
        std::_Exit(EXIT_FAILURE);
    for (int i = 0; i < kSockets; ++i) {
        const SOCKET s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        if (connect(s, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            std::_Exit(EXIT_FAILURE);
    }
    char end = 0;
    [[maybe_unused]] const ssize_t got = read(from, &end, 1);
    std::_Exit(EXIT_SUCCESS);
}

}  // namespace

int main() {
    int to_clients[2];
    if (pipe(to_clients) != 0)
        return EXIT_FAILURE;
    if (fork() == 0) {
        close(to_clients[1]);
        connect_all(to_clients[0]);
    }
    close(to_clients[0]);
    WSADATA data;
    WSAStartup(MAKEWORD(2, 2), &data);
    const SOCKET listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    sockaddr_in address{};
    int length = sizeof address;
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        listen(listener, SOMAXCONN) != 0 ||
        getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) != 0 ||
        write(to_clients[1], &address, sizeof address) != sizeof address)
        return EXIT_FAILURE;
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1);
    std::vector<OVERLAPPED> requests(kSockets);  // the program's own
    std::memset(requests.data(), 0, requests.size() * sizeof(OVERLAPPED));
    Books first{};
    for (int i = 0; i < kSockets; ++i) {
        if (i == kFirst)
            first = books();
        const SOCKET s = accept(listener, nullptr, nullptr);
        WSABUF nothing{0, nullptr};
        DWORD flags = 0;
        if (s == INVALID_SOCKET ||
            !CreateIoCompletionPort(reinterpret_cast<HANDLE>(s), port, 1, 0) ||
            (WSARecv(s, &nothing, 1, nullptr, &flags, &requests[static_cast<size_t>(i)], nullptr) !=
                 0 &&
             WSAGetLastError() != WSA_IO_PENDING)) {
            std::fprintf(stderr, "socket %d: %d\n", i, WSAGetLastError());
            return EXIT_FAILURE;
        }
    }
    const Books last = books();
    constexpr double kCount = kSockets - kFirst;
    std::printf("%.0f bytes allocated and %.0f resident a socket\n",
                (last.allocated - first.allocated) / kCount,
                (last.resident - first.resident) / kCount);
}
