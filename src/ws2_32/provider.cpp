#include "ws2_32/provider.h"

#include <dlfcn.h>

#include <cstring>
#include <map>
#include <mutex>
#include <vector>

namespace berth::ws2 {
namespace {

struct LoadedProvider {
    GUID id{};
    WSPPROC_TABLE procs{};
    bool started = false;
};

struct Providers {
    std::mutex lock;
    std::vector<std::unique_ptr<LoadedProvider>> loaded;
    std::map<DWORD, std::unique_ptr<Route>> routes;  // by catalog entry id
    std::vector<std::unique_ptr<Route>> non_ifs_routes;
    std::vector<Route*> non_ifs_free;
};

// Never destroyed: threads may still call while the process exits.
Providers& providers() {
    static auto* instance = std::make_unique<Providers>().release();
    return *instance;
}

std::string path_narrow(const std::wstring& path) {
    std::string narrow(path.size() * 4 + 1, '\0');
    size_t length = std::wcstombs(narrow.data(), path.c_str(), narrow.size());
    narrow.resize(length == static_cast<size_t>(-1) ? 0 : length);
    return narrow;
}

int entry_point(const CatalogEntry& entry, LPWSPSTARTUP* startup) {
    *startup = entry.builtin_startup;
    if (*startup)
        return 0;
    // The module stays loaded: sockets of the provider may outlive any count that we could keep.
    void* module = dlopen(path_narrow(entry.path).c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!module)
        return WSAEPROVIDERFAILEDINIT;
    *startup = reinterpret_cast<LPWSPSTARTUP>(dlsym(module, "WSPStartup"));
    return *startup ? 0 : WSAEPROVIDERFAILEDINIT;
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
    LPWSPSTARTUP startup = nullptr;
    if (int error = entry_point(entry, &startup))
        return error;
    WSPDATA data{};
    WSPPROC_TABLE procs{};
    WSAPROTOCOL_INFOW info = entry.info;
    constexpr WORD kSpiVersion = MAKEWORD(2, 2);
    if (int error = startup(kSpiVersion, &data, &info, upcall_table, &procs))
        return error;
    if (data.wVersion != kSpiVersion) {
        int ignored = 0;
        if (procs.lpWSPCleanup)
            procs.lpWSPCleanup(&ignored);
        return WSAEINVALIDPROVIDER;
    }
    if (!table_complete(procs))
        return WSAEINVALIDPROCTABLE;
    provider.procs = procs;
    provider.started = true;
    return 0;
}

}  // namespace

int provider_route(const std::shared_ptr<const CatalogEntry>& entry, Route** route) {
    Providers& all = providers();
    std::lock_guard guard(all.lock);
    LoadedProvider* provider = nullptr;
    for (const auto& candidate : all.loaded) {
        if (std::memcmp(&candidate->id, &entry->info.ProviderId, sizeof(GUID)) == 0)
            provider = candidate.get();
    }
    if (!provider) {
        all.loaded.push_back(std::make_unique<LoadedProvider>());
        provider = all.loaded.back().get();
        provider->id = entry->info.ProviderId;
    }
    if (!provider->started) {
        if (int error = provider_start(*entry, *provider))
            return error;
    }
    std::unique_ptr<Route>& slot = all.routes[entry->info.dwCatalogEntryId];
    if (!slot) {
        slot = std::make_unique<Route>();
        slot->entry = entry;
        slot->ifs = (entry->info.dwServiceFlags1 & XP1_IFS_HANDLES) != 0;
        slot->procs = provider->procs;
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

const Route* non_ifs_route_make(const Route& base, DWORD_PTR context) {
    Providers& all = providers();
    std::lock_guard guard(all.lock);
    if (all.non_ifs_free.empty()) {
        all.non_ifs_routes.push_back(std::make_unique<Route>());
        all.non_ifs_free.push_back(all.non_ifs_routes.back().get());
    }
    Route* route = all.non_ifs_free.back();
    all.non_ifs_free.pop_back();
    route->procs = base.procs;
    route->entry = base.entry;
    route->ifs = false;
    route->context = context;
    return route;
}

void non_ifs_route_release(const Route* route) {
    Providers& all = providers();
    std::lock_guard guard(all.lock);
    for (const auto& owned : all.non_ifs_routes) {
        if (owned.get() == route)
            all.non_ifs_free.push_back(owned.get());
    }
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
