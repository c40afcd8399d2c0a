// Sockets of the ISO provider, for tests.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "winsock2.h"
#include "providers/iso/nsap.h"

namespace iso_test {

class Winsock {
  public:
    Winsock() {
        WSADATA data;
        EXPECT_EQ(WSAStartup(MAKEWORD(2, 2), &data), 0);
    }
    ~Winsock() { WSACleanup(); }
    Winsock(const Winsock&) = delete;
    Winsock& operator=(const Winsock&) = delete;
};

inline sockaddr_tp address(const std::string& selector, USHORT port, int protocol = ISOPROTO_TP0) {
    berth::iso::IsoAddress address;
    std::memcpy(address.selector, selector.data(), selector.size());
    address.selector_length = static_cast<uint8_t>(selector.size());
    address.family = AF_INET;
    address.port = port;
    address.ip[0] = 127;
    address.ip[3] = 1;
    return berth::iso::iso_address_store(
        address, protocol == ISOPROTO_TP0 ? berth::iso::kPortClass0 : berth::iso::kPortClass2);
}

inline berth::iso::IsoAddress read(const sockaddr_tp& name) {
    berth::iso::IsoAddress address;
    EXPECT_EQ(berth::iso::iso_address_read(reinterpret_cast<const sockaddr*>(&name), sizeof name, 0,
                                           &address),
              0);
    return address;
}

inline std::string selector_of(const sockaddr_tp& name) {
    return {reinterpret_cast<const char*>(name.tp_addr), name.tp_tsel_len};
}

inline SOCKET open(int protocol = ISOPROTO_TP0) {
    const SOCKET s = socket(AF_ISO, SOCK_SEQPACKET, protocol);
    EXPECT_NE(s, INVALID_SOCKET) << WSAGetLastError();
    return s;
}

inline const sockaddr* plain(const sockaddr_tp& name) {
    return reinterpret_cast<const sockaddr*>(&name);
}

inline USHORT port_of(SOCKET s) {
    sockaddr_tp name{};
    int length = sizeof name;
    EXPECT_EQ(getsockname(s, reinterpret_cast<sockaddr*>(&name), &length), 0) << WSAGetLastError();
    return read(name).port;
}

// A listener at a port of the kernel's choice.
struct Listener {
    explicit Listener(int iso_protocol = ISOPROTO_TP0, const std::string& selector = "SERVER",
                      int backlog = 5)
        : protocol(iso_protocol), s(open(iso_protocol)) {
        const sockaddr_tp name = address(selector, 0, protocol);
        EXPECT_EQ(bind(s, plain(name), sizeof name), 0) << WSAGetLastError();
        EXPECT_EQ(listen(s, backlog), 0) << WSAGetLastError();
        at = address(selector, port_of(s), protocol);
    }
    ~Listener() { closesocket(s); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    const int protocol;
    const SOCKET s;
    sockaddr_tp at{};
};

// A connection between two sockets of this process.
struct Pair {
    explicit Pair(int protocol = ISOPROTO_TP0) : listener(protocol), client(open(protocol)) {
        std::thread connecting([this] {
            EXPECT_EQ(connect(client, plain(listener.at), sizeof listener.at), 0)
                << WSAGetLastError();
        });
        server = accept(listener.s, nullptr, nullptr);
        EXPECT_NE(server, INVALID_SOCKET) << WSAGetLastError();
        connecting.join();
    }
    ~Pair() {
        closesocket(client);
        closesocket(server);
    }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;

    Listener listener;
    SOCKET client;
    SOCKET server = INVALID_SOCKET;
};

inline std::string receive(SOCKET s, int room = 65536) {
    std::string text(static_cast<size_t>(room), '\0');
    const int count = recv(s, text.data(), room, 0);
    EXPECT_GE(count, 0) << WSAGetLastError();
    text.resize(count > 0 ? static_cast<size_t>(count) : 0);
    return text;
}

inline void send_all(SOCKET s, const std::string& text) {
    EXPECT_EQ(send(s, text.data(), static_cast<int>(text.size()), 0), static_cast<int>(text.size()))
        << WSAGetLastError();
}

// A condition function as a closure.
using Condition =
    std::function<int(LPWSABUF caller, LPWSABUF data, LPQOS qos, LPWSABUF callee, LPWSABUF answer)>;
inline int CALLBACK condition_call(LPWSABUF caller, LPWSABUF data, LPQOS qos, LPQOS,
                                   LPWSABUF callee, LPWSABUF answer, GROUP*, DWORD_PTR context) {
    return (*reinterpret_cast<Condition*>(context))(caller, data, qos, callee, answer);
}
inline SOCKET accept_if(SOCKET s, Condition condition) {
    return WSAAccept(s, nullptr, nullptr, condition_call, reinterpret_cast<DWORD_PTR>(&condition));
}

}  // namespace iso_test
