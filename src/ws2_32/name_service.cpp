// getservbyname, getservbyport, getprotobyname, getprotobynumber: one structure of each kind a
// thread, overwritten by the next call, freed with the thread.
// https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-getservbyname
#include <string>
#include <vector>

#include "nt/api.h"
#include "nt/memory_probe.h"
#include "winsock2.h"
#include "ws2_32/name_space_host.h"
#include "ws2_32/resolver.h"
#include "ws2_32/startup.h"

namespace {

using namespace berth;

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    list.reserve(texts.size() + 1);
    for (std::string& text : texts)
        list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

servent* service_fill(ws2::Service&& found) {
    struct Slot {
        servent entry{};
        ws2::Service service;
        std::vector<char*> aliases;
    };
    thread_local Slot slot;
    slot.service = std::move(found);
    slot.aliases = pointers(slot.service.aliases);
    slot.entry.s_name = slot.service.name.data();
    slot.entry.s_aliases = slot.aliases.data();
    slot.entry.s_port = static_cast<short>(__builtin_bswap16(slot.service.port));
    slot.entry.s_proto = slot.service.protocol.data();
    return &slot.entry;
}

protoent* protocol_fill(ws2::Protocol&& found) {
    struct Slot {
        protoent entry{};
        ws2::Protocol protocol;
        std::vector<char*> aliases;
    };
    thread_local Slot slot;
    slot.protocol = std::move(found);
    slot.aliases = pointers(slot.protocol.aliases);
    slot.entry.p_name = slot.protocol.name.data();
    slot.entry.p_aliases = slot.aliases.data();
    slot.entry.p_proto = static_cast<short>(slot.protocol.number);
    return &slot.entry;
}

// Asks `find` for a Found and gives `fill` what it found.
template <typename Found, typename Entry, typename Find>
Entry* database_call(Entry* (*fill)(Found&&), Find&& find) {
    return nt::api_call<Entry*>(nullptr, [&]() -> Entry* {
        if (const int error = ws2::startup_check())
            return nt::api_fail<Entry*>(static_cast<DWORD>(error), nullptr);
        Found found;
        if (!find(&found))
            return nt::api_fail<Entry*>(WSANO_DATA, nullptr);
        return fill(std::move(found));
    });
}

// A text that is null is none; one that is not mapped is an error.
bool text_faults(const char* text) {
    return text && !nt::memory_is_mapped(text, 1);
}

template <typename Entry>
Entry* text_fail() {
    const int error = ws2::startup_check();
    return nt::api_fail<Entry*>(static_cast<DWORD>(error != 0 ? error : int{WSAEFAULT}), nullptr);
}

std::string text_or_empty(const char* text) {
    return text ? text : "";
}

}  // namespace

struct servent* WSAAPI getservbyname(const char* name, const char* proto) {
    if (text_faults(name) || text_faults(proto))
        return text_fail<servent>();
    return database_call<ws2::Service>(service_fill, [&](ws2::Service* found) {
        return name && ws2::name_space_service(name, text_or_empty(proto), found);
    });
}

struct servent* WSAAPI getservbyport(int port, const char* proto) {
    if (text_faults(proto))
        return text_fail<servent>();
    return database_call<ws2::Service>(service_fill, [&](ws2::Service* found) {
        return port >= -0x8000 && port <= 0xffff &&
               ws2::name_space_service(__builtin_bswap16(static_cast<uint16_t>(port)),
                                       text_or_empty(proto), found);
    });
}

struct protoent* WSAAPI getprotobyname(const char* name) {
    if (!nt::memory_is_mapped(name, 1))
        return text_fail<protoent>();
    return database_call<ws2::Protocol>(
        protocol_fill, [&](ws2::Protocol* found) { return ws2::protocol_by_name(name, found); });
}

struct protoent* WSAAPI getprotobynumber(int number) {
    return database_call<ws2::Protocol>(protocol_fill, [&](ws2::Protocol* found) {
        return ws2::protocol_by_number(number, found);
    });
}
