// GetService: what each namespace knows of a service.
// https://learn.microsoft.com/windows/win32/api/nspapi/nf-nspapi-getservicea
#include <algorithm>

#include "ws2_32/service_1_1.h"

namespace berth::ws2 {
namespace {

struct Known {
    DWORD name_space = 0;
    GUID type{};
    std::string name, comment;
    DWORD version = 0;
    std::vector<std::vector<BYTE>> addresses;
    std::vector<BYTE> specific;
};

DWORD flags_wanted(DWORD properties) {
    if (properties & PROP_ALL)
        return LUP_RETURN_ALL;
    DWORD flags = LUP_RETURN_NAME | LUP_RETURN_TYPE;
    if (properties & PROP_COMMENT)
        flags |= LUP_RETURN_COMMENT;
    if (properties & PROP_VERSION)
        flags |= LUP_RETURN_VERSION;
    if (properties & PROP_ADDRESSES)
        flags |= LUP_RETURN_ADDR;
    if (properties & PROP_SD)
        flags |= LUP_RETURN_BLOB;
    return flags;
}

Known result_read(const WSAQUERYSETW& result, const GUID& type) {
    Known known{result.dwNameSpace,
                result.lpServiceClassId ? *result.lpServiceClassId : type,
                text_utf8(result.lpszServiceInstanceName),
                text_utf8(result.lpszComment),
                result.lpVersion ? result.lpVersion->dwVersion : 0,
                {},
                {}};
    for (DWORD i = 0; i < result.dwNumberOfCsAddrs; ++i) {
        const SOCKET_ADDRESS& from = result.lpcsaBuffer[i].RemoteAddr;
        const auto* const bytes = reinterpret_cast<const BYTE*>(from.lpSockaddr);
        if (bytes && from.iSockaddrLength >= static_cast<INT>(sizeof(ADDRESS_FAMILY)))
            known.addresses.emplace_back(bytes, bytes + from.iSockaddrLength);
    }
    if (result.lpBlob && result.lpBlob->pBlobData)
        known.specific.assign(result.lpBlob->pBlobData,
                              result.lpBlob->pBlobData + result.lpBlob->cbSize);
    return known;
}

void addresses_write(RecordWriter& writer, const std::vector<std::vector<BYTE>>& addresses,
                     LPSERVICE_ADDRESSES* to) {
    const size_t more = addresses.empty() ? 0 : addresses.size() - 1;
    auto* const list = writer.take<SERVICE_ADDRESSES>();
    writer.take<SERVICE_ADDRESS>(more);  // behind the one that the structure has
    if (list)
        list->dwAddressCount = static_cast<DWORD>(addresses.size());
    for (size_t i = 0; i < addresses.size(); ++i) {
        writer.take<uint64_t>(0);
        BYTE* const at = writer.copy(addresses[i].data(), addresses[i].size());
        if (!list)
            continue;
        SERVICE_ADDRESS& address = list->Addresses[i];
        address.dwAddressType = reinterpret_cast<const SOCKADDR*>(at)->sa_family;
        address.dwAddressLength = static_cast<DWORD>(addresses[i].size());
        address.lpAddress = at;
    }
    if (list)
        *to = list;
}

template <typename Info>
void services_write(RecordWriter& writer, const std::vector<Known>& services, DWORD properties) {
    const auto wants = [properties](DWORD property) {
        return (properties & (PROP_ALL | property)) != 0;
    };
    Info* const list = writer.take<Info>(services.size());
    for (size_t i = 0; i < services.size(); ++i) {
        const Known& from = services[i];
        Info none{};
        Info& entry = list ? list[i] : none;
        auto& to = entry.ServiceInfo;
        entry.dwNameSpace = from.name_space;
        to.lpServiceType = writer.copy(&from.type);
        writer.text(from.name, &to.lpServiceName);
        if (wants(PROP_COMMENT) && !from.comment.empty())
            writer.text(from.comment, &to.lpComment);
        to.dwDisplayHint = RESOURCEDISPLAYTYPE_SERVER;
        to.dwVersion = wants(PROP_VERSION) ? from.version : 0;
        if (wants(PROP_MACHINE) && from.name_space == NS_DNS)
            writer.text(from.name, &to.lpMachineName);  // DNS names machines
        if (wants(PROP_ADDRESSES))
            addresses_write(writer, from.addresses, &to.lpServiceAddress);
        if (wants(PROP_SD) && !from.specific.empty()) {
            writer.take<uint64_t>(0);
            to.ServiceSpecificInfo.pBlobData =
                writer.copy(from.specific.data(), from.specific.size());
            to.ServiceSpecificInfo.cbSize = static_cast<ULONG>(from.specific.size());
        }
    }
}

// The function's result is 0, not SOCKET_ERROR, where nothing was found.
int found_nothing() {
    nt::last_error_set(ERROR_SERVICE_NOT_FOUND);
    return 0;
}

template <typename Info, typename Char>
INT service_get(DWORD name_space, const GUID* type, const Char* name, DWORD properties,
                void* buffer, DWORD* size, const void* async) {
    return service_call([&](int* result) -> int {
        if (!type || !name || async)
            return ERROR_INVALID_PARAMETER;
        if (!nt::memory_is_mapped(type, sizeof *type) ||
            !nt::memory_is_mapped(name, sizeof *name) || !nt::memory_is_mapped(size, sizeof *size))
            return WSAEFAULT;
        std::vector<Known> services;
        ServiceQuery query(name_space, *type, text_utf8(name));
        const int error = query.run(flags_wanted(properties), [&](const WSAQUERYSETW& found) {
            services.push_back(result_read(found, *type));
            return true;
        });
        if (error != 0)
            return error;
        if (services.empty())
            return found_nothing();
        *result = static_cast<int>(services.size());
        return answer_write(buffer, size, [&](RecordWriter& writer) {
            services_write<Info>(writer, services, properties);
        });
    });
}

}  // namespace
}  // namespace berth::ws2

using namespace berth;

INT WSAAPI GetServiceA(DWORD dwNameSpace, LPGUID lpGuid, LPSTR lpServiceName, DWORD dwProperties,
                       LPVOID lpBuffer, LPDWORD lpdwBufferSize,
                       LPSERVICE_ASYNC_INFO lpServiceAsyncInfo) {
    return ws2::service_get<NS_SERVICE_INFOA>(dwNameSpace, lpGuid, lpServiceName, dwProperties,
                                              lpBuffer, lpdwBufferSize, lpServiceAsyncInfo);
}

INT WSAAPI GetServiceW(DWORD dwNameSpace, LPGUID lpGuid, LPWSTR lpServiceName, DWORD dwProperties,
                       LPVOID lpBuffer, LPDWORD lpdwBufferSize,
                       LPSERVICE_ASYNC_INFO lpServiceAsyncInfo) {
    return ws2::service_get<NS_SERVICE_INFOW>(dwNameSpace, lpGuid, lpServiceName, dwProperties,
                                              lpBuffer, lpdwBufferSize, lpServiceAsyncInfo);
}
