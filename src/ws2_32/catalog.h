// The catalog: which protocols are installed, in what order, and which provider carries each.
// https://learn.microsoft.com/windows/win32/winsock/transport-service-providers-2
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "winsock2.h"
#include "ws2spi.h"

namespace berth::ws2 {

struct CatalogEntry {
    WSAPROTOCOL_INFOW info{};
    std::wstring path;
    LPWSPSTARTUP builtin_startup = nullptr;  // null: path names a shared object
    DWORD categories = 0;                    // LSP_ flags, WSCSetProviderInfo
};

// A namespace provider.
struct NameSpaceEntry {
    GUID provider{};
    DWORD name_space = 0;
    DWORD version = 0;
    bool active = true;
    std::wstring identifier;
    std::wstring path;
    std::vector<BYTE> specific;              // WSCInstallNameSpaceEx
    LPNSPSTARTUP builtin_startup = nullptr;  // null: path names a shared object
};

// What layered providers a program may load: WSCSetApplicationCategory.
struct ApplicationCategory {
    std::wstring path;
    std::wstring extra;  // its arguments, or empty: whatever they are
    DWORD permitted = 0;
};

// A consistent view: entries never change once published, so a snapshot outlives any installation.
// (Hold it by a variable: `for (x : *catalog_snapshot())` lets go of it before the first turn.)
using Catalog = std::vector<std::shared_ptr<const CatalogEntry>>;
using NameSpaces = std::vector<NameSpaceEntry>;
using Applications = std::vector<ApplicationCategory>;
std::shared_ptr<const Catalog> catalog_snapshot();
std::shared_ptr<const NameSpaces> name_spaces_snapshot();
// What the file says of programs now.
int applications_read(Applications* applications);
// Takes in what another process has written to the file, and tells of it (config_change.h).
void catalog_refresh();

// A change of the catalog file, by one process at a time: `change` gets what the file says now and
// answers 0, or an error that leaves all as it is. `next_id` is the id for the next new entry.
// 0, the change's error, or WSANO_RECOVERY where the file cannot be read or written.
struct CatalogDraft {
    Catalog entries;
    DWORD next_id = 0;
    NameSpaces name_spaces;
    Applications applications;
};
using CatalogChange = int (*)(CatalogDraft& draft, void* context);
int catalog_change(CatalogChange change, void* context);

template <typename Change>
int catalog_change(Change& change) {
    return catalog_change(
        [](CatalogDraft& draft, void* context) { return (*static_cast<Change*>(context))(draft); },
        &change);
}

// Whether WSASocket's flags of multipoint sockets are ones that the protocol has: roots only where
// its control or data plane is rooted, leaves only where it is not.
bool multipoint_fits(const WSAPROTOCOL_INFOW& info, DWORD flags);

// Whether a list of iProtocol values (ended by 0; null: all) names this one. What may be added to
// it (iProtocolMaxOffset) is a matter of socket.
bool protocol_listed(const WSAPROTOCOL_INFOW& info, const int* wanted);

std::shared_ptr<const CatalogEntry> catalog_find(DWORD catalog_entry_id);

inline bool provider_is(const CatalogEntry& entry, const GUID& provider) {
    return std::memcmp(&entry.info.ProviderId, &provider, sizeof provider) == 0;
}

// Each chain that WSCInstallProviderAndChains makes has a provider id of its own, which follows
// from the provider's: so its WSPStartup is called for each chain, and whoever looks for the
// provider's id finds the layered entry, as Microsoft's layered provider sample does.
inline constexpr DWORD kChainIdStep = 0x9E3779B1;
inline GUID chain_provider_id(const GUID& provider, DWORD number) {
    GUID id = provider;
    id.Data1 += number * kChainIdStep;
    return id;
}

// Whether the entry is the provider's own or one of those chains of its.
bool provider_owns(const Catalog& entries, const CatalogEntry& entry, const GUID& provider);

// The first entry that serves the request, by the rules of socket and WSASocket. 0 is a wildcard.
// Returns 0 or WSAEAFNOSUPPORT, WSAESOCKTNOSUPPORT, WSAEPROTOTYPE, WSAEPROTONOSUPPORT, WSAEINVAL.
int catalog_match(int family, int type, int protocol, DWORD flags,
                  std::shared_ptr<const CatalogEntry>* found);

// WSCGetProviderPath and its upcall: 0 or SOCKET_ERROR with *error set. *length counts characters.
int provider_path_get(const GUID* provider, WCHAR* path, int* length, int* error);

}  // namespace berth::ws2
