#include "../scenario.h"

// CreateIoCompletionPort with what cannot be associated.
#include "port.h"
SCENARIO(port_create_bad) {
    HANDLE port = new_port();
    HANDLE event = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    success("a port and no file",
            CreateIoCompletionPort(INVALID_HANDLE_VALUE, port, 0, 0) != nullptr);
    success("no handle", CreateIoCompletionPort(nullptr, nullptr, 0, 0) != nullptr);
    success("a closed handle", CreateIoCompletionPort(bad_handle(), nullptr, 0, 0) != nullptr);
    success("an event as file", CreateIoCompletionPort(event, port, 0, 0) != nullptr);
    success("an event as port", CreateIoCompletionPort(new_file(), event, 0, 0) != nullptr);
    success("a file that is not overlapped",
            CreateIoCompletionPort(new_file(0), port, 0, 0) != nullptr);
    success("a socket", CreateIoCompletionPort(reinterpret_cast<HANDLE>(new_socket(AF_INET)), port,
                                               0, 0) != nullptr);
}
