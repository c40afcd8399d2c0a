#include "../scenario.h"

SCENARIO(closesocket_errors) {
    SOCKET s = new_socket(AF_INET);
    result("first", closesocket(s));
    result("second", closesocket(s));
    result("INVALID_SOCKET", closesocket(INVALID_SOCKET));
    result("far out", closesocket((SOCKET)0x7ffffff0));
    result("beyond 32 bits", closesocket((SOCKET)0x100000004ull));
}
