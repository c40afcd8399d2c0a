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
static void inheritance(int family, int type, int protocol) {
    SOCKET plain = new_socket(family);
    tell("socket", plain);
    SOCKET private_one = WSASocketW(family, type, protocol, nullptr, 0,
                                    WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
    tell("WSA_FLAG_NO_HANDLE_INHERIT", private_one);
    truth("SetHandleInformation", SetHandleInformation((HANDLE)plain, HANDLE_FLAG_INHERIT, 0) != 0);
    tell("socket", plain);
    truth("SetHandleInformation",
          SetHandleInformation((HANDLE)private_one, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT) != 0);
    tell("WSA_FLAG_NO_HANDLE_INHERIT", private_one);
}
SCENARIO(accept_handle_inheritance) {
    inheritance(AF_INET, SOCK_STREAM, IPPROTO_TCP);
}
SCENARIO(accept_handle_inheritance_unix) {
    inheritance(AF_UNIX, SOCK_STREAM, 0);
}
SCENARIO(accept_handle_inheritance_iso) {
    inheritance(AF_ISO, SOCK_SEQPACKET, ISOPROTO_TP0);
}
