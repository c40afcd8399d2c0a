#include "ws2_32/catalog.h"

#include <cstring>
#include <cwchar>

#include "berth/builtin_provider.h"

namespace berth::ws2 {
namespace {

constexpr DWORD kFirstCatalogEntryId =
    1001;  // as on Windows: never 0, which WSASocket reads as none

std::shared_ptr<const Catalog> catalog_builtin() {
    auto catalog = std::make_shared<Catalog>();
    DWORD next_id = kFirstCatalogEntryId;
    for (const berth_builtin_provider* provider : {&berth_provider_kernel}) {
        for (DWORD i = 0; i < provider->protocol_count; ++i) {
            auto entry = std::make_shared<CatalogEntry>();
            entry->info = provider->protocols[i];
            entry->info.dwCatalogEntryId = next_id++;
            entry->path = provider->path;
            entry->builtin_startup = provider->startup;
            catalog->push_back(std::move(entry));
        }
    }
    return catalog;
}

bool protocol_matches(const WSAPROTOCOL_INFOW& info, int protocol) {
    if (protocol == 0)
        return (info.dwProviderFlags & PFL_MATCHES_PROTOCOL_ZERO) != 0;
    return protocol >= info.iProtocol && protocol <= info.iProtocol + info.iProtocolMaxOffset;
}

bool flags_match(const WSAPROTOCOL_INFOW& info, DWORD flags) {
    constexpr DWORD kMultipoint = WSA_FLAG_MULTIPOINT_C_ROOT | WSA_FLAG_MULTIPOINT_C_LEAF |
                                  WSA_FLAG_MULTIPOINT_D_ROOT | WSA_FLAG_MULTIPOINT_D_LEAF;
    return (flags & kMultipoint) == 0 || (info.dwServiceFlags1 & XP1_SUPPORT_MULTIPOINT) != 0;
}

}  // namespace

bool protocol_listed(const WSAPROTOCOL_INFOW& info, const int* wanted) {
    if (!wanted)
        return true;
    for (; *wanted != 0; ++wanted) {
        if (*wanted >= info.iProtocol && *wanted <= info.iProtocol + info.iProtocolMaxOffset)
            return true;
    }
    return false;
}

std::shared_ptr<const Catalog> catalog_snapshot() {
    static const std::shared_ptr<const Catalog> catalog = catalog_builtin();
    return catalog;
}

std::shared_ptr<const CatalogEntry> catalog_find(DWORD catalog_entry_id) {
    for (const auto& entry : *catalog_snapshot()) {
        if (entry->info.dwCatalogEntryId == catalog_entry_id)
            return entry;
    }
    return nullptr;
}

int catalog_match(int family, int type, int protocol, DWORD flags,
                  std::shared_ptr<const CatalogEntry>* found) {
    if (family == AF_UNSPEC && type == 0 && protocol == 0)
        return WSAEINVAL;
    bool family_known = false;
    bool type_known = false;
    bool protocol_of_other_type = false;
    for (const auto& entry : *catalog_snapshot()) {
        const WSAPROTOCOL_INFOW& info = entry->info;
        if (info.ProtocolChain.ChainLen == LAYERED_PROTOCOL)
            continue;
        if (family != AF_UNSPEC && info.iAddressFamily != family)
            continue;
        family_known = true;
        bool type_fits = type == 0 || info.iSocketType == type;
        // A protocol of 0 leaves the choice to the provider; so does a type of 0 where the protocol
        // is given. With neither type nor protocol the first entry of the family serves.
        bool protocol_fits = protocol_matches(info, protocol) || (protocol == 0 && type == 0);
        type_known |= type_fits;
        protocol_of_other_type |= protocol != 0 && !type_fits && protocol_matches(info, protocol) &&
                                  info.iProtocolMaxOffset == 0;
        if (type_fits && protocol_fits && flags_match(info, flags)) {
            *found = entry;
            return 0;
        }
    }
    if (!family_known)
        return WSAEAFNOSUPPORT;
    if (!type_known)
        return WSAESOCKTNOSUPPORT;
    return protocol_of_other_type ? WSAEPROTOTYPE : WSAEPROTONOSUPPORT;
}

int provider_path_get(const GUID* provider, WCHAR* path, int* length, int* error) {
    if (!provider || !path || !length) {
        *error = WSAEFAULT;
        return SOCKET_ERROR;
    }
    for (const auto& entry : *catalog_snapshot()) {
        if (std::memcmp(&entry->info.ProviderId, provider, sizeof(GUID)) != 0)
            continue;
        int needed = static_cast<int>(entry->path.size()) + 1;
        bool fits = *length >= needed;
        *length = needed;
        if (!fits) {
            *error = WSAEFAULT;
            return SOCKET_ERROR;
        }
        std::wmemcpy(path, entry->path.c_str(), entry->path.size() + 1);
        return 0;
    }
    *error = WSAEINVAL;
    return SOCKET_ERROR;
}

}  // namespace berth::ws2

using namespace berth;

int WSPAPI WSCEnumProtocols(LPINT lpiProtocols, LPWSAPROTOCOL_INFOW lpProtocolBuffer,
                            LPDWORD lpdwBufferLength, LPINT lpErrno) {
    int ignored = 0;
    int& error = lpErrno ? *lpErrno : ignored;
    if (!lpdwBufferLength) {
        error = WSAEFAULT;
        return SOCKET_ERROR;
    }
    // Unlike WSAEnumProtocols: hidden entries and layered protocols too, and without WSAStartup.
    std::vector<WSAPROTOCOL_INFOW> found;
    for (const auto& entry : *ws2::catalog_snapshot()) {
        if (ws2::protocol_listed(entry->info, lpiProtocols))
            found.push_back(entry->info);
    }
    auto needed = static_cast<DWORD>(found.size() * sizeof(WSAPROTOCOL_INFOW));
    bool fits = lpProtocolBuffer && *lpdwBufferLength >= needed;
    *lpdwBufferLength = needed;
    if (!fits) {
        error = WSAENOBUFS;
        return SOCKET_ERROR;
    }
    std::memcpy(lpProtocolBuffer, found.data(), needed);
    return static_cast<int>(found.size());
}

int WSPAPI WSCGetProviderPath(LPGUID lpProviderId, WCHAR* lpszProviderDllPath,
                              LPINT lpProviderDllPathLen, LPINT lpErrno) {
    int ignored = 0;
    return ws2::provider_path_get(lpProviderId, lpszProviderDllPath, lpProviderDllPathLen,
                                  lpErrno ? lpErrno : &ignored);
}
