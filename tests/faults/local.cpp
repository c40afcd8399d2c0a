// Peers on the same machine: AF_UNIX and named pipes.
#include "scenario.h"

namespace faults {

// One peer for all: AF_UNIX, whose sends wait for room in another way.
void local_echo() {
    Port port;
    Socket listener, client, server;
    sockaddr_un at = {};
    at.sun_family = AF_UNIX;
    sprintf_s(at.sun_path, "/tmp/berth-faults-%u", GetCurrentProcessId());
    DeleteFileA(at.sun_path);
    Operation sending, receiving;
    static char data[1 << 20];
    if (listener.take("socket", socket(AF_UNIX, SOCK_STREAM, 0)) &&
        good("bind", bind(listener.s, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0) &&
        good("listen", listen(listener.s, 1) == 0) &&
        client.take("socket", socket(AF_UNIX, SOCK_STREAM, 0)) &&
        good("connect", connect(client.s, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0) &&
        server.take("accept", accept(listener.s, nullptr, nullptr)) && port.add(server)) {
        WSABUF buffer = {sizeof data, data};
        port.started("WSASend", sending,
                     WSASend(server.s, &buffer, 1, nullptr, 0, &sending, nullptr) == 0);
        DWORD limit = kLimit;
        good("setsockopt", setsockopt(client.s, SOL_SOCKET, SO_RCVTIMEO,
                                      reinterpret_cast<char*>(&limit), sizeof limit) == 0);
        static char sink[1 << 16];
        for (size_t got = 0; run.code == 0 && sending.outstanding != 0 && got < sizeof data;) {
            const int length = recv(client.s, sink, sizeof sink, 0);
            if (!good("recv", length > 0))
                break;
            got += static_cast<size_t>(length);
            port.take(0);
        }
        if (run.code == 0)
            port.wait(sending);
    }
    client.close();
    server.close();
    port.finish();
    listener.close();
    DeleteFileA(at.sun_path);
}

// A named pipe's ends, whose requests go the same way.
void pipes() {
    Port port;
    char name[64];
    sprintf_s(name, "\\\\.\\pipe\\berth-faults-%u", GetCurrentProcessId());
    HANDLE server =
        CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED,
                         PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE, 1, 0, 0, 0, nullptr);
    if (!good("CreateNamedPipe", server != INVALID_HANDLE_VALUE))
        return;
    HANDLE client = INVALID_HANDLE_VALUE;
    Operation connection, reading, late;
    if (port.port.h && good("CreateIoCompletionPort",
                            CreateIoCompletionPort(server, port.port.h, 7, 0) == port.port.h)) {
        if (port.started("ConnectNamedPipe", connection,
                         ConnectNamedPipe(server, &connection) != 0)) {
            client = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0,
                                 nullptr);
            DWORD written = 0;
            if (good("CreateFile", client != INVALID_HANDLE_VALUE) && port.wait(connection) &&
                port.started(
                    "ReadFile", reading,
                    ReadFile(server, reading.data, sizeof reading.data, nullptr, &reading) != 0) &&
                good("WriteFile", WriteFile(client, "abc", 3, &written, nullptr) != 0) &&
                port.wait(reading)) {
                if (reading.bytes != 3)
                    problem("%s%lld bytes", "", reading.bytes);
                port.started("ReadFile", late,
                             ReadFile(server, late.data, sizeof late.data, nullptr, &late) != 0);
            }
        }
    }
    if (client != INVALID_HANDLE_VALUE)
        CloseHandle(client);
    CloseHandle(server);
    port.finish();
}

}  // namespace faults
