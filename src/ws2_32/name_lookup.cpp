// WSALookupServiceBegin, WSALookupServiceNext, WSALookupServiceEnd: host look-ups in the DNS
// namespace.
// https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsalookupservicebeginw
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "nt/api.h"
#include "svcguid.h"
#include "ws2_32/name_query.h"
#include "ws2_32/name_space.h"
#include "ws2_32/startup.h"

namespace {

using namespace berth;

// SVCID_TCP(port) and SVCID_UDP(port): the port stands in the low word of the first member.
constexpr DWORD kTcpClass = 0x0009;
constexpr DWORD kUdpClass = 0x000A;

struct Lookup {
    // Never changes.
    GUID service_class{};
    DWORD flags = 0;
    std::string name;
    std::string query_string;
    ws2::Family family = ws2::Family::any;
    int protocol = 0;

    std::mutex lock;
    bool done = false;      // the one result set was returned or thrown away
    bool resolved = false;  // `host` holds it
    ws2::Host host;
    std::atomic<bool> ended{false};
};

struct Lookups {
    std::mutex lock;
    std::map<ULONG_PTR, std::shared_ptr<Lookup>> all;
    ULONG_PTR next = 0x20000000;  // below every HANDLE, above every descriptor
};

Lookups& lookups() {
    static Lookups instance;
    return instance;
}

std::shared_ptr<Lookup> lookup_find(HANDLE handle) {
    const std::lock_guard guard(lookups().lock);
    const auto found = lookups().all.find(reinterpret_cast<ULONG_PTR>(handle));
    return found == lookups().all.end() ? nullptr : found->second;
}

// The transport and port that a class such as SVCID_TCP(80) stands for.
int class_protocol(const GUID& id) {
    return id.Data1 >> 16 == kTcpClass   ? IPPROTO_TCP
           : id.Data1 >> 16 == kUdpClass ? IPPROTO_UDP
                                         : 0;
}

uint16_t class_port(const GUID& id) {
    return class_protocol(id) != 0 ? static_cast<uint16_t>(id.Data1) : 0;
}

// The protocols that the caller limits the query to. 0, or WSANO_DATA where none is ours.
template <typename Query>
int protocols_read(const Query& query, Lookup* lookup) {
    lookup->protocol = class_protocol(lookup->service_class);
    if (query.dwNumberOfProtocols == 0 || !query.lpafpProtocols)
        return 0;
    bool four = false;
    bool six = false;
    for (DWORD i = 0; i < query.dwNumberOfProtocols; ++i) {
        const AFPROTOCOLS& entry = query.lpafpProtocols[i];
        four = four || entry.iAddressFamily == AF_INET || entry.iAddressFamily == AF_UNSPEC;
        six = six || entry.iAddressFamily == AF_INET6 || entry.iAddressFamily == AF_UNSPEC;
        if (lookup->protocol == 0)
            lookup->protocol = entry.iProtocol;
    }
    if (!four && !six)
        return WSANO_DATA;
    if (four != six)
        lookup->family = four ? ws2::Family::ipv4 : ws2::Family::ipv6;
    return 0;
}

template <typename Query>
int lookup_begin(const Query* query, DWORD flags, LPHANDLE handle) {
    if (!query || !handle)
        return WSAEFAULT;
    if (query->dwSize < sizeof *query || !query->lpServiceClassId)
        return WSAEINVAL;
    if (!ws2::name_space_serves(query->dwNameSpace, query->lpNSProviderId))
        return WSASERVICE_NOT_FOUND;
    if ((flags & LUP_CONTAINERS) != 0)
        return WSANO_DATA;
    auto lookup = std::make_shared<Lookup>();
    lookup->service_class = *query->lpServiceClassId;
    lookup->flags = flags;
    lookup->name = ws2::text_utf8(query->lpszServiceInstanceName);
    lookup->query_string = ws2::text_utf8(query->lpszQueryString);
    if (const int error = protocols_read(*query, lookup.get()))
        return error;
    const std::lock_guard guard(lookups().lock);
    const ULONG_PTR number = lookups().next += sizeof(HANDLE);
    lookups().all.emplace(number, std::move(lookup));
    *handle = reinterpret_cast<HANDLE>(number);
    return 0;
}

int lookup_resolve(Lookup& lookup) {
    ws2::Resolution resolution = ws2::Resolution::found;
    ws2::HostAddress address;
    if (ws2::guid_equal(lookup.service_class, SVCID_INET_HOSTADDRBYINETSTRING)) {
        if (!ws2::address_literal(lookup.name, &address))
            return WSAEINVAL;
        lookup.host.addresses = {address};
        resolution = ws2::host_by_address(address, false, &lookup.host.name);
    } else if (lookup.name.empty()) {
        lookup.host = {ws2::local_host_name(), ws2::local_addresses(lookup.family)};
    } else if (ws2::address_literal(lookup.name, &address)) {
        lookup.host = {lookup.name, {address}};
    } else {
        resolution =
            ws2::host_by_name(lookup.name, lookup.family,
                              (lookup.flags & LUP_DISABLE_IDN_ENCODING) == 0, &lookup.host);
    }
    if (resolution == ws2::Resolution::not_found)
        return WSASERVICE_NOT_FOUND;
    return ws2::resolution_error(resolution);
}

// The hostent of a blob: its pointers are offsets from the blob's start.
void blob_write(ws2::RecordWriter& writer, const ws2::Host& host, LPBLOB* out) {
    std::vector<const ws2::HostAddress*> four;
    for (const ws2::HostAddress& address : host.addresses)
        if (address.family == ws2::Family::ipv4)
            four.push_back(&address);
    auto* blob = writer.take<BLOB>();
    writer.take<hostent>(0);
    const size_t start = writer.size();
    auto* entry = writer.take<hostent>();
    auto* aliases = writer.take<char*>(1);
    auto* list = writer.take<char*>(four.size() + 1);
    const auto offset = [&] { return reinterpret_cast<char*>(writer.size() - start); };
    char* const aliases_at = reinterpret_cast<char*>(sizeof(hostent));
    char* const list_at = aliases_at + sizeof(char*);
    for (size_t i = 0; i < four.size(); ++i) {
        char* const at = offset();
        writer.copy(four[i]->bytes.data(), 4);
        if (list)
            list[i] = at;
    }
    char* const name_at = offset();
    char* name = nullptr;
    writer.text(host.name, &name);
    if (!blob || !entry || !aliases)
        return;
    entry->h_name = name_at;
    entry->h_aliases = reinterpret_cast<char**>(aliases_at);
    entry->h_addrtype = AF_INET;
    entry->h_length = 4;
    entry->h_addr_list = reinterpret_cast<char**>(list_at);
    blob->cbSize = static_cast<ULONG>(writer.size() - start);
    blob->pBlobData = reinterpret_cast<BYTE*>(entry);
    *out = blob;
}

void addresses_write(ws2::RecordWriter& writer, const Lookup& lookup, DWORD* count,
                     LPCSADDR_INFO* out) {
    const auto& addresses = lookup.host.addresses;
    auto* list = writer.take<CSADDR_INFO>(addresses.size());
    for (size_t i = 0; i < addresses.size(); ++i) {
        ws2::HostAddress any;
        any.family = addresses[i].family;
        auto* local = writer.take<SOCKADDR_STORAGE>();
        auto* remote = writer.take<SOCKADDR_STORAGE>();
        if (!list || !local || !remote)
            continue;
        list[i].LocalAddr.lpSockaddr = reinterpret_cast<SOCKADDR*>(local);
        list[i].LocalAddr.iSockaddrLength = static_cast<INT>(ws2::sockaddr_write(any, 0, local));
        list[i].RemoteAddr.lpSockaddr = reinterpret_cast<SOCKADDR*>(remote);
        list[i].RemoteAddr.iSockaddrLength = static_cast<INT>(
            ws2::sockaddr_write(addresses[i], class_port(lookup.service_class), remote));
        list[i].iSocketType = lookup.protocol == IPPROTO_UDP ? SOCK_DGRAM : SOCK_STREAM;
        list[i].iProtocol = lookup.protocol != 0 ? lookup.protocol : static_cast<int>(IPPROTO_TCP);
    }
    if (list) {
        *count = static_cast<DWORD>(addresses.size());
        *out = list;
    }
}

template <typename Query>
void result_write(ws2::RecordWriter& writer, const Lookup& lookup, DWORD flags) {
    Query none{};
    Query* query = writer.take<Query>();
    Query& out = query ? *query : none;
    out.dwSize = sizeof out;
    out.dwNameSpace = NS_DNS;
    out.lpNSProviderId = writer.copy(&ws2::kDnsProviderId);
    if ((flags & LUP_RETURN_NAME) != 0)
        writer.text(lookup.host.name, &out.lpszServiceInstanceName);
    if ((flags & LUP_RETURN_TYPE) != 0)
        out.lpServiceClassId = writer.copy(&lookup.service_class);
    if ((flags & LUP_RETURN_ADDR) != 0)
        addresses_write(writer, lookup, &out.dwNumberOfCsAddrs, &out.lpcsaBuffer);
    if ((flags & LUP_RETURN_BLOB) != 0)
        blob_write(writer, lookup.host, &out.lpBlob);
    if ((flags & LUP_RETURN_QUERY_STRING) != 0 && !lookup.query_string.empty())
        writer.text(lookup.query_string, &out.lpszQueryString);
}

template <typename Query>
int lookup_next(HANDLE handle, DWORD flags, LPDWORD length, Query* buffer) {
    const std::shared_ptr<Lookup> lookup = lookup_find(handle);
    if (!lookup)
        return WSA_INVALID_HANDLE;
    if (!length)
        return WSAEFAULT;
    const std::lock_guard guard(lookup->lock);
    if (lookup->resolved && (flags & LUP_FLUSHPREVIOUS) != 0)
        lookup->done = true;
    if (lookup->done)
        return WSA_E_NO_MORE;
    if (!lookup->resolved) {
        const int error = lookup_resolve(*lookup);
        if (lookup->ended.load())
            return WSA_E_CANCELLED;
        if (error != 0)
            return error;
        lookup->resolved = true;
    }
    const DWORD wanted = lookup->flags & flags & LUP_RETURN_ALL;
    const int error = ws2::record_write(buffer, length, [&](ws2::RecordWriter& writer) {
        result_write<Query>(writer, *lookup, wanted);
    });
    lookup->done = error == 0;
    return error;
}

template <typename Body>
INT lookup_call(Body&& body) {
    return nt::api_call<INT>(SOCKET_ERROR, [&]() -> INT {
        int error = ws2::startup_check();
        if (error == 0)
            error = body();
        return error == 0 ? 0 : nt::api_fail<INT>(static_cast<DWORD>(error), SOCKET_ERROR);
    });
}

}  // namespace

