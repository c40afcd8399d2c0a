#include "ws2_32/name_space_host.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "nt/address_text.h"
#include "nt/last_error.h"
#include "nt/text.h"
#include "svcguid.h"
#include "ws2_32/catalog.h"
#include "ws2_32/name_query.h"
#include "ws2_32/name_space.h"
#include "ws2_32/name_space_provider.h"

namespace berth::ws2 {
namespace {

// A query of one provider, and its first result.
class Answer {
  public:
    // 0 or the error.
    int ask(const GUID& provider, GUID service_class, const std::string& name, DWORD flags,
            AFPROTOCOLS* protocols, DWORD protocol_count) {
        std::wstring text = nt::wide_from_utf8(name);
        GUID id = provider;
        WSAQUERYSETW query{};
        query.dwSize = sizeof query;
        query.lpszServiceInstanceName = text.data();
        query.lpServiceClassId = &service_class;
        query.dwNameSpace = NS_ALL;
        query.lpNSProviderId = &id;
        query.lpafpProtocols = protocols;
        query.dwNumberOfProtocols = protocol_count;
        HANDLE lookup = nullptr;
        if (WSALookupServiceBeginW(&query, flags, &lookup) != 0)
            return static_cast<int>(nt::last_error_get());
        const int error = next(lookup, flags);
        WSALookupServiceEnd(lookup);
        return error;
    }
    const WSAQUERYSETW& result() const {
        return *reinterpret_cast<const WSAQUERYSETW*>(room_.data());
    }

  private:
    int next(HANDLE lookup, DWORD flags) {
        room_.resize(512);
        for (;;) {
            const auto had = static_cast<DWORD>(room_.size() * sizeof room_[0]);
            DWORD size = had;
            if (WSALookupServiceNextW(lookup, flags, &size,
                                      reinterpret_cast<WSAQUERYSETW*>(room_.data())) == 0)
                return 0;
            const auto error = static_cast<int>(nt::last_error_get());
            if (error != WSAEFAULT || had >= 0x1000000)
                return error;
            room_.assign(std::max<size_t>(2 * room_.size(), size / sizeof room_[0] + 1), 0);
        }
    }

    std::vector<uint64_t> room_;
};

Resolution resolution_of(int error) {
    switch (error) {
        case 0:
            return Resolution::found;
        case WSANO_DATA:
            return Resolution::no_data;
        case WSATRY_AGAIN:
            return Resolution::try_again;
        case WSA_NOT_ENOUGH_MEMORY:
            return Resolution::no_memory;
        case WSANO_RECOVERY:
            return Resolution::no_recovery;
        default:
            return Resolution::not_found;
    }
}

// The hostent of a blob, whose pointers are offsets from the blob's start.
class HostBlob {
  public:
    explicit HostBlob(const BLOB& blob) : bytes_(blob.pBlobData), size_(blob.cbSize) {
        valid_ = bytes_ && size_ >= sizeof entry_;
        if (valid_)
            std::memcpy(&entry_, bytes_, sizeof entry_);
    }
    std::string name() const {
        const size_t at = reinterpret_cast<uintptr_t>(entry_.h_name);
        if (!valid_ || at == 0 || at >= size_)
            return {};
        const char* text = reinterpret_cast<const char*>(bytes_ + at);
        return {text, strnlen(text, size_ - at)};
    }
    void addresses(Family family, std::vector<HostAddress>* to) const {
        const bool four = entry_.h_addrtype == AF_INET && entry_.h_length == 4;
        const bool six = entry_.h_addrtype == AF_INET6 && entry_.h_length == 16;
        if (!valid_ || (!four && !six) || (family == Family::ipv4 && !four) ||
            (family == Family::ipv6 && !six))
            return;
        const auto length = static_cast<size_t>(entry_.h_length);
        for (size_t list = reinterpret_cast<uintptr_t>(entry_.h_addr_list);
             list <= size_ - sizeof(uintptr_t); list += sizeof(uintptr_t)) {
            uintptr_t at = 0;
            std::memcpy(&at, bytes_ + list, sizeof at);
            if (at == 0 || at > size_ - length)
                return;
            HostAddress address;
            address.family = four ? Family::ipv4 : Family::ipv6;
            std::memcpy(address.bytes.data(), bytes_ + at, length);
            to->push_back(address);
        }
    }

