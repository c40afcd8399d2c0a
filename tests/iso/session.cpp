// One session on ISO transport, as a Winsock program: what is seen on the way is printed.
//   session server TP0|TP2 ADDRESS     listens, echoes one connection's messages to its end
//   session client TP0|TP2 ADDRESS     calls, sends two messages, urgent data (TP2), disconnects
// ADDRESS is text for WSAStringToAddress.
#include <cstdio>
#include <cstring>
#include <string>

#include "winsock2.h"
#include "wshisotp.h"

namespace {

std::string text_of(const WSABUF* buffer) {
    return buffer ? std::string(buffer->buf, buffer->len) : "nothing";
}

std::string address_text(const sockaddr* address, int length, int protocol) {
    (void)protocol;
    char text[128];
    DWORD size = sizeof text;
    if (WSAAddressToStringA(const_cast<sockaddr*>(address), static_cast<DWORD>(length), nullptr,
                            text, &size) != 0)
        return "error " + std::to_string(WSAGetLastError());
    return text;
}

int fail(const char* what) {
    std::printf("%s: error %d\n", what, WSAGetLastError());
    return 1;
}

int CALLBACK condition(LPWSABUF caller, LPWSABUF caller_data, LPQOS flows, LPQOS, LPWSABUF,
                       LPWSABUF callee_data, GROUP*, DWORD_PTR) {
    std::printf("caller: %s\n", address_text(reinterpret_cast<sockaddr*>(caller->buf),
                                             static_cast<int>(caller->len), 0)
                                    .c_str());
    std::printf("caller data: %s\n", text_of(caller_data).c_str());
    if (flows) {
        std::printf("token rate: %u\n", flows->SendingFlowspec.TokenRate);
        flows->SendingFlowspec.TokenRate /= 2;
    }
    if (callee_data && callee_data->len >= 11) {
        std::memcpy(callee_data->buf, "callee data", 11);
        callee_data->len = 11;
    }
    return CF_ACCEPT;
}

int serve(SOCKET listener, const sockaddr_tp& address) {
    if (bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        listen(listener, 1) != 0)
        return fail("listen");
    sockaddr_tp name;
    int length = sizeof name;
    if (getsockname(listener, reinterpret_cast<sockaddr*>(&name), &length) != 0)
        return fail("getsockname");
    std::printf("listening on %s\n",
                address_text(reinterpret_cast<sockaddr*>(&name), length, 0).c_str());
    const SOCKET s = WSAAccept(listener, nullptr, nullptr, condition, 0);
    if (s == INVALID_SOCKET)
        return fail("WSAAccept");
    char message[4096];
    for (int received; (received = recv(s, message, sizeof message, 0)) > 0;) {
        std::printf("message of %d: %.*s\n", received, received > 20 ? 20 : received, message);
        if (send(s, message, received, 0) != received)
            return fail("send");
    }
    char reason[64];
    WSABUF buffer{sizeof reason, reason};
    if (WSARecvDisconnect(s, &buffer) == 0)
        std::printf("disconnect data: %s\n", text_of(&buffer).c_str());
    closesocket(s);
    return 0;
}

int call(SOCKET s, const sockaddr_tp& address, int protocol) {
    sockaddr_tp self{};
    ISO_SET_TP_ADDR(&self, "client", 6, "", 0)
    if (bind(s, reinterpret_cast<const sockaddr*>(&self), sizeof self) != 0)
        return fail("bind");
    char data[] = "caller data";
    char answer[32];
    WSABUF caller{11, data};
    WSABUF callee{sizeof answer, answer};
    QOS flows{};
    flows.SendingFlowspec = {
        1'000'000,         QOS_NOT_SPECIFIED,      2'000'000,         20'000,
        QOS_NOT_SPECIFIED, SERVICETYPE_GUARANTEED, QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED};
    flows.ReceivingFlowspec = flows.SendingFlowspec;
    if (WSAConnect(s, reinterpret_cast<const sockaddr*>(&address), sizeof address, &caller, &callee,
                   &flows, nullptr) != 0)
        return fail("WSAConnect");
    std::printf("callee data: %s\n", text_of(&callee).c_str());
    const std::string longer(3000, 'm');
    for (const std::string& message : {std::string("question"), longer}) {
        char echoed[4096];
        if (send(s, message.data(), static_cast<int>(message.size()), 0) < 0)
            return fail("send");
        const int received = recv(s, echoed, sizeof echoed, 0);
        if (received < 0)
            return fail("recv");
        std::printf("echo of %d\n", received);
    }
    if (protocol == ISOPROTO_TP2 && send(s, "urgent", 6, MSG_OOB) != 6)
        return fail("send of urgent data");
    char reason[] = "goodbye";
    WSABUF buffer{7, reason};
    if (WSASendDisconnect(s, &buffer) != 0)
        return fail("WSASendDisconnect");
    closesocket(s);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::setvbuf(stdout, nullptr, _IONBF, 0);
    WSADATA data;
    if (argc < 4 || WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 2;
    const int protocol = std::strcmp(argv[2], "TP2") == 0 ? ISOPROTO_TP2 : ISOPROTO_TP0;
    const SOCKET s = socket(AF_ISO, SOCK_SEQPACKET, protocol);
    if (s == INVALID_SOCKET)
        return fail("socket");
    sockaddr_tp address{};
    int length = sizeof address;
    if (WSAStringToAddressA(argv[3], AF_ISO, nullptr, reinterpret_cast<sockaddr*>(&address),
                            &length) != 0)
        return fail("WSAStringToAddress");
    const int result =
        std::strcmp(argv[1], "server") == 0 ? serve(s, address) : call(s, address, protocol);
    closesocket(s);
    WSACleanup();
    return result;
}
