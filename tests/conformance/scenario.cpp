#include "scenario.h"

#include <stdarg.h>

namespace conformance {
namespace {

Scenario* first_scenario = nullptr;

struct Name {
    int value;
    const char* text;
};

template <int N>
const char* name_in(const Name (&names)[N], int value) {
    for (const Name& name : names) {
        if (name.value == value) {
            return name.text;
        }
    }
    static char number[8][16];
    static int turn = 0;
    turn = (turn + 1) % 8;
    snprintf(number[turn], sizeof number[turn], "%d", value);
    return number[turn];
}

[[noreturn]] void broken(const char* where) {
    line("broken off: %s says %s", where, error_name(WSAGetLastError()));
    exit(3);
}

bool select_says(SOCKET socket, int which, long milliseconds) {
    fd_set set;
    FD_ZERO(&set);
    FD_SET(socket, &set);
    timeval timeout;
    timeout.tv_sec = milliseconds / 1000;
    timeout.tv_usec = milliseconds % 1000 * 1000;
    int rc = select(0, which == 0 ? &set : nullptr, which == 1 ? &set : nullptr,
                    which == 2 ? &set : nullptr, &timeout);
    if (rc == SOCKET_ERROR) {
        broken("select");
    }
    return rc == 1;
}

const long kPatience = 10000;

// The clients of connected_to whose connect may still be under way.
SOCKET unsettled[128];

void forget_unsettled(SOCKET socket) {
    for (SOCKET& each : unsettled) {
        if (each == socket) {
            each = 0;
        }
    }
}

// An IPv4 address and its port as a network address of RFC 1277: two digits an octet.
int store_nsap(unsigned char* out, const char* ip_digits, unsigned short port) {
    char digits[40];
    snprintf(digits, sizeof digits, "540072872203%s%05uf", ip_digits, port);
    int length = 0;
    for (const char* at = digits; *at != 0; at += 2) {
        char pair[3] = {at[0], at[1], 0};
        out[length++] = (unsigned char)strtoul(pair, nullptr, 16);
    }
    return length;
}

// The port of such an address; ISO's own where it names none.
unsigned short nsap_port(const sockaddr_tp& where) {
    const unsigned char* at = where.tp_addr + where.tp_tsel_len;
    if (where.tp_taddr_len - where.tp_tsel_len < 15) {
        return 102;
    }
    unsigned port = 0;
    for (int i = 12; i < 15; ++i) {
        port = port * 10 + (at[i] >> 4);
        if ((at[i] & 15) < 10) {
            port = port * 10 + (at[i] & 15);
        }
    }
    return (unsigned short)port;
}

void iso_address(Address* where, const char* ip_digits, unsigned short port) {
    char selector[] = "TSEL";
    unsigned char nsap[20];
    const int length = store_nsap(nsap, ip_digits, port);
    ISO_SET_TP_ADDR(&where->tp, selector, 4, nsap, length);
    where->length = sizeof where->tp;
}

}  // namespace

Scenario::Scenario(const char* name_, void (*run_)(), bool started_)
    : name(name_), run(run_), started(started_), next(first_scenario) {
    first_scenario = this;
}

void line(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
    fflush(stdout);
}

int result(const char* what, int rc) {
    int code = rc == SOCKET_ERROR ? WSAGetLastError() : 0;
    if (rc == SOCKET_ERROR) {
        line("%s: %s", what, error_name(code));
    } else if (rc == 0) {
        line("%s: ok", what);
    } else {
        line("%s: %d", what, rc);
    }
    WSASetLastError(code);
    return rc;
}

SOCKET made(const char* what, SOCKET socket) {
    forget_unsettled(socket);
    if (socket == INVALID_SOCKET) {
        int code = WSAGetLastError();
        line("%s: %s", what, error_name(code));
        WSASetLastError(code);
    } else {
        line("%s: socket", what);
    }
    return socket;
}

bool truth(const char* what, bool value) {
    line("%s: %s", what, value ? "yes" : "no");
    return value;
}

void value(const char* what, long long number) {
    line("%s: %I64d", what, number);
}

void error(const char* what, int code) {
    line("%s: %s", what, error_name(code));
}

void text(const char* what, const char* bytes, int length) {
    line("%s: \"%.*s\"", what, length, bytes);
}

void address(const char* what, const void* where) {
    Address copy;
    memset(&copy, 0, sizeof copy);
    const sockaddr* given = static_cast<const sockaddr*>(where);
    char buffer[INET6_ADDRSTRLEN] = "?";
    if (given->sa_family == AF_INET) {
        memcpy(&copy.v4, given, sizeof copy.v4);
        inet_ntop(AF_INET, &copy.v4.sin_addr, buffer, sizeof buffer);
        line("%s: %s %s", what, buffer, copy.v4.sin_port != 0 ? "port" : "0");
    } else if (given->sa_family == AF_INET6) {
        memcpy(&copy.v6, given, sizeof copy.v6);
        inet_ntop(AF_INET6, &copy.v6.sin6_addr, buffer, sizeof buffer);
        line("%s: [%s] %s", what, buffer, copy.v6.sin6_port != 0 ? "port" : "0");
    } else if (given->sa_family == AF_UNIX) {
        memcpy(&copy.un, given, sizeof copy.un);
        line("%s: %s", what, copy.un.sun_path[0] != 0 ? "path" : "no path");
    } else if (given->sa_family == AF_ISO) {
        memcpy(&copy.tp, given, sizeof copy.tp);
        line("%s: selector %.*s", what, copy.tp.tp_tsel_len, (const char*)copy.tp.tp_addr);
    } else {
        line("%s: family %d", what, given->sa_family);
    }
}

const char* error_name(int code) {
    static const Name names[] = {
#define N(x) {x, #x}
        {0, "0"},
        N(WSA_INVALID_HANDLE),
        N(WSA_NOT_ENOUGH_MEMORY),
        N(WSA_INVALID_PARAMETER),
        N(WSA_OPERATION_ABORTED),
        N(WSA_IO_INCOMPLETE),
        N(WSA_IO_PENDING),
        N(WSAEINTR),
        N(WSAEBADF),
        N(WSAEACCES),
        N(WSAEFAULT),
        N(WSAEINVAL),
        N(WSAEMFILE),
        N(WSAEWOULDBLOCK),
        N(WSAEINPROGRESS),
        N(WSAEALREADY),
        N(WSAENOTSOCK),
        N(WSAEDESTADDRREQ),
        N(WSAEMSGSIZE),
        N(WSAEPROTOTYPE),
        N(WSAENOPROTOOPT),
        N(WSAEPROTONOSUPPORT),
        N(WSAESOCKTNOSUPPORT),
        N(WSAEOPNOTSUPP),
        N(WSAEPFNOSUPPORT),
        N(WSAEAFNOSUPPORT),
        N(WSAEADDRINUSE),
        N(WSAEADDRNOTAVAIL),
        N(WSAENETDOWN),
        N(WSAENETUNREACH),
        N(WSAENETRESET),
        N(WSAECONNABORTED),
        N(WSAECONNRESET),
        N(WSAENOBUFS),
        N(WSAEISCONN),
        N(WSAENOTCONN),
        N(WSAESHUTDOWN),
        N(WSAETOOMANYREFS),
        N(WSAETIMEDOUT),
        N(WSAECONNREFUSED),
        N(WSAELOOP),
        N(WSAENAMETOOLONG),
        N(WSAEHOSTDOWN),
        N(WSAEHOSTUNREACH),
        N(WSAENOTEMPTY),
        N(WSAEPROCLIM),
        N(WSAEUSERS),
        N(WSAEDQUOT),
        N(WSAESTALE),
        N(WSAEREMOTE),
        N(WSASYSNOTREADY),
        N(WSAVERNOTSUPPORTED),
        N(WSANOTINITIALISED),
        N(WSAEDISCON),
        N(WSAENOMORE),
        N(WSAECANCELLED),
        N(WSAEINVALIDPROCTABLE),
        N(WSAEINVALIDPROVIDER),
        N(WSAEPROVIDERFAILEDINIT),
        N(WSASYSCALLFAILURE),
        N(WSASERVICE_NOT_FOUND),
        N(WSATYPE_NOT_FOUND),
        N(WSA_E_NO_MORE),
        N(WSA_E_CANCELLED),
        N(WSAEREFUSED),
        N(WSAHOST_NOT_FOUND),
        N(WSATRY_AGAIN),
        N(WSANO_RECOVERY),
        N(WSANO_DATA),
        N(ERROR_ACCESS_DENIED),
        N(ERROR_INSUFFICIENT_BUFFER),
        N(ERROR_NOT_SUPPORTED),
        N(ERROR_MORE_DATA),
        N(ERROR_INVALID_FUNCTION),
        N(ERROR_NOACCESS),
        N(WAIT_TIMEOUT),
        N(ERROR_INVALID_NAME),
        N(ERROR_NOT_OWNER),
        N(ERROR_TOO_MANY_POSTS),
        N(ERROR_NOT_FOUND),
    };
    return name_in(names, code);
}

const char* family_name(int family) {
    static const Name names[] = {N(AF_UNSPEC), N(AF_INET), N(AF_INET6), N(AF_UNIX), N(AF_ISO)};
    return name_in(names, family);
}

const char* type_name(int type) {
    static const Name names[] = {N(SOCK_STREAM), N(SOCK_DGRAM), N(SOCK_RAW), N(SOCK_RDM),
                                 N(SOCK_SEQPACKET)};
    return name_in(names, type);
}

const char* protocol_name(int protocol) {
    static const Name names[] = {
        {0, "0"}, N(IPPROTO_TCP), N(IPPROTO_UDP), N(IPPROTO_ICMP), N(IPPROTO_ICMPV6)};
    return name_in(names, protocol);
}
#undef N

const char* poll_flags(int flags) {
    static char buffer[4][96];
    static int turn = 0;
    static const Name names[] = {{POLLRDNORM, "POLLRDNORM"}, {POLLRDBAND, "POLLRDBAND"},
                                 {POLLPRI, "POLLPRI"},       {POLLWRNORM, "POLLWRNORM"},
                                 {POLLERR, "POLLERR"},       {POLLHUP, "POLLHUP"},
                                 {POLLNVAL, "POLLNVAL"}};
    turn = (turn + 1) % 4;
    char* text = buffer[turn];
    text[0] = 0;
    for (const Name& name : names) {
        if ((flags & name.value) == name.value) {
            if (text[0] != 0) {
                strcat(text, "|");
            }
            strcat(text, name.text);
            flags &= ~name.value;
        }
    }
    if (text[0] == 0 || flags != 0) {
        snprintf(text + strlen(text), 24, "%s%d", text[0] != 0 ? "|" : "", flags);
    }
    return text;
}

bool same_address(const Address& a, const Address& b) {
    if (a.any.sa_family != b.any.sa_family) {
        return false;
    }
    switch (a.any.sa_family) {
        case AF_INET:
            return a.v4.sin_port == b.v4.sin_port &&
                   memcmp(&a.v4.sin_addr, &b.v4.sin_addr, sizeof a.v4.sin_addr) == 0;
        case AF_INET6:
            return a.v6.sin6_port == b.v6.sin6_port &&
                   memcmp(&a.v6.sin6_addr, &b.v6.sin6_addr, sizeof a.v6.sin6_addr) == 0;
        case AF_UNIX:
            return strcmp(a.un.sun_path, b.un.sun_path) == 0;
        case AF_ISO:
            return a.tp.tp_tsel_len == b.tp.tp_tsel_len && a.tp.tp_taddr_len == b.tp.tp_taddr_len &&
                   a.tp.tp_taddr_len <= sizeof a.tp.tp_addr &&
                   memcmp(a.tp.tp_addr, b.tp.tp_addr, a.tp.tp_taddr_len) == 0;
        default:
            return false;
    }
}

Address loopback(int family, unsigned short port) {
    Address where;
    memset(&where, 0, sizeof where);
    switch (family) {
        case AF_INET:
            where.v4.sin_family = AF_INET;
            where.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            where.v4.sin_port = htons(port);
            where.length = sizeof where.v4;
            break;
        case AF_INET6:
            where.v6.sin6_family = AF_INET6;
            where.v6.sin6_addr.s6_addr[15] = 1;
            where.v6.sin6_port = htons(port);
            where.length = sizeof where.v6;
            break;
        case AF_ISO:
            iso_address(&where, "127000000001", port);
            break;
        default: {
            static int count = 0;
            where.un.sun_family = AF_UNIX;
            snprintf(where.un.sun_path, sizeof where.un.sun_path, "%d.sock", ++count);
            where.length = sizeof where.un;
        }
    }
    return where;
}

Address wildcard(int family, unsigned short port) {
    Address where = loopback(family, port);
    if (family == AF_INET) {
        where.v4.sin_addr.s_addr = 0;
    } else if (family == AF_INET6) {
        where.v6.sin6_addr.s6_addr[15] = 0;
    } else if (family == AF_ISO) {
        iso_address(&where, "000000000000", port);
    }
    return where;
}

Address name_of(SOCKET socket) {
    Address where;
    memset(&where, 0, sizeof where);
    where.length = sizeof where.storage;
    if (getsockname(socket, where.get(), &where.length) != 0) {
        broken("getsockname");
    }
    return where;
}

Address peer_of(SOCKET socket) {
    settle(socket);
    Address where;
    memset(&where, 0, sizeof where);
    where.length = sizeof where.storage;
    if (getpeername(socket, where.get(), &where.length) != 0) {
        broken("getpeername");
    }
    return where;
}

unsigned short port_of(const Address& where) {
    if (where.any.sa_family == AF_ISO) {
        return nsap_port(where.tp);
    }
    return ntohs(where.any.sa_family == AF_INET6 ? where.v6.sin6_port : where.v4.sin_port);
}

SOCKET new_socket(int family, int type) {
    const bool iso = family == AF_ISO;
    SOCKET made_socket = socket(family, iso ? SOCK_SEQPACKET : type, iso ? ISOPROTO_TP0 : 0);
    if (made_socket == INVALID_SOCKET) {
        broken("socket");
    }
    forget_unsettled(made_socket);
    return made_socket;
}

SOCKET bound_socket(int family, int type) {
    SOCKET made_socket = new_socket(family, type);
    Address where = loopback(family);
    if (bind(made_socket, where.get(), where.length) != 0) {
        broken("bind");
    }
    return made_socket;
}

SOCKET listening_socket(int family, int backlog) {
    SOCKET made_socket = bound_socket(family);
    if (listen(made_socket, backlog) != 0) {
        broken("listen");
    }
    return made_socket;
}

SOCKET connected_to(SOCKET listener) {
    Address where = name_of(listener);
    SOCKET made_socket = new_socket(where.any.sa_family);
    const bool waits = where.any.sa_family == AF_ISO;
    set_nonblocking(made_socket, waits);
    if (connect(made_socket, where.get(), where.length) != 0 &&
        !(waits && WSAGetLastError() == WSAEWOULDBLOCK)) {
        broken("connect");
    }
    if (waits) {
        for (SOCKET& each : unsettled) {
            if (each == 0) {
                each = made_socket;
                break;
            }
        }
        fd_set requests, decided, failed;
        FD_ZERO(&requests);
        FD_ZERO(&decided);
        FD_ZERO(&failed);
        FD_SET(listener, &requests);
        FD_SET(made_socket, &decided);
        FD_SET(made_socket, &failed);
        timeval timeout = {kPatience / 1000, 0};
        select(0, &requests, &decided, &failed, &timeout);
    }
    return made_socket;
}

void settle(SOCKET client) {
    for (SOCKET& each : unsettled) {
        if (each == client && client != 0) {
            each = 0;
            fd_set connected, failed;
            FD_ZERO(&connected);
            FD_ZERO(&failed);
            FD_SET(client, &connected);
            FD_SET(client, &failed);
            timeval timeout = {kPatience / 1000, 0};
            select(0, nullptr, &connected, &failed, &timeout);
            set_nonblocking(client, false);
        }
    }
}

SOCKET accepted_from(SOCKET listener) {
    SOCKET made_socket = accept(listener, nullptr, nullptr);
    if (made_socket == INVALID_SOCKET) {
        broken("accept");
    }
    forget_unsettled(made_socket);
    return made_socket;
}

Address refusing_address(int family) {
    return name_of(bound_socket(family));
}

Pair connected_pair(int family) {
    Pair pair;
    pair.listener = listening_socket(family);
    pair.client = connected_to(pair.listener);
    pair.server = accepted_from(pair.listener);
    settle(pair.client);
    return pair;
}

void set_nonblocking(SOCKET socket, bool on) {
    u_long mode = on ? 1 : 0;
    if (ioctlsocket(socket, FIONBIO, &mode) != 0) {
        broken("ioctlsocket");
    }
}

void set_option(SOCKET socket, int level, int name, int number) {
    if (setsockopt(socket, level, name, (const char*)&number, sizeof number) != 0) {
        broken("setsockopt");
    }
}

int get_option(SOCKET socket, int level, int name) {
    int number = 0;
    int length = sizeof number;
    if (getsockopt(socket, level, name, (char*)&number, &length) != 0) {
        broken("getsockopt");
    }
    return number;
}

int address_size(int family) {
    return family == AF_INET    ? (int)sizeof(sockaddr_in)
           : family == AF_INET6 ? (int)sizeof(sockaddr_in6)
           : family == AF_ISO   ? (int)sizeof(sockaddr_tp)
                                : (int)sizeof(sockaddr_un);
}

void send_text(SOCKET socket, const char* bytes) {
    settle(socket);
    int length = (int)strlen(bytes);
    if (send(socket, bytes, length, 0) != length) {
        broken("send");
    }
}

void receive_text(const char* what, SOCKET socket, int length) {
    char buffer[256];
    int got = 0;
    settle(socket);
    while (got < length && got < (int)sizeof buffer) {
        int rc = recv(socket, buffer + got, length - got, 0);
        if (rc == 0) {
            break;
        }
        if (rc < 0) {
            broken("recv");
        }
        got += rc;
    }
    text(what, buffer, got);
}

void refusal(const char* what, SOCKET client) {
    if (get_option(client, SOL_SOCKET, SO_TYPE) != SOCK_SEQPACKET) {
        char byte;
        result(what, recv(client, &byte, 1, 0));
        return;
    }
    settle(client);
    error(what, get_option(client, SOL_SOCKET, SO_ERROR));
}

void close_hard(SOCKET socket) {
    linger hard = {1, 0};
    if (setsockopt(socket, SOL_SOCKET, SO_LINGER, (const char*)&hard, sizeof hard) != 0) {
        broken("setsockopt SO_LINGER");
    }
    if (closesocket(socket) != 0) {
        broken("closesocket");
    }
}

bool wait_readable(SOCKET socket) {
    return select_says(socket, 0, kPatience);
}
bool wait_writable(SOCKET socket) {
    return select_says(socket, 1, kPatience);
}
bool wait_exception(SOCKET socket) {
    return select_says(socket, 2, kPatience);
}
bool is_readable(SOCKET socket) {
    return select_says(socket, 0, 0);
}
void wait_withdrawn(SOCKET listener) {
    while (is_readable(listener)) {
        Sleep(1);
    }
}
bool is_writable(SOCKET socket) {
    return select_says(socket, 1, 0);
}

Thread::Thread(void (*function)(void*), void* argument)
    : function_(function), argument_(argument), handle_(nullptr) {
    handle_ = (HANDLE)_beginthreadex(nullptr, 0, start, this, 0, nullptr);
    if (handle_ == nullptr) {
        broken("_beginthreadex");
    }
}

unsigned __stdcall Thread::start(void* self) {
    Thread* thread = static_cast<Thread*>(self);
    thread->function_(thread->argument_);
    return 0;
}

bool Thread::join() {
    if (WaitForSingleObject(handle_, kPatience) != WAIT_OBJECT_0) {
        return false;
    }
    CloseHandle(handle_);
    return true;
}

bool Thread::running() {
    return WaitForSingleObject(handle_, 0) == WAIT_TIMEOUT;
}

Accepting::Accepting(SOCKET listener)
    : listener_(listener), accepted_(INVALID_SOCKET), code_(0), thread_(nullptr) {
    if (name_of(listener).any.sa_family == AF_ISO) {
        thread_ = new Thread(accept_one, this);
    }
}

void Accepting::accept_one(void* self) {
    Accepting* accepting = static_cast<Accepting*>(self);
    accepting->accepted_ = accept(accepting->listener_, nullptr, nullptr);
    accepting->code_ = WSAGetLastError();
}

SOCKET Accepting::socket() {
    if (thread_ == nullptr) {
        accept_one(this);
    } else if (!thread_->join()) {
        WSASetLastError(WAIT_TIMEOUT);
        broken("a thread's accept");
    }
    delete thread_;
    thread_ = nullptr;
    WSASetLastError(code_);
    return accepted_;
}

bool retry_with_pause(bool (*attempt)(DWORD pause)) {
    DWORD pause = 1;
    for (int i = 0; i < 10; ++i, pause *= 2) {
        if (attempt(pause)) {
            return true;
        }
    }
    return false;
}

void skip(const char* reason) {
    line("skipped: %s", reason);
    exit(77);
}

void need_family(int family) {
    SOCKET probe = socket(family, SOCK_STREAM, 0);
    if (probe == INVALID_SOCKET) {
        return;  // the scenario itself shall say so
    }
    if (family == AF_INET6) {
        Address where = loopback(family);
        if (bind(probe, where.get(), where.length) != 0 && WSAGetLastError() == WSAEADDRNOTAVAIL) {
            skip("this machine has no IPv6 loopback");
        }
    }
    closesocket(probe);
}

Scenario* scenarios() {
    return first_scenario;
}

// A scenario in which something failed (tests/faults) may leave requests behind, which WSACleanup
// ends: what they write then goes to its frame, so nobody else may live there.
static void clean_up() {
    char room[1 << 17];
    memset(room, 0, sizeof room);
    WSACleanup();
    volatile char last = room[sizeof room - 1];
    (void)last;
}

}  // namespace conformance

// conformance NAME [ARGUMENT]: runs one. conformance --list: names them.
int main(int argc, char** argv) {
    const char* wanted = argc > 1 ? argv[1] : "--list";
    for (Scenario* each = conformance::scenarios(); each != nullptr; each = each->next) {
        if (strcmp(wanted, "--list") == 0) {
            puts(each->name);
        } else if (strcmp(wanted, each->name) == 0) {
            if (each->started) {
                WSADATA data;
                int code = WSAStartup(MAKEWORD(2, 2), &data);
                if (code != 0) {
                    line("broken off: WSAStartup says %s", error_name(code));
                    return 3;
                }
                if (strstr(wanted, "_ipv6") != nullptr) {
                    need_family(AF_INET6);
                }
            }
            each->run();
            if (each->started) {
                clean_up();
            }
            return 0;
        }
    }
    if (strcmp(wanted, "--list") == 0) {
        return 0;
    }
    fprintf(stderr, "no scenario %s\n", wanted);
    return 2;
}
