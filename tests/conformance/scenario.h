// What every scenario shares: how it is declared, how it writes its transcript, and the few sockets
// that most of them begin with. Plain Winsock, so that a scenario compiles with Microsoft's
// compiler as well.
//
// A transcript holds nothing that changes from run to run: errors by name, no addresses but
// well-known ones, ports as "port" unless zero. Compare NAME.expected beside the scenario.
#pragma once

#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0A00
#endif
#include <winsock2.h>
#include <ws2tcpip.h>
#include <mswsock.h>
#include <mstcpip.h>
#include <windows.h>
#include <afunix.h>
#include <wshisotp.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <initializer_list>

// Of Windows 10, and missing from older headers.
#ifndef TCP_KEEPIDLE
#define TCP_KEEPIDLE 3
#define TCP_KEEPCNT 16
#define TCP_KEEPINTVL 17
#endif
#ifndef TCP_MAXRT
#define TCP_MAXRT 5
#endif
#ifndef SIO_UDP_NETRESET
#define SIO_UDP_NETRESET _WSAIOW(IOC_VENDOR, 15)
#endif
#ifndef SO_BSP_STATE
#define SO_BSP_STATE 0x1009
#endif

namespace conformance {

// ---- declaring ----

struct Scenario {
    Scenario(const char* name, void (*run)(), bool started);
    const char* name;
    void (*run)();
    bool started;  // main calls WSAStartup(2.2) before and WSACleanup after
    Scenario* next;
};

#define SCENARIO_AS(name, started)                                            \
    static void name##_run();                                                 \
    static conformance::Scenario name##_scenario(#name, name##_run, started); \
    static void name##_run()

// A scenario of its own: `conformance NAME` runs it.
#define SCENARIO(name) SCENARIO_AS(name, true)
// The same before any WSAStartup.
#define SCENARIO_NOT_STARTED(name) SCENARIO_AS(name, false)

#define SCENARIO_FAMILY(name, suffix, value)                                   \
    static void name##_##suffix##_run() {                                      \
        name##_body(value);                                                    \
    }                                                                          \
    static conformance::Scenario name##_##suffix##_scenario(#name "_" #suffix, \
                                                            name##_##suffix##_run, true);

// One scenario per address family (NAME_ipv4, NAME_ipv6, NAME_unix, NAME_iso), told by `family`.
#define SCENARIO_INET(name)               \
    static void name##_body(int family);  \
    SCENARIO_FAMILY(name, ipv4, AF_INET)  \
    SCENARIO_FAMILY(name, ipv6, AF_INET6) \
    static void name##_body([[maybe_unused]] int family)
#define SCENARIO_FAMILIES(name)           \
    static void name##_body(int family);  \
    SCENARIO_FAMILY(name, ipv4, AF_INET)  \
    SCENARIO_FAMILY(name, ipv6, AF_INET6) \
    SCENARIO_FAMILY(name, unix, AF_UNIX)  \
    static void name##_body([[maybe_unused]] int family)
#define SCENARIO_INET_ISO(name)           \
    static void name##_body(int family);  \
    SCENARIO_FAMILY(name, ipv4, AF_INET)  \
    SCENARIO_FAMILY(name, ipv6, AF_INET6) \
    SCENARIO_FAMILY(name, iso, AF_ISO)    \
    static void name##_body([[maybe_unused]] int family)
#define SCENARIO_CONNECTIONS(name)        \
    static void name##_body(int family);  \
    SCENARIO_FAMILY(name, ipv4, AF_INET)  \
    SCENARIO_FAMILY(name, ipv6, AF_INET6) \
    SCENARIO_FAMILY(name, unix, AF_UNIX)  \
    SCENARIO_FAMILY(name, iso, AF_ISO)    \
    static void name##_body([[maybe_unused]] int family)

// ---- the transcript ----

void line(const char* format, ...);
// "what: ok" for 0, "what: WSAE..." for SOCKET_ERROR (from WSAGetLastError), else the number.
// Returns rc.
int result(const char* what, int rc);
// The same for a function that returns a socket: "what: socket". Returns it.
SOCKET made(const char* what, SOCKET socket);
// "what: yes" or "what: no".
bool truth(const char* what, bool value);
void value(const char* what, long long number);
// "what: WSAE..." or "what: 0".
void error(const char* what, int code);
void text(const char* what, const char* bytes, int length);
// "what: 127.0.0.1 port", "what: [::1] port", "what: path", "what: selector TSEL". A zero port is
// told apart: "127.0.0.1 0".
void address(const char* what, const void* sockaddr);

