#include "../scenario.h"

// A file or socket has one port until it closes.
#include "port.h"
SCENARIO(port_associate_twice) {
    HANDLE port = new_port();
    HANDLE other = new_port();
    HANDLE file = new_file();
    HANDLE socket = reinterpret_cast<HANDLE>(new_socket(AF_INET));
    HANDLE handles[] = {file, socket};
    for (HANDLE handle : handles) {
        success("once", CreateIoCompletionPort(handle, port, 1, 0) != nullptr);
        success("the same again", CreateIoCompletionPort(handle, port, 1, 0) != nullptr);
        success("another", CreateIoCompletionPort(handle, other, 1, 0) != nullptr);
        success("a new one", CreateIoCompletionPort(handle, nullptr, 1, 0) != nullptr);
    }
    CloseHandle(port);
    success("after its close", CreateIoCompletionPort(file, other, 1, 0) != nullptr);
}
