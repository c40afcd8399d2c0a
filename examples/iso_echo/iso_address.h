// IsoGetAddrInfo: getaddrinfo for ISO transport over TCP. The name service knows hosts and TCP ports;
// what comes back are addresses of AF_ISO with a transport selector before them.
#pragma once

#include <winsock2.h>
#include <ws2tcpip.h>
#include <wshisotp.h>

#include <cstdio>

// The addresses of a host. Selector: the transport selector, text of at most 32 characters, or "0x" and
// hexadecimal digits; "" is none. Host: a name or an IP address; NULL is this computer's own (AI_PASSIVE: any,
// for a listener). Service: a port, or NULL for the protocol's. Fills at most Count addresses and returns
// how many; SOCKET_ERROR, and WSAGetLastError says why.
inline int IsoGetAddrInfo(const char *Selector, const char *Host, const char *Service, int Flags,
                          SOCKADDR_TP *Addresses, int Count)
{
    addrinfo hints = {};
    hints.ai_flags = Flags;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *found = NULL;
    // Without a service getaddrinfo wants a host; the port is put into the text below.
    int error = getaddrinfo(Host, Host ? NULL : "102", &hints, &found);
    if (error != 0) {
        WSASetLastError(error);
        return SOCKET_ERROR;
    }
    int filled = 0;
    for (addrinfo *entry = found; entry != NULL && filled < Count; entry = entry->ai_next) {
        char host[NI_MAXHOST];
        if (getnameinfo(entry->ai_addr, (socklen_t)entry->ai_addrlen, host, sizeof(host), NULL, 0,
                        NI_NUMERICHOST) != 0)
            continue;
        char text[NI_MAXHOST + 64];
        const bool isIpv6 = entry->ai_family == AF_INET6;
        snprintf(text, sizeof(text), "%s@%s%s%s%s%s", Selector, isIpv6 ? "[" : "", host, isIpv6 ? "]" : "",
                 Service ? ":" : "", Service ? Service : "");
        int length = sizeof(SOCKADDR_TP);
        if (WSAStringToAddressA(text, AF_ISO, NULL, (SOCKADDR *)&Addresses[filled], &length) == 0)
            ++filled;
    }
    freeaddrinfo(found);
    if (filled == 0) {
        WSASetLastError(WSAHOST_NOT_FOUND);
        return SOCKET_ERROR;
    }
    return filled;
}
