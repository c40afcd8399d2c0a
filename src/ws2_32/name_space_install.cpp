// WSCInstallNameSpace, WSCInstallNameSpaceEx, WSCUnInstallNameSpace, WSCEnableNSProvider,
// WSCWriteNameSpaceOrder.
#include <algorithm>
#include <cwchar>

#include "nt/api.h"
#include "nt/memory_probe.h"
#include "ws2_32/catalog.h"
#include "ws2_32/name_space.h"

namespace berth::ws2 {
namespace {

constexpr size_t kMaxPath = 260;  // MAX_PATH

bool text_fits(const WCHAR* text) {
    if (!nt::memory_is_mapped(text, sizeof *text))
        return false;
    const size_t length = wcsnlen(text, kMaxPath);
    return length != 0 && length != kMaxPath;
}

NameSpaces::iterator entry_find(NameSpaces& entries, const GUID& provider) {
    return std::find_if(entries.begin(), entries.end(), [&](const NameSpaceEntry& entry) {
        return guid_equal(entry.provider, provider);
    });
}

// A provider that advertises itself (WSAAdvertiseProvider) has no module: it comes with a blob and
// an empty path, as Microsoft's naming provider sample.
bool path_fits(const WCHAR* path, const BLOB* specific) {
    const bool advertised = specific && nt::memory_is_mapped(specific, sizeof *specific) &&
                            specific->cbSize != 0 && nt::memory_is_mapped(path, sizeof *path) &&
                            *path == 0;
    return advertised || text_fits(path);
}

int name_space_install(const WCHAR* identifier, const WCHAR* path, DWORD name_space, DWORD version,
                       const GUID* provider, const BLOB* specific) {
    if (!nt::memory_is_mapped(provider, sizeof *provider) || !text_fits(identifier) ||
        !path_fits(path, specific) || name_space == NS_ALL ||
        (specific && !nt::memory_is_mapped(specific, sizeof *specific)) ||
        (specific && specific->cbSize != 0 &&
         !nt::memory_is_mapped(specific->pBlobData, specific->cbSize)))
        return WSAEINVAL;
    NameSpaceEntry made;
    made.provider = *provider;
    made.name_space = name_space;
    made.version = version;
    made.identifier = identifier;
    made.path = path;
    if (specific && specific->cbSize != 0)
        made.specific.assign(specific->pBlobData, specific->pBlobData + specific->cbSize);
    auto change = [&](CatalogDraft& draft) {
        if (entry_find(draft.name_spaces, *provider) != draft.name_spaces.end())
            return WSANO_RECOVERY;
        draft.name_spaces.push_back(std::move(made));
        return 0;
    };
    return catalog_change(change);
}

// What comes with the library stays in it: nothing could bring it back.
int name_space_remove(const GUID* provider) {
    if (!nt::memory_is_mapped(provider, sizeof *provider))
        return WSAEFAULT;
    auto change = [&](CatalogDraft& draft) {
        const auto found = entry_find(draft.name_spaces, *provider);
        if (found == draft.name_spaces.end() || found->builtin_startup)
            return WSAEINVAL;
        draft.name_spaces.erase(found);
        return 0;
    };
    return catalog_change(change);
}

int name_space_enable(const GUID* provider, bool enable) {
    if (!nt::memory_is_mapped(provider, sizeof *provider))
        return WSAEFAULT;
    auto change = [&](CatalogDraft& draft) {
        const auto found = entry_find(draft.name_spaces, *provider);
        if (found == draft.name_spaces.end())
            return WSAEINVAL;
        found->active = enable;
        return 0;
    };
    return catalog_change(change);
}

int order_write(const GUID* providers, DWORD count) {
    if (nt::memory_is_null_page(providers))
        return WSAEFAULT;
    auto change = [&](CatalogDraft& draft) {
        if (count != draft.name_spaces.size())
            return WSAEINVAL;
        if (!nt::memory_is_mapped(providers, count * sizeof *providers))
            return WSAEFAULT;
        NameSpaces left = std::move(draft.name_spaces);
        NameSpaces ordered;
        for (DWORD i = 0; i < count; ++i) {
            const auto next = entry_find(left, providers[i]);
            if (next == left.end())
                return WSAEINVAL;
            ordered.push_back(std::move(*next));
            left.erase(next);
        }
        draft.name_spaces = std::move(ordered);
        return 0;
    };
    return catalog_change(change);
}

template <typename Body>
INT install_call(Body&& body) {
    return nt::api_call<INT>(SOCKET_ERROR, [&]() -> INT {
        const int error = body();
        return error == 0 ? 0 : nt::api_fail<INT>(static_cast<DWORD>(error), SOCKET_ERROR);
    });
}

}  // namespace
}  // namespace berth::ws2