INT WSAAPI WSALookupServiceBeginA(LPWSAQUERYSETA lpqsRestrictions, DWORD dwControlFlags,
                                  LPHANDLE lphLookup) {
    return lookup_call([&] { return lookup_begin(lpqsRestrictions, dwControlFlags, lphLookup); });
}

INT WSAAPI WSALookupServiceBeginW(LPWSAQUERYSETW lpqsRestrictions, DWORD dwControlFlags,
                                  LPHANDLE lphLookup) {
    return lookup_call([&] { return lookup_begin(lpqsRestrictions, dwControlFlags, lphLookup); });
}

INT WSAAPI WSALookupServiceNextA(HANDLE hLookup, DWORD dwControlFlags, LPDWORD lpdwBufferLength,
                                 LPWSAQUERYSETA lpqsResults) {
    return lookup_call(
        [&] { return lookup_next(hLookup, dwControlFlags, lpdwBufferLength, lpqsResults); });
}

INT WSAAPI WSALookupServiceNextW(HANDLE hLookup, DWORD dwControlFlags, LPDWORD lpdwBufferLength,
                                 LPWSAQUERYSETW lpqsResults) {
    return lookup_call(
        [&] { return lookup_next(hLookup, dwControlFlags, lpdwBufferLength, lpqsResults); });
}

INT WSAAPI WSALookupServiceEnd(HANDLE hLookup) {
    return lookup_call([&]() -> int {
        const std::shared_ptr<Lookup> lookup = lookup_find(hLookup);
        const std::lock_guard guard(lookups().lock);
        if (!lookup || lookups().all.erase(reinterpret_cast<ULONG_PTR>(hLookup)) == 0)
            return WSA_INVALID_HANDLE;
        lookup->ended.store(true);
        return 0;
    });
}

// No operation on a query is one that DNS supports.
INT WSAAPI WSANSPIoctl(HANDLE hLookup, DWORD, LPVOID, DWORD, LPVOID, DWORD, LPDWORD,
                       LPWSACOMPLETION) {
    return lookup_call(
        [&]() -> int { return lookup_find(hLookup) ? WSAEOPNOTSUPP : WSA_INVALID_HANDLE; });
}
