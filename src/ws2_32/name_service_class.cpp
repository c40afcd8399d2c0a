// Service classes: what WSAInstallServiceClass told is what WSAGetServiceClassInfo gives, in this
// process. And WSASetService, which the DNS namespace has nothing to do for.
// https://learn.microsoft.com/windows/win32/winsock/service-class-data-structures-in-the-spi-2
#include <map>
#include <mutex>
#include <tuple>
#include <vector>

#include "nt/api.h"
#include "ws2_32/name_space.h"
#include "ws2_32/startup.h"

namespace {

using namespace berth;

struct ClassValue {
    std::string name;
    DWORD name_space;
    DWORD type;
    std::vector<BYTE> value;
};

struct ServiceClass {
    std::string name;
    std::vector<ClassValue> values;
};

struct GuidOrder {
    bool operator()(const GUID& a, const GUID& b) const {
        return std::memcmp(&a, &b, sizeof a) < 0;
    }
};

constinit std::mutex classes_lock;

std::map<GUID, ServiceClass, GuidOrder>& classes() {
    static std::map<GUID, ServiceClass, GuidOrder> all;
    return all;
}

template <typename Body>
INT class_call(Body&& body) {
    return nt::api_call<INT>(SOCKET_ERROR, [&]() -> INT {
        int error = ws2::startup_check();
        if (error == 0)
            error = body();
        return error == 0 ? 0 : nt::api_fail<INT>(static_cast<DWORD>(error), SOCKET_ERROR);
    });
}

template <typename Info>
int class_install(const Info* info) {
    if (!info || !info->lpServiceClassId || !info->lpszServiceClassName ||
        (info->dwCount != 0 && !info->lpClassInfos))
        return WSAEINVAL;
    ServiceClass made{ws2::text_utf8(info->lpszServiceClassName), {}};
    for (DWORD i = 0; i < info->dwCount; ++i) {
        const auto& from = info->lpClassInfos[i];
        if (!from.lpszName || (from.dwValueSize != 0 && !from.lpValue))
            return WSAEINVAL;
        const auto* bytes = static_cast<const BYTE*>(from.lpValue);
        made.values.push_back({ws2::text_utf8(from.lpszName), from.dwNameSpace, from.dwValueType,
                               std::vector<BYTE>(bytes, bytes + from.dwValueSize)});
    }
    const std::lock_guard guard(classes_lock);
    return classes().emplace(*info->lpServiceClassId, std::move(made)).second ? 0 : WSAEALREADY;
}

// The members of Info, then what they point at.
template <typename Info>
void class_write(ws2::RecordWriter& writer, const GUID& id, const ServiceClass& from) {
    using Value = std::remove_pointer_t<decltype(Info::lpClassInfos)>;
    Info none{};
    Info* info = writer.take<Info>();
    Info& out = info ? *info : none;
    out.lpServiceClassId = writer.copy(&id);
    writer.text(from.name, &out.lpszServiceClassName);
    out.dwCount = static_cast<DWORD>(from.values.size());
    out.lpClassInfos = writer.take<Value>(from.values.size());
    for (size_t i = 0; i < from.values.size(); ++i) {
        const ClassValue& value = from.values[i];
        Value unused{};
        Value& to = out.lpClassInfos ? out.lpClassInfos[i] : unused;
        writer.text(value.name, &to.lpszName);
        to.dwNameSpace = value.name_space;
        to.dwValueType = value.type;
        to.dwValueSize = static_cast<DWORD>(value.value.size());
        writer.take<uint64_t>(0);  // whatever the value is, it lies aligned
        to.lpValue = writer.copy(value.value.data(), value.value.size());
    }
}

template <typename Info>
int class_info(const GUID* provider, const GUID* id, DWORD* length, Info* buffer) {
    if (!provider || !id || !length || !buffer || !ws2::guid_equal(*provider, ws2::kDnsProviderId))
        return WSAEINVAL;
    const std::lock_guard guard(classes_lock);
    const auto found = classes().find(*id);
    if (found == classes().end())
        return WSATYPE_NOT_FOUND;
    return ws2::record_write(buffer, length, [&](ws2::RecordWriter& writer) {
        class_write<Info>(writer, *id, found->second);
    });
}

// Lengths are in characters, with the terminator.
template <typename Char>
int class_name(const GUID* id, Char* buffer, DWORD* length) {
    if (!id || !length)
        return WSAEINVAL;
    const std::lock_guard guard(classes_lock);
    const auto found = classes().find(*id);
    if (found == classes().end())
        return WSATYPE_NOT_FOUND;
    const unsigned size = buffer ? *length : 0;
    const unsigned written = nt::buffer_copy(found->second.name, buffer, size);
    *length = written >= size ? written : written + 1;
    return written >= size ? WSAEFAULT : 0;
}

template <typename Query>
int service_set(const Query* query, WSAESETSERVICEOP operation) {
    if (!query || query->dwSize < sizeof *query || !query->lpServiceClassId ||
        operation < RNRSERVICE_REGISTER || operation > RNRSERVICE_DELETE)
        return WSAEINVAL;
    if (!ws2::name_space_serves(query->dwNameSpace, query->lpNSProviderId))
        return WSASERVICE_NOT_FOUND;
    // Registering and deregistering are no operations in the DNS namespace, which holds no objects.
    return operation == RNRSERVICE_DELETE ? WSASERVICE_NOT_FOUND : 0;
}

}  // namespace