const char* error_name(int code);
const char* family_name(int family);
const char* type_name(int type);
const char* protocol_name(int protocol);
const char* poll_flags(int flags);

// ---- sockets to begin with: a failure here ends the program with a line that says where
// ----------

struct Address {
    union {
        sockaddr any;
        sockaddr_in v4;
        sockaddr_in6 v6;
        sockaddr_un un;
        sockaddr_tp tp;
        sockaddr_storage storage;
    };
    int length;
    sockaddr* get() { return &any; }
    const sockaddr* get() const { return &any; }
};
bool same_address(const Address& a, const Address& b);

Address loopback(int family, unsigned short port = 0);  // AF_UNIX: a new path in the current folder
Address wildcard(int family, unsigned short port = 0);
Address name_of(SOCKET socket);
Address peer_of(SOCKET socket);
unsigned short port_of(const Address& address);  // host order

// AF_ISO: SOCK_SEQPACKET of class 0 instead of SOCK_STREAM.
SOCKET new_socket(int family, int type = SOCK_STREAM);
SOCKET bound_socket(int family, int type = SOCK_STREAM);
SOCKET listening_socket(int family, int backlog = 5);
// AF_ISO: a client connects when the server has accepted. This one's request is on its way then, or
// decided; the functions below that transfer wait for the connection by `settle`.
SOCKET connected_to(SOCKET listener);
// Waits until the attempt of connected_to is over, and makes the socket a blocking one.
void settle(SOCKET client);
SOCKET accepted_from(SOCKET listener);
// An address on which nobody listens, held by a bound socket until the program ends.
Address refusing_address(int family);

struct Pair {
    SOCKET listener;
    SOCKET client;
    SOCKET server;
};
Pair connected_pair(int family);

void set_nonblocking(SOCKET socket, bool on = true);
void set_option(SOCKET socket, int level, int name, int number);
int get_option(SOCKET socket, int level, int name);
// sizeof the family's sockaddr.
int address_size(int family);
void send_text(SOCKET socket, const char* text);
// Receives until `length` bytes or the end and writes them as a line.
void receive_text(const char* what, SOCKET socket, int length);
// How a client learns that its request was refused after the handshake: by what recv says; on
// AF_ISO, where the connect waits for the decision, by the connect's SO_ERROR.
void refusal(const char* what, SOCKET client);
// SO_LINGER 0 and close: the peer sees a reset.
void close_hard(SOCKET socket);

// Wait at most ten seconds for the state that select reports.
bool wait_readable(SOCKET socket);
bool wait_writable(SOCKET socket);
bool wait_exception(SOCKET socket);
// Until a listener has no request any more.
void wait_withdrawn(SOCKET listener);
// As select reports it at this moment.
bool is_readable(SOCKET socket);
bool is_writable(SOCKET socket);

// ---- threads ----

class Thread {
  public:
    Thread(void (*function)(void*), void* argument);
    // Waits at most ten seconds; false if it still runs.
    bool join();
    bool running();

  private:
    void (*function_)(void*);
    void* argument_;
    HANDLE handle_;
    static unsigned __stdcall start(void* self);
};

// Somebody who accepts one request, for a client whose connect waits in this thread. AF_ISO: a
// thread does it meanwhile; elsewhere the kernel completes the handshake and `socket` accepts.
class Accepting {
  public:
    explicit Accepting(SOCKET listener);
    // What accept brought. Called once.
    SOCKET socket();

  private:
    static void accept_one(void* self);
    SOCKET listener_;
    SOCKET accepted_;
    int code_;
    Thread* thread_;
};

// Calls `attempt` with growing pauses in milliseconds until it says true or ten attempts are done:
// for a thread that must be blocked in a call before another acts, which no documented state shows.
bool retry_with_pause(bool (*attempt)(DWORD pause));

// Ends the scenario as skipped, with the reason.
[[noreturn]] void skip(const char* reason);
void need_family(int family);

}  // namespace conformance

using namespace conformance;
