#include "../scenario.h"

// FROM_PROTOCOL_INFO takes what the structure says; given explicitly, the arguments win.
SCENARIO(socket_from_protocol_info) {
    SOCKET first = new_socket(AF_INET, SOCK_DGRAM);
    WSAPROTOCOL_INFOW info;
    int length = sizeof info;
    result("SO_PROTOCOL_INFOW",
           getsockopt(first, SOL_SOCKET, SO_PROTOCOL_INFOW, (char*)&info, &length));
    SOCKET s = made("FROM_PROTOCOL_INFO", WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO,
                                                     FROM_PROTOCOL_INFO, &info, 0, 0));
    line("type: %s", type_name(get_option(s, SOL_SOCKET, SO_TYPE)));
    made("explicit", WSASocketW(AF_INET, SOCK_DGRAM, IPPROTO_UDP, &info, 0, WSA_FLAG_OVERLAPPED));
    WSAPROTOCOL_INFOA narrow;
    length = sizeof narrow;
    result("SO_PROTOCOL_INFOA",
           getsockopt(first, SOL_SOCKET, SO_PROTOCOL_INFOA, (char*)&narrow, &length));
    made("WSASocketA",
         WSASocketA(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &narrow, 0, 0));
    made("without one",
         WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, nullptr, 0, 0));
}
