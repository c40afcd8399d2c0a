#include "../scenario.h"

// WSASocket: a socket is inheritable unless WSA_FLAG_NO_HANDLE_INHERIT; SetHandleInformation
// changes it.
static void tell(const char* what, SOCKET socket) {
    DWORD flags = 0;
    if (!GetHandleInformation((HANDLE)socket, &flags)) {
        line("%s: GetHandleInformation fails", what);
        return;
    }
    truth(what, (flags & HANDLE_FLAG_INHERIT) != 0);
}
SCENARIO(accept_handle_inheritance) {
    SOCKET plain = new_socket(AF_INET);
    tell("socket", plain);
    SOCKET private_one = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, nullptr, 0,
                                    WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
    tell("WSA_FLAG_NO_HANDLE_INHERIT", private_one);
    truth("SetHandleInformation", SetHandleInformation((HANDLE)plain, HANDLE_FLAG_INHERIT, 0) != 0);
    tell("socket", plain);
    truth("SetHandleInformation",
          SetHandleInformation((HANDLE)private_one, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT) != 0);
    tell("WSA_FLAG_NO_HANDLE_INHERIT", private_one);
}
