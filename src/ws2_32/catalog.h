// The catalog: which protocols are installed, in what order, and which provider carries each.
// https://learn.microsoft.com/windows/win32/winsock/transport-service-providers-2
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "winsock2.h"
#include "ws2spi.h"

namespace berth::ws2 {

struct Provider;

struct CatalogEntry {
    WSAPROTOCOL_INFOW info{};
    std::wstring path;
    LPWSPSTARTUP builtin_startup = nullptr;  // null: path names a shared object
};

// A consistent view: entries never change once published, so a snapshot outlives any installation.
using Catalog = std::vector<std::shared_ptr<const CatalogEntry>>;
std::shared_ptr<const Catalog> catalog_snapshot();

// Whether a list of protocols (ended by 0; null: all) names this one.
bool protocol_listed(const WSAPROTOCOL_INFOW& info, const int* wanted);

std::shared_ptr<const CatalogEntry> catalog_find(DWORD catalog_entry_id);

// The first entry that serves the request, by the rules of socket and WSASocket. 0 is a wildcard.
// Returns 0 or WSAEAFNOSUPPORT, WSAESOCKTNOSUPPORT, WSAEPROTOTYPE, WSAEPROTONOSUPPORT, WSAEINVAL.
int catalog_match(int family, int type, int protocol, DWORD flags,
                  std::shared_ptr<const CatalogEntry>* found);

// WSCGetProviderPath and its upcall: 0 or SOCKET_ERROR with *error set. *length counts characters.
int provider_path_get(const GUID* provider, WCHAR* path, int* length, int* error);

}  // namespace berth::ws2
