// socket, WSASocketA, WSASocketW, closesocket.
#include <new>
#include <optional>

#include "winsock2.h"
#include "nt/memory_probe.h"
#include "ws2_32/foreign_calls.h"
#include "ws2_32/handle_inherit.h"
#include "ws2_32/open_type.h"
#include "ws2_32/protocol_info.h"
#include "ws2_32/socket_table.h"

namespace berth::ws2 {
namespace {

constexpr DWORD kKnownFlags = WSA_FLAG_OVERLAPPED | WSA_FLAG_MULTIPOINT_C_ROOT |
                              WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_ROOT |
                              WSA_FLAG_MULTIPOINT_D_LEAF | WSA_FLAG_ACCESS_SYSTEM_SECURITY |
                              WSA_FLAG_NO_HANDLE_INHERIT | WSA_FLAG_REGISTERED_IO;
// A multipoint socket is root or leaf, in each plane.
constexpr DWORD kControlBoth = WSA_FLAG_MULTIPOINT_C_ROOT | WSA_FLAG_MULTIPOINT_C_LEAF;
constexpr DWORD kDataBoth = WSA_FLAG_MULTIPOINT_D_ROOT | WSA_FLAG_MULTIPOINT_D_LEAF;

// The catalog entry, and the family, type and protocol that the provider is asked for: as the
// program gave them, 0 and FROM_PROTOCOL_INFO too.
// https://learn.microsoft.com/windows/win32/api/ws2spi/nc-ws2spi-lpwspsocket
struct SocketRequest {
    int family;
    int type;
    int protocol;
    std::shared_ptr<const CatalogEntry> entry;
};

int request_resolve(const WSAPROTOCOL_INFOW* info, DWORD flags, SocketRequest& request) {
    if (!info)
        return catalog_match(request.family, request.type, request.protocol, flags, &request.entry);
    request.entry = catalog_find(info->dwCatalogEntryId);
    if (!request.entry || request.entry->info.ProtocolChain.ChainLen == LAYERED_PROTOCOL)
        return WSAEINVAL;
    return multipoint_fits(request.entry->info, flags) ? 0 : WSAEINVAL;
}

// The provider that is to make the socket. 0, or an error of socket and WSASocket.
int request_route(const WSAPROTOCOL_INFOW* info, DWORD flags, SocketRequest& request,
                  Route** route) try {
    const int error = request_resolve(info, flags, request);
    return error != 0 ? error : provider_route(request.entry, route);
} catch (const std::bad_alloc&) {
    return WSAENOBUFS;
}

SOCKET socket_create(int family, int type, int protocol, WSAPROTOCOL_INFOW* info, GROUP group,
                     DWORD flags) {
    if (int error = startup_check())
        return socket_fail(error, INVALID_SOCKET);
    if ((flags & ~kKnownFlags) || (flags & kControlBoth) == kControlBoth ||
        (flags & kDataBoth) == kDataBoth)
        return socket_fail(WSAEINVAL, INVALID_SOCKET);
    if (info && !nt::memory_is_mapped(info, sizeof *info))
        return socket_fail(WSAEFAULT, INVALID_SOCKET);
    SocketRequest request{family, type, protocol, nullptr};
    const ForeignCall counted;
    Route* route = nullptr;
    if (int error = request_route(info, flags, request, &route))
        return socket_fail(error, INVALID_SOCKET);

    // The provider sees which protocol was chosen; a structure from WSADuplicateSocket goes on as
    // it is, for it names the socket to share.
    WSAPROTOCOL_INFOW chosen = info ? *info : request.entry->info;
    int error = 0;
    SOCKET s = route->procs.lpWSPSocket(request.family, request.type, request.protocol, &chosen,
                                        group, flags, &error);
    if (s == INVALID_SOCKET)
        return socket_fail(error, INVALID_SOCKET);
    handle_inherit_set(s, !(flags & WSA_FLAG_NO_HANDLE_INHERIT));
    return s;
}

}  // namespace
}  // namespace berth::ws2

using namespace berth;

SOCKET WSAAPI socket(int af, int type, int protocol) {
    return ws2::socket_create(af, type, protocol, nullptr, 0, ws2::open_type_flags());
}

SOCKET WSAAPI WSASocketW(int af, int type, int protocol, LPWSAPROTOCOL_INFOW lpProtocolInfo,
                         GROUP g, DWORD dwFlags) {
    return ws2::socket_create(af, type, protocol, lpProtocolInfo, g, dwFlags);
}

SOCKET WSAAPI WSASocketA(int af, int type, int protocol, LPWSAPROTOCOL_INFOA lpProtocolInfo,
                         GROUP g, DWORD dwFlags) {
    if (!lpProtocolInfo)
        return ws2::socket_create(af, type, protocol, nullptr, g, dwFlags);
    if (!nt::memory_is_mapped(lpProtocolInfo, sizeof *lpProtocolInfo))
        return ws2::startup_check() != 0 ? ws2::socket_fail(WSANOTINITIALISED, INVALID_SOCKET)
                                         : ws2::socket_fail(WSAEFAULT, INVALID_SOCKET);
    WSAPROTOCOL_INFOW wide = ws2::protocol_info_widen(*lpProtocolInfo);
    return ws2::socket_create(af, type, protocol, &wide, g, dwFlags);
}

int WSAAPI closesocket(SOCKET s) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    std::optional<ws2::ForeignCall> counted;
    if (!route->entry->builtin_startup) {
        counted.emplace();
        route = ws2::socket_routes.get(s, std::memory_order_seq_cst);
        if (!route)
            return ws2::socket_fail(WSAENOTSOCK);
    }
    // Out of the table before the number can belong to another socket. A non-IFS provider takes its
    // socket out by WPUCloseSocketHandle.
    if (route->ifs)
        ws2::socket_table_remove(s);
    int error = 0;
    if (route->procs.lpWSPCloseSocket(s, &error) == SOCKET_ERROR) {
        if (route->ifs && error != WSAENOTSOCK)
            ws2::socket_table_add(s, route);  // WSAEWOULDBLOCK: it is still there
        return ws2::socket_fail(error);
    }
    return 0;
}
