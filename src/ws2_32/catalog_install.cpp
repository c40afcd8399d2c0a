// WSCInstallProvider, WSCInstallProviderAndChains64_32, WSCDeinstallProvider, WSCUpdateProvider,
// WSCWriteProviderOrder.
#include <algorithm>
#include <cstring>
#include <cwchar>
#include <iterator>

#include "nt/memory_probe.h"
#include "ws2_32/catalog.h"
#include "ws2_32/catalog_call.h"

namespace berth::ws2 {
namespace {

constexpr size_t kMaxPath = 260;  // MAX_PATH

bool guid_is_there(const GUID* id) {
    return nt::memory_is_mapped(id, sizeof *id);
}

int path_check(const WCHAR* path) {
    if (!nt::memory_is_mapped(path, sizeof *path))
        return WSAEFAULT;
    const size_t length = wcsnlen(path, kMaxPath);
    return length == 0 || length == kMaxPath ? WSAEINVAL : 0;
}

int list_is_there(const WSAPROTOCOL_INFOW* list, DWORD count) {
    if (!list)
        return WSAEFAULT;
    if (count == 0)
        return WSAEINVAL;
    return nt::memory_is_mapped(list, count * sizeof *list) ? 0 : WSAEFAULT;
}

int list_check(const WSAPROTOCOL_INFOW* list, DWORD count) {
    if (int error = list_is_there(list, count))
        return error;
    for (DWORD i = 0; i < count; ++i) {
        const int length = list[i].ProtocolChain.ChainLen;
        if (length < LAYERED_PROTOCOL || length > MAX_PROTOCOL_CHAIN)
            return WSAEINVAL;
    }
    return 0;
}

// A chain's parts are installed before it, and no layer is in it twice.
// https://learn.microsoft.com/windows/win32/winsock/transport-configuration-and-installation-2
bool chain_is_sound(const Catalog& entries, const WSAPROTOCOLCHAIN& chain) {
    if (chain.ChainLen <= BASE_PROTOCOL)
        return true;
    const DWORD* const last = std::next(chain.ChainEntries, chain.ChainLen);
    for (const DWORD* part = chain.ChainEntries; part != last; ++part) {
        const auto is_part = [&](const auto& entry) {
            return entry->info.dwCatalogEntryId == *part;
        };
        if (std::none_of(entries.begin(), entries.end(), is_part) ||
            std::find(std::next(part), last, *part) != last)
            return false;
    }
    return true;
}

bool provider_known(const Catalog& entries, const GUID& provider) {
    return std::any_of(entries.begin(), entries.end(),
                       [&](const auto& entry) { return provider_is(*entry, provider); });
}

std::shared_ptr<CatalogEntry> entry_make(CatalogDraft& draft, const GUID& provider,
                                         const WCHAR* path, const WSAPROTOCOL_INFOW& info) {
    auto entry = std::make_shared<CatalogEntry>();
    std::memcpy(&entry->info, &info, sizeof info);
    entry->info.ProviderId = provider;
    entry->info.dwCatalogEntryId = draft.next_id++;
    entry->info.szProtocol[WSAPROTOCOL_LEN] = 0;
    entry->path = path;
    return entry;
}

int provider_install(const GUID* provider, const WCHAR* path, const WSAPROTOCOL_INFOW* list,
                     DWORD count) {
    if (!guid_is_there(provider))
        return WSAEFAULT;
    if (int error = path_check(path))
        return error;
    if (int error = list_check(list, count))
        return error;
    auto change = [&](CatalogDraft& draft) {
        if (provider_known(draft.entries, *provider))
            return WSANO_RECOVERY;
        const Catalog parts = draft.entries;
        for (DWORD i = 0; i < count; ++i) {
            if (!chain_is_sound(parts, list[i].ProtocolChain))
                return WSAEINVAL;
            draft.entries.push_back(entry_make(draft, *provider, path, list[i]));
        }
        return 0;
    };
    return catalog_change(change);
}

bool same_protocol(const WSAPROTOCOL_INFOW& a, const WSAPROTOCOL_INFOW& b) {
    return a.iAddressFamily == b.iAddressFamily && a.iSocketType == b.iSocketType &&
           a.iProtocol == b.iProtocol;
}

// A layered provider, its one layered entry and a chain over each entry below it.
struct LayeredInstallation {
    const GUID& provider;
    const WCHAR* path;
    const WCHAR* name;
    DWORD service_flags;
    const WSAPROTOCOL_INFOW* list;  // null: over every base protocol
    DWORD count;
    DWORD layered_id = 0;

