#include "../scenario.h"

namespace {
SOCKET dual_stack(int option) {
    SOCKET s = new_socket(AF_INET6, SOCK_STREAM);
    set_option(s, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    if (option != 0)
        set_option(s, SOL_SOCKET, option, 1);
    return s;
}
}  // namespace

// "The given port is reserved on both the IPv4 and IPv6 networking stacks": the checks must succeed
// on both.
SCENARIO(sharing_dual_stack) {
    SOCKET four = new_socket(AF_INET, SOCK_STREAM);
    Address where = loopback(AF_INET);
    result("IPv4, specific", bind(four, where.get(), where.length));
    unsigned short port = port_of(name_of(four));
    where = wildcard(AF_INET6, port);
    SOCKET exclusive = dual_stack(SO_EXCLUSIVEADDRUSE);
    result("both, exclusive, wildcard", bind(exclusive, where.get(), where.length));
    SOCKET both = dual_stack(0);
    result("both, wildcard", bind(both, where.get(), where.length));
    closesocket(four);
    four = new_socket(AF_INET, SOCK_STREAM);
    where = wildcard(AF_INET, port);
    result("IPv4, wildcard", bind(four, where.get(), where.length));
    closesocket(both);
    closesocket(four);

    // Confined to IPv6, the default, a socket has nothing to do with IPv4's ports.
    SOCKET six = new_socket(AF_INET6, SOCK_STREAM);
    set_option(six, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1);
    where = wildcard(AF_INET6);
    result("IPv6, exclusive, wildcard", bind(six, where.get(), where.length));
    port = port_of(name_of(six));
    four = new_socket(AF_INET, SOCK_STREAM);
    where = loopback(AF_INET, port);
    result("IPv4, specific", bind(four, where.get(), where.length));
    SOCKET mapped = dual_stack(0);
    where = wildcard(AF_INET6, port);
    result("both, wildcard", bind(mapped, where.get(), where.length));
}
