// A procedure table in which every procedure answers WSAEOPNOTSUPP.
#pragma once

#include <tuple>

#include "test_providers.h"

namespace spi_test {

template <typename Procedure>
struct Unsupported;
template <typename Result, typename... Arguments>
struct Unsupported<Result(WSPAPI*)(Arguments...)> {
    static Result WSPAPI call(Arguments... arguments) {
        *std::get<sizeof...(Arguments) - 1>(std::tie(arguments...)) = WSAEOPNOTSUPP;
        return static_cast<Result>(-1);
    }
};

template <typename Procedure>
void unsupported(Procedure& procedure) {
    procedure = Unsupported<Procedure>::call;
}

inline WSPPROC_TABLE unsupported_table() {
    WSPPROC_TABLE table{};
    const auto each = [](auto&... procedures) { (unsupported(procedures), ...); };
    each(table.lpWSPAccept, table.lpWSPAddressToString, table.lpWSPAsyncSelect, table.lpWSPBind,
         table.lpWSPCancelBlockingCall, table.lpWSPCleanup, table.lpWSPCloseSocket,
         table.lpWSPConnect, table.lpWSPDuplicateSocket, table.lpWSPEnumNetworkEvents,
         table.lpWSPEventSelect, table.lpWSPGetOverlappedResult, table.lpWSPGetPeerName,
         table.lpWSPGetSockName, table.lpWSPGetSockOpt, table.lpWSPGetQOSByName, table.lpWSPIoctl,
         table.lpWSPJoinLeaf, table.lpWSPListen, table.lpWSPRecv, table.lpWSPRecvDisconnect,
         table.lpWSPRecvFrom, table.lpWSPSelect, table.lpWSPSend, table.lpWSPSendDisconnect,
         table.lpWSPSendTo, table.lpWSPSetSockOpt, table.lpWSPShutdown, table.lpWSPSocket,
         table.lpWSPStringToAddress);
    return table;
}

}  // namespace spi_test
