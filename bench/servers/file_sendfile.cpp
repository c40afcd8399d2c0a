// The file server by hand: sendfile in a loop. One connection.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <netinet/in.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

int main() {
    constexpr size_t kRequest = 64;
    constexpr off_t kFile = off_t{64} << 20;
    std::FILE* const temporary = std::tmpfile();
    if (!temporary)
        return EXIT_FAILURE;
    const int file = fileno(temporary);
    const std::vector<char> piece(size_t{1} << 20, 'f');
    for (off_t done = 0; done < kFile; done += static_cast<off_t>(piece.size())) {
        if (write(file, piece.data(), piece.size()) != static_cast<ssize_t>(piece.size()))
            return EXIT_FAILURE;
    }
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
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
    const int s = accept(listener, nullptr, nullptr);
    std::array<char, kRequest> request;
    while (recv(s, request.data(), request.size(), MSG_WAITALL) ==
           static_cast<ssize_t>(request.size())) {
        for (off_t at = 0; at < kFile;) {
            if (sendfile(s, file, &at, static_cast<size_t>(kFile - at)) <= 0)
                return EXIT_FAILURE;
        }
    }
    return EXIT_SUCCESS;
}
