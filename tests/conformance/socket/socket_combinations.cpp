#include "../scenario.h"

// Which family, type and protocol go together, and what the others are told.
static void ask(const char* what, int family, int type, int protocol) {
    SOCKET s = made(what, socket(family, type, protocol));
    if (s != INVALID_SOCKET) {
        WSAPROTOCOL_INFOW info;
        int length = sizeof info;
        if (getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOW, (char*)&info, &length) == 0) {
            line("  %s %s %s", family_name(info.iAddressFamily), type_name(info.iSocketType),
                 protocol_name(info.iProtocol));
        }
        closesocket(s);
    }
}
SCENARIO(socket_combinations) {
    ask("inet stream", AF_INET, SOCK_STREAM, 0);
    ask("inet stream tcp", AF_INET, SOCK_STREAM, IPPROTO_TCP);
    ask("inet stream udp", AF_INET, SOCK_STREAM, IPPROTO_UDP);
    ask("inet dgram", AF_INET, SOCK_DGRAM, 0);
    ask("inet dgram udp", AF_INET, SOCK_DGRAM, IPPROTO_UDP);
    ask("inet dgram tcp", AF_INET, SOCK_DGRAM, IPPROTO_TCP);
    ask("inet6 stream", AF_INET6, SOCK_STREAM, 0);
    ask("inet6 dgram udp", AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
    ask("inet, any type, tcp", AF_INET, 0, IPPROTO_TCP);
    ask("inet, any type, udp", AF_INET, 0, IPPROTO_UDP);
    ask("any family, stream tcp", AF_UNSPEC, SOCK_STREAM, IPPROTO_TCP);
    ask("inet, type 77", AF_INET, 77, 0);
    ask("inet stream 4242", AF_INET, SOCK_STREAM, 4242);
    ask("family 4242", 4242, SOCK_STREAM, 0);
    ask("family -1", -1, SOCK_STREAM, 0);
    ask("inet seqpacket", AF_INET, SOCK_SEQPACKET, 0);
}
