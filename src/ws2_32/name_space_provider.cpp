#include "ws2_32/name_space_provider.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <mutex>

#include "nt/lasting.h"
#include "ws2_32/name_space.h"
#include "ws2_32/name_space_advertised.h"
#include "ws2_32/starting_module.h"

namespace berth::ws2 {
namespace {

struct Providers {
    std::recursive_mutex lock;  // an NSPStartup may ask for names
    std::vector<std::unique_ptr<NameSpaceProvider>> loaded;
};

// Never destroyed: threads may still call while the process exits.
Providers& providers() {
    static nt::Lasting<Providers> lasting;
    auto* const instance = &lasting.get();
    return *instance;
}

int provider_start(const NameSpaceEntry& entry, NameSpaceProvider& provider) {
    StartingModule module;
    LPNSPSTARTUP startup = entry.builtin_startup;
    if (!startup)
        startup = module.load<LPNSPSTARTUP>(entry.path, "NSPStartup");
    if (!startup)
        return WSAEPROVIDERFAILEDINIT;
    NSP_ROUTINE routines{};
    routines.cbSize = sizeof routines;
    GUID id = entry.provider;
    if (name_space_call([&] { return startup(&id, &routines); }) != 0)
        return WSAEPROVIDERFAILEDINIT;
    if (routines.cbSize < sizeof routines)  // older than NSPIoctl
        routines.NSPIoctl = nullptr;
    if (!routines.NSPCleanup || !routines.NSPLookupServiceBegin || !routines.NSPLookupServiceNext ||
        !routines.NSPLookupServiceEnd) {
        if (routines.NSPCleanup)
            routines.NSPCleanup(&id);
        return WSAEINVALIDPROCTABLE;
    }
    module.keep();
    provider.routines = routines;
    provider.started = true;
    return 0;
}

// The caller holds the lock.
NameSpaceProvider& provider_of(Providers& all, const GUID& id, const std::wstring& path) {
    for (const auto& candidate : all.loaded) {
        if (guid_equal(candidate->id, id) && candidate->path == path)
            return *candidate;
    }
    all.loaded.push_back(std::make_unique<NameSpaceProvider>());
    NameSpaceProvider& made = *all.loaded.back();
    made.id = id;
    made.path = path;
    return made;
}

int provider_load(const NameSpaceEntry& entry, NameSpaceProvider** found) {
    Providers& all = providers();
    const std::lock_guard guard(all.lock);
    NSP_ROUTINE advertised;
    if (advertised_routines(entry.provider, &advertised)) {
        NameSpaceProvider& own = provider_of(all, entry.provider, {});
        if (!own.started)
            own.routines = advertised;
        own.started = true;
        *found = &own;
        return 0;
    }
    NameSpaceProvider& provider = provider_of(all, entry.provider, entry.path);
    *found = &provider;
    if (provider.started)
        return 0;
    if (provider.starting)  // its own NSPStartup asks for a name
        return WSAEPROVIDERFAILEDINIT;
    provider.starting = true;
    int error = WSA_NOT_ENOUGH_MEMORY;
    try {
        error = provider_start(entry, provider);
    } catch (const std::bad_alloc&) {
        error = WSA_NOT_ENOUGH_MEMORY;
    }
    provider.starting = false;
    return error;
}

}  // namespace

bool name_space_serves(const NameSpaceEntry& entry, DWORD name_space, const GUID* provider) {
    if (!entry.active)
        return false;
    if (provider)
        return guid_equal(*provider, entry.provider);
    return name_space == NS_ALL || name_space == entry.name_space;
}

bool name_space_served(DWORD name_space, const GUID* provider) {
    const auto entries = name_spaces_snapshot();
    return std::any_of(entries->begin(), entries->end(), [&](const NameSpaceEntry& entry) {
        return name_space_serves(entry, name_space, provider);
    });
}

int name_space_providers(DWORD name_space, const GUID* provider,
                         std::vector<NameSpaceProvider*>* found) {
    int error = WSASERVICE_NOT_FOUND;
    const auto entries = name_spaces_snapshot();
    for (const NameSpaceEntry& entry : *entries) {
        if (!name_space_serves(entry, name_space, provider))
            continue;
        NameSpaceProvider* loaded = nullptr;
        const int failed = provider_load(entry, &loaded);
        if (failed == 0)
            found->push_back(loaded);
        else
            error = failed;
    }
    return found->empty() ? error : 0;
}

void name_space_cleanup_all() {
    std::vector<NameSpaceProvider*> started;
    {
        Providers& all = providers();
        const std::lock_guard guard(all.lock);
        for (const auto& provider : all.loaded) {
            if (provider->started)
                started.push_back(provider.get());
            provider->started = false;
        }
    }
    for (NameSpaceProvider* provider : started) {
        GUID id = provider->id;
        provider->routines.NSPCleanup(&id);
    }
}

}  // namespace berth::ws2
