// WSALookupServiceBegin, WSALookupServiceNext, WSALookupServiceEnd, WSANSPIoctl: a query goes to
// every namespace provider that serves it, and its results come from one after the other.
// https://learn.microsoft.com/windows/win32/winsock/name-resolution-division-of-responsibilities-between-dll-and-service-providers-2
#include "ws2_32/name_lookup.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "nt/api.h"
#include "nt/lasting.h"
#include "nt/memory_probe.h"
#include "ws2_32/name_service_class.h"
#include "ws2_32/name_space_provider.h"
#include "ws2_32/name_space_text.h"
#include "ws2_32/startup.h"
#include "ws2_32/thread_id.h"

namespace berth::ws2 {
namespace {

struct ProviderQuery {
    NameSpaceProvider* provider;
    HANDLE handle;
};

struct Lookup {
    std::vector<ProviderQuery> queries;  // never changes
    std::atomic<bool> ended{false};

    std::mutex lock;          // one WSALookupServiceNext at a time
    size_t current = 0;       // which of the queries
    bool given = false;       // there was a result
    int failed = 0;           // how the first provider failed that did
    int end = WSA_E_NO_MORE;  // or what a provider says for it
    // A wide result that a narrow call still has to give.
    std::vector<uint64_t> kept;
};

struct Lookups {
    std::mutex lock;
    std::map<ULONG_PTR, std::shared_ptr<Lookup>> all;
    ULONG_PTR next = 0x20000000;  // below every HANDLE, above every descriptor
};

// Never destroyed: threads may still call while the process exits.
Lookups& lookups() {
    static nt::Lasting<Lookups> lasting;
    return lasting.get();
}

std::shared_ptr<Lookup> lookup_find(HANDLE handle) {
    const std::lock_guard guard(lookups().lock);
    const auto found = lookups().all.find(reinterpret_cast<ULONG_PTR>(handle));
    return found == lookups().all.end() ? nullptr : found->second;
}

// A provider may be inside NSPLookupServiceNext: this is how it is told to give up.
void lookup_end(Lookup& lookup) {
    lookup.ended.store(true);
    for (const ProviderQuery& query : lookup.queries)
        query.provider->routines.NSPLookupServiceEnd(query.handle);
}

int lookup_begin(WSAQUERYSETW* query, DWORD flags, LPHANDLE handle) {
    std::vector<NameSpaceProvider*> providers;
    if (const int error =
            name_space_providers(query->dwNameSpace, query->lpNSProviderId, &providers))
        return error;
    auto lookup = std::make_shared<Lookup>();
    lookup->queries.reserve(providers.size());
    ServiceClassInfo info(providers, query->lpServiceClassId);
    const int error = name_space_any(providers, [&](NameSpaceProvider& provider) {
        HANDLE started = nullptr;
        GUID id = provider.id;
        const int failed = name_space_call([&] {
            return provider.routines.NSPLookupServiceBegin(&id, query, info.get(), flags, &started);
        });
        if (failed == 0)
            lookup->queries.push_back({&provider, started});
        return failed;
    });
    if (error != 0)
        return error;
    try {
        const std::lock_guard guard(lookups().lock);
        const ULONG_PTR number = lookups().next += sizeof(HANDLE);
        lookups().all.emplace(number, lookup);
        *handle = reinterpret_cast<HANDLE>(number);
    } catch (const std::bad_alloc&) {
        lookup_end(*lookup);
        return WSA_NOT_ENOUGH_MEMORY;
    }
    return 0;
}

template <typename Query>
int begin_check(const Query* query, LPHANDLE handle) {
    if (!nt::memory_is_mapped(query, sizeof *query) ||
        !nt::memory_is_mapped(handle, sizeof *handle))
        return WSAEFAULT;
    if (query->dwSize < sizeof *query || !query->lpServiceClassId)
        return WSAEINVAL;
    const auto* const name = query->lpszServiceInstanceName;
    return nt::memory_is_mapped(query->lpServiceClassId, sizeof *query->lpServiceClassId) &&
                   (!name || nt::memory_is_mapped(name, sizeof *name))
               ? 0
               : WSAEFAULT;
}

// The caller holds the lookup's lock.
int wide_next(Lookup& lookup, DWORD flags, DWORD* length, WSAQUERYSETW* buffer) {
    const DWORD room = *length;
    for (; lookup.current < lookup.queries.size(); ++lookup.current) {
        const ProviderQuery& query = lookup.queries[lookup.current];
        *length = room;
        const int error = name_space_call([&] {
            return query.provider->routines.NSPLookupServiceNext(query.handle, flags, length,
                                                                 buffer);
        });
        if (lookup.ended.load())
            return WSA_E_CANCELLED;
        switch (error) {
            case 0:
                lookup.given = true;
                return 0;
            case WSAEFAULT:
            case WSA_E_CANCELLED:
            case WSAECANCELLED:
            case WSA_NOT_ENOUGH_MEMORY:
                return error;
            case WSA_E_NO_MORE:
            case WSAENOMORE:
                lookup.end = error;
                break;
            default:
                if (lookup.failed == 0)
                    lookup.failed = error;
        }
        flags &= ~static_cast<DWORD>(LUP_FLUSHPREVIOUS);  // it was this provider's result
    }
    *length = room;
    if (!lookup.given && lookup.failed != 0)
        return std::exchange(lookup.failed, 0);
    return std::exchange(lookup.end, WSA_E_NO_MORE);
}

int lookup_next(Lookup& lookup, DWORD flags, DWORD* length, WSAQUERYSETW* buffer) {
    return wide_next(lookup, flags, length, buffer);
}

// The wide result is kept until the caller has had it.
int lookup_next(Lookup& lookup, DWORD flags, DWORD* length, WSAQUERYSETA* buffer) {
    if (!lookup.kept.empty() && (flags & LUP_FLUSHPREVIOUS) != 0) {
        lookup.kept.clear();
        flags &= ~static_cast<DWORD>(LUP_FLUSHPREVIOUS);
    }
    if (lookup.kept.empty()) {
        std::vector<uint64_t> room(256);
        for (;;) {
            auto size = static_cast<DWORD>(room.size() * sizeof room[0]);
            const DWORD had = size;
            const int error =
                wide_next(lookup, flags, &size, reinterpret_cast<WSAQUERYSETW*>(room.data()));
            if (error == 0)
                break;
            if (error != WSAEFAULT || had >= 0x1000000)
                return error;
            flags &= ~static_cast<DWORD>(LUP_FLUSHPREVIOUS);
            room.resize(std::max<size_t>(2 * room.size(), size / sizeof room[0] + 1));
        }
        lookup.kept = std::move(room);
    }
    const auto& wide = *reinterpret_cast<const WSAQUERYSETW*>(lookup.kept.data());
    const int error =
        record_write(buffer, length, [&](RecordWriter& writer) { query_narrow(writer, wide); });
    if (error == 0)
        lookup.kept.clear();
    return error;
}

template <typename Body>
INT lookup_call(Body&& body) {
    return nt::api_call<INT>(SOCKET_ERROR, [&]() -> INT {
        int error = startup_check();
        if (error == 0)
            error = body();
        return error == 0 ? 0 : nt::api_fail<INT>(static_cast<DWORD>(error), SOCKET_ERROR);
    });
}

template <typename Query>
INT next_call(HANDLE handle, DWORD flags, LPDWORD length, Query* buffer) {
    return lookup_call([&]() -> int {
        const std::shared_ptr<Lookup> lookup = lookup_find(handle);
        if (!lookup)
            return WSA_INVALID_HANDLE;
        if (!nt::memory_is_mapped(length, sizeof *length) ||
            (buffer && *length != 0 && !nt::memory_is_mapped(buffer, *length)))
            return WSAEFAULT;
        const std::lock_guard guard(lookup->lock);
        return lookup_next(*lookup, flags, length, buffer);
    });
}

}  // namespace

void lookups_end_all() {
    std::map<ULONG_PTR, std::shared_ptr<Lookup>> left;
    {
        const std::lock_guard guard(lookups().lock);
        left.swap(lookups().all);
    }
    for (const auto& lookup : left)
        lookup_end(*lookup.second);
}

}  // namespace berth::ws2

