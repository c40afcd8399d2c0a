#include "../scenario.h"

static SOCKET leaf(DWORD flags) {
    return WSASocketW(AF_INET, SOCK_DGRAM, 0, nullptr, 0, WSA_FLAG_OVERLAPPED | flags);
}
static const DWORD kLeaf = WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF;

static void join(const char* label, SOCKET s, Address& group, DWORD role) {
    SOCKET joined =
        WSAJoinLeaf(s, group.get(), group.length, nullptr, nullptr, nullptr, nullptr, role);
    if (joined == INVALID_SOCKET)
        result(label, SOCKET_ERROR);
    else
        truth(label, joined == s);
}

// A c_leaf socket joins a session that has no root: the group. "the returned socket descriptor is
// the same as the input socket descriptor"
SCENARIO(datagram_join_leaf) {
    SOCKET receiver = leaf(kLeaf);
    Address here = loopback(AF_INET, 0);
    Address everywhere = wildcard(AF_INET);
    result("bind", bind(receiver, everywhere.get(), everywhere.length));
    DWORD interface_of_group = htonl(INADDR_LOOPBACK);
    result("IP_MULTICAST_IF",
           setsockopt(receiver, IPPROTO_IP, IP_MULTICAST_IF, (const char*)&interface_of_group,
                      sizeof interface_of_group));
    Address group = loopback(AF_INET, port_of(name_of(receiver)));
    group.v4.sin_addr.s_addr = htonl(0xEFFF0109);
    Address any = group;
    any.v4.sin_addr.s_addr = 0;
    SOCKET plain = new_socket(AF_INET, SOCK_DGRAM);
    join("no leaf", plain, group, JL_BOTH);
    join("no such role", receiver, group, 8);
    join("no group", receiver, any, JL_BOTH);
    join("one host", receiver, here, JL_BOTH);
    group.length = 8;
    join("short name", receiver, group, JL_BOTH);
    group.length = here.length;
    WSABUF data = {4, const_cast<char*>("data")};
    result("caller data", WSAJoinLeaf(receiver, group.get(), group.length, &data, nullptr, nullptr,
                                      nullptr, JL_BOTH) == INVALID_SOCKET
                              ? SOCKET_ERROR
                              : 0);
    WSAEVENT event = WSACreateEvent();
    result("WSAEventSelect", WSAEventSelect(receiver, event, FD_CONNECT));
    join("receiver joins", receiver, group, JL_RECEIVER_ONLY);
    WSANETWORKEVENTS events;
    result("WSAEnumNetworkEvents", WSAEnumNetworkEvents(receiver, event, &events));
    truth("FD_CONNECT", events.lNetworkEvents == FD_CONNECT);
    value("its error", events.iErrorCode[FD_CONNECT_BIT]);
    join("again", receiver, group, JL_BOTH);
    result("WSAEventSelect", WSAEventSelect(receiver, nullptr, 0));
    value("receiver sends", send(receiver, "x", 1, 0));

    SOCKET sender = leaf(kLeaf);
    result("bind", bind(sender, here.get(), here.length));
    join("sender joins", sender, group, JL_SENDER_ONLY);
    truth("getpeername is the group", same_address(peer_of(sender), group));
    value("send", send(sender, "to all", 6, 0));
    wait_readable(receiver);
    receive_text("received", receiver, 6);
}

SCENARIO(socket_multipoint_roots) {
    made("control root", leaf(WSA_FLAG_MULTIPOINT_C_ROOT | WSA_FLAG_MULTIPOINT_D_LEAF));
    made("data root", leaf(WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_ROOT));
    made("leaf of a stream", WSASocketW(AF_INET, SOCK_STREAM, 0, nullptr, 0, kLeaf));
}
