// What each end of a byte-type pipe sees of the other's end.
#include "port.h"

SCENARIO(port_pipe_ends) {
    char name[64];
    snprintf(name, sizeof(name), "\\\\.\\pipe\\berth-conformance-ends-%lu",
             static_cast<unsigned long>(GetCurrentProcessId()));
    DWORD count = 0;
    char text[8] = {};
    success("wait for no pipe", WaitNamedPipeA(name, 0));
    HANDLE server =
        CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 512, 512, 0, nullptr);
    success("wait", WaitNamedPipeA(name, 0));
    HANDLE client =
        CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    success("a client", client != INVALID_HANDLE_VALUE);
    success("connect", ConnectNamedPipe(server, nullptr));
    HANDLE second = CreateFileA(name, GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    success("a second client", second != INVALID_HANDLE_VALUE);
    success("wait in vain", WaitNamedPipeA(name, 1));
    HANDLE more =
        CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 512, 512, 0, nullptr);
    success("a second instance", more != INVALID_HANDLE_VALUE);

    success("write", WriteFile(client, "one two", 7, &count, nullptr));
    success("read", ReadFile(server, text, 3, &count, nullptr));
    line("%.*s", static_cast<int>(count), text);
    DWORD available = 0;
    success("peek", PeekNamedPipe(server, nullptr, 0, nullptr, &available, nullptr));
    line("%lu bytes left", static_cast<unsigned long>(available));
    CloseHandle(client);
    success("read what is left", ReadFile(server, text, 8, &count, nullptr));
    line("%.*s", static_cast<int>(count), text);
    success("read the end", ReadFile(server, text, 8, &count, nullptr));
    success("write to nobody", WriteFile(server, "x", 1, &count, nullptr));
    success("disconnect", DisconnectNamedPipe(server));
    success("write disconnected", WriteFile(server, "x", 1, &count, nullptr));

    DWORD mode = PIPE_NOWAIT;
    success("do not wait", SetNamedPipeHandleState(server, &mode, nullptr, nullptr));
    success("listen", ConnectNamedPipe(server, nullptr));
    success("still nobody", ConnectNamedPipe(server, nullptr));
    client = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    success("connected", ConnectNamedPipe(server, nullptr));
    success("read nothing", ReadFile(server, text, 8, &count, nullptr));
    success("write unread", WriteFile(server, "lost", 4, &count, nullptr));
    success("disconnect a client", DisconnectNamedPipe(server));
    success("its read", ReadFile(client, text, 8, &count, nullptr));
    CloseHandle(client);
    CloseHandle(server);
    success("no pipe any more", WaitNamedPipeA(name, 0));
}
