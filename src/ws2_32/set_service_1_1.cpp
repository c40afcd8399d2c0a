// SetService: services and service types come and go, in each namespace that is asked.
// https://learn.microsoft.com/windows/win32/api/nspapi/nf-nspapi-setservicea
#include <mutex>

#include "ws2_32/service_1_1.h"

namespace berth::ws2 {
namespace {

// A copy of the caller's: a deferred operation outlives the call.
struct Registration {
    DWORD name_space = 0;
    bool registers = false;
    GUID type{};
    std::string name, comment;
    DWORD version = 0;
    std::vector<std::vector<BYTE>> addresses;
};

constinit std::mutex deferred_lock;

std::vector<Registration>& deferred() {
    static std::vector<Registration> all;
    return all;
}

std::vector<GUID> providers_of(DWORD name_space) {
    DWORD size = 0;
    std::vector<uint64_t> room;
    int count = 0;
    for (;;) {
        auto* const list = reinterpret_cast<WSANAMESPACE_INFOW*>(room.data());
        count = WSAEnumNameSpaceProvidersW(&size, list);
        if (count != SOCKET_ERROR || WSAGetLastError() != WSAEFAULT)
            break;
        room.assign(size / sizeof(uint64_t) + 1, 0);
    }
    const auto* const list = reinterpret_cast<const WSANAMESPACE_INFOW*>(room.data());
    std::vector<GUID> ids;
    for (int i = 0; i < count; ++i)
        if (list[i].fActive && (name_space == NS_DEFAULT || list[i].dwNameSpace == name_space))
            ids.push_back(list[i].NSProviderId);
    return ids;
}

int error_1_1(int error) {
    switch (error) {
        case WSAEALREADY:
            return ERROR_ALREADY_REGISTERED;
        case WSATYPE_NOT_FOUND:
            return ERROR_SERVICE_DOES_NOT_EXIST;
        default:
            return error;
    }
}

// Done where one namespace could; `status` says that another could not.
int registration_perform(const Registration& from, DWORD* status) {
    const TypePorts ports = service_type_ports(from.type);
    std::wstring name = nt::wide_from_utf8(from.name);
    std::wstring comment = nt::wide_from_utf8(from.comment);
    GUID type = from.type;
    WSAVERSION version{from.version, COMP_EQUAL};
    std::vector<CSADDR_INFO> addresses(from.addresses.size());
    for (size_t i = 0; i < addresses.size(); ++i) {
        auto* const bytes = const_cast<BYTE*>(from.addresses[i].data());
        const bool datagrams = ports.tcp == 0 && ports.udp != 0;
        addresses[i].LocalAddr = {reinterpret_cast<SOCKADDR*>(bytes),
                                  static_cast<INT>(from.addresses[i].size())};
        addresses[i].iSocketType = datagrams ? SOCK_DGRAM : SOCK_STREAM;
        addresses[i].iProtocol = datagrams ? int{IPPROTO_UDP} : int{IPPROTO_TCP};
    }
    const std::vector<GUID> providers = providers_of(from.name_space);
    int first = ERROR_SERVICE_NOT_FOUND;
    size_t done = 0;
    for (GUID provider : providers) {
        WSAQUERYSETW query{};
        query.dwSize = sizeof query;
        query.lpszServiceInstanceName = name.data();
        query.lpServiceClassId = &type;
        query.lpVersion = from.version != 0 ? &version : nullptr;
        query.lpszComment = comment.empty() ? nullptr : comment.data();
        query.lpNSProviderId = &provider;
        query.lpcsaBuffer = addresses.empty() ? nullptr : addresses.data();
        query.dwNumberOfCsAddrs = static_cast<DWORD>(addresses.size());
        if (WSASetServiceW(&query, from.registers ? RNRSERVICE_REGISTER : RNRSERVICE_DEREGISTER,
                           0) == 0)
            ++done;
        else if (first == ERROR_SERVICE_NOT_FOUND)
            first = error_1_1(WSAGetLastError());
    }
    if (done != 0 && done < providers.size())
        *status |= SET_SERVICE_PARTIAL_SUCCESS;
    return done != 0 ? 0 : first;
}

int deferred_perform(DWORD name_space, DWORD* status) {
    std::vector<Registration> now;
    {
        const std::lock_guard guard(deferred_lock);
        std::vector<Registration> later;
        for (Registration& each : deferred())
            (name_space == NS_DEFAULT || each.name_space == name_space ? now : later)
                .push_back(std::move(each));
        deferred() = std::move(later);
    }
    int first = 0;
    for (const Registration& each : now) {
        const int error = registration_perform(each, status);
        if (first == 0)
            first = error;
    }
    return first;
}

template <typename Info>
int registration_read(DWORD name_space, bool registers, const Info& from, Registration* to) {
    if (!from.lpServiceType || !from.lpServiceName)
        return ERROR_INVALID_PARAMETER;
    if (!nt::memory_is_mapped(from.lpServiceType, sizeof(GUID)) ||
        !nt::memory_is_mapped(from.lpServiceName, sizeof *from.lpServiceName) ||
        nt::memory_faults_if_given(from.lpComment))
        return WSAEFAULT;
    *to = {name_space,
           registers,
           *from.lpServiceType,
           text_utf8(from.lpServiceName),
           text_utf8(from.lpComment),
           from.dwVersion,
           {}};
    const SERVICE_ADDRESSES* const list = from.lpServiceAddress;
    if (list && !nt::memory_is_mapped(list, sizeof *list))
        return WSAEFAULT;
    for (DWORD i = 0; list && i < list->dwAddressCount; ++i) {
        const SERVICE_ADDRESS& address = list->Addresses[i];
        if (!nt::memory_is_mapped(&address, sizeof address) ||
            !nt::memory_is_mapped(address.lpAddress, address.dwAddressLength))
            return WSAEFAULT;
        to->addresses.emplace_back(address.lpAddress, address.lpAddress + address.dwAddressLength);
    }
    return 0;
}

// What SERVICE_ADD_TYPE has in its blob, for each kind of text.
template <typename Info>
struct TypeInfo;
template <>
struct TypeInfo<SERVICE_INFOA> {
    using Type = SERVICE_TYPE_INFO_ABSA;
};
template <>
struct TypeInfo<SERVICE_INFOW> {
    using Type = SERVICE_TYPE_INFO_ABSW;
};

template <typename Info>
int type_add(const Info& from) {
    using Type = typename TypeInfo<Info>::Type;
    const auto* const type = reinterpret_cast<const Type*>(from.ServiceSpecificInfo.pBlobData);
    if (!from.lpServiceType || !type)
        return ERROR_INVALID_PARAMETER;
    if (!nt::memory_is_mapped(from.lpServiceType, sizeof(GUID)) ||
        !nt::memory_is_mapped(type, offsetof(Type, Values)) ||
        !nt::memory_is_mapped(type->lpTypeName, sizeof *type->lpTypeName) ||
        (type->dwValueCount != 0 &&
         !nt::memory_is_mapped(type->Values, type->dwValueCount * sizeof type->Values[0])))
        return WSAEFAULT;
    ServiceClass made{text_utf8(type->lpTypeName), {}};
    for (DWORD i = 0; i < type->dwValueCount; ++i) {
        const auto& value = type->Values[i];
        if (!nt::memory_is_mapped(value.lpValueName, sizeof *value.lpValueName) ||
            (value.dwValueSize != 0 && !nt::memory_is_mapped(value.lpValue, value.dwValueSize)))
            return WSAEFAULT;
        const auto* const bytes = static_cast<const BYTE*>(value.lpValue);
        made.values.push_back({text_utf8(value.lpValueName), value.dwNameSpace, value.dwValueType,
                               std::vector<BYTE>(bytes, bytes + value.dwValueSize)});
    }
    RecordWriter count(nullptr);
    service_class_write<WSASERVICECLASSINFOW>(count, *from.lpServiceType, made);
    std::vector<uint64_t> room(count.size() / sizeof(uint64_t) + 1);
    RecordWriter writer(room.data());
    service_class_write<WSASERVICECLASSINFOW>(writer, *from.lpServiceType, made);
    return WSAInstallServiceClassW(reinterpret_cast<WSASERVICECLASSINFOW*>(room.data())) == 0
               ? 0
               : error_1_1(WSAGetLastError());
}

int type_delete(LPGUID type) {
    if (!type)
        return ERROR_INVALID_PARAMETER;
    return WSARemoveServiceClass(type) == 0 ? 0 : error_1_1(WSAGetLastError());
}

template <typename Info>
int service_perform(DWORD name_space, DWORD operation, DWORD flags, const Info* info,
                    DWORD* status) {
    if (operation == SERVICE_FLUSH)
        return deferred_perform(name_space, status);
    if (!info)
        return ERROR_INVALID_PARAMETER;
    if (!nt::memory_is_mapped(info, sizeof *info))
        return WSAEFAULT;
    if (operation == SERVICE_ADD_TYPE)
        return type_add(*info);
    if (operation == SERVICE_DELETE_TYPE)
        return type_delete(info->lpServiceType);
    if (operation != SERVICE_REGISTER && operation != SERVICE_DEREGISTER)
        return ERROR_INVALID_PARAMETER;
    Registration registration;
    if (const int error =
            registration_read(name_space, operation == SERVICE_REGISTER, *info, &registration))
        return error;
    if (!(flags & SERVICE_FLAG_DEFER))
        return registration_perform(registration, status);
    const std::lock_guard guard(deferred_lock);
    deferred().push_back(std::move(registration));
    return 0;
}

template <typename Info>
INT service_set(DWORD name_space, DWORD operation, DWORD flags, const Info* info, const void* async,
                DWORD* status) {
    return service_call([&](int*) -> int {
        if (async)
            return ERROR_INVALID_PARAMETER;
        if (status && !nt::memory_is_mapped(status, sizeof *status))
            return WSAEFAULT;
        DWORD told = 0;
        const int error = service_perform(name_space, operation, flags, info, &told);
        if (status)
            *status = told;
        return error;
    });
}

}  // namespace
}  // namespace berth::ws2

using namespace berth;

INT WSAAPI SetServiceA(DWORD dwNameSpace, DWORD dwOperation, DWORD dwFlags,
                       LPSERVICE_INFOA lpServiceInfo, LPSERVICE_ASYNC_INFO lpServiceAsyncInfo,
                       LPDWORD lpdwStatusFlags) {
    return ws2::service_set(dwNameSpace, dwOperation, dwFlags, lpServiceInfo, lpServiceAsyncInfo,
                            lpdwStatusFlags);
}

INT WSAAPI SetServiceW(DWORD dwNameSpace, DWORD dwOperation, DWORD dwFlags,
                       LPSERVICE_INFOW lpServiceInfo, LPSERVICE_ASYNC_INFO lpServiceAsyncInfo,
                       LPDWORD lpdwStatusFlags) {
    return ws2::service_set(dwNameSpace, dwOperation, dwFlags, lpServiceInfo, lpServiceAsyncInfo,
                            lpdwStatusFlags);
}
