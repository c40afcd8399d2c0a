#include "../scenario.h"

// Associating returns the port that was given; creating with a file, a new one.
#include "port.h"
SCENARIO(port_associate_returns_the_port) {
    HANDLE port = new_port();
    truth("the same", CreateIoCompletionPort(new_file(), port, 1, 0) == port);
    truth("for a socket too", CreateIoCompletionPort(reinterpret_cast<HANDLE>(new_socket(AF_INET)),
                                                     port, 2, 0) == port);
    HANDLE other = CreateIoCompletionPort(new_file(), nullptr, 3, 0);
    truth("a new one", other != nullptr && other != port);
    success("post", post(other, 5));
    take("take", other);
}
