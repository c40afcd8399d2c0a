// A provider that cannot be used, for one reason or another.
#include "processenv.h"
#include "provider_table.h"
#include "synchapi.h"

namespace {

WSPUPCALLTABLE upcalls;
DWORD entry_id;

SOCKET WSPAPI silent_socket(int, int, int, LPWSAPROTOCOL_INFOW, GROUP, DWORD, LPINT) {
    return INVALID_SOCKET;
}

SOCKET WSPAPI arguments_told(int family, int type, int protocol, LPWSAPROTOCOL_INFOW, GROUP, DWORD,
                             LPINT error) {
    *error = 1000000 * (family + 1) + 1000 * (type + 1) + (protocol + 1) + 1;
    return INVALID_SOCKET;
}

// Events are the upcalls' own, and nothing else is one.
bool events_right(SOCKET s, LPINT error) {
    const WSAEVENT event = upcalls.lpWPUCreateEvent(error);
    const auto other = reinterpret_cast<WSAEVENT>(s);
    return event != WSA_INVALID_EVENT && WaitForSingleObject(event, 0) == WAIT_TIMEOUT &&
           upcalls.lpWPUSetEvent(event, error) && WaitForSingleObject(event, 0) == WAIT_OBJECT_0 &&
           WaitForSingleObject(event, 0) == WAIT_OBJECT_0 &&
           upcalls.lpWPUResetEvent(event, error) && WaitForSingleObject(event, 0) == WAIT_TIMEOUT &&
           upcalls.lpWPUCloseEvent(event, error) && !upcalls.lpWPUCloseEvent(event, error) &&
           *error == WSA_INVALID_HANDLE && !upcalls.lpWPUSetEvent(event, error) &&
           *error == WSA_INVALID_HANDLE && !upcalls.lpWPUCloseEvent(other, error) &&
           *error == WSA_INVALID_HANDLE && !upcalls.lpWPUResetEvent(other, error) &&
           *error == WSA_INVALID_HANDLE;
}

// The error is that of the last upcall, or 1 where one did not answer as documented.
SOCKET WSPAPI upcalls_tried(int, int, int, LPWSAPROTOCOL_INFOW, GROUP, DWORD, LPINT error) {
    DWORD_PTR context = 0;
    LPBLOCKINGCALLBACK callback = nullptr;
    int ignored = 0;
    const SOCKET s = upcalls.lpWPUCreateSocketHandle(entry_id, 7, error);
    const bool right =
        upcalls.lpWPUQuerySocketHandleContext(s, &context, error) == 0 && context == 7 &&
        upcalls.lpWPUQuerySocketHandleContext(s, nullptr, error) == SOCKET_ERROR &&
        *error == WSAEFAULT && events_right(s, error) &&
        upcalls.lpWPUCloseSocketHandle(s, error) == 0 &&
        upcalls.lpWPUCloseSocketHandle(s, error) == SOCKET_ERROR && *error == WSAENOTSOCK &&
        upcalls.lpWPUQuerySocketHandleContext(s, &context, error) == SOCKET_ERROR &&
        *error == WSAENOTSOCK &&
        upcalls.lpWPUQueryBlockingCallback(entry_id, &callback, &context, error) == 0 &&
        upcalls.lpWPUQueryBlockingCallback(1, &callback, &context, error) == SOCKET_ERROR &&
        *error == WSAEINVAL &&
        upcalls.lpWPUQueryBlockingCallback(entry_id, nullptr, &context, error) == SOCKET_ERROR &&
        *error == WSAEFAULT &&
        upcalls.lpWPUGetProviderPath(nullptr, nullptr, &ignored, nullptr) == SOCKET_ERROR &&
        upcalls.lpWPUModifyIFSHandle(1, 0, error) == INVALID_SOCKET && *error == WSAEINVAL;
    WSATHREADID nobody{nullptr, 0};
    if (!right ||
        upcalls.lpWPUQueueApc(
            &nobody, [](DWORD_PTR) {}, 0, error) != SOCKET_ERROR ||
        *error != WSAEFAULT) {
        *error = 1;
        return INVALID_SOCKET;
    }
    *error = 0;
    return upcalls.lpWPUModifyIFSHandle(entry_id, 1u << 20, error);
}

// As a program of its own: it starts Winsock, looks something up, opens a socket of another
// provider's, and ends Winsock once more than it started it.
int WSPAPI cleanup_with_calls(LPINT error) {
    WSADATA data;
    const bool right = WSAStartup(MAKEWORD(2, 2), &data) == 0 && getprotobyname("tcp") &&
                       socket(AF_INET, SOCK_DGRAM, 0) != INVALID_SOCKET && WSACleanup() == 0 &&
                       WSACleanup() == SOCKET_ERROR && WSAGetLastError() == WSANOTINITIALISED;
    *error = right ? 0 : WSAEINVAL;
    SetEnvironmentVariableA("SPI_TEST_REENTERED", right ? "right" : "wrong");
    return right ? 0 : SOCKET_ERROR;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) int WSPAPI WSPStartup(WORD, LPWSPDATA data,
                                                                        LPWSAPROTOCOL_INFOW info,
                                                                        WSPUPCALLTABLE table,
                                                                        LPWSPPROC_TABLE procs) {
    upcalls = table;
    entry_id = info->dwCatalogEntryId;
    data->wVersion = data->wHighVersion = MAKEWORD(2, 2);
    *procs = spi_test::unsupported_table();
    switch (info->iProtocol) {
        case spi_test::kFaultVersion:
            return WSAVERNOTSUPPORTED;
        case spi_test::kFaultOldVersion:
            data->wVersion = MAKEWORD(2, 1);
            return 0;
        case spi_test::kFaultTable:
            procs->lpWSPGetSockOpt = nullptr;
            return 0;
        case spi_test::kFaultSilent:
            procs->lpWSPSocket = silent_socket;
            return 0;
        case spi_test::kFaultArguments:
            procs->lpWSPSocket = arguments_told;
            return 0;
        case spi_test::kFaultHandle:
            procs->lpWSPSocket = upcalls_tried;
            return 0;
        case spi_test::kFaultReenters: {
            const SOCKET own = WSASocketW(0, 0, 0, info, 0, 0);  // it is being started
            const bool refused =
                own == INVALID_SOCKET && WSAGetLastError() == WSAEPROVIDERFAILEDINIT;
            const SOCKET other = socket(AF_INET, SOCK_DGRAM, 0);
            if (!refused || other == INVALID_SOCKET || closesocket(other) != 0)
                return WSASYSNOTREADY;
            procs->lpWSPSocket = silent_socket;
            procs->lpWSPCleanup = cleanup_with_calls;
            return 0;
        }
        default:
            return WSAEPROVIDERFAILEDINIT;
    }
}