using namespace berth;

INT WSAAPI WSALookupServiceBeginA(LPWSAQUERYSETA lpqsRestrictions, DWORD dwControlFlags,
                                  LPHANDLE lphLookup) {
    return ws2::lookup_call([&] {
        if (const int error = ws2::begin_check(lpqsRestrictions, lphLookup))
            return error;
        ws2::WideQuery wide(*lpqsRestrictions);
        return ws2::lookup_begin(wide.get(), dwControlFlags, lphLookup);
    });
}

INT WSAAPI WSALookupServiceBeginW(LPWSAQUERYSETW lpqsRestrictions, DWORD dwControlFlags,
                                  LPHANDLE lphLookup) {
    return ws2::lookup_call([&] {
        const int error = ws2::begin_check(lpqsRestrictions, lphLookup);
        return error != 0 ? error : ws2::lookup_begin(lpqsRestrictions, dwControlFlags, lphLookup);
    });
}

INT WSAAPI WSALookupServiceNextA(HANDLE hLookup, DWORD dwControlFlags, LPDWORD lpdwBufferLength,
                                 LPWSAQUERYSETA lpqsResults) {
    return ws2::next_call(hLookup, dwControlFlags, lpdwBufferLength, lpqsResults);
}

INT WSAAPI WSALookupServiceNextW(HANDLE hLookup, DWORD dwControlFlags, LPDWORD lpdwBufferLength,
                                 LPWSAQUERYSETW lpqsResults) {
    return ws2::next_call(hLookup, dwControlFlags, lpdwBufferLength, lpqsResults);
}

