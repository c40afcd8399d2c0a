// WSPStartup, WSPCleanup: version negotiation, the procedure table, the upcalls.
#include "providers/iso/startup.h"

#include "providers/common/startup.h"
#include "providers/iso/nsap.h"
#include "providers/iso/open.h"
#include "providers/iso/socket.h"

namespace berth::iso {
namespace {

constinit provider::Startup startup;

int WSPAPI cleanup(LPINT error) {
    bool last = false;
    if (const int code = startup.end(&last))
        return fail(error, code);
    if (last)
        sockets_close_all();
    return 0;
}

}  // namespace

const WSPUPCALLTABLE& upcalls() {
    return startup.upcalls();
}

bool is_started() {
    return startup.is_started();
}

int WSPAPI WSPStartup(WORD version, LPWSPDATA data, LPWSAPROTOCOL_INFOW,
                      WSPUPCALLTABLE upcall_table, LPWSPPROC_TABLE procs) {
    const WSPPROC_TABLE own{
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
        .lpWSPGetQOSByName = qos_by_name,
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
    return startup.begin(version, data, L"Berth ISO transport provider", upcall_table, own, procs);
}

}  // namespace berth::iso
