#include "../scenario.h"

// IP_PKTINFO and IPV6_PKTINFO through WSARecvMsg: the address that the datagram was sent to.
SCENARIO_INET(datagram_pktinfo) {
    SOCKET server = new_socket(family, SOCK_DGRAM);
    Address any = wildcard(family);
    result("bind", bind(server, any.get(), any.length));
    if (family == AF_INET) {
        set_option(server, IPPROTO_IP, IP_PKTINFO, 1);
    } else {
        set_option(server, IPPROTO_IPV6, IPV6_PKTINFO, 1);
    }
    GUID id = WSAID_WSARECVMSG;
    LPFN_WSARECVMSG receive_message = nullptr;
    DWORD bytes = 0;
    result("WSAID_WSARECVMSG",
           WSAIoctl(server, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &receive_message,
                    sizeof receive_message, &bytes, nullptr, nullptr));
    SOCKET client = new_socket(family, SOCK_DGRAM);
    Address where = loopback(family, port_of(name_of(server)));
    sendto(client, "where to", 8, 0, where.get(), where.length);
    wait_readable(server);
    char data[32];
    char control[256];
    Address from;
    WSABUF buffer = {sizeof data, data};
    WSAMSG message;
    memset(&message, 0, sizeof message);
    message.name = from.get();
    message.namelen = sizeof from.storage;
    message.lpBuffers = &buffer;
    message.dwBufferCount = 1;
    message.Control.buf = control;
    message.Control.len = sizeof control;
    result("WSARecvMsg", receive_message(server, &message, &bytes, nullptr, nullptr));
    text("received", data, (int)bytes);
    truth("from", port_of(from) == port_of(name_of(client)));
    for (WSACMSGHDR* header = WSA_CMSG_FIRSTHDR(&message); header != nullptr;
         header = WSA_CMSG_NXTHDR(&message, header)) {
        Address to = loopback(family, 0);
        if (header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_PKTINFO) {
            in_pktinfo info;
            memcpy(&info, WSA_CMSG_DATA(header), sizeof info);
            to.v4.sin_addr = info.ipi_addr;
            address("IP_PKTINFO", to.get());
        } else if (header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_PKTINFO) {
            in6_pktinfo info;
            memcpy(&info, WSA_CMSG_DATA(header), sizeof info);
            to.v6.sin6_addr = info.ipi6_addr;
            address("IPV6_PKTINFO", to.get());
        } else {
            line("level %d type %d", header->cmsg_level, header->cmsg_type);
        }
    }
}
