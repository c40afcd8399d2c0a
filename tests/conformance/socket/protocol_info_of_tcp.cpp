#include "../scenario.h"

// What the catalog says about TCP and UDP over IPv4.
static void tell(const char* what, int type) {
    SOCKET s = new_socket(AF_INET, type);
    WSAPROTOCOL_INFOW info;
    int length = sizeof info;
    result(what, getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOW, (char*)&info, &length));
    truth("size", length == sizeof info);
    value("version", info.iVersion);
    value("chain length", info.ProtocolChain.ChainLen);
    value("max address", info.iMaxSockAddr);
    value("min address", info.iMinSockAddr);
    line("protocol: %s", protocol_name(info.iProtocol));
    value("byte order", info.iNetworkByteOrder);
    truth("connectionless", (info.dwServiceFlags1 & XP1_CONNECTIONLESS) != 0);
    truth("guaranteed delivery", (info.dwServiceFlags1 & XP1_GUARANTEED_DELIVERY) != 0);
    truth("guaranteed order", (info.dwServiceFlags1 & XP1_GUARANTEED_ORDER) != 0);
    truth("message oriented", (info.dwServiceFlags1 & XP1_MESSAGE_ORIENTED) != 0);
    truth("graceful close", (info.dwServiceFlags1 & XP1_GRACEFUL_CLOSE) != 0);
    truth("expedited data", (info.dwServiceFlags1 & XP1_EXPEDITED_DATA) != 0);
    truth("connect data", (info.dwServiceFlags1 & XP1_CONNECT_DATA) != 0);
    truth("broadcast", (info.dwServiceFlags1 & XP1_SUPPORT_BROADCAST) != 0);
    truth("multipoint", (info.dwServiceFlags1 & XP1_SUPPORT_MULTIPOINT) != 0);
    truth("IFS handles", (info.dwServiceFlags1 & XP1_IFS_HANDLES) != 0);
    truth("message size is 0", info.dwMessageSize == 0);
}
SCENARIO(protocol_info_of_tcp) {
    tell("TCP", SOCK_STREAM);
    tell("UDP", SOCK_DGRAM);
}
