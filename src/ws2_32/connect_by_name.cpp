// WSAConnectByName, WSAConnectByList: one address after the other, until a connection stands or the
// time is over. They block, whatever the socket's mode.
// https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaconnectbynamew
#include <fcntl.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <optional>
#include <vector>

#include "nt/api.h"
#include "nt/memory_probe.h"
#include "nt/text.h"
#include "winsock2.h"
#include "ws2_32/name_query.h"
#include "ws2_32/socket_table.h"

namespace {

using namespace berth;
using Clock = std::chrono::steady_clock;

struct Target {
    SOCKADDR_STORAGE address{};
    int length = 0;
};

// Where the caller wants an address of the connection, if anywhere.
struct AddressOut {
    LPDWORD length;
    LPSOCKADDR address;

    bool usable(int family) const {
        const size_t needed = family == AF_INET ? sizeof(SOCKADDR_IN) : sizeof(SOCKADDR_IN6);
        return !address || (nt::memory_is_mapped(length, sizeof *length) && *length >= needed &&
                            nt::memory_is_mapped(address, needed));
    }
    int fill(SOCKET s, int (*query)(SOCKET, sockaddr*, int*)) const {
        if (!address)
            return 0;
        int size = static_cast<int>(std::min<DWORD>(*length, INT32_MAX));
        if (query(s, address, &size) != 0)
            return static_cast<int>(nt::last_error_get());
        *length = static_cast<DWORD>(size);
        return 0;
    }
};

class Deadline {
  public:
    explicit Deadline(const timeval* timeout) {
        if (timeout)
            end_ = Clock::now() + std::chrono::seconds(timeout->tv_sec) +
                   std::chrono::microseconds(timeout->tv_usec);
    }
    bool exists() const { return end_.has_value(); }
    bool over() const { return end_ && Clock::now() >= *end_; }
    // As WSAPoll takes it: milliseconds, rounded up; -1 for ever.
    INT remaining() const {
        if (!end_)
            return -1;
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(*end_ - Clock::now()).count();
        return static_cast<INT>(std::clamp<int64_t>(left, 0, INT32_MAX));
    }

  private:
    std::optional<Clock::time_point> end_;
};

struct Caller {
    SOCKET s;
    int family;
    bool v6_only;
    bool nonblocking;
    Deadline deadline;
};

int last_error() {
    return static_cast<int>(nt::last_error_get());
}

// What a connection needs to know of the socket. 0 or the Windows error.
int caller_read(SOCKET s, Caller* caller) {
    if (const int error = ws2::socket_check(s))
        return error;
    WSAPROTOCOL_INFOW info{};
    int length = sizeof info;
    if (getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOW, reinterpret_cast<char*>(&info), &length) != 0)
        return last_error();
    if ((info.dwServiceFlags1 & XP1_CONNECTIONLESS) != 0)
        return WSAEOPNOTSUPP;
    if (info.iAddressFamily != AF_INET && info.iAddressFamily != AF_INET6)
        return WSAEAFNOSUPPORT;
    caller->s = s;
    caller->family = info.iAddressFamily;
    caller->v6_only = false;
    if (caller->family == AF_INET6) {
        DWORD only = 0;
        length = sizeof only;
        if (getsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, reinterpret_cast<char*>(&only), &length) != 0)
            return last_error();
        caller->v6_only = only != 0;
    }
    const int flags = fcntl(static_cast<int>(s), F_GETFL);
    caller->nonblocking = flags >= 0 && (flags & O_NONBLOCK) != 0;
    return 0;
}

