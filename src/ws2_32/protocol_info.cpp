// WSAEnumProtocolsA, WSAEnumProtocolsW, and the two forms of WSAPROTOCOL_INFO.
#include "ws2_32/protocol_info.h"

#include <cstddef>
#include <cstring>
#include <limits>
#include <new>
#include <vector>

#include "nt/memory_probe.h"
#include "stringapiset.h"
#include "winnls.h"
#include "ws2_32/catalog.h"
#include "ws2_32/socket_table.h"

namespace berth::ws2 {
namespace {

// Everything before szProtocol is laid out alike.
constexpr size_t kCommonLength = offsetof(WSAPROTOCOL_INFOW, szProtocol);
static_assert(kCommonLength == offsetof(WSAPROTOCOL_INFOA, szProtocol));

// Both forms: convert(info) gives the caller's form of an entry.
template <typename Info, typename Convert>
int protocols_enumerate(const int* wanted, Info* buffer, DWORD* length, Convert convert) try {
    if (int error = startup_check())
        return socket_fail(error);
    if (!nt::memory_is_mapped(length, sizeof *length) ||
        (wanted && !nt::memory_is_mapped(wanted, sizeof *wanted)))
        return socket_fail(WSAEFAULT);
    std::vector<Info> found;
    const auto entries = catalog_snapshot();
    for (const auto& entry : *entries) {
        // A layered protocol cannot be used by itself: base protocols and chains are listed.
        const WSAPROTOCOL_INFOW& info = entry->info;
        if (!(info.dwProviderFlags & PFL_HIDDEN) &&
            info.ProtocolChain.ChainLen != LAYERED_PROTOCOL && protocol_listed(info, wanted))
            found.push_back(convert(info));
    }
    auto needed = static_cast<DWORD>(found.size() * sizeof(Info));
    if (*length < needed || (!buffer && needed > 0)) {
        *length = needed;
        return socket_fail(WSAENOBUFS);
    }
    if (buffer && !found.empty()) {
        if (!nt::memory_is_mapped(buffer, needed))
            return socket_fail(WSAEFAULT);
        std::memcpy(buffer, found.data(), needed);
    }
    *length = needed;
    return static_cast<int>(found.size());
} catch (const std::bad_alloc&) {
    return socket_fail(WSA_NOT_ENOUGH_MEMORY);
}

}  // namespace

WSAPROTOCOL_INFOW protocol_info_widen(const WSAPROTOCOL_INFOA& narrow) {
    WSAPROTOCOL_INFOW wide{};
    std::memcpy(&wide, &narrow, kCommonLength);
    MultiByteToWideChar(CP_ACP, 0, narrow.szProtocol, -1, wide.szProtocol, WSAPROTOCOL_LEN + 1);
    wide.szProtocol[WSAPROTOCOL_LEN] = 0;
    return wide;
}

WSAPROTOCOL_INFOA protocol_info_narrow(const WSAPROTOCOL_INFOW& wide) {
    WSAPROTOCOL_INFOA narrow{};
    std::memcpy(&narrow, &wide, kCommonLength);
    WideCharToMultiByte(CP_ACP, 0, wide.szProtocol, -1, narrow.szProtocol, WSAPROTOCOL_LEN + 1,
                        nullptr, nullptr);
    narrow.szProtocol[WSAPROTOCOL_LEN] = 0;
    return narrow;
}

}  // namespace berth::ws2

using namespace berth;

int WSAAPI WSAEnumProtocolsW(LPINT lpiProtocols, LPWSAPROTOCOL_INFOW lpProtocolBuffer,
                             LPDWORD lpdwBufferLength) {
    return ws2::protocols_enumerate(lpiProtocols, lpProtocolBuffer, lpdwBufferLength,
                                    [](const WSAPROTOCOL_INFOW& info) { return info; });
}

int WSAAPI WSAEnumProtocolsA(LPINT lpiProtocols, LPWSAPROTOCOL_INFOA lpProtocolBuffer,
                             LPDWORD lpdwBufferLength) {
    return ws2::protocols_enumerate(lpiProtocols, lpProtocolBuffer, lpdwBufferLength,
                                    ws2::protocol_info_narrow);
}
