// WSPStartup, WSPCleanup: version negotiation, the procedure table, the upcalls.
#include "providers/kernel/startup.h"

#include <cstring>
#include <mutex>

#include "providers/kernel/quality.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {
namespace {

constexpr WORD kVersion = MAKEWORD(2, 2);

constinit std::mutex startup_lock;
int startup_count = 0;
WSPUPCALLTABLE upcall_table_now{};

int WSPAPI cleanup(LPINT error) {
    {
        std::lock_guard guard(startup_lock);
        if (startup_count == 0)
            return fail(error, WSANOTINITIALISED);
        if (--startup_count > 0)
            return 0;
    }
    sockets_close_all();
    return 0;
}

// The calling thread is the one that blocks: it can only be here from its blocking hook.
int WSPAPI cancel_blocking_call(LPINT error) {
    return fail(error, WSAEINVAL);
}

}  // namespace

const WSPUPCALLTABLE& upcalls() {
    return upcall_table_now;
}

int WSPAPI WSPStartup(WORD version, LPWSPDATA data, LPWSAPROTOCOL_INFOW,
                      WSPUPCALLTABLE upcall_table, LPWSPPROC_TABLE procs) {
    if (!data || !procs)
        return WSAEFAULT;
    if (LOBYTE(version) < 2 || (LOBYTE(version) == 2 && HIBYTE(version) < 2))
        return WSAVERNOTSUPPORTED;
    std::memset(data, 0, sizeof *data);
    data->wVersion = kVersion;
    data->wHighVersion = kVersion;
    constexpr WCHAR kDescription[] = L"Berth kernel socket provider";
    std::memcpy(data->szDescription, kDescription, sizeof kDescription);

    std::lock_guard guard(startup_lock);
    upcall_table_now = upcall_table;
    ++startup_count;
    *procs = WSPPROC_TABLE{
        .lpWSPAccept = accept_request,
        .lpWSPAddressToString = address_to_string,
        .lpWSPAsyncSelect = async_select,
        .lpWSPBind = bind_socket,
        .lpWSPCancelBlockingCall = cancel_blocking_call,
        .lpWSPCleanup = cleanup,
        .lpWSPCloseSocket = close_socket,
        .lpWSPConnect = connect_socket,
        .lpWSPDuplicateSocket = duplicate_socket,
        .lpWSPEnumNetworkEvents = enum_network_events,
        .lpWSPEventSelect = event_select,
        .lpWSPGetOverlappedResult = overlapped_result,
        .lpWSPGetPeerName = peer_name,
        .lpWSPGetSockName = socket_name,
        .lpWSPGetSockOpt = get_option,
        .lpWSPGetQOSByName = quality_by_name,
        .lpWSPIoctl = control,
        .lpWSPJoinLeaf = join_leaf,
        .lpWSPListen = listen_socket,
        .lpWSPRecv = receive_data,
        .lpWSPRecvDisconnect = receive_disconnect,
        .lpWSPRecvFrom = receive_from,
        .lpWSPSelect = select_sockets,
        .lpWSPSend = send_data,
        .lpWSPSendDisconnect = send_disconnect,
        .lpWSPSendTo = send_to,
        .lpWSPSetSockOpt = set_option,
        .lpWSPShutdown = shutdown_socket,
        .lpWSPSocket = open_socket,
        .lpWSPStringToAddress = string_to_address,
    };
    return 0;
}

}  // namespace berth::kernel
