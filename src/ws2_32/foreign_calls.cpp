#include "ws2_32/foreign_calls.h"

#include <tuple>
#include <type_traits>

#include "ws2_32/socket_table.h"

namespace berth::ws2 {

std::atomic<uint32_t> foreign_calls{0};

namespace {

// Failure: what the procedure gives then.
template <auto Member, int Failure, typename Procedure>
struct Counted;
template <auto Member, int Failure, typename Result, typename... Arguments>
struct Counted<Member, Failure, Result(WSPAPI*)(SOCKET, Arguments...)> {
    static Result WSPAPI call(SOCKET s, Arguments... arguments) {
        const ForeignCall counted;
        if (const Route* const route = socket_routes.get(s, std::memory_order_seq_cst))
            return (route->plain.*Member)(s, arguments...);
        *std::get<sizeof...(Arguments) - 1>(std::tie(arguments...)) = WSAENOTSOCK;
        return static_cast<Result>(Failure);
    }
};

template <int Failure, auto... Members>
void count(WSPPROC_TABLE* procs) {
    ((procs->*Members =
          Counted<Members, Failure, std::remove_reference_t<decltype(procs->*Members)>>::call),
     ...);
}

}  // namespace

void foreign_procedures_set(WSPPROC_TABLE* procs) {
    using Table = WSPPROC_TABLE;
    count<SOCKET_ERROR, &Table::lpWSPAccept, &Table::lpWSPAsyncSelect, &Table::lpWSPBind,
          &Table::lpWSPConnect, &Table::lpWSPDuplicateSocket, &Table::lpWSPEnumNetworkEvents,
          &Table::lpWSPEventSelect, &Table::lpWSPGetPeerName, &Table::lpWSPGetSockName,
          &Table::lpWSPGetSockOpt, &Table::lpWSPIoctl, &Table::lpWSPJoinLeaf, &Table::lpWSPListen,
          &Table::lpWSPRecv, &Table::lpWSPRecvDisconnect, &Table::lpWSPRecvFrom, &Table::lpWSPSend,
          &Table::lpWSPSendDisconnect, &Table::lpWSPSendTo, &Table::lpWSPSetSockOpt,
          &Table::lpWSPShutdown>(procs);
    count<FALSE, &Table::lpWSPGetOverlappedResult, &Table::lpWSPGetQOSByName>(procs);
}

}  // namespace berth::ws2
