#include "../scenario.h"

// A socket with a completion port takes no completion routine.
#include "requests.h"
static void CALLBACK on_end(DWORD, DWORD, LPWSAOVERLAPPED, DWORD) {}
SCENARIO_INET(overlapped_routine_with_port) {
    Pair pair = connected_pair(family);
    CreateIoCompletionPort(reinterpret_cast<HANDLE>(pair.server), nullptr, 0, 0);
    OVERLAPPED request = {};
    char data[8];
    WSABUF buffer = {sizeof data, data};
    DWORD flags = 0;
    started("receive", WSARecv(pair.server, &buffer, 1, nullptr, &flags, &request, on_end));
}
