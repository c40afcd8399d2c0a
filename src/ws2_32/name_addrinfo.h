// The lists that getaddrinfo and its kin return: each node owns all that it points at.
#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <type_traits>

#include "nt/text.h"
#include "ws2_32/name_query.h"

namespace berth::ws2 {

// The character type of an addrinfo structure's names.
template <typename Info>
using InfoChar = std::remove_pointer_t<decltype(Info::ai_canonname)>;

template <typename Info>
struct InfoNode : Info {
    SOCKADDR_STORAGE address;
    std::basic_string<InfoChar<Info>> canonical;
};

template <typename Info>
void addrinfo_free(Info* list) {
    while (list) {
        const std::unique_ptr<InfoNode<Info>> node(static_cast<InfoNode<Info>*>(list));
        list = node->ai_next;
    }
}

// The address lives in the node itself; whoever walks the list may move ai_next about, no more.
template <typename Info>
Info* addrinfo_list(const NameAnswers& answers) {
    struct Free {
        void operator()(Info* list) const { addrinfo_free(list); }
    };
    std::unique_ptr<Info, Free> head;
    Info** next = nullptr;
    for (const NameAnswer& answer : answers.all) {
        auto node = std::make_unique<InfoNode<Info>>();
        node->ai_flags = answer.flags;
        node->ai_family = answer.address.ss_family;
        node->ai_socktype = answer.type;
        node->ai_protocol = answer.protocol;
        node->address = answer.address;
        node->ai_addr = reinterpret_cast<SOCKADDR*>(&node->address);
        node->ai_addrlen = answer.length;
        if (!next && !answers.canonical.empty()) {
            if constexpr (std::same_as<InfoChar<Info>, char>)
                node->canonical = answers.canonical;
            else
                node->canonical = nt::wide_from_utf8(answers.canonical);
            node->ai_canonname = node->canonical.data();
        }
        Info* raw = node.release();
        if (next)
            *next = raw;
        else
            head.reset(raw);
        next = &raw->ai_next;
    }
    return head.release();
}

// The members of the hints that a caller has to leave zero.
template <typename Info>
int addrinfo_hints(const Info* hints, NameHints* out) {
    if (!hints)
        return 0;
    if (hints->ai_addrlen != 0 || hints->ai_canonname || hints->ai_addr || hints->ai_next)
        return WSANO_RECOVERY;
    out->flags = hints->ai_flags;
    out->family = hints->ai_family;
    out->type = hints->ai_socktype;
    out->protocol = hints->ai_protocol;
    return 0;
}

}  // namespace berth::ws2