    int operator()(CatalogDraft& draft);

  private:
    int below_find(const Catalog& entries, Catalog& below) const;
    int chain_make(CatalogDraft& draft, const CatalogEntry& below, Catalog& chains) const;
};

int LayeredInstallation::below_find(const Catalog& entries, Catalog& below) const {
    const auto chosen = [&](const WSAPROTOCOL_INFOW& info) {
        return std::any_of(below.begin(), below.end(),
                           [&](const auto& entry) { return same_protocol(entry->info, info); });
    };
    if (!list) {
        for (const auto& entry : entries) {
            if (entry->info.ProtocolChain.ChainLen == BASE_PROTOCOL && !chosen(entry->info))
                below.push_back(entry);
        }
        return below.empty() ? WSANO_RECOVERY : 0;
    }
    for (DWORD i = 0; i < count; ++i) {
        const auto top = std::find_if(entries.begin(), entries.end(), [&](const auto& entry) {
            return entry->info.ProtocolChain.ChainLen != LAYERED_PROTOCOL &&
                   same_protocol(entry->info, list[i]);
        });
        if (top == entries.end())
            return WSAEINVAL;
        if (!chosen(list[i]))
            below.push_back(*top);
    }
    return 0;
}

int LayeredInstallation::chain_make(CatalogDraft& draft, const CatalogEntry& below,
                                    Catalog& chains) const {
    WSAPROTOCOL_INFOW info = below.info;
    const WSAPROTOCOLCHAIN& lower = below.info.ProtocolChain;
    if (lower.ChainLen >= MAX_PROTOCOL_CHAIN)
        return WSANO_RECOVERY;
    WSAPROTOCOLCHAIN& chain = info.ProtocolChain;
    chain.ChainLen = lower.ChainLen + 1;
    chain.ChainEntries[0] = layered_id;
    if (lower.ChainLen == BASE_PROTOCOL)
        chain.ChainEntries[1] = below.info.dwCatalogEntryId;
    else
        std::copy(lower.ChainEntries, lower.ChainEntries + lower.ChainLen,
                  std::next(chain.ChainEntries));
    const std::wstring over = std::wstring(name) + L" over [" + below.info.szProtocol + L"]";
    std::memset(info.szProtocol, 0, sizeof info.szProtocol);
    over.copy(info.szProtocol, WSAPROTOCOL_LEN);
    if (!(service_flags & XP1_IFS_HANDLES))
        info.dwServiceFlags1 &= ~static_cast<DWORD>(XP1_IFS_HANDLES);
    const GUID id = chain_provider_id(provider, static_cast<DWORD>(chains.size()) + 1);
    chains.push_back(entry_make(draft, id, path, info));
    return 0;
}

int LayeredInstallation::operator()(CatalogDraft& draft) {
    for (const auto& entry : draft.entries) {
        if (provider_is(*entry, provider) || std::wcscmp(entry->info.szProtocol, name) == 0)
            return WSAEINVAL;
    }
    Catalog below;
    if (int error = below_find(draft.entries, below))
        return error;
    WSAPROTOCOL_INFOW info{};
    info.dwServiceFlags1 = service_flags;
    info.dwProviderFlags = PFL_HIDDEN;
    info.iVersion = 2;
    info.ProtocolChain.ChainLen = LAYERED_PROTOCOL;
    std::wstring(name).copy(info.szProtocol, WSAPROTOCOL_LEN);
    auto layered = entry_make(draft, provider, path, info);
    layered_id = layered->info.dwCatalogEntryId;
    Catalog chains;
    for (const auto& entry : below) {
        if (int error = chain_make(draft, *entry, chains))
            return error;
    }
    draft.entries.insert(draft.entries.begin(), chains.begin(), chains.end());
    draft.entries.push_back(std::move(layered));
    return 0;
}

}  // namespace

bool provider_owns(const Catalog& entries, const CatalogEntry& entry, const GUID& provider) {
    if (provider_is(entry, provider))
        return true;
    const WSAPROTOCOLCHAIN& chain = entry.info.ProtocolChain;
    const bool layered = chain.ChainLen > BASE_PROTOCOL &&
                         std::any_of(entries.begin(), entries.end(), [&](const auto& top) {
                             return top->info.dwCatalogEntryId == chain.ChainEntries[0] &&
                                    provider_is(*top, provider);
                         });
    constexpr DWORD kMostChains = 1024;
    for (DWORD number = 1; layered && number <= kMostChains; ++number) {
        if (provider_is(entry, chain_provider_id(provider, number)))
            return true;
    }
    return false;
}

namespace {

int provider_remove(const GUID* provider) {
    if (!guid_is_there(provider))
        return WSAEFAULT;
    auto change = [&](CatalogDraft& draft) {
        const Catalog all = draft.entries;
        // What comes with the library stays in it: nothing could bring it back.
        const auto last =
            std::remove_if(draft.entries.begin(), draft.entries.end(), [&](const auto& entry) {
                return provider_owns(all, *entry, *provider) && !entry->builtin_startup;
            });
        if (last == draft.entries.end())
            return WSAEINVAL;
        draft.entries.erase(last, draft.entries.end());
        return 0;
    };
    return catalog_change(change);
}

// An entry that the list names, by its id or by what it is, keeps its id and its place.
int provider_update(const GUID* provider, const WCHAR* path, const WSAPROTOCOL_INFOW* list,
                    DWORD count) {
    if (!guid_is_there(provider))
        return WSAEFAULT;
    if (int error = path_check(path))
        return error;
    if (int error = list_check(list, count))
        return error;
    auto change = [&](CatalogDraft& draft) -> int {
        for (DWORD i = 0; i < count; ++i) {
            if (!chain_is_sound(draft.entries, list[i].ProtocolChain))
                return WSAEINVAL;
        }
        std::vector<bool> used(count);
        bool known = false;
        const Catalog all = draft.entries;
        for (auto& entry : draft.entries) {
            if (!provider_owns(all, *entry, *provider))
                continue;
            if (entry->builtin_startup)
                return WSAEINVAL;
            known = true;
            auto changed = std::make_shared<CatalogEntry>(*entry);
            changed->path = path;
            for (DWORD i = 0; i < count; ++i) {
                const bool named =
                    list[i].dwCatalogEntryId == entry->info.dwCatalogEntryId ||
                    (same_protocol(list[i], entry->info) &&
                     list[i].ProtocolChain.ChainLen == entry->info.ProtocolChain.ChainLen);
                if (used[i] || !named)
                    continue;
                used[i] = true;
                std::memcpy(&changed->info, &list[i], sizeof list[i]);
                changed->info.ProviderId = entry->info.ProviderId;
                changed->info.dwCatalogEntryId = entry->info.dwCatalogEntryId;
                changed->info.szProtocol[WSAPROTOCOL_LEN] = 0;
                break;
            }
            entry = std::move(changed);
        }
        if (!known)
            return WSAEINVAL;
        for (DWORD i = 0; i < count; ++i) {
            if (!used[i])
                draft.entries.push_back(entry_make(draft, *provider, path, list[i]));
        }
        return 0;
    };
    return catalog_change(change);
}

int order_write(const DWORD* ids, DWORD count) {
    if (!ids || count == 0 || !nt::memory_is_mapped(ids, count * sizeof *ids))
        return WSAEINVAL;
    auto change = [&](CatalogDraft& draft) {
        if (count != draft.entries.size())
            return WSAEINVAL;
        Catalog ordered;
        Catalog left = draft.entries;
        for (DWORD i = 0; i < count; ++i) {
            const auto next = std::find_if(left.begin(), left.end(), [&](const auto& entry) {
                return entry->info.dwCatalogEntryId == ids[i];
            });
            if (next == left.end())
                return WSAEINVAL;
            ordered.push_back(*next);
            left.erase(next);
        }
        draft.entries = std::move(ordered);
        return 0;
    };
    return catalog_change(change);
}

}  // namespace
}  // namespace berth::ws2

