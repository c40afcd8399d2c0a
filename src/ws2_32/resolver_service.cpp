// Services and protocols: the system's databases, then the built-in table. Linux headers only.
#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "ws2_32/name_database.h"
#include "ws2_32/resolver.h"

namespace berth::ws2 {
namespace {

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

// Calls one of libc's _r functions with as much room as it asks for.
template <typename Entry, typename Call>
Entry* database_call(Entry* entry, std::vector<char>* buffer, Call&& call) {
    Entry* found = nullptr;
    buffer->resize(1024);
    while (call(entry, buffer->data(), buffer->size(), &found) == ERANGE &&
           buffer->size() < (1U << 20))
        buffer->resize(buffer->size() * 2);
    return found;
}

std::vector<std::string> list_from(char* const* list) {
    std::vector<std::string> all;
    for (; list && *list; ++list)
        all.emplace_back(*list);
    return all;
}

bool service_from(const servent* entry, Service* service) {
    if (!entry)
        return false;
    service->name = entry->s_name;
    service->aliases = list_from(entry->s_aliases);
    service->port = ntohs(static_cast<uint16_t>(entry->s_port));
    service->protocol = entry->s_proto;
    return true;
}

bool protocol_from(const protoent* entry, Protocol* protocol) {
    if (!entry)
        return false;
    protocol->name = entry->p_name;
    protocol->aliases = list_from(entry->p_aliases);
    protocol->number = entry->p_proto;
    return true;
}

template <typename Matches>
bool service_known(const std::string& protocol, Service* service, Matches&& matches) {
    const std::string wanted = lower_case(protocol);
    for (const KnownService& known : known_services()) {
        if (!matches(known))
            continue;
        const bool tcp = known.tcp && (wanted.empty() || wanted == "tcp");
        const bool udp = known.udp && (wanted.empty() || wanted == "udp");
        if (!tcp && !udp)
            continue;
        service->name = known.name;
        service->aliases.clear();
        if (!known.alias.empty())
            service->aliases.emplace_back(known.alias);
        service->port = known.port;
        service->protocol = tcp ? "tcp" : "udp";
        return true;
    }
    return false;
}

template <typename Matches>
bool protocol_known(Protocol* protocol, Matches&& matches) {
    const auto all = known_protocols();
    const auto known = std::find_if(all.begin(), all.end(), matches);
    if (known == all.end())
        return false;
    protocol->name = known->name;
    protocol->aliases = {std::string(known->alias)};
    protocol->number = known->number;
    return true;
}

const char* text_or_null(const std::string& text) {
    return text.empty() ? nullptr : text.c_str();
}

}  // namespace

bool service_by_name(const std::string& name, const std::string& protocol, Service* service) {
    if (name.empty())
        return false;
    const std::string wanted = lower_case(protocol);
    const std::string lower = lower_case(name);
    std::vector<char> buffer;
    servent entry{};
    // The system's database compares exactly; most of its names are in lower case.
    for (const std::string& spelling : {name, lower})
        if (service_from(database_call(&entry, &buffer,
                                       [&](servent* e, char* room, size_t size, servent** found) {
                                           return getservbyname_r(spelling.c_str(),
                                                                  text_or_null(wanted), e, room,
                                                                  size, found);
                                       }),
                         service))
            return true;
    return service_known(protocol, service, [&](const KnownService& known) {
        return lower == known.name || lower == lower_case(known.alias);
    });
}

bool service_by_port(uint16_t port, const std::string& protocol, Service* service) {
    const std::string wanted = lower_case(protocol);
    std::vector<char> buffer;
    servent entry{};
    if (service_from(database_call(&entry, &buffer,
                                   [&](servent* e, char* room, size_t size, servent** found) {
                                       return getservbyport_r(htons(port), text_or_null(wanted), e,
                                                              room, size, found);
                                   }),
                     service))
        return true;
    return service_known(protocol, service,
                         [&](const KnownService& known) { return known.port == port; });
}

bool protocol_by_name(const std::string& name, Protocol* protocol) {
    const std::string lower = lower_case(name);
    std::vector<char> buffer;
    protoent entry{};
    for (const std::string& spelling : {name, lower})
        if (protocol_from(
                database_call(&entry, &buffer,
                              [&](protoent* e, char* room, size_t size, protoent** found) {
                                  return getprotobyname_r(spelling.c_str(), e, room, size, found);
                              }),
                protocol))
            return true;
    return protocol_known(protocol, [&](const KnownProtocol& known) {
        return lower == known.name || lower == lower_case(known.alias);
    });
}

bool protocol_by_number(int number, Protocol* protocol) {
    std::vector<char> buffer;
    protoent entry{};
    if (protocol_from(database_call(&entry, &buffer,
                                    [&](protoent* e, char* room, size_t size, protoent** found) {
                                        return getprotobynumber_r(number, e, room, size, found);
                                    }),
                      protocol))
        return true;
    return protocol_known(protocol,
                          [&](const KnownProtocol& known) { return known.number == number; });
}

}  // namespace berth::ws2
