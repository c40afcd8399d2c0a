// A base provider without IFS handles: what is sent on a socket is received on it. It lives in
// memory and gets its handles from WPUCreateSocketHandle.
#include <algorithm>
#include <memory>
#include <string>

#include "provider_table.h"

namespace {

struct Echo {
    std::string bytes;
};

WSPUPCALLTABLE upcalls;

Echo* echo_of(SOCKET s, LPINT error) {
    DWORD_PTR context = 0;
    if (upcalls.lpWPUQuerySocketHandleContext(s, &context, error) != 0)
        return nullptr;
    return reinterpret_cast<Echo*>(context);
}

SOCKET WSPAPI echo_socket(int, int, int, LPWSAPROTOCOL_INFOW info, GROUP, DWORD, LPINT error) {
    auto echo = std::make_unique<Echo>();
    const SOCKET s = upcalls.lpWPUCreateSocketHandle(
        info->dwCatalogEntryId, reinterpret_cast<DWORD_PTR>(echo.get()), error);
    if (s != INVALID_SOCKET)
        static_cast<void>(echo.release());
    return s;
}

int WSPAPI echo_close(SOCKET s, LPINT error) {
    const std::unique_ptr<Echo> echo(echo_of(s, error));
    return echo ? upcalls.lpWPUCloseSocketHandle(s, error) : SOCKET_ERROR;
}

// With an overlapped structure the request completes at once.
int complete(SOCKET s, DWORD count, LPDWORD transferred, LPWSAOVERLAPPED overlapped, LPINT error) {
    if (transferred)
        *transferred = count;
    return overlapped ? WPUCompleteOverlappedRequest(s, overlapped, 0, count, error) : 0;
}

int WSPAPI echo_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD,
                     LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE, LPWSATHREADID,
                     LPINT error) {
    Echo* echo = echo_of(s, error);
    if (!echo)
        return SOCKET_ERROR;
    DWORD total = 0;
    for (DWORD i = 0; i < count; ++i) {
        echo->bytes.append(buffers[i].buf, buffers[i].len);
        total += buffers[i].len;
    }
    return complete(s, total, sent, overlapped, error);
}

int WSPAPI echo_recv(SOCKET s, LPWSABUF buffers, DWORD, LPDWORD received, LPDWORD,
                     LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE, LPWSATHREADID,
                     LPINT error) {
    Echo* echo = echo_of(s, error);
    if (!echo)
        return SOCKET_ERROR;
    const size_t total = std::min<size_t>(buffers[0].len, echo->bytes.size());
    echo->bytes.copy(buffers[0].buf, total);
    echo->bytes.erase(0, total);
    return complete(s, static_cast<DWORD>(total), received, overlapped, error);
}

int WSPAPI echo_cleanup(LPINT) {
    return 0;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) int WSPAPI WSPStartup(WORD, LPWSPDATA data,
                                                                        LPWSAPROTOCOL_INFOW,
                                                                        WSPUPCALLTABLE upcall_table,
                                                                        LPWSPPROC_TABLE procs) {
    data->wVersion = data->wHighVersion = MAKEWORD(2, 2);
    upcalls = upcall_table;
    *procs = spi_test::unsupported_table();
    procs->lpWSPSocket = echo_socket;
    procs->lpWSPCloseSocket = echo_close;
    procs->lpWSPSend = echo_send;
    procs->lpWSPRecv = echo_recv;
    procs->lpWSPCleanup = echo_cleanup;
    return 0;
}
