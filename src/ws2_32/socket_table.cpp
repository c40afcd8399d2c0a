#include "ws2_32/socket_table.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <limits>
#include <new>

#include "ws2_32/foreign_calls.h"

namespace berth::ws2 {

nt::DescriptorTable<const Route> socket_routes;

namespace {

// Another thread may be closing `s`: either answer is right then, for no provider will know it.
// Hence statx, which ThreadSanitizer does not watch, as it does fstat.
bool descriptor_is_socket(SOCKET s) {
    struct statx status {};
    return s <= static_cast<SOCKET>(std::numeric_limits<int>::max()) &&
           statx(static_cast<int>(s), "", AT_EMPTY_PATH, STATX_TYPE, &status) == 0 &&
           S_ISSOCK(status.stx_mode);
}

}  // namespace

const Route* socket_route_miss(SOCKET s) try {
    if (int error = startup_check())
        return socket_fail<const Route*>(error, nullptr);
    if (!descriptor_is_socket(s))
        return socket_fail<const Route*>(WSAENOTSOCK, nullptr);
    // A base provider that knows the handle tells which of its protocols it belongs to.
    const ForeignCall counted;
    const auto entries = catalog_snapshot();
    for (const auto& entry : *entries) {
        Route* route = nullptr;
        if (entry->info.ProtocolChain.ChainLen != BASE_PROTOCOL ||
            !(entry->info.dwServiceFlags1 & XP1_IFS_HANDLES) || provider_route(entry, &route) != 0)
            continue;
        WSAPROTOCOL_INFOW info{};
        int length = sizeof info;
        int error = 0;
        if (route->plain.lpWSPGetSockOpt(s, SOL_SOCKET, SO_PROTOCOL_INFOW,
                                         reinterpret_cast<char*>(&info), &length, &error) != 0)
            continue;
        auto owner = catalog_find(info.dwCatalogEntryId);
        if (owner && provider_route(owner, &route) == 0 && socket_table_add(s, route))
            return route;
    }
    return socket_fail<const Route*>(WSAENOTSOCK, nullptr);
} catch (const std::bad_alloc&) {
    return socket_fail<const Route*>(WSAENOBUFS, nullptr);
}

int socket_check(SOCKET s) {
    return socket_route(s) ? 0 : static_cast<int>(nt::last_error_get());
}

bool socket_table_add(SOCKET s, const Route* route) {
    auto* slot = socket_routes.make(s);
    if (!slot)
        return false;
    slot->store(route, std::memory_order_release);
    return true;
}

void socket_table_remove(SOCKET s) {
    if (auto* slot = socket_routes.find(s))
        slot->store(nullptr, std::memory_order_release);
}

void socket_table_clear() {
    socket_routes.clear();
}

}  // namespace berth::ws2
