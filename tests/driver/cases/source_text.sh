# Sources that only Microsoft's compiler takes as they are: in UTF-16, and with a comma before an empty
# __VA_ARGS__. Messages and __FILE__ name the originals, and so do dependencies.
mkdir -p inc
cat >inc/log.h <<'X'
#pragma once
#define LOG(format, ...) printf(format, __VA_ARGS__)
#define TRACE(...) \
    LOG("%d ", 7); \
    LOG(__VA_ARGS__)
X
cat >wide.h <<'X'
#pragma once
#include <stdio.h>
#include "inc/log.h"
static const wchar_t* const name = L"häfen";
X
cat >main.cpp <<'X'
#include <cwchar>
#include "wide.h"
#include "plain.h"
int main() {
    LOG("plain\n");
    LOG("one %d\n", 1);
    TRACE("traced\n");
    printf("%d %s:%d\n", (int)wcslen(name), __FILE__, __LINE__);
    return plain();
}
X
cat >plain.h <<'X'
inline int plain() { return 0; }
X
iconv -f UTF-8 -t UTF-16LE wide.h | { printf '\377\376'; cat; } >w && mv w wide.h
silent berth c++ -MD -MF deps main.cpp -o main
prints "plain
one 1
7 traced
5 main.cpp:8" ./main
deps=$(cat deps)
has "$deps" " main.cpp"
has "$deps" " wide.h"
has_not "$deps" ".cache"

# A type's size without parentheses, as Microsoft's compiler takes it.
cat >sizes.cpp <<'X'
#include <winsock2.h>
#include <stdio.h>
#define ROOM(x) (x)
int main() {
    DWORD COUNT = 7;
    // sizeof SOCKADDR_IN in a comment, "and a quote
    printf("sizeof DWORD %d %d\n", (int)ROOM(sizeof SOCKADDR_IN), (int)(2 * sizeof GUID + 1));
    printf("%d %d %s:%d\n", (int)sizeof COUNT, (int)sizeof(COUNT), __FILE__, __LINE__);
}
X
silent berth c++ sizes.cpp -o sizes
prints "sizeof DWORD 16 33
4 4 sizes.cpp:8" ./sizes

# What a function throws, listed as before C++17, is noexcept(false) to Microsoft's compiler.
cat >throws.cpp <<'X'
#include <stdio.h>
struct Failure { int code; };
struct Door {
    Door() throw(Failure, const char*) : open_(false) {}
    void open(int code) const throw(Failure); // throw(Failure);
    virtual int knock() throw(...) { return 2; }
    bool open_;
};
void Door::open(int code) const
    throw(
        Failure) { Failure failure = {code}; if (code) throw (failure); }
int main() {
    try { Door().open(7); } catch (Failure& failure) { printf("%d %d throw(x) %d\n", failure.code, Door().knock(), __LINE__); }
}
X
silent berth c++ throws.cpp -o throws
prints "7 2 throw(x) 13" ./throws

# Types of libc's that a program declares for itself, as Microsoft's C runtime leaves it to.
cat >types.cpp <<'X'
#include <winsock2.h>
#include <iostream>
#include <thread>
typedef int socklen_t;
typedef int ssize_t;
typedef unsigned long u_int32_t;
int main() { std::cout << sizeof(ssize_t) << sizeof(socklen_t) << '\n'; }
X
silent berth c++ types.cpp -o types
prints "44" ./types
# And functions that came with Windows Vista, for those who ask for older headers.
cat >old.c <<'X'
#define _WIN32_WINNT 0x0501
#include <winsock2.h>
#include <ws2tcpip.h>
#include <stdio.h>
const char* inet_ntop(int family, const void* from, char* to, socklen_t size) { return "own"; }
int main(void) { puts(inet_ntop(AF_INET, 0, 0, 0)); return 0; }
X
silent berth cc old.c -o old
prints "own" ./old
