// WSAAdvertiseProvider, WSAUnadvertiseProvider, WSAProviderCompleteAsyncCall.
#include "ws2_32/name_space_advertised.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "nt/api.h"
#include "nt/lasting.h"
#include "nt/memory_probe.h"
#include "ws2_32/name_space_provider.h"
#include "ws2_32/name_space_text.h"
#include "ws2_32/startup.h"

namespace berth::ws2 {
namespace {

// One offer. Its session, the process' own, begins at the first use.
struct Advertised {
    GUID id{};
    NSPV2_ROUTINE routines{};
    std::atomic<bool> gone{false};  // unadvertised: its procedures are not to be called
    std::mutex lock;                // of the session
    bool started = false;
    void* session = nullptr;
};

// A query at a provider, and a result that the caller still has to take.
struct Lookup {
    std::shared_ptr<Advertised> provider;
    HANDLE handle = nullptr;
    std::mutex lock;
    std::vector<uint64_t> kept;
};

// A call whose procedure gives nothing back: its end comes by WSAProviderCompleteAsyncCall, or is
// what the thread's last error says when it returns.
struct AsyncCall {
    bool ended = false;
    int error = 0;
};

struct Registry {
    std::mutex lock;
    std::condition_variable ended;  // one of the calls
    std::vector<std::shared_ptr<Advertised>> providers;
    std::map<ULONG_PTR, std::shared_ptr<Lookup>> lookups;
    std::map<ULONG_PTR, AsyncCall*> calls;
    ULONG_PTR next = 0x30000000;  // below every HANDLE, above every descriptor
};

// Never destroyed: threads may still call while the process exits.
Registry& registry() {
    static nt::Lasting<Registry> lasting;
    return lasting.get();
}

std::shared_ptr<Advertised> advertised_find(const GUID& id) {
    const std::lock_guard guard(registry().lock);
    for (const auto& provider : registry().providers) {
        if (guid_equal(provider->id, id))
            return provider;
    }
    return nullptr;
}

// NSPv2Startup, once. A provider without sessions says WSAEOPNOTSUPP, or has no such procedure.
int session_begin(Advertised& provider) {
    const std::lock_guard guard(provider.lock);
    if (provider.started)
        return 0;
    if (provider.routines.NSPv2Startup) {
        const int error = name_space_call(
            [&] { return provider.routines.NSPv2Startup(&provider.id, &provider.session); });
        if (error != 0 && error != WSAEOPNOTSUPP)
            return error;
    }
    provider.started = true;
    return 0;
}

void session_end(Advertised& provider, bool unadvertised) {
    if (unadvertised)
        provider.gone = true;
    const std::lock_guard guard(provider.lock);
    if (!std::exchange(provider.started, false))
        return;
    void* const session = std::exchange(provider.session, nullptr);
    if (unadvertised && provider.routines.NSPv2ClientSessionRundown)
        provider.routines.NSPv2ClientSessionRundown(&provider.id, session);
    else if (!unadvertised && provider.routines.NSPv2Cleanup)
        provider.routines.NSPv2Cleanup(&provider.id, session);
}

// `call` gets the handle of the call. 0 or the error.
template <typename Call>
int async_call(Call&& call) {
    Registry& all = registry();
    AsyncCall made;
    ULONG_PTR number = 0;
    {
        const std::lock_guard guard(all.lock);
        number = all.next += sizeof(HANDLE);
        all.calls.emplace(number, &made);
    }
    const DWORD before = nt::last_error_get();
    nt::last_error_set(0);
    call(reinterpret_cast<HANDLE>(number));
    const auto said = static_cast<int>(nt::last_error_get());
    std::unique_lock guard(all.lock);
    if (said == WSA_IO_PENDING)  // it goes on in another thread
        all.ended.wait(guard, [&] { return made.ended; });
    all.calls.erase(number);
    const int error = made.ended ? made.error : said;
    if (error == 0)
        nt::last_error_set(before);
    return error;
}

INT result_of(int error) {
    if (error == 0)
        return 0;
    nt::last_error_set(static_cast<DWORD>(error));
    return SOCKET_ERROR;
}

WSAQUERYSET2W query_of(const WSAQUERYSETW& from) {
    WSAQUERYSET2W made{};
    made.dwSize = sizeof made;
    made.lpszServiceInstanceName = from.lpszServiceInstanceName;
    made.lpVersion = from.lpVersion;
    made.lpszComment = from.lpszComment;
    made.dwNameSpace = from.dwNameSpace;
    made.lpNSProviderId = from.lpNSProviderId;
    made.lpszContext = from.lpszContext;
    made.dwNumberOfProtocols = from.dwNumberOfProtocols;
    made.lpafpProtocols = from.lpafpProtocols;
    made.lpszQueryString = from.lpszQueryString;
    made.dwNumberOfCsAddrs = from.dwNumberOfCsAddrs;
    made.lpcsaBuffer = from.lpcsaBuffer;
    made.dwOutputFlags = from.dwOutputFlags;
    made.lpBlob = from.lpBlob;
    return made;
}

std::shared_ptr<Lookup> lookup_find(HANDLE handle) {
    const std::lock_guard guard(registry().lock);
    const auto found = registry().lookups.find(reinterpret_cast<ULONG_PTR>(handle));
    return found == registry().lookups.end() ? nullptr : found->second;
}

int lookup_begin(const GUID& id, const WSAQUERYSETW& restrictions, DWORD flags, LPHANDLE handle) {
    auto lookup = std::make_shared<Lookup>();
    lookup->provider = advertised_find(id);
    if (!lookup->provider)
        return WSASERVICE_NOT_FOUND;
    Advertised& provider = *lookup->provider;
    if (const int error = session_begin(provider))
        return error;
    WSAQUERYSET2W query = query_of(restrictions);
    if (const int error = name_space_call([&] {
            return provider.routines.NSPv2LookupServiceBegin(&provider.id, &query, flags,
                                                             provider.session, &lookup->handle);
        }))
        return error;
    const std::lock_guard guard(registry().lock);
    const ULONG_PTR number = registry().next += sizeof(HANDLE);
    registry().lookups.emplace(number, std::move(lookup));
    *handle = reinterpret_cast<HANDLE>(number);
    return 0;
}

// The provider's next result is kept until it fits the caller's buffer.
int result_take(Lookup& lookup, DWORD flags) {
    std::vector<uint64_t> room(256);
    for (;;) {
        auto size = static_cast<DWORD>(room.size() * sizeof room[0]);
        const DWORD had = size;
        const int error = async_call([&](HANDLE call) {
            lookup.provider->routines.NSPv2LookupServiceNextEx(
                call, lookup.handle, flags, &size, reinterpret_cast<WSAQUERYSET2W*>(room.data()));
        });
        if (error == 0) {
            lookup.kept = std::move(room);
            return 0;
        }
        if (error != WSAEFAULT || had >= 0x1000000)
            return error;
        flags &= ~static_cast<DWORD>(LUP_FLUSHPREVIOUS);
        room.assign(std::max<size_t>(2 * room.size(), size / sizeof room[0] + 1), 0);
    }
}

int lookup_next(Lookup& lookup, DWORD flags, DWORD* length, WSAQUERYSETW* results) {
    const std::lock_guard guard(lookup.lock);
    if (lookup.provider->gone)
        return WSASERVICE_NOT_FOUND;
    if (!lookup.kept.empty() && (flags & LUP_FLUSHPREVIOUS) != 0) {
        lookup.kept.clear();
        flags &= ~static_cast<DWORD>(LUP_FLUSHPREVIOUS);
    }
    if (lookup.kept.empty()) {
        if (const int error = result_take(lookup, flags))
            return error;
    }
    const auto& result = *reinterpret_cast<const WSAQUERYSET2W*>(lookup.kept.data());
    const int error = record_write(results, length,
                                   [&](RecordWriter& writer) { query_complete(writer, result); });
    if (error == 0)
        lookup.kept.clear();
    return error;
}

// ---- as procedures of version 1 ----

INT WSPAPI advertised_cleanup(LPGUID id) {
    if (const auto provider = advertised_find(*id))
        session_end(*provider, false);
    return 0;
}

INT WSPAPI advertised_begin(LPGUID id, LPWSAQUERYSETW query, LPWSASERVICECLASSINFOW, DWORD flags,
                            LPHANDLE handle) {
    return nt::api_call<INT>(SOCKET_ERROR,
                             [&] { return result_of(lookup_begin(*id, *query, flags, handle)); });
}

INT WSPAPI advertised_next(HANDLE handle, DWORD flags, LPDWORD length, LPWSAQUERYSETW results) {
    return nt::api_call<INT>(SOCKET_ERROR, [&] {
        const std::shared_ptr<Lookup> lookup = lookup_find(handle);
        return result_of(lookup ? lookup_next(*lookup, flags, length, results)
                                : int{WSA_INVALID_HANDLE});
    });
}

INT WSPAPI advertised_end(HANDLE handle) {
    const std::shared_ptr<Lookup> lookup = lookup_find(handle);
    {
        const std::lock_guard guard(registry().lock);
        if (!lookup || registry().lookups.erase(reinterpret_cast<ULONG_PTR>(handle)) == 0)
            return result_of(WSA_INVALID_HANDLE);
    }
    if (lookup->provider->gone)
        return 0;
    return result_of(name_space_call(
        [&] { return lookup->provider->routines.NSPv2LookupServiceEnd(lookup->handle); }));
}

INT WSPAPI advertised_set(LPGUID id, LPWSASERVICECLASSINFOW, LPWSAQUERYSETW service,
                          WSAESETSERVICEOP operation, DWORD flags) {
    return nt::api_call<INT>(SOCKET_ERROR, [&]() -> INT {
        const std::shared_ptr<Advertised> provider = advertised_find(*id);
        if (!provider || !provider->routines.NSPv2SetServiceEx)
            return result_of(provider ? WSAEOPNOTSUPP : WSASERVICE_NOT_FOUND);
        if (const int error = session_begin(*provider))
            return result_of(error);
        WSAQUERYSET2W query = query_of(*service);
        return result_of(async_call([&](HANDLE call) {
            provider->routines.NSPv2SetServiceEx(call, &provider->id, &query, operation, flags,
                                                 provider->session);
        }));
    });
}

int advertise(const GUID* id, const NSPV2_ROUTINE* routines) {
    if (!id || !routines)
        return WSAEINVAL;
    if (!nt::memory_is_mapped(id, sizeof *id) || !nt::memory_is_mapped(routines, sizeof *routines))
        return WSAEFAULT;
    if (!routines->NSPv2LookupServiceBegin || !routines->NSPv2LookupServiceNextEx ||
        !routines->NSPv2LookupServiceEnd)
        return WSAEINVAL;
    const auto entries = name_spaces_snapshot();
    if (std::none_of(entries->begin(), entries->end(), [&](const NameSpaceEntry& entry) {
            return guid_equal(entry.provider, *id) && !entry.builtin_startup;
        }))
        return WSAEINVALIDPROVIDER;
    auto made = std::make_shared<Advertised>();
    made->id = *id;
    made->routines = *routines;
    std::shared_ptr<Advertised> before;
    {
        const std::lock_guard guard(registry().lock);
        auto& all = registry().providers;
        const auto same = std::find_if(
            all.begin(), all.end(), [&](const auto& other) { return guid_equal(other->id, *id); });
        if (same == all.end())
            all.push_back(std::move(made));
        else
            before = std::exchange(*same, std::move(made));
    }
    if (before)
        session_end(*before, true);
    return 0;
}

int unadvertise(const GUID* id) {
    if (!id)
        return WSAEINVAL;
    if (!nt::memory_is_mapped(id, sizeof *id))
        return WSAEFAULT;
    std::shared_ptr<Advertised> gone;
    {
        const std::lock_guard guard(registry().lock);
        auto& all = registry().providers;
        const auto same = std::find_if(
            all.begin(), all.end(), [&](const auto& other) { return guid_equal(other->id, *id); });
        if (same == all.end())
            return WSAEINVAL;
        gone = std::move(*same);
        all.erase(same);
    }
    session_end(*gone, true);
    return 0;
}

int call_end(HANDLE handle, INT code) {
    const int error = code == SOCKET_ERROR ? static_cast<int>(nt::last_error_get()) : code;
    Registry& all = registry();
    const std::lock_guard guard(all.lock);
    const auto found = all.calls.find(reinterpret_cast<ULONG_PTR>(handle));
    if (found == all.calls.end() || found->second->ended)
        return WSAEINVAL;
    found->second->ended = true;
    found->second->error = error == 0 && code != 0 ? int{WSASYSCALLFAILURE} : error;
    all.ended.notify_all();
    return 0;
}

template <typename Body>
INT advertised_call(Body&& body) {
    return nt::api_call<INT>(SOCKET_ERROR, [&]() -> INT {
        int error = startup_check();
        if (error == 0)
            error = body();
        return result_of(error);
    });
}

}  // namespace

bool advertised_routines(const GUID& provider, NSP_ROUTINE* routines) {
    if (!advertised_find(provider))
        return false;
    *routines = {};
    routines->cbSize = sizeof *routines;
    routines->NSPCleanup = advertised_cleanup;
    routines->NSPLookupServiceBegin = advertised_begin;
    routines->NSPLookupServiceNext = advertised_next;
    routines->NSPLookupServiceEnd = advertised_end;
    routines->NSPSetService = advertised_set;
    return true;
}

}  // namespace berth::ws2

using namespace berth;

INT WSAAPI WSAAdvertiseProvider(const GUID* puuidProviderId, const LPCNSPV2_ROUTINE pNSPv2Routine) {
    return ws2::advertised_call([&] { return ws2::advertise(puuidProviderId, pNSPv2Routine); });
}

INT WSAAPI WSAUnadvertiseProvider(const GUID* puuidProviderId) {
    return ws2::advertised_call([&] { return ws2::unadvertise(puuidProviderId); });
}

INT WSAAPI WSAProviderCompleteAsyncCall(HANDLE hAsyncCall, INT iRetCode) {
    return ws2::advertised_call([&] { return ws2::call_end(hAsyncCall, iRetCode); });
}