INT WSAAPI WSAInstallServiceClassA(LPWSASERVICECLASSINFOA lpServiceClassInfo) {
    return class_call([&] { return class_install(lpServiceClassInfo); });
}

INT WSAAPI WSAInstallServiceClassW(LPWSASERVICECLASSINFOW lpServiceClassInfo) {
    return class_call([&] { return class_install(lpServiceClassInfo); });
}

INT WSAAPI WSARemoveServiceClass(LPGUID lpServiceClassId) {
    return class_call([&]() -> int {
        if (!lpServiceClassId)
            return WSAEINVAL;
        const std::lock_guard guard(classes_lock);
        return classes().erase(*lpServiceClassId) != 0 ? 0 : WSATYPE_NOT_FOUND;
    });
}

INT WSAAPI WSAGetServiceClassInfoA(LPGUID lpProviderId, LPGUID lpServiceClassId,
                                   LPDWORD lpdwBufSize, LPWSASERVICECLASSINFOA lpServiceClassInfo) {
    return class_call([&] {
        return class_info(lpProviderId, lpServiceClassId, lpdwBufSize, lpServiceClassInfo);
    });
}

INT WSAAPI WSAGetServiceClassInfoW(LPGUID lpProviderId, LPGUID lpServiceClassId,
                                   LPDWORD lpdwBufSize, LPWSASERVICECLASSINFOW lpServiceClassInfo) {
    return class_call([&] {
        return class_info(lpProviderId, lpServiceClassId, lpdwBufSize, lpServiceClassInfo);
    });
}

INT WSAAPI WSAGetServiceClassNameByClassIdA(LPGUID lpServiceClassId, LPSTR lpszServiceClassName,
                                            LPDWORD lpdwBufferLength) {
    return class_call(
        [&] { return class_name(lpServiceClassId, lpszServiceClassName, lpdwBufferLength); });
}

INT WSAAPI WSAGetServiceClassNameByClassIdW(LPGUID lpServiceClassId, LPWSTR lpszServiceClassName,
                                            LPDWORD lpdwBufferLength) {
    return class_call(
        [&] { return class_name(lpServiceClassId, lpszServiceClassName, lpdwBufferLength); });
}

INT WSAAPI WSASetServiceA(LPWSAQUERYSETA lpqsRegInfo, WSAESETSERVICEOP essoperation, DWORD) {
    return class_call([&] { return service_set(lpqsRegInfo, essoperation); });
}

INT WSAAPI WSASetServiceW(LPWSAQUERYSETW lpqsRegInfo, WSAESETSERVICEOP essoperation, DWORD) {
    return class_call([&] { return service_set(lpqsRegInfo, essoperation); });
}