using namespace berth;

INT WSPAPI WSCInstallNameSpace(LPWSTR lpszIdentifier, LPWSTR lpszPathName, DWORD dwNameSpace,
                               DWORD dwVersion, LPGUID lpProviderId) {
    return WSCInstallNameSpaceEx(lpszIdentifier, lpszPathName, dwNameSpace, dwVersion, lpProviderId,
                                 nullptr);
}

INT WSPAPI WSCInstallNameSpace32(LPWSTR lpszIdentifier, LPWSTR lpszPathName, DWORD dwNameSpace,
                                 DWORD dwVersion, LPGUID lpProviderId) {
    return WSCInstallNameSpace(lpszIdentifier, lpszPathName, dwNameSpace, dwVersion, lpProviderId);
}

INT WSPAPI WSCInstallNameSpaceEx(LPWSTR lpszIdentifier, LPWSTR lpszPathName, DWORD dwNameSpace,
                                 DWORD dwVersion, LPGUID lpProviderId, LPBLOB lpProviderSpecific) {
    return ws2::install_call([&] {
        return ws2::name_space_install(lpszIdentifier, lpszPathName, dwNameSpace, dwVersion,
                                       lpProviderId, lpProviderSpecific);
    });
}

INT WSPAPI WSCInstallNameSpaceEx32(LPWSTR lpszIdentifier, LPWSTR lpszPathName, DWORD dwNameSpace,
                                   DWORD dwVersion, LPGUID lpProviderId,
                                   LPBLOB lpProviderSpecific) {
    return WSCInstallNameSpaceEx(lpszIdentifier, lpszPathName, dwNameSpace, dwVersion, lpProviderId,
                                 lpProviderSpecific);
}

INT WSPAPI WSCUnInstallNameSpace(LPGUID lpProviderId) {
    return ws2::install_call([&] { return ws2::name_space_remove(lpProviderId); });
}

INT WSPAPI WSCUnInstallNameSpace32(LPGUID lpProviderId) {
    return WSCUnInstallNameSpace(lpProviderId);
}

INT WSPAPI WSCEnableNSProvider(LPGUID lpProviderId, BOOL fEnable) {
    return ws2::install_call(
        [&] { return ws2::name_space_enable(lpProviderId, fEnable != FALSE); });
}

INT WSPAPI WSCEnableNSProvider32(LPGUID lpProviderId, BOOL fEnable) {
    return WSCEnableNSProvider(lpProviderId, fEnable);
}

int WSPAPI WSCWriteNameSpaceOrder(LPGUID lpProviderId, DWORD dwNumberOfEntries) {
    return nt::api_call<int>(WSA_NOT_ENOUGH_MEMORY,
                             [&] { return ws2::order_write(lpProviderId, dwNumberOfEntries); });
}

int WSPAPI WSCWriteNameSpaceOrder32(LPGUID lpProviderId, DWORD dwNumberOfEntries) {
    return WSCWriteNameSpaceOrder(lpProviderId, dwNumberOfEntries);
}
