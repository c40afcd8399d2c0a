// Service classes and services: WSAInstallServiceClass, WSARemoveServiceClass,
// WSAGetServiceClassInfo, WSAGetServiceClassNameByClassId and WSASetService tell and ask the
// namespace providers.
// https://learn.microsoft.com/windows/win32/winsock/service-class-data-structures-in-the-spi-2
#include "ws2_32/name_service_class.h"

#include <algorithm>
#include <string>
#include <vector>

#include "nt/api.h"
#include "nt/memory_probe.h"
#include "ws2_32/dns_provider.h"
#include "ws2_32/name_space_text.h"
#include "ws2_32/startup.h"

namespace berth::ws2 {
namespace {

template <typename Body>
INT class_call(Body&& body) {
    return nt::api_call<INT>(SOCKET_ERROR, [&]() -> INT {
        int error = startup_check();
        if (error == 0)
            error = body();
        return error == 0 ? 0 : nt::api_fail<INT>(static_cast<DWORD>(error), SOCKET_ERROR);
    });
}

// A provider's answer in a buffer that is large enough.
int class_ask(NameSpaceProvider& provider, GUID* class_id, std::vector<uint64_t>* room) {
    if (!provider.routines.NSPGetServiceClassInfo)
        return WSAEOPNOTSUPP;
    room->assign(64, 0);
    for (;;) {
        GUID provider_id = provider.id;
        auto* info = reinterpret_cast<WSASERVICECLASSINFOW*>(room->data());
        *info = {};
        info->lpServiceClassId = class_id;
        const auto had = static_cast<DWORD>(room->size() * sizeof(uint64_t));
        DWORD size = had;
        const int error = name_space_call(
            [&] { return provider.routines.NSPGetServiceClassInfo(&provider_id, &size, info); });
        if (error != WSAEFAULT || had >= 0x1000000)
            return error;
        room->assign(std::max<size_t>(2 * room->size(), size / sizeof(uint64_t) + 1), 0);
    }
}

template <typename Info>
int class_install(const Info* info) {
    if (info && !nt::memory_is_mapped(info, sizeof *info))
        return WSAEFAULT;
    if (!info || !info->lpServiceClassId || !info->lpszServiceClassName ||
        (info->dwCount != 0 && !info->lpClassInfos))
        return WSAEINVAL;
    if (!nt::memory_is_mapped(info->lpServiceClassId, sizeof(GUID)) ||
        !nt::memory_is_mapped(info->lpszServiceClassName, sizeof *info->lpszServiceClassName) ||
        (info->dwCount != 0 &&
         !nt::memory_is_mapped(info->lpClassInfos, info->dwCount * sizeof *info->lpClassInfos)))
        return WSAEFAULT;
    for (DWORD i = 0; i < info->dwCount; ++i) {
        const auto& value = info->lpClassInfos[i];
        if (!value.lpszName || (value.dwValueSize != 0 && !value.lpValue))
            return WSAEINVAL;
    }
    std::vector<NameSpaceProvider*> providers;
    if (const int error = name_space_providers(NS_ALL, nullptr, &providers))
        return error;
    // Providers get a copy in wide form, of which they may keep nothing.
    const ServiceClass read = service_class_read(*info);
    RecordWriter count(nullptr);
    service_class_write<WSASERVICECLASSINFOW>(count, *info->lpServiceClassId, read);
    std::vector<uint64_t> room(count.size() / sizeof(uint64_t) + 1);
    RecordWriter writer(room.data());
    service_class_write<WSASERVICECLASSINFOW>(writer, *info->lpServiceClassId, read);
    return name_space_any(providers, [&](NameSpaceProvider& provider) -> int {
        if (!provider.routines.NSPInstallServiceClass)
            return WSAEOPNOTSUPP;
        GUID id = provider.id;
        return name_space_call([&] {
            return provider.routines.NSPInstallServiceClass(
                &id, reinterpret_cast<WSASERVICECLASSINFOW*>(room.data()));
        });
    });
}

int class_remove(GUID* class_id) {
    if (!class_id)
        return WSAEINVAL;
    if (!nt::memory_is_mapped(class_id, sizeof *class_id))
        return WSAEFAULT;
    std::vector<NameSpaceProvider*> providers;
    if (const int error = name_space_providers(NS_ALL, nullptr, &providers))
        return error;
    return name_space_any(providers, [&](NameSpaceProvider& provider) -> int {
        if (!provider.routines.NSPRemoveServiceClass)
            return WSAEOPNOTSUPP;
        GUID id = provider.id;
        return name_space_call(
            [&] { return provider.routines.NSPRemoveServiceClass(&id, class_id); });
    });
}

template <typename Info>
int class_info(const GUID* provider, const GUID* class_id, DWORD* length, Info* buffer) {
    if (!provider || !class_id || !length || !buffer)
        return WSAEINVAL;
    if (!nt::memory_is_mapped(provider, sizeof *provider) ||
        !nt::memory_is_mapped(class_id, sizeof *class_id) ||
        !nt::memory_is_mapped(length, sizeof *length))
        return WSAEFAULT;
    std::vector<NameSpaceProvider*> providers;
    if (const int error = name_space_providers(NS_ALL, provider, &providers))
        return error == WSASERVICE_NOT_FOUND ? WSAEINVAL : error;
    ServiceClassInfo info(providers, class_id);
    if (!info.get())
        return info.error();
    const ServiceClass read = service_class_read(*info.get());
    return record_write(buffer, length, [&](RecordWriter& writer) {
        service_class_write<Info>(writer, *class_id, read);
    });
}

// Lengths are in characters, with the terminator.
template <typename Char>
int class_name(const GUID* id, Char* buffer, DWORD* length) {
    if (!id || !length)
        return WSAEINVAL;
    if (!nt::memory_is_mapped(id, sizeof *id) || !nt::memory_is_mapped(length, sizeof *length) ||
        (buffer && !nt::memory_is_mapped(buffer, sizeof *buffer)))
        return WSAEFAULT;
    std::vector<NameSpaceProvider*> providers;
    if (const int error = name_space_providers(NS_ALL, nullptr, &providers))
        return error;
    ServiceClassInfo info(providers, id);
    if (!info.get())
        return info.error();
    const unsigned size = buffer ? *length : 0;
    const unsigned written =
        nt::buffer_copy(text_utf8(info.get()->lpszServiceClassName), buffer, size);
    *length = written >= size ? written : written + 1;
    return written >= size ? WSAEFAULT : 0;
}

template <typename Query>
int service_check(const Query* query, WSAESETSERVICEOP operation) {
    if (query &&
        (!nt::memory_is_mapped(query, sizeof *query) ||
         (query->lpServiceClassId && !nt::memory_is_mapped(query->lpServiceClassId, sizeof(GUID)))))
        return WSAEFAULT;
    return !query || query->dwSize < sizeof *query || !query->lpServiceClassId ||
                   operation < RNRSERVICE_REGISTER || operation > RNRSERVICE_DELETE
               ? WSAEINVAL
               : 0;
}

}  // namespace

int service_set(WSAQUERYSETW* query, WSAESETSERVICEOP operation, DWORD flags, bool hosts) {
    std::vector<NameSpaceProvider*> providers;
    if (const int error =
            name_space_providers(query->dwNameSpace, query->lpNSProviderId, &providers))
        return error;
    ServiceClassInfo info(providers, query->lpServiceClassId);
    return name_space_any(providers, [&](NameSpaceProvider& provider) -> int {
        if (!provider.routines.NSPSetService || (hosts && guid_equal(provider.id, kDnsProviderId)))
            return WSAEOPNOTSUPP;
        GUID id = provider.id;
        return name_space_call([&] {
            return provider.routines.NSPSetService(&id, info.get(), query, operation, flags);
        });
    });
}

ServiceClassInfo::ServiceClassInfo(const std::vector<NameSpaceProvider*>& providers, const GUID* id)
    : id_(*id), error_(WSATYPE_NOT_FOUND) {
    for (NameSpaceProvider* provider : providers) {
        const int error = class_ask(*provider, &id_, &room_);
        if (error == 0)
            return;
        if (error_ == WSATYPE_NOT_FOUND)
            error_ = error;
    }
    room_.clear();
}

}  // namespace berth::ws2

