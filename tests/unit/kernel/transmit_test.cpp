// TransmitFile and TransmitPackets: messages, limits; extension functions without a start-up.
#include <string>

#include "mswsock.h"
#include "windows.h"
#include "connection_test.h"

namespace berth::test {

namespace {

struct Pair {
    Pair() {
        sockaddr_in address;
        listener = listener_make(&address);
        client = client_make(address);
        server = accept(listener, nullptr, nullptr);
    }
    ~Pair() {
        closesocket(client);
        closesocket(server);
        closesocket(listener);
    }
    SOCKET listener, client, server;
};

struct File {
    File(const char* file_name, const std::string& text)
        : name(file_name),
          handle(CreateFileA(file_name, GENERIC_READ | GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, 0,
                             nullptr)) {
        DWORD written = 0;
        WriteFile(handle, text.data(), static_cast<DWORD>(text.size()), &written, nullptr);
    }
    ~File() {
        CloseHandle(handle);
        DeleteFileA(name);
    }
    // Takes no room on the disk.
    void grow(LONGLONG size) const {
        LARGE_INTEGER place;
        place.QuadPart = size;
        SetFilePointerEx(handle, place, nullptr, FILE_BEGIN);
        SetEndOfFile(handle);
    }
    const char* name;
    HANDLE handle;
};

template <typename Function>
Function extension(SOCKET s, GUID id) {
    Function function = nullptr;
    DWORD returned = 0;
    EXPECT_EQ(WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function,
                       sizeof function, &returned, nullptr, nullptr),
              0);
    return function;
}

std::string received(SOCKET s) {
    char data[32];
    const int got = recv(s, data, sizeof data, 0);
    return {data, got > 0 ? static_cast<size_t>(got) : 0};
}

// 0 or the error of a call that says TRUE or FALSE.
int outcome(BOOL done) {
    return done ? 0 : WSAGetLastError();
}

using TransmitTest = WinsockTest;

}  // namespace