  private:
    const BYTE* bytes_;
    size_t size_;
    hostent entry_{};
    bool valid_;
};

// The servent of a blob, likewise.
bool service_read(const BLOB& blob, Service* service) {
    servent entry{};
    if (!blob.pBlobData || blob.cbSize < sizeof entry)
        return false;
    std::memcpy(&entry, blob.pBlobData, sizeof entry);
    const auto text = [&](const void* offset, std::string* to) {
        const size_t at = reinterpret_cast<uintptr_t>(offset);
        if (at == 0 || at >= blob.cbSize)
            return false;
        const char* from = reinterpret_cast<const char*>(blob.pBlobData + at);
        to->assign(from, strnlen(from, blob.cbSize - at));
        return true;
    };
    if (!text(entry.s_name, &service->name))
        return false;
    text(entry.s_proto, &service->protocol);
    service->port = __builtin_bswap16(static_cast<uint16_t>(entry.s_port));
    for (size_t list = reinterpret_cast<uintptr_t>(entry.s_aliases);
         list != 0 && list <= blob.cbSize - sizeof(uintptr_t); list += sizeof(uintptr_t)) {
        uintptr_t at = 0;
        std::memcpy(&at, blob.pBlobData + list, sizeof at);
        std::string alias;
        if (!text(reinterpret_cast<const void*>(at), &alias))
            break;
        service->aliases.push_back(std::move(alias));
    }
    return true;
}

void result_read(const WSAQUERYSETW& result, Family family, Host* host) {
    for (DWORD i = 0; result.lpcsaBuffer && i < result.dwNumberOfCsAddrs; ++i) {
        const SOCKET_ADDRESS& remote = result.lpcsaBuffer[i].RemoteAddr;
        HostAddress address;
        uint16_t port = 0;
        if (sockaddr_read(remote.lpSockaddr, remote.iSockaddrLength, &address, &port) == 0 &&
            (family == Family::any || family == address.family))
            host->addresses.push_back(address);
    }
    if (result.lpszServiceInstanceName)
        host->name = nt::utf8_from_wide(result.lpszServiceInstanceName);
    if (!result.lpBlob)
        return;
    const HostBlob blob(*result.lpBlob);
    if (host->addresses.empty())
        blob.addresses(family, &host->addresses);
    if (host->name.empty())
        host->name = blob.name();
}

Resolution provider_host(const GUID& provider, const std::string& name, Family family, Host* host) {
    AFPROTOCOLS protocols[2] = {{AF_INET, 0}, {AF_INET6, 0}};
    AFPROTOCOLS* const first = family == Family::ipv6 ? &protocols[1] : protocols;
    Answer answer;
    const int error = answer.ask(provider, SVCID_INET_HOSTADDRBYNAME, name,
                                 LUP_RETURN_NAME | LUP_RETURN_ADDR | LUP_RETURN_BLOB, first,
                                 family == Family::any ? 2 : 1);
    if (error != 0)
        return resolution_of(error);
    result_read(answer.result(), family, host);
    if (host->name.empty())
        host->name = name;
    return host->addresses.empty() ? Resolution::no_data : Resolution::found;
}

Resolution provider_host_name(const GUID& provider, const HostAddress& address, std::string* name) {
    const bool four = address.family == Family::ipv4;
    const std::string text((four ? nt::ipv4_format(address.bytes.data())
                                 : nt::ipv6_endpoint_format(address.bytes.data(), address.scope, 0))
                               .view());
    AFPROTOCOLS protocol{four ? AF_INET : AF_INET6, 0};
    Answer answer;
    const int error = answer.ask(provider, SVCID_INET_HOSTADDRBYINETSTRING, text,
                                 LUP_RETURN_NAME | LUP_RETURN_BLOB, &protocol, 1);
    if (error != 0)
        return resolution_of(error);
    Host host;
    result_read(answer.result(), Family::any, &host);
    *name = host.name;
    return name->empty() ? Resolution::no_data : Resolution::found;
}

// `text` is "ftp", "ftp/tcp" or "21/tcp".
Resolution provider_service(const GUID& provider, const std::string& text, Service* service) {
    Answer answer;
    const int error = answer.ask(provider, SVCID_INET_SERVICEBYNAME, text,
                                 LUP_RETURN_NAME | LUP_RETURN_BLOB, nullptr, 0);
    if (error != 0)
        return resolution_of(error);
    const LPBLOB blob = answer.result().lpBlob;
    return blob && service_read(*blob, service) ? Resolution::found : Resolution::no_data;
}

// What told more than that there is no such name is worth telling.
template <typename Ask>
Resolution first_answer(const NameScope& scope, Ask&& ask) {
    Resolution said = Resolution::not_found;
    const auto entries = name_spaces_snapshot();
    for (const NameSpaceEntry& entry : *entries) {
        if (!name_space_serves(entry, scope.name_space, scope.one ? &scope.provider : nullptr))
            continue;
        const Resolution answer = ask(entry);
        if (answer == Resolution::found || answer == Resolution::no_memory)
            return answer;
        if (said == Resolution::not_found)
            said = answer;
    }
    return said;
}

template <typename Builtin>
bool service_answer(const std::string& name, const std::string& protocol, Service* service,
                    Builtin&& builtin) {
    return first_answer({}, [&](const NameSpaceEntry& entry) {
               *service = {};
               if (entry.builtin_startup)
                   return builtin() ? Resolution::found : Resolution::not_found;
               return provider_service(entry.provider,
                                       protocol.empty() ? name : name + "/" + protocol, service);
           }) == Resolution::found;
}

}  // namespace

bool name_space_service(const std::string& name, const std::string& protocol, Service* service) {
    return service_answer(name, protocol, service,
                          [&] { return service_by_name(name, protocol, service); });
}

bool name_space_service(uint16_t port, const std::string& protocol, Service* service) {
    return service_answer(std::to_string(port), protocol, service,
                          [&] { return service_by_port(port, protocol, service); });
}

Resolution name_space_host(const std::string& name, Family family, bool idn, const NameScope& scope,
                           Host* host) {
    return first_answer(scope, [&](const NameSpaceEntry& entry) {
        *host = {};
        return entry.builtin_startup ? host_by_name(name, family, idn, host)
                                     : provider_host(entry.provider, name, family, host);
    });
}

Resolution name_space_host_name(const HostAddress& address, bool short_name, std::string* name) {
    return first_answer({}, [&](const NameSpaceEntry& entry) {
        return entry.builtin_startup ? host_by_address(address, short_name, name)
                                     : provider_host_name(entry.provider, address, name);
    });
}

}  // namespace berth::ws2
