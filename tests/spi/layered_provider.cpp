// A layered IFS provider: it counts the calls and passes them on to the next provider of its chain,
// which it finds and loads by documented means alone.
#include <atomic>
#include <cstring>
#include <string>
#include <vector>

#include "test_providers.h"
#include "libloaderapi.h"

namespace {

constexpr GUID kId = spi_test::layered_id(LAYERED_NUMBER);

std::atomic<int> startups, cleanups, sockets, accepts, sends, receives, closes;
std::atomic<DWORD> chain_id;
WSPUPCALLTABLE upcalls;
WSPPROC_TABLE next;

std::vector<WSAPROTOCOL_INFOW> catalog() {
    DWORD bytes = 0;
    int error = 0;
    WSCEnumProtocols(nullptr, nullptr, &bytes, &error);
    std::vector<WSAPROTOCOL_INFOW> entries(bytes / sizeof(WSAPROTOCOL_INFOW));
    const int count = WSCEnumProtocols(nullptr, entries.data(), &bytes, &error);
    entries.resize(count > 0 ? static_cast<size_t>(count) : 0);
    return entries;
}

// The entry below this provider in a chain.
bool next_entry(const WSAPROTOCOLCHAIN& chain, WSAPROTOCOL_INFOW* found) {
    const auto entries = catalog();
    const auto find = [&](DWORD id) -> const WSAPROTOCOL_INFOW* {
        for (const auto& entry : entries)
            if (entry.dwCatalogEntryId == id)
                return &entry;
        return nullptr;
    };
    for (int i = 0; i + 1 < chain.ChainLen; ++i) {
        const auto* mine = find(chain.ChainEntries[i]);
        const auto* below = find(chain.ChainEntries[i + 1]);
        if (mine && below && std::memcmp(&mine->ProviderId, &kId, sizeof kId) == 0) {
            *found = *below;
            return true;
        }
    }
    return false;
}

// What the next provider is to be told: its own entry, or, if it is layered, the chain.
WSAPROTOCOL_INFOW info_below(const WSAPROTOCOL_INFOW& chain, const WSAPROTOCOL_INFOW& below) {
    return below.ProtocolChain.ChainLen == LAYERED_PROTOCOL ? chain : below;
}

SOCKET WSPAPI layered_socket(int family, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP g,
                             DWORD flags, LPINT error) {
    ++sockets;
    WSAPROTOCOL_INFOW below{};
    if (!next_entry(info->ProtocolChain, &below)) {
        *error = WSAEINVALIDPROVIDER;
        return INVALID_SOCKET;
    }
    WSAPROTOCOL_INFOW told = info_below(*info, below);
    const SOCKET s = next.lpWSPSocket(family, type, protocol, &told, g, flags, error);
    if (s == INVALID_SOCKET)
        return s;
    return upcalls.lpWPUModifyIFSHandle(info->dwCatalogEntryId, s, error);
}

SOCKET WSPAPI layered_accept(SOCKET s, sockaddr* name, LPINT length, LPCONDITIONPROC condition,
                             DWORD_PTR context, LPINT error) {
    ++accepts;
    const SOCKET accepted = next.lpWSPAccept(s, name, length, condition, context, error);
    if (accepted == INVALID_SOCKET)
        return accepted;
    return upcalls.lpWPUModifyIFSHandle(chain_id, accepted, error);
}

int WSPAPI layered_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags,
                        LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                        LPWSATHREADID thread, LPINT error) {
    ++sends;
    return next.lpWSPSend(s, buffers, count, sent, flags, overlapped, routine, thread, error);
}

int WSPAPI layered_recv(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                        LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                        LPWSATHREADID thread, LPINT error) {
    ++receives;
    return next.lpWSPRecv(s, buffers, count, received, flags, overlapped, routine, thread, error);
}

int WSPAPI layered_close(SOCKET s, LPINT error) {
    ++closes;
    return next.lpWSPCloseSocket(s, error);
}

int WSPAPI layered_cleanup(LPINT error) {
    ++cleanups;
    return next.lpWSPCleanup(error);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) spi_test::LayeredCalls layered_calls() {
    return {startups, cleanups, sockets, accepts, sends, receives, closes, chain_id};
}

extern "C" __attribute__((visibility("default"))) int WSPAPI WSPStartup(WORD version,
                                                                        LPWSPDATA data,
                                                                        LPWSAPROTOCOL_INFOW info,
                                                                        WSPUPCALLTABLE upcall_table,
                                                                        LPWSPPROC_TABLE procs) {
    WSAPROTOCOL_INFOW below{};
    if (!next_entry(info->ProtocolChain, &below))
        return WSAEPROVIDERFAILEDINIT;
    int error = 0;
    int length = 0;
    upcall_table.lpWPUGetProviderPath(&below.ProviderId, nullptr, &length, &error);
    std::wstring path(260, L'\0');
    length = static_cast<int>(path.size());
    if (upcall_table.lpWPUGetProviderPath(&below.ProviderId, path.data(), &length, &error) != 0)
        return error;
    HMODULE module = LoadLibraryW(path.c_str());
    void* address =
        module ? reinterpret_cast<void*>(GetProcAddress(module, "WSPStartup")) : nullptr;
    if (!address)
        return WSAEPROVIDERFAILEDINIT;
    WSAPROTOCOL_INFOW told = info_below(*info, below);
    WSPPROC_TABLE table{};
    error = reinterpret_cast<LPWSPSTARTUP>(address)(version, data, &told, upcall_table, &table);
    if (error != 0)
        return error;
    ++startups;
    chain_id = info->dwCatalogEntryId;
    upcalls = upcall_table;
    next = table;
    *procs = table;
    procs->lpWSPSocket = layered_socket;
    procs->lpWSPAccept = layered_accept;
    procs->lpWSPSend = layered_send;
    procs->lpWSPRecv = layered_recv;
    procs->lpWSPCloseSocket = layered_close;
    procs->lpWSPCleanup = layered_cleanup;
    return 0;
}
