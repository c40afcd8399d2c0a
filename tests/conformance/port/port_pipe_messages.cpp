// A message-type pipe on a port: a client that comes, a message that is cut, an end that goes.
#include "port.h"

SCENARIO(port_pipe_messages) {
    char name[64];
    snprintf(name, sizeof(name), "\\\\.\\pipe\\berth-conformance-messages-%lu",
             static_cast<unsigned long>(GetCurrentProcessId()));
    HANDLE port = new_port();
    HANDLE server =
        CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED,
                         PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE, 1, 512, 512, 0, nullptr);
    line("made: %d", server != INVALID_HANDLE_VALUE);
    line("associated: %d", CreateIoCompletionPort(server, port, 5, 0) == port);
    success("connect", ConnectNamedPipe(server, &overlapped));
    take("nobody yet", port);
    HANDLE client =
        CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    success("a client", client != INVALID_HANDLE_VALUE);
    take("client came", port, INFINITE);
    success("another connect", ConnectNamedPipe(server, &overlapped));

    DWORD count = 0;
    char text[8] = {};
    success("write", WriteFile(client, "message", 7, &count, nullptr));
    success("read a part", ReadFile(server, text, 4, nullptr, &overlapped));
    take("a part", port, INFINITE);
    success("read the rest", ReadFile(server, text, 8, nullptr, &overlapped));
    take("the rest", port, INFINITE);
    success("empty message", WriteFile(client, "", 0, &count, nullptr));
    success("read it", ReadFile(server, text, 8, nullptr, &overlapped));
    take("it", port, INFINITE);

    success("read nothing", ReadFile(server, text, 8, nullptr, &overlapped));
    success("cancel", CancelIoEx(server, &overlapped));
    take("cancelled", port, INFINITE);
    success("read once more", ReadFile(server, text, 8, nullptr, &overlapped));
    CloseHandle(client);
    take("client went", port, INFINITE);
    success("read a broken pipe", ReadFile(server, text, 8, nullptr, &overlapped));
    success("connect without disconnect", ConnectNamedPipe(server, &overlapped));
    success("disconnect", DisconnectNamedPipe(server));
    success("read a disconnected pipe", ReadFile(server, text, 8, nullptr, &overlapped));
    take("nothing left", port);
    CloseHandle(server);
    CloseHandle(port);
}
