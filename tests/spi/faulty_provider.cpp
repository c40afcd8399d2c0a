// A provider that cannot be used, for one reason or another.
#include "provider_table.h"

namespace {

WSPUPCALLTABLE upcalls;
DWORD entry_id;

SOCKET WSPAPI silent_socket(int, int, int, LPWSAPROTOCOL_INFOW, GROUP, DWORD, LPINT) {
    return INVALID_SOCKET;
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
        *error == WSAEFAULT && upcalls.lpWPUCloseSocketHandle(s, error) == 0 &&
        upcalls.lpWPUCloseSocketHandle(s, error) == SOCKET_ERROR && *error == WSAENOTSOCK &&
        upcalls.lpWPUQuerySocketHandleContext(s, &context, error) == SOCKET_ERROR &&
        *error == WSAENOTSOCK &&
        upcalls.lpWPUQueryBlockingCallback(entry_id, &callback, &context, error) == 0 &&
        upcalls.lpWPUQueryBlockingCallback(1, &callback, &context, error) == SOCKET_ERROR &&
        *error == WSAEINVAL &&
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
        case spi_test::kFaultHandle:
            procs->lpWSPSocket = upcalls_tried;
            return 0;
        default:
            return WSAEPROVIDERFAILEDINIT;
    }
}
