#include "../scenario.h"

// SIO_GET_EXTENSION_FUNCTION_POINTER with an unknown identifier: WSAEINVAL.
SCENARIO_INET(ioctl_extension_functions) {
    SOCKET s = new_socket(family);
    GUID unknown = {0x12345678, 1, 2, {3, 4, 5, 6, 7, 8, 9, 10}};
    void* function = nullptr;
    DWORD bytes = 0;
    result("unknown", WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &unknown, sizeof unknown,
                               &function, sizeof function, &bytes, nullptr, nullptr));
    truth("none", function == nullptr);
    GUID message = WSAID_WSARECVMSG;
    result("WSARecvMsg", WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &message, sizeof message,
                                  &function, sizeof function, &bytes, nullptr, nullptr));
    truth("one", function != nullptr);
    value("bytes", bytes);
}