// Makes the target one that the socket can reach: an IPv4 address by its mapped form where an IPv6
// socket is not for IPv6 only. False: it cannot.
bool target_fit(const Caller& caller, Target* target) {
    ADDRESS_FAMILY family = AF_UNSPEC;
    std::memcpy(&family, &target->address, sizeof family);
    if (family == caller.family)
        return true;
    if (family != AF_INET || caller.family != AF_INET6 || caller.v6_only)
        return false;
    SOCKADDR_IN four{};
    std::memcpy(&four, &target->address, sizeof four);
    SOCKADDR_IN6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_port = four.sin_port;
    six.sin6_addr.s6_addr[10] = 0xff;
    six.sin6_addr.s6_addr[11] = 0xff;
    std::memcpy(&six.sin6_addr.s6_addr[12], &four.sin_addr, sizeof four.sin_addr);
    std::memcpy(&target->address, &six, sizeof six);
    target->length = sizeof six;
    return true;
}

int mode_set(SOCKET s, bool nonblocking) {
    u_long mode = nonblocking ? 1 : 0;
    return ioctlsocket(s, FIONBIO, &mode) == 0 ? 0 : last_error();
}

// Waits for the outcome of a connect that did not block. 0 or the Windows error.
int connect_wait(const Caller& caller) {
    WSAPOLLFD entry{caller.s, POLLOUT, 0};
    const int ready = WSAPoll(&entry, 1, caller.deadline.remaining());
    if (ready < 0)
        return last_error();
    if (ready == 0)
        return WSAETIMEDOUT;
    int error = 0;
    int length = sizeof error;
    if (getsockopt(caller.s, SOL_SOCKET, SO_ERROR, reinterpret_cast<char*>(&error), &length) != 0)
        return last_error();
    return error;
}

int target_connect(const Caller& caller, const Target& target) {
    const bool wait = caller.deadline.exists() || caller.nonblocking;
    if (wait && !caller.nonblocking)
        if (const int error = mode_set(caller.s, true))
            return error;
    int error = 0;
    if (connect(caller.s, reinterpret_cast<const sockaddr*>(&target.address), target.length) != 0)
        error = last_error();
    if (wait && error == WSAEWOULDBLOCK)
        error = connect_wait(caller);
    if (wait && !caller.nonblocking)
        mode_set(caller.s, false);
    return error;
}

// The error of the last attempt counts.
int connect_any(const Caller& caller, std::vector<Target>& targets) {
    int error = WSAEHOSTUNREACH;
    for (Target& target : targets) {
        if (!target_fit(caller, &target))
            continue;
        if (caller.deadline.over())
            return WSAETIMEDOUT;
        error = target_connect(caller, target);
        if (error == 0 || error == WSAEISCONN || error == WSAENOTSOCK)
            break;
    }
    return error;
}

int connect_targets(SOCKET s, const AddressOut& local, const AddressOut& remote,
                    const timeval* timeout,
                    int (*find)(const Caller&, const void*, std::vector<Target>*),
                    const void* where) {
    if (nt::memory_faults_if_given(timeout))
        return WSAEFAULT;
    Caller caller{s, AF_UNSPEC, false, false, Deadline(timeout)};
    if (const int error = caller_read(s, &caller))
        return error;
    if (!local.usable(caller.family) || !remote.usable(caller.family))
        return WSAEFAULT;
    std::vector<Target> targets;
    if (const int error = find(caller, where, &targets))
        return error;
    if (const int error = connect_any(caller, targets))
        return error;
    if (const int error = local.fill(s, getsockname))
        return error;
    return remote.fill(s, getpeername);
}

struct Name {
    const char* node;
    const char* service;
};

int targets_by_name(const Caller& caller, const void* where, std::vector<Target>* targets) {
    const auto* name = static_cast<const Name*>(where);
    ws2::NameHints hints;
    hints.family = caller.family == AF_INET || caller.v6_only ? caller.family : AF_UNSPEC;
    hints.type = SOCK_STREAM;
    ws2::NameAnswers answers;
    if (const int error = ws2::name_query(name->node, name->service, hints, &answers))
        return error;
    for (const ws2::NameAnswer& answer : answers.all)
        targets->push_back({answer.address, static_cast<int>(answer.length)});
    return 0;
}

