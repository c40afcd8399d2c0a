#include "../scenario.h"

// iMaxSockets and iMaxUdpDg are for version 1.1; later versions ignore them.
SCENARIO_NOT_STARTED(startup_data) {
    WSADATA data;
    memset(&data, 0x55, sizeof data);
    error("WSAStartup", WSAStartup(MAKEWORD(2, 2), &data));
    truth("description ends", memchr(data.szDescription, 0, sizeof data.szDescription) != nullptr);
    truth("status ends", memchr(data.szSystemStatus, 0, sizeof data.szSystemStatus) != nullptr);
    line("status: %s", data.szSystemStatus);
    WSACleanup();
    memset(&data, 0x55, sizeof data);
    error("WSAStartup", WSAStartup(MAKEWORD(1, 1), &data));
    truth("sockets for 1.1", data.iMaxSockets > 0);
    truth("datagrams for 1.1", data.iMaxUdpDg > 0);
    WSACleanup();
}
