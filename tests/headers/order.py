#!/usr/bin/env python3
"""winsock2.h before and after windows.h and the standard library, as `berth c++` and as plain -I use it.

Whatever the order, fd_set, u_long, select and gethostname are Winsock's.
"""
import os
import sys
from compile import compile_all, split_arguments

include, compiler = split_arguments()
is_cpp = "c++" in compiler
windows = [h for h in ["windows.h"] if os.path.exists(os.path.join(include, h))]

C_HEADERS = ["unistd.h", "stdlib.h", "sys/types.h", "sys/select.h", "sys/time.h", "time.h", "signal.h",
             "errno.h", "pthread.h", "wchar.h", "fcntl.h", "sys/stat.h"]
CPP_HEADERS = ["iostream", "thread", "functional", "filesystem", "string", "memory", "atomic", "chrono",
               "mutex", "vector", "map", "fstream", "condition_variable", "algorithm"]
if "-std=c++20" in compiler:
    CPP_HEADERS = ["iostream", "thread", "functional", "filesystem"]
STANDARD = C_HEADERS + CPP_HEADERS if is_cpp else C_HEADERS
WINSOCK = ["winsock2.h", "ws2tcpip.h"]

C_BODY = """
typedef char u_long_is_32_bits[sizeof(u_long) == 4 ? 1 : -1];
typedef char fd_set_is_winsocks[sizeof(fd_set) == 8 + FD_SETSIZE * sizeof(SOCKET) ? 1 : -1];
int use(void) {
    char name[64];
    unsigned long ulong_one = 1;
    u_long one = 1;
    fd_set set;
    struct timeval wait = {1, 0};
    FD_ZERO(&set);
    FD_SET(INVALID_SOCKET, &set);
    FD_CLR(INVALID_SOCKET, &set);
    return select(0, &set, NULL, NULL, &wait) + gethostname(name, (int)sizeof name) +
           ioctlsocket(0, FIONBIO, &one) + ioctlsocket(0, FIONBIO, &ulong_one) +
           ioctlsocket(0, (long)FIONBIO, NULL) + FD_ISSET(INVALID_SOCKET, &set) + (int)set.fd_count;
}
"""
CPP_BODY = C_BODY + """
#include <functional>
static int add(int a, int b) { return a + b; }
static int (*the_select)(int, fd_set*, fd_set*, fd_set*, const struct timeval*) = &::select;
static int (*the_connect)(SOCKET, const sockaddr*, int) = ::connect;
int use_more() {
    using namespace std::placeholders;
    auto f = std::bind(&add, _1, 2);
    unsigned long sent = 0, flags = 0;
    DWORD bytes = 0;
    WSABUF buffer = {0, nullptr};
    WSASend(0, &buffer, 1, &sent, 0, nullptr, nullptr);
    WSASend(0, &buffer, 1, &bytes, 0, NULL, NULL);
    WSASend(0, &buffer, 1, nullptr, 0, NULL, NULL);
    WSARecv(0, &buffer, 1, &bytes, &flags, nullptr, nullptr);
    WSARecv(0, &buffer, 1, NULL, &flags, nullptr, nullptr);
    return f(1) + (the_select != nullptr) + (the_connect != nullptr) + ::bind(0, nullptr, 0);
}
"""
BODY = CPP_BODY if is_cpp else C_BODY


def unit(headers, body=BODY, before=""):
    return before + "".join(f"#include <{h}>\n" for h in headers) + body


sources = {
    "standard first": unit(STANDARD + WINSOCK),
    "winsock2.h first": unit(WINSOCK + STANDARD),
    "FD_SETSIZE first": unit(WINSOCK + STANDARD, before="#define FD_SETSIZE 4096\n")
    + "typedef char size_is_kept[sizeof(fd_set) == 8 + 4096 * sizeof(SOCKET) ? 1 : -1];\n",
    "FD_SETSIZE, standard, winsock2.h": unit(STANDARD + WINSOCK, before="#define FD_SETSIZE 1024\n")
    + "typedef char size_is_kept[sizeof(fd_set) == 8 + 1024 * sizeof(SOCKET) ? 1 : -1];\n",
    "standard sets no FD_SETSIZE": unit(STANDARD + WINSOCK)
    + "typedef char size_is_64[FD_SETSIZE == 64 ? 1 : -1];\n",
    "winsock.h": unit(["winsock.h"] + STANDARD),
}
if is_cpp:
    sources["winsock2.h in extern C"] = 'extern "C" {\n#include <winsock2.h>\n#include <ws2tcpip.h>\n}\n' + BODY
for header in STANDARD:
    sources[f"{header} before"] = unit([header] + WINSOCK, C_BODY)
    sources[f"{header} after"] = unit(WINSOCK + [header], C_BODY)
for header in windows:
    sources[f"{header} before"] = unit([header] + WINSOCK + STANDARD)
    sources[f"{header} lean, before"] = unit([header] + WINSOCK, before="#define WIN32_LEAN_AND_MEAN\n")
    sources[f"{header} after"] = unit(WINSOCK + [header] + STANDARD)
    sources[f"{header} between"] = unit(STANDARD + [header] + WINSOCK)
    sources[f"{header} alone has sockets"] = unit([header])

base = compiler + ["-Wall", "-Wextra", "-Werror", "-Wno-unknown-pragmas", "-fsyntax-only", "-I", include]
failures = compile_all(base, sources)
few = {k: v for k, v in sources.items() if k in ("standard first", "winsock2.h first", "windows.h between",
                                                  "winsock2.h in extern C")}
windows_defines = ["-D_WIN32", "-DWIN32", "-D_WIN64"]
failures += compile_all(base + windows_defines, few)
if os.path.exists(os.path.join(include, "berth/prelude.h")):
    as_driver = compiler + ["-w", "-fsyntax-only", "-isystem", include, "-include", "berth/prelude.h"]
    failures += compile_all(as_driver + windows_defines + ["-fms-extensions"], few)

# libc's sockets in the same translation unit get a sentence that helps.
from compile import compile_one
for title, text in {
    "libc's sockets first": "#include <sys/socket.h>\n#include <winsock2.h>\n",
    "libc's sockets after": "#include <winsock2.h>\n#include <netinet/in.h>\n",
}.items():
    code, errors = compile_one(base, text)
    if code == 0 or "one translation unit" not in errors:
        failures += 1
        print(f"--- {title}: no helpful error\n{errors[:500]}")
sys.exit(1 if failures else 0)