int targets_by_list(const Caller&, const void* where, std::vector<Target>* targets) {
    const auto* list = static_cast<const SOCKET_ADDRESS_LIST*>(where);
    for (INT i = 0; i < list->iAddressCount; ++i) {
        const SOCKET_ADDRESS& entry = list->Address[i];
        ws2::HostAddress address;
        uint16_t port = 0;
        if (const int error =
                ws2::sockaddr_read(entry.lpSockaddr, entry.iSockaddrLength, &address, &port))
            return error;
        Target target;
        target.length = static_cast<int>(ws2::sockaddr_write(address, port, &target.address));
        targets->push_back(target);
    }
    return 0;
}

template <typename Body>
BOOL connect_call(Body&& body) {
    return nt::api_bool([&]() -> DWORD {
        const int error = ws2::startup_check();
        return static_cast<DWORD>(error != 0 ? error : body());
    });
}

int connect_by_name(SOCKET s, const char* node, const char* service, const AddressOut& local,
                    const AddressOut& remote, const timeval* timeout, const void* reserved) {
    if (!node || !service || reserved)
        return WSAEINVAL;
    if (nt::memory_faults_if_given(node) || nt::memory_faults_if_given(service))
        return WSAEFAULT;
    const Name name{node, service};
    return connect_targets(s, local, remote, timeout, targets_by_name, &name);
}

}  // namespace

BOOL WSAAPI WSAConnectByNameA(SOCKET s, LPCSTR nodename, LPCSTR servicename,
                              LPDWORD LocalAddressLength, LPSOCKADDR LocalAddress,
                              LPDWORD RemoteAddressLength, LPSOCKADDR RemoteAddress,
                              const struct timeval* timeout, LPWSAOVERLAPPED Reserved) {
    return connect_call([&] {
        return connect_by_name(s, nodename, servicename, {LocalAddressLength, LocalAddress},
                               {RemoteAddressLength, RemoteAddress}, timeout, Reserved);
    });
}

BOOL WSAAPI WSAConnectByNameW(SOCKET s, LPWSTR nodename, LPWSTR servicename,
                              LPDWORD LocalAddressLength, LPSOCKADDR LocalAddress,
                              LPDWORD RemoteAddressLength, LPSOCKADDR RemoteAddress,
                              const struct timeval* timeout, LPWSAOVERLAPPED Reserved) {
    return connect_call([&] {
        if (nt::memory_faults_if_given(nodename) || nt::memory_faults_if_given(servicename))
            return int{WSAEFAULT};
        const std::string node = nt::utf8_from_wide(nodename);
        const std::string service = nt::utf8_from_wide(servicename);
        return connect_by_name(s, nodename ? node.c_str() : nullptr,
                               servicename ? service.c_str() : nullptr,
                               {LocalAddressLength, LocalAddress},
                               {RemoteAddressLength, RemoteAddress}, timeout, Reserved);
    });
}

BOOL WSAAPI WSAConnectByList(SOCKET s, PSOCKET_ADDRESS_LIST SocketAddress,
                             LPDWORD LocalAddressLength, LPSOCKADDR LocalAddress,
                             LPDWORD RemoteAddressLength, LPSOCKADDR RemoteAddress,
                             const struct timeval* timeout, LPWSAOVERLAPPED Reserved) {
    return connect_call([&]() -> int {
        if (nt::memory_faults_if_given(SocketAddress))
            return WSAEFAULT;
        if (!SocketAddress || SocketAddress->iAddressCount <= 0 || Reserved)
            return WSAEINVAL;
        if (!nt::memory_is_mapped(SocketAddress->Address,
                                  static_cast<size_t>(SocketAddress->iAddressCount) *
                                      sizeof SocketAddress->Address[0]))
            return WSAEFAULT;
        return connect_targets(s, {LocalAddressLength, LocalAddress},
                               {RemoteAddressLength, RemoteAddress}, timeout, targets_by_list,
                               SocketAddress);
    });
}