INT WSAAPI WSALookupServiceEnd(HANDLE hLookup) {
    return ws2::lookup_call([&]() -> int {
        const std::shared_ptr<ws2::Lookup> lookup = ws2::lookup_find(hLookup);
        {
            const std::lock_guard guard(ws2::lookups().lock);
            if (!lookup || ws2::lookups().all.erase(reinterpret_cast<ULONG_PTR>(hLookup)) == 0)
                return WSA_INVALID_HANDLE;
        }
        ws2::lookup_end(*lookup);
        return 0;
    });
}

// A query of several providers has no one answer.
INT WSAAPI WSANSPIoctl(HANDLE hLookup, DWORD dwControlCode, LPVOID lpvInBuffer, DWORD cbInBuffer,
                       LPVOID lpvOutBuffer, DWORD cbOutBuffer, LPDWORD lpcbBytesReturned,
                       LPWSACOMPLETION lpCompletion) {
    return ws2::lookup_call([&]() -> int {
        const std::shared_ptr<ws2::Lookup> lookup = ws2::lookup_find(hLookup);
        if (!lookup)
            return WSA_INVALID_HANDLE;
        if (lookup->queries.size() > 1)
            return WSAEINVAL;
        const ws2::ProviderQuery& query = lookup->queries.front();
        const LPNSPIOCTL ioctl = query.provider->routines.NSPIoctl;
        if (!ioctl)
            return WSAEOPNOTSUPP;
        WSATHREADID thread = ws2::ThreadId::own();
        return ws2::name_space_call([&] {
            return ioctl(query.handle, dwControlCode, lpvInBuffer, cbInBuffer, lpvOutBuffer,
                         cbOutBuffer, lpcbBytesReturned, lpCompletion,
                         lpCompletion ? &thread : nullptr);
        });
    });
}