using namespace berth;

INT WSAAPI WSAInstallServiceClassA(LPWSASERVICECLASSINFOA lpServiceClassInfo) {
    return ws2::class_call([&] { return ws2::class_install(lpServiceClassInfo); });
}

INT WSAAPI WSAInstallServiceClassW(LPWSASERVICECLASSINFOW lpServiceClassInfo) {
    return ws2::class_call([&] { return ws2::class_install(lpServiceClassInfo); });
}

INT WSAAPI WSARemoveServiceClass(LPGUID lpServiceClassId) {
    return ws2::class_call([&] { return ws2::class_remove(lpServiceClassId); });
}

INT WSAAPI WSAGetServiceClassInfoA(LPGUID lpProviderId, LPGUID lpServiceClassId,
                                   LPDWORD lpdwBufSize, LPWSASERVICECLASSINFOA lpServiceClassInfo) {
    return ws2::class_call([&] {
        return ws2::class_info(lpProviderId, lpServiceClassId, lpdwBufSize, lpServiceClassInfo);
    });
}

INT WSAAPI WSAGetServiceClassInfoW(LPGUID lpProviderId, LPGUID lpServiceClassId,
                                   LPDWORD lpdwBufSize, LPWSASERVICECLASSINFOW lpServiceClassInfo) {
    return ws2::class_call([&] {
        return ws2::class_info(lpProviderId, lpServiceClassId, lpdwBufSize, lpServiceClassInfo);
    });
}

INT WSAAPI WSAGetServiceClassNameByClassIdA(LPGUID lpServiceClassId, LPSTR lpszServiceClassName,
                                            LPDWORD lpdwBufferLength) {
    return ws2::class_call(
        [&] { return ws2::class_name(lpServiceClassId, lpszServiceClassName, lpdwBufferLength); });
}

INT WSAAPI WSAGetServiceClassNameByClassIdW(LPGUID lpServiceClassId, LPWSTR lpszServiceClassName,
                                            LPDWORD lpdwBufferLength) {
    return ws2::class_call(
        [&] { return ws2::class_name(lpServiceClassId, lpszServiceClassName, lpdwBufferLength); });
}

INT WSAAPI WSASetServiceA(LPWSAQUERYSETA lpqsRegInfo, WSAESETSERVICEOP essoperation,
                          DWORD dwControlFlags) {
    return ws2::class_call([&] {
        if (const int error = ws2::service_check(lpqsRegInfo, essoperation))
            return error;
        ws2::WideQuery wide(*lpqsRegInfo);
        return ws2::service_set(wide.get(), essoperation, dwControlFlags, false);
    });
}

INT WSAAPI WSASetServiceW(LPWSAQUERYSETW lpqsRegInfo, WSAESETSERVICEOP essoperation,
                          DWORD dwControlFlags) {
    return ws2::class_call([&] {
        const int error = ws2::service_check(lpqsRegInfo, essoperation);
        return error != 0 ? error
                          : ws2::service_set(lpqsRegInfo, essoperation, dwControlFlags, false);
    });
}
