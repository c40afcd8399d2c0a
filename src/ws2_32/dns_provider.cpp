#include "ws2_32/dns_provider.h"

#include <atomic>
#include <charconv>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "nt/api.h"
#include "svcguid.h"
#include "ws2_32/name_query.h"
#include "ws2_32/name_space.h"

namespace berth::ws2 {
namespace {

// SVCID_TCP(port) and SVCID_UDP(port): the port stands in the low word of the first member.
constexpr DWORD kTcpClass = 0x0009;
constexpr DWORD kUdpClass = 0x000A;

struct Query {
    // Never changes.
    GUID service_class{};
    DWORD flags = 0;
    std::string name;
    std::string query_string;
    Family family = Family::any;
    int protocol = 0;

    std::mutex lock;
    bool done = false;      // the one result set was returned or thrown away
    bool resolved = false;  // `host` or `service` holds it
    Host host;
    Service service;
    uint16_t port = 0;  // of the addresses
    std::atomic<bool> ended{false};
};

struct Queries {
    std::mutex lock;
    std::map<ULONG_PTR, std::shared_ptr<Query>> all;
    ULONG_PTR next = 0x30000000;  // below every HANDLE, above every descriptor
};

Queries& queries() {
    static Queries instance;
    return instance;
}

std::shared_ptr<Query> query_find(HANDLE handle) {
    const std::lock_guard guard(queries().lock);
    const auto found = queries().all.find(reinterpret_cast<ULONG_PTR>(handle));
    return found == queries().all.end() ? nullptr : found->second;
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
int protocols_read(const WSAQUERYSETW& query, Query* lookup) {
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
        lookup->family = four ? Family::ipv4 : Family::ipv6;
    return 0;
}

int query_begin(const WSAQUERYSETW& restrictions, DWORD flags, HANDLE* handle) {
    if ((flags & LUP_CONTAINERS) != 0)
        return WSANO_DATA;
    auto query = std::make_shared<Query>();
    query->service_class = *restrictions.lpServiceClassId;
    query->flags = flags;
    query->name = text_utf8(restrictions.lpszServiceInstanceName);
    query->query_string = text_utf8(restrictions.lpszQueryString);
    if (const int error = protocols_read(restrictions, query.get()))
        return error;
    const std::lock_guard guard(queries().lock);
    const ULONG_PTR number = queries().next += sizeof(HANDLE);
    queries().all.emplace(number, std::move(query));
    *handle = reinterpret_cast<HANDLE>(number);
    return 0;
}

bool asks_for_service(const Query& query) {
    return guid_equal(query.service_class, SVCID_INET_SERVICEBYNAME);
}

// "ftp/tcp", "21/tcp" or "ftp".
bool service_find(const std::string& text, Service* service) {
    const size_t slash = text.find('/');
    const std::string name = text.substr(0, slash);
    const std::string protocol = slash == std::string::npos ? "" : text.substr(slash + 1);
    uint16_t port = 0;
    const char* const end = name.data() + name.size();
    const auto number = std::from_chars(name.data(), end, port);
    if (number.ec == std::errc() && number.ptr == end)
        return service_by_port(port, protocol, service);
    return service_by_name(name, protocol, service);
}

int query_resolve(Query& lookup) {
    lookup.port = class_port(lookup.service_class);
    if (asks_for_service(lookup))
        return service_find(lookup.name, &lookup.service) ? 0 : WSASERVICE_NOT_FOUND;
    Service asked;
    if (guid_equal(lookup.service_class, SVCID_HOSTNAME) &&
        service_find(lookup.query_string, &asked)) {
        lookup.port = asked.port;
        lookup.protocol = asked.protocol == "udp" ? IPPROTO_UDP : IPPROTO_TCP;
    }
    Resolution resolution = Resolution::found;
    HostAddress address;
    if (guid_equal(lookup.service_class, SVCID_INET_HOSTADDRBYINETSTRING)) {
        if (!address_literal(lookup.name, &address))
            return WSAEINVAL;
        lookup.host.addresses = {address};
        resolution = host_by_address(address, false, &lookup.host.name);
    } else if (lookup.name.empty()) {
        lookup.host = {local_host_name(), local_addresses(lookup.family)};
    } else if (address_literal(lookup.name, &address)) {
        lookup.host = {lookup.name, {address}};
    } else {
        resolution = host_by_name(lookup.name, lookup.family,
                                  (lookup.flags & LUP_DISABLE_IDN_ENCODING) == 0, &lookup.host);
    }
    if (resolution == Resolution::not_found)
        return WSASERVICE_NOT_FOUND;
    return resolution_error(resolution);
}

// The hostent of a blob: its pointers are offsets from the blob's start.
void blob_write(RecordWriter& writer, const Host& host, LPBLOB* out) {
    std::vector<const HostAddress*> four;
    for (const HostAddress& address : host.addresses)
        if (address.family == Family::ipv4)
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

// The same of a servent.
void service_blob_write(RecordWriter& writer, const Service& service, LPBLOB* out) {
    auto* blob = writer.take<BLOB>();
    writer.take<servent>(0);
    const size_t start = writer.size();
    auto* entry = writer.take<servent>();
    const size_t count = service.aliases.size();
    auto* aliases = writer.take<char*>(count + 1);
    char* written = nullptr;
    const auto text = [&](const std::string& from) {
        const size_t at = writer.size() - start;
        writer.text(from, &written);
        return reinterpret_cast<char*>(at);
    };
    for (size_t i = 0; i < count; ++i) {
        char* const at = text(service.aliases[i]);
        if (aliases)
            aliases[i] = at;
    }
    char* const name = text(service.name);
    char* const protocol = text(service.protocol);
    if (!blob || !entry)
        return;
    entry->s_name = name;
    entry->s_aliases = reinterpret_cast<char**>(sizeof(servent));
    entry->s_port = static_cast<short>(__builtin_bswap16(service.port));
    entry->s_proto = protocol;
    blob->cbSize = static_cast<ULONG>(writer.size() - start);
    blob->pBlobData = reinterpret_cast<BYTE*>(entry);
    *out = blob;
}

GUID port_class(const Service& service) {
    GUID id{};
    if (service.protocol == "udp")
        SET_UDP_SVCID(&id, service.port);
    else
        SET_TCP_SVCID(&id, service.port);
    return id;
}

void addresses_write(RecordWriter& writer, const Query& lookup, DWORD* count, LPCSADDR_INFO* out) {
    const auto& addresses = lookup.host.addresses;
    auto* list = writer.take<CSADDR_INFO>(addresses.size());
    for (size_t i = 0; i < addresses.size(); ++i) {
        HostAddress any;
        any.family = addresses[i].family;
        auto* local = writer.take<SOCKADDR_STORAGE>();
        auto* remote = writer.take<SOCKADDR_STORAGE>();
        if (!list || !local || !remote)
            continue;
        list[i].LocalAddr.lpSockaddr = reinterpret_cast<SOCKADDR*>(local);
        list[i].LocalAddr.iSockaddrLength = static_cast<INT>(sockaddr_write(any, 0, local));
        list[i].RemoteAddr.lpSockaddr = reinterpret_cast<SOCKADDR*>(remote);
        list[i].RemoteAddr.iSockaddrLength =
            static_cast<INT>(sockaddr_write(addresses[i], lookup.port, remote));
        list[i].iSocketType = lookup.protocol == IPPROTO_UDP ? SOCK_DGRAM : SOCK_STREAM;
        list[i].iProtocol = lookup.protocol != 0 ? lookup.protocol : static_cast<int>(IPPROTO_TCP);
    }
    if (list) {
        *count = static_cast<DWORD>(addresses.size());
        *out = list;
    }
}

void result_write(RecordWriter& writer, const Query& lookup, DWORD flags) {
    WSAQUERYSETW none{};
    auto* query = writer.take<WSAQUERYSETW>();
    WSAQUERYSETW& out = query ? *query : none;
    out.dwSize = sizeof out;
    out.dwNameSpace = NS_DNS;
    out.lpNSProviderId = writer.copy(&kDnsProviderId);
    const bool service = asks_for_service(lookup);
    if ((flags & LUP_RETURN_NAME) != 0)
        writer.text(service ? lookup.service.name : lookup.host.name, &out.lpszServiceInstanceName);
    if ((flags & LUP_RETURN_TYPE) != 0) {
        const GUID id = service ? port_class(lookup.service) : lookup.service_class;
        out.lpServiceClassId = writer.copy(&id);
    }
    if ((flags & LUP_RETURN_ADDR) != 0 && !service)
        addresses_write(writer, lookup, &out.dwNumberOfCsAddrs, &out.lpcsaBuffer);
    if ((flags & LUP_RETURN_BLOB) != 0 && service)
        service_blob_write(writer, lookup.service, &out.lpBlob);
    if ((flags & LUP_RETURN_BLOB) != 0 && !service)
        blob_write(writer, lookup.host, &out.lpBlob);
    if ((flags & LUP_RETURN_QUERY_STRING) != 0 && !lookup.query_string.empty())
        writer.text(lookup.query_string, &out.lpszQueryString);
}

int query_next(HANDLE handle, DWORD flags, DWORD* length, WSAQUERYSETW* buffer) {
    const std::shared_ptr<Query> query = query_find(handle);
    if (!query)
        return WSA_INVALID_HANDLE;
    const std::lock_guard guard(query->lock);
    if (query->resolved && (flags & LUP_FLUSHPREVIOUS) != 0)
        query->done = true;
    if (query->done)
        return WSA_E_NO_MORE;
    if (!query->resolved) {
        const int error = query_resolve(*query);
        if (query->ended.load())
            return WSA_E_CANCELLED;
        if (error != 0)
            return error;
        query->resolved = true;
    }
    const DWORD wanted = query->flags & flags & LUP_RETURN_ALL;
    const int error = record_write(
        buffer, length, [&](RecordWriter& writer) { result_write(writer, *query, wanted); });
    query->done = error == 0;
    return error;
}

template <typename Body>
INT provider_call(Body&& body) {
    return nt::api_call<INT>(SOCKET_ERROR, [&]() -> INT {
        const int error = body();
        return error == 0 ? 0 : nt::api_fail<INT>(static_cast<DWORD>(error), SOCKET_ERROR);
    });
}

INT WSPAPI dns_cleanup(LPGUID /*provider*/) {
    return 0;
}

INT WSPAPI dns_lookup_begin(LPGUID /*provider*/, LPWSAQUERYSETW restrictions,
                            LPWSASERVICECLASSINFOW /*info*/, DWORD flags, LPHANDLE lookup) {
    return provider_call([&] { return query_begin(*restrictions, flags, lookup); });
}

INT WSPAPI dns_lookup_next(HANDLE lookup, DWORD flags, LPDWORD length, LPWSAQUERYSETW results) {
    return provider_call([&] { return query_next(lookup, flags, length, results); });
}

INT WSPAPI dns_lookup_end(HANDLE lookup) {
    return provider_call([&]() -> int {
        const std::lock_guard guard(queries().lock);
        const auto found = queries().all.find(reinterpret_cast<ULONG_PTR>(lookup));
        if (found == queries().all.end())
            return WSA_INVALID_HANDLE;
        found->second->ended.store(true);
        queries().all.erase(found);
        return 0;
    });
}

// Registering and deregistering are no operations in the DNS namespace, which holds no objects.
INT WSPAPI dns_set_service(LPGUID /*provider*/, LPWSASERVICECLASSINFOW /*info*/,
                           LPWSAQUERYSETW /*service*/, WSAESETSERVICEOP operation,
                           DWORD /*flags*/) {
    return provider_call(
        [&]() -> int { return operation == RNRSERVICE_DELETE ? WSASERVICE_NOT_FOUND : 0; });
}

// No operation on a query is one that DNS supports.
INT WSPAPI dns_ioctl(HANDLE /*lookup*/, DWORD /*code*/, LPVOID /*in*/, DWORD /*in_length*/,
                     LPVOID /*out*/, DWORD /*out_length*/, LPDWORD /*returned*/,
                     LPWSACOMPLETION /*completion*/, LPWSATHREADID /*thread*/) {
    return provider_call([&]() -> int { return WSAEOPNOTSUPP; });
}

INT WSPAPI dns_startup(LPGUID /*provider*/, LPNSP_ROUTINE routines) {
    *routines = {.cbSize = sizeof *routines,
                 .dwMajorVersion = 4,
                 .dwMinorVersion = 4,
                 .NSPCleanup = dns_cleanup,
                 .NSPLookupServiceBegin = dns_lookup_begin,
                 .NSPLookupServiceNext = dns_lookup_next,
                 .NSPLookupServiceEnd = dns_lookup_end,
                 .NSPSetService = dns_set_service,
                 .NSPInstallServiceClass = dns_install_service_class,
                 .NSPRemoveServiceClass = dns_remove_service_class,
                 .NSPGetServiceClassInfo = dns_get_service_class_info,
                 .NSPIoctl = dns_ioctl};
    return 0;
}

}  // namespace

NameSpaceEntry dns_entry() {
    NameSpaceEntry entry;
    entry.provider = kDnsProviderId;
    entry.name_space = NS_DNS;
    entry.identifier = L"DNS";
    entry.builtin_startup = dns_startup;
    return entry;
}

}  // namespace berth::ws2
