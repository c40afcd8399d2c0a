#include "ws2_32/provider.h"
#include "ws2_32/blocking_hook.h"
#include "ws2_32/foreign_calls.h"
#include "ws2_32/non_ifs_request.h"
#include "ws2_32/starting_module.h"
#include "ws2_32/startup.h"

#include <cstring>
#include <map>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "processenv.h"
#include "nt/lasting.h"

namespace berth::ws2 {
namespace {

struct LoadedProvider {
    GUID id{};
    std::wstring path;
    HMODULE module = nullptr;  // loaded for it, and not let go since
    WSPPROC_TABLE procs{};
    bool started = false;
    bool starting = false;
};

struct Providers {
    // A provider makes upcalls from its WSPStartup, and a layered one may even open sockets there.
    std::recursive_mutex lock;
    std::vector<std::unique_ptr<LoadedProvider>> loaded;
    std::map<DWORD, std::unique_ptr<Route>> routes;  // by catalog entry id
    std::vector<std::unique_ptr<Route>> outdated;    // sockets may still use them
    std::vector<std::unique_ptr<Route>> non_ifs_routes;
    std::vector<Route*> non_ifs_free;
};

// Never destroyed: threads may still call while the process exits.
Providers& providers() {
    static nt::Lasting<Providers> lasting;
    auto* const instance = &lasting.get();
    return *instance;
}

bool table_complete(const WSPPROC_TABLE& procs) {
    constexpr size_t kEntries = sizeof(WSPPROC_TABLE) / sizeof(void*);
    static_assert(kEntries == 30);
    void* entries[kEntries];
    std::memcpy(entries, &procs, sizeof procs);
    for (void* procedure : entries) {
        if (!procedure)
            return false;
    }
    return true;
}

int provider_start(const CatalogEntry& entry, LoadedProvider& provider) {
    StartingModule module;
    LPWSPSTARTUP startup = entry.builtin_startup;
    if (!startup)
        startup = module.load<LPWSPSTARTUP>(entry.path, "WSPStartup");
    if (!startup)
        return WSAEPROVIDERFAILEDINIT;
    WSPDATA data{};
    WSPPROC_TABLE procs{};
    WSAPROTOCOL_INFOW info = entry.info;
    constexpr WORD kSpiVersion = MAKEWORD(2, 2);
    if (startup(kSpiVersion, &data, &info, upcall_table, &procs) != 0)
        return WSAEPROVIDERFAILEDINIT;  // whatever it says
    const int error = data.wVersion != kSpiVersion ? WSAEINVALIDPROVIDER
                      : !table_complete(procs)     ? WSAEINVALIDPROCTABLE
                                                   : 0;
    if (error != 0) {
        int ignored = 0;
        if (procs.lpWSPCleanup)
            procs.lpWSPCleanup(&ignored);
        return error;
    }
    const HMODULE loaded = module.keep();
    if (provider.module)  // it was in use at the last end, and stayed
        FreeLibrary(provider.module);
    provider.module = loaded;
    provider.procs = procs;
    provider.started = true;
    return 0;
}

}  // namespace

std::wstring provider_path_expanded(const std::wstring& path) {
    std::wstring expanded(path.size() + 1, L'\0');
    DWORD length = ExpandEnvironmentStringsW(path.c_str(), expanded.data(),
                                             static_cast<DWORD>(expanded.size()));
    if (length > expanded.size()) {
        expanded.resize(length);
        length = ExpandEnvironmentStringsW(path.c_str(), expanded.data(), length);
    }
    if (length == 0 || length > expanded.size())
        return path;
    expanded.resize(length - 1);
    return expanded;
}

int provider_route(const std::shared_ptr<const CatalogEntry>& entry, Route** route) {
    Providers& all = providers();
    std::lock_guard guard(all.lock);
    LoadedProvider* provider = nullptr;
    for (const auto& candidate : all.loaded) {
        if (provider_is(*entry, candidate->id) && candidate->path == entry->path)
            provider = candidate.get();
    }
    if (!provider) {
        all.loaded.push_back(std::make_unique<LoadedProvider>());
        provider = all.loaded.back().get();
        provider->id = entry->info.ProviderId;
        provider->path = entry->path;
    }
    if (!provider->started) {
        if (provider->starting)  // its own WSPStartup asks for a socket of its own
            return WSAEPROVIDERFAILEDINIT;
        int error = WSAENOBUFS;
        provider->starting = true;
        try {
            error = provider_start(*entry, *provider);
        } catch (const std::bad_alloc&) {
            error = WSAENOBUFS;
        }
        provider->starting = false;
        if (error)
            return error;
    }
    WSPPROC_TABLE procs = provider->procs;
    if (startup_is_old())
        blocking_procedures(&procs);
    else if (!entry->builtin_startup)
        foreign_procedures_set(&procs);
    std::unique_ptr<Route>& slot = all.routes[entry->info.dwCatalogEntryId];
    if (slot && (slot->entry != entry || std::memcmp(&slot->procs, &procs, sizeof procs) != 0 ||
                 std::memcmp(&slot->plain, &provider->procs, sizeof procs) != 0))
        all.outdated.push_back(std::move(slot));  // updated, or started anew with other procedures
    if (!slot) {
        slot = std::make_unique<Route>();
        slot->entry = entry;
        slot->ifs = true;  // a socket of WPUCreateSocketHandle has a route of its own
        slot->procs = procs;
        slot->plain = provider->procs;
    }
    *route = slot.get();
    return 0;
}

void provider_cleanup_all() {
    Providers& all = providers();
    std::vector<LPWSPCLEANUP> cleanups;
    {
        std::lock_guard guard(all.lock);
        for (const auto& provider : all.loaded) {
            if (provider->started)
                cleanups.push_back(provider->procs.lpWSPCleanup);
            provider->started = false;
        }
    }
    // Outside the lock: a provider makes upcalls from here.
    for (LPWSPCLEANUP cleanup : cleanups) {
        int ignored = 0;
        cleanup(&ignored);
    }
}

// A blocking hook's calls are not counted.
void providers_unload() {
    Providers& all = providers();
    std::lock_guard guard(all.lock);
    if (startup_is_old() || foreign_calls.fetch_add(0) != 0)
        return;
    for (const auto& provider : all.loaded) {
        if (provider->module && !provider->started)
            FreeLibrary(std::exchange(provider->module, nullptr));
    }
}

std::atomic<uint32_t> non_ifs_sockets{0};

const Route* non_ifs_route_make(const Route& base, DWORD_PTR context) try {
    Providers& all = providers();
    std::lock_guard guard(all.lock);
    if (all.non_ifs_free.empty()) {
        all.non_ifs_routes.push_back(std::make_unique<Route>());
        all.non_ifs_free.push_back(all.non_ifs_routes.back().get());
    }
    Route* route = all.non_ifs_free.back();
    all.non_ifs_free.pop_back();
    route->procs = base.procs;
    route->plain = base.plain;
    route->entry = base.entry;
    non_ifs_calls_set(&route->procs);
    route->ifs = false;
    route->base = &base;
    route->context = context;
    non_ifs_sockets.fetch_add(1, std::memory_order_relaxed);
    return route;
} catch (const std::bad_alloc&) {
    return nullptr;
}

void non_ifs_route_release(const Route* route) {
    if (!route)
        return;
    non_ifs_sockets.fetch_sub(1, std::memory_order_relaxed);
    Providers& all = providers();
    std::lock_guard guard(all.lock);
    all.non_ifs_free.push_back(const_cast<Route*>(route));
}

bool provider_cancel_blocking_call(int* error) {
    Providers& all = providers();
    std::lock_guard guard(all.lock);
    *error = WSAEINVAL;
    for (const auto& provider : all.loaded) {
        if (provider->started && provider->procs.lpWSPCancelBlockingCall(error) == 0)
            return true;
    }
    return false;
}

}  // namespace berth::ws2