TEST_F(TransmitTest, TransmitPacketsMakesADatagramOfWhatComesBeforeEachEndOfPacket) {
    const SOCKET receiver = socket(AF_INET, SOCK_DGRAM, 0);
    const SOCKET sender = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address = loopback();
    int length = sizeof address;
    ASSERT_EQ(bind(receiver, reinterpret_cast<sockaddr*>(&address), length), 0);
    ASSERT_EQ(getsockname(receiver, reinterpret_cast<sockaddr*>(&address), &length), 0);
    const auto transmit = extension<LPFN_TRANSMITPACKETS>(sender, WSAID_TRANSMITPACKETS);
    char text[] = "abcdefghij";
    const File file("transmit_packets.tmp", "0123456789");
    TRANSMIT_PACKETS_ELEMENT elements[4] = {};
    for (TRANSMIT_PACKETS_ELEMENT& element : elements) {
        element.dwElFlags = TP_ELEMENT_MEMORY;
        element.cLength = 2;
        element.pBuffer = text;
    }
    elements[1].dwElFlags = TP_ELEMENT_FILE | TP_ELEMENT_EOP;
    elements[1].hFile = file.handle;
    elements[1].nFileOffset.QuadPart = 3;  // two bytes from there
    elements[2].dwElFlags |= TP_ELEMENT_EOP;
    elements[3].cLength = 10;
    EXPECT_EQ(outcome(transmit(sender, elements, 4, 0, nullptr, 0)), WSAENOTCONN);
    ASSERT_EQ(connect(sender, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(outcome(transmit(sender, elements, 4, 0, nullptr, TF_DISCONNECT)), WSAEOPNOTSUPP);

    OVERLAPPED request{};
    transmit(sender, elements, 4, 7, &request, 0);
    DWORD sent = 0;
    EXPECT_TRUE(GetOverlappedResult(reinterpret_cast<HANDLE>(sender), &request, &sent, TRUE));
    EXPECT_EQ(sent, 16U);
    for (const char* expected : {"ab34", "ab", "abcdefg", "hij"})
        EXPECT_EQ(received(receiver), expected);
    closesocket(sender);
    closesocket(receiver);
}

TEST_F(TransmitTest, OneCallTransmitsNoMoreThanTwoGibibytesAltogether) {
    Pair pair;
    const File file("transmit_limit.tmp", "0123456789");
    char byte = 'x';
    TRANSMIT_FILE_BUFFERS buffers{&byte, 1, &byte, 1};
    EXPECT_EQ(outcome(TransmitFile(pair.client, file.handle, 0x7ffffffd, 0, nullptr, &buffers, 0)),
              WSAEINVAL);
    file.grow(0x7fffffff);
    OVERLAPPED whole{};
    EXPECT_EQ(outcome(TransmitFile(pair.client, file.handle, 0, 0, &whole, nullptr, 0)), WSAEINVAL);
    const auto transmit = extension<LPFN_TRANSMITPACKETS>(pair.client, WSAID_TRANSMITPACKETS);
    TRANSMIT_PACKETS_ELEMENT element{};
    element.hFile = file.handle;  // the flags' default is a file
    EXPECT_EQ(outcome(transmit(pair.client, &element, 1, 0, nullptr, 0)), WSAEINVAL);
    element.cLength = 4;
    EXPECT_TRUE(transmit(pair.client, &element, 1, 0, nullptr, TF_DISCONNECT));
    EXPECT_EQ(received(pair.server), "0123");
    element.dwElFlags = TP_ELEMENT_MEMORY | TP_ELEMENT_FILE;
    EXPECT_EQ(outcome(transmit(pair.server, &element, 1, 0, nullptr, 0)), WSAEINVAL);
    element.dwElFlags = TP_ELEMENT_MEMORY;
    element.pBuffer = nullptr;
    EXPECT_EQ(outcome(transmit(pair.server, &element, 1, 0, nullptr, 0)), WSAEFAULT);
    auto* const nowhere = reinterpret_cast<OVERLAPPED*>(8);
    EXPECT_EQ(outcome(TransmitFile(pair.server, file.handle, 0, 0, nowhere, nullptr, 0)),
              WSAEFAULT);
}

TEST_F(TransmitTest, ExtensionFunctionsAfterTheLastCleanupSayThatNothingIsStarted) {
    const SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    const auto connect_ex = extension<LPFN_CONNECTEX>(s, WSAID_CONNECTEX);
    const auto disconnect_ex = extension<LPFN_DISCONNECTEX>(s, WSAID_DISCONNECTEX);
    const auto accept_ex = extension<LPFN_ACCEPTEX>(s, WSAID_ACCEPTEX);
    const auto transmit_file = extension<LPFN_TRANSMITFILE>(s, WSAID_TRANSMITFILE);
    OVERLAPPED request{};
    EXPECT_EQ(outcome(disconnect_ex(INVALID_SOCKET, nullptr, 0, 0)), WSAENOTSOCK);
    WSACleanup();
    const sockaddr_in address = loopback();
    const auto* const name = reinterpret_cast<const sockaddr*>(&address);
    char buffer[64];
    EXPECT_EQ(outcome(connect_ex(s, name, sizeof address, nullptr, 0, nullptr, &request)),
              WSANOTINITIALISED);
    EXPECT_EQ(outcome(disconnect_ex(s, nullptr, 0, 0)), WSANOTINITIALISED);
    EXPECT_EQ(outcome(accept_ex(s, s, buffer, 0, 32, 32, nullptr, &request)), WSANOTINITIALISED);
    EXPECT_EQ(outcome(transmit_file(s, nullptr, 0, 0, nullptr, nullptr, 0)), WSANOTINITIALISED);
    WSADATA data;
    EXPECT_EQ(WSAStartup(MAKEWORD(2, 2), &data), 0);
}

TEST_F(TransmitTest, ADisconnectedSocketIsStillBoundAndConnectsAgain) {
    sockaddr_in address;
    const SOCKET listener = listener_make(&address);
    const SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    const auto connect_ex = extension<LPFN_CONNECTEX>(s, WSAID_CONNECTEX);
    const auto disconnect_ex = extension<LPFN_DISCONNECTEX>(s, WSAID_DISCONNECTEX);
    sockaddr_in any{};
    any.sin_family = AF_INET;
    ASSERT_EQ(bind(s, reinterpret_cast<sockaddr*>(&any), sizeof any), 0);
    const auto ended = [s](OVERLAPPED& request) {
        DWORD bytes = 0;
        return outcome(GetOverlappedResult(reinterpret_cast<HANDLE>(s), &request, &bytes, TRUE));
    };
    for (const bool first_to_close : {true, false, true}) {
        OVERLAPPED request{};
        EXPECT_EQ(outcome(connect_ex(s, reinterpret_cast<sockaddr*>(&address), sizeof address,
                                     nullptr, 0, nullptr, &request)),
                  WSA_IO_PENDING);
        EXPECT_EQ(ended(request), 0);
        const SOCKET peer = accept(listener, nullptr, nullptr);
        if (!first_to_close)
            closesocket(peer);
        OVERLAPPED end{};
        const BOOL done = disconnect_ex(s, &end, TF_REUSE_SOCKET, 0);
        EXPECT_TRUE(done || WSAGetLastError() == WSA_IO_PENDING);
        if (first_to_close)
            closesocket(peer);
        EXPECT_EQ(ended(end), 0);
        sockaddr_in now{};
        int length = sizeof now;
        EXPECT_EQ(getsockname(s, reinterpret_cast<sockaddr*>(&now), &length), 0);
        EXPECT_EQ(now.sin_addr.s_addr, 0U);
        EXPECT_NE(now.sin_port, 0);
    }
    closesocket(s);
    closesocket(listener);
}

}  // namespace berth::test
