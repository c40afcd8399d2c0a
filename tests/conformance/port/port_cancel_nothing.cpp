#include "../scenario.h"

// Cancelling where nothing is under way.
#include "port.h"
SCENARIO(port_cancel_nothing) {
    HANDLE file = new_file();
    HANDLE socket = reinterpret_cast<HANDLE>(new_socket(AF_INET));
    success("CancelIo, file", CancelIo(file));
    success("CancelIo, socket", CancelIo(socket));
    success("CancelIo, closed", CancelIo(bad_handle()));
    success("CancelIoEx, file", CancelIoEx(file, nullptr));
    success("CancelIoEx, socket", CancelIoEx(socket, &overlapped));
    success("CancelIoEx, closed", CancelIoEx(bad_handle(), nullptr));
    success("CancelSynchronousIo, oneself", CancelSynchronousIo(GetCurrentThread()));
    success("CancelSynchronousIo, closed", CancelSynchronousIo(bad_handle()));
}
