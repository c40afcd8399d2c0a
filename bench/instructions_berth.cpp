#include <winsock2.h>

#include "instructions.h"

int main(int argc, char** argv) {
    WSADATA startup;
    WSAStartup(MAKEWORD(2, 2), &startup);
    SOCKET listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int length = sizeof address;
    bind(listener, reinterpret_cast<sockaddr*>(&address), length);
    listen(listener, 1);
    getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
    SOCKET client = socket(AF_INET, SOCK_STREAM, 0);
    connect(client, reinterpret_cast<sockaddr*>(&address), length);
    SOCKET server = accept(listener, nullptr, nullptr);
    return rounds_run(
        argc, argv, [&](char* data, int size) { return send(client, data, size, 0); },
        [&](char* data, int size) { return recv(server, data, size, 0); });
}
