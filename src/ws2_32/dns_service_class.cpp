// The service classes that the builtin namespace provider was told of.
// https://learn.microsoft.com/windows/win32/winsock/service-class-data-structures-in-the-spi-2
#include <map>
#include <mutex>
#include <vector>

#include "nt/api.h"
#include "ws2_32/dns_provider.h"
#include "ws2_32/name_space.h"
#include "ws2_32/name_space_text.h"

namespace berth::ws2 {
namespace {

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
        const std::lock_guard guard(classes_lock);
        const int error = body();
        return error == 0 ? 0 : nt::api_fail<INT>(static_cast<DWORD>(error), SOCKET_ERROR);
    });
}

}  // namespace

INT WSPAPI dns_install_service_class(LPGUID /*provider*/, LPWSASERVICECLASSINFOW info) {
    return class_call([&] {
        const GUID id = *info->lpServiceClassId;
        return classes().emplace(id, service_class_read(*info)).second ? 0 : WSAEALREADY;
    });
}

INT WSPAPI dns_remove_service_class(LPGUID /*provider*/, LPGUID id) {
    return class_call([&] { return classes().erase(*id) != 0 ? 0 : WSATYPE_NOT_FOUND; });
}

INT WSPAPI dns_get_service_class_info(LPGUID /*provider*/, LPDWORD length,
                                      LPWSASERVICECLASSINFOW info) {
    return class_call([&] {
        const auto found = classes().find(*info->lpServiceClassId);
        if (found == classes().end())
            return WSATYPE_NOT_FOUND;
        return record_write(info, length, [&](RecordWriter& writer) {
            service_class_write<WSASERVICECLASSINFOW>(writer, found->first, found->second);
        });
    });
}

bool service_class_by_name(const std::string& name, GUID* id) {
    const std::lock_guard guard(classes_lock);
    for (const auto& [known, service_class] : classes()) {
        if (strcasecmp(service_class.name.c_str(), name.c_str()) == 0) {
            *id = known;
            return true;
        }
    }
    return false;
}

}  // namespace berth::ws2
