#include "../scenario.h"

// ioctlsocket of an unknown command: WSAEINVAL or WSAEOPNOTSUPP; WSAIoctl: WSAEOPNOTSUPP.
SCENARIO_FAMILIES(ioctl_unknown) {
    SOCKET s = new_socket(family);
    u_long number = 0;
    DWORD bytes = 0;
    truth("ioctlsocket", ioctlsocket(s, (long)0x12345678, &number) == 0);
    result("WSAIoctl", WSAIoctl(s, _WSAIOW(IOC_VENDOR, 4242), &number, sizeof number, nullptr, 0,
                                &bytes, nullptr, nullptr));
    result("WSAIoctl of WS2", WSAIoctl(s, _WSAIORW(IOC_WS2, 4242), &number, sizeof number, nullptr,
                                       0, &bytes, nullptr, nullptr));
}
