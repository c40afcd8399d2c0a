#include "../scenario.h"

// An AF_UNIX path that exists is in use, also after its socket has closed; deleting the file frees
// it.
SCENARIO(bind_unix_paths) {
    Address where = loopback(AF_UNIX);
    SOCKET first = new_socket(AF_UNIX);
    result("bind", bind(first, where.get(), where.length));
    truth("path by getsockname", same_address(name_of(first), where));
    result("bind again", bind(new_socket(AF_UNIX), where.get(), where.length));
    closesocket(first);
    result("after closesocket", bind(new_socket(AF_UNIX), where.get(), where.length));
    truth("DeleteFile", DeleteFileA(where.un.sun_path) != 0);
    result("after DeleteFile", bind(new_socket(AF_UNIX), where.get(), where.length));
}
