// Addresses of tests/conformance/two_hosts.py: two network namespaces joined by a virtual wire.
// These scenarios run only there.
#pragma once
#include "../scenario.h"

inline Address two_hosts_address(const char* text, unsigned short port) {
    Address where = loopback(AF_INET, port);
    inet_pton(AF_INET, text, &where.v4.sin_addr);
    return where;
}

#define HERE "10.77.0.1"
#define PEER "10.77.0.2"
#define NOBODY "10.77.0.99"  // no such host on the wire
#define SILENT "10.77.0.3"   // the peer's hardware address, which drops what comes
#define BEYOND "10.78.0.1"   // behind the peer, which is a router
#define NO_ROUTE "198.51.100.1"