using namespace berth;

int WSPAPI WSCInstallProvider(LPGUID lpProviderId, const WCHAR* lpszProviderDllPath,
                              const LPWSAPROTOCOL_INFOW lpProtocolInfoList, DWORD dwNumberOfEntries,
                              LPINT lpErrno) {
    return ws2::catalog_call(lpErrno, [&] {
        return ws2::provider_install(lpProviderId, lpszProviderDllPath, lpProtocolInfoList,
                                     dwNumberOfEntries);
    });
}

int WSPAPI WSCInstallProvider64_32(LPGUID lpProviderId, const WCHAR* lpszProviderDllPath,
                                   const LPWSAPROTOCOL_INFOW lpProtocolInfoList,
                                   DWORD dwNumberOfEntries, LPINT lpErrno) {
    return WSCInstallProvider(lpProviderId, lpszProviderDllPath, lpProtocolInfoList,
                              dwNumberOfEntries, lpErrno);
}

int WSPAPI WSCInstallProviderAndChains64_32(LPGUID lpProviderId, const LPWSTR lpszProviderDllPath,
                                            const LPWSTR /*there is one catalog*/,
                                            const LPWSTR lpszLspName, DWORD dwServiceFlags,
                                            LPWSAPROTOCOL_INFOW lpProtocolInfoList,
                                            DWORD dwNumberOfEntries, LPDWORD lpdwCatalogEntryId,
                                            LPINT lpErrno) {
    return ws2::catalog_call(lpErrno, [&]() -> int {
        if (!ws2::guid_is_there(lpProviderId) || ws2::path_check(lpszProviderDllPath) != 0 ||
            !nt::memory_is_mapped(lpszLspName, sizeof *lpszLspName) || *lpszLspName == 0 ||
            wcsnlen(lpszLspName, WSAPROTOCOL_LEN + 1) > WSAPROTOCOL_LEN)
            return WSAEINVAL;
        if (lpProtocolInfoList) {  // of which family, type and protocol count, and no more
            if (int error = ws2::list_is_there(lpProtocolInfoList, dwNumberOfEntries))
                return error;
        }
        if (lpdwCatalogEntryId &&
            !nt::memory_is_mapped(lpdwCatalogEntryId, sizeof *lpdwCatalogEntryId))
            return WSAEFAULT;
        ws2::LayeredInstallation change{*lpProviderId,  lpszProviderDllPath, lpszLspName,
                                        dwServiceFlags, lpProtocolInfoList,  dwNumberOfEntries};
        const int error = ws2::catalog_change(change);
        if (error == 0 && lpdwCatalogEntryId)
            *lpdwCatalogEntryId = change.layered_id;
        return error;
    });
}

