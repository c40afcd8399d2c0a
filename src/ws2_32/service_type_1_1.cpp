// Service types: those that were added, and those of well-known ports, which services(5) names.
// https://learn.microsoft.com/windows/win32/api/nspapi/nf-nspapi-gettypebynamea
#include <cstring>

#include "svcguid.h"
#include "winnt.h"
#include "ws2_32/dns_provider.h"
#include "ws2_32/name_service_class.h"
#include "ws2_32/resolver.h"
#include "ws2_32/service_1_1.h"

namespace berth::ws2 {
namespace {

uint16_t port_value(const ServiceClass& type, const char* name) {
    for (const ClassValue& value : type.values) {
        DWORD port = 0;
        if (value.type != REG_DWORD || value.value.size() != sizeof port ||
            strcasecmp(value.name.c_str(), name) != 0)
            continue;
        std::memcpy(&port, value.value.data(), sizeof port);
        return static_cast<uint16_t>(port);
    }
    return 0;
}

bool type_by_name(const std::string& name, GUID* type) {
    if (service_class_by_name(name, type))
        return true;
    Service service;
    if (!service_by_name(name, "", &service))
        return false;
    if (service.protocol == "udp")
        SET_UDP_SVCID(type, service.port);
    else
        SET_TCP_SVCID(type, service.port);
    return true;
}

// Empty: nobody knows it.
std::string type_name(const GUID& type) {
    std::vector<NameSpaceProvider*> providers;
    if (name_space_providers(NS_ALL, nullptr, &providers) == 0) {
        ServiceClassInfo info(providers, &type);
        if (info.get())
            return text_utf8(info.get()->lpszServiceClassName);
    }
    Service service;
    if (IS_SVCID_TCP(&type) && service_by_port(PORT_FROM_SVCID_TCP(&type), "tcp", &service))
        return service.name;
    if (IS_SVCID_UDP(&type) && service_by_port(PORT_FROM_SVCID_UDP(&type), "udp", &service))
        return service.name;
    return {};
}

template <typename Char>
INT type_by_name_call(const Char* name, GUID* type) {
    return service_call([&](int*) -> int {
        if (!nt::memory_is_mapped(name, sizeof *name) || !nt::memory_is_mapped(type, sizeof *type))
            return WSAEFAULT;
        return type_by_name(text_utf8(name), type) ? 0 : ERROR_SERVICE_DOES_NOT_EXIST;
    });
}

template <typename Char>
INT type_name_call(const GUID* type, Char* name, DWORD length) {
    return service_call([&](int*) -> int {
        if (!nt::memory_is_mapped(type, sizeof *type))
            return WSAEFAULT;
        const std::string found = type_name(*type);
        if (found.empty())
            return ERROR_SERVICE_DOES_NOT_EXIST;
        return answer_write(name, &length, [&](RecordWriter& writer) {
            Char* place = nullptr;
            writer.text(found, &place);
        });
    });
}

}  // namespace

TypePorts service_type_ports(const GUID& type) {
    if (IS_SVCID_TCP(&type))
        return {true, PORT_FROM_SVCID_TCP(&type), 0};
    if (IS_SVCID_UDP(&type))
        return {true, 0, PORT_FROM_SVCID_UDP(&type)};
    if (guid_equal(type, SVCID_HOSTNAME) || guid_equal(type, SVCID_INET_HOSTADDRBYNAME))
        return {true, 0, 0};
    std::vector<NameSpaceProvider*> providers;
    if (name_space_providers(NS_ALL, nullptr, &providers) != 0)
        return {};
    ServiceClassInfo info(providers, &type);
    if (!info.get())
        return {};
    const ServiceClass known = service_class_read(*info.get());
    return {true, port_value(known, SERVICE_TYPE_VALUE_TCPPORTA),
            port_value(known, SERVICE_TYPE_VALUE_UDPPORTA)};
}

}  // namespace berth::ws2

using namespace berth;

INT WSAAPI GetTypeByNameA(LPSTR lpServiceName, LPGUID lpServiceType) {
    return ws2::type_by_name_call(lpServiceName, lpServiceType);
}

INT WSAAPI GetTypeByNameW(LPWSTR lpServiceName, LPGUID lpServiceType) {
    return ws2::type_by_name_call(lpServiceName, lpServiceType);
}

INT WSAAPI GetNameByTypeA(LPGUID lpServiceType, LPSTR lpServiceName, DWORD dwNameLength) {
    return ws2::type_name_call(lpServiceType, lpServiceName, dwNameLength);
}

INT WSAAPI GetNameByTypeW(LPGUID lpServiceType, LPWSTR lpServiceName, DWORD dwNameLength) {
    return ws2::type_name_call(lpServiceType, lpServiceName, dwNameLength);
}