int WSPAPI WSCDeinstallProvider(LPGUID lpProviderId, LPINT lpErrno) {
    return ws2::catalog_call(lpErrno, [&] { return ws2::provider_remove(lpProviderId); });
}

int WSPAPI WSCDeinstallProvider32(LPGUID lpProviderId, LPINT lpErrno) {
    return WSCDeinstallProvider(lpProviderId, lpErrno);
}

int WSPAPI WSCUpdateProvider(LPGUID lpProviderId, const WCHAR* lpszProviderDllPath,
                             const LPWSAPROTOCOL_INFOW lpProtocolInfoList, DWORD dwNumberOfEntries,
                             LPINT lpErrno) {
    return ws2::catalog_call(lpErrno, [&] {
        return ws2::provider_update(lpProviderId, lpszProviderDllPath, lpProtocolInfoList,
                                    dwNumberOfEntries);
    });
}

int WSPAPI WSCUpdateProvider32(LPGUID lpProviderId, const WCHAR* lpszProviderDllPath,
                               const LPWSAPROTOCOL_INFOW lpProtocolInfoList,
                               DWORD dwNumberOfEntries, LPINT lpErrno) {
    return WSCUpdateProvider(lpProviderId, lpszProviderDllPath, lpProtocolInfoList,
                             dwNumberOfEntries, lpErrno);
}

int WSPAPI WSCWriteProviderOrder(LPDWORD lpwdCatalogEntryId, DWORD dwNumberOfEntries) {
    int error = 0;
    ws2::catalog_call(&error,
                      [&] { return ws2::order_write(lpwdCatalogEntryId, dwNumberOfEntries); });
    return error;
}

int WSPAPI WSCWriteProviderOrder32(LPDWORD lpwdCatalogEntryId, DWORD dwNumberOfEntries) {
    return WSCWriteProviderOrder(lpwdCatalogEntryId, dwNumberOfEntries);
}
