cat >a.cpp <<'X'
#include "Libs.h"
#pragma comment(lib, "Ws2_32.lib")
#pragma comment (lib,"WSOCK32")
#pragma   comment( lib , "mswsock.LIB")
#pragma comment(lib, "kernel32.lib")
#pragma comment(linker, "/subsystem:console")
#pragma warning(disable : 4996)
#pragma once
int main() { return 0; }
X
: >libs.h
sed -i '/once/d' a.cpp
silent berth c++ -Wall -Wextra a.cpp -o a
echo '#pragma comment(lib, "libcurl.lib")' >libs.h
passes berth c++ a.cpp -o a
[[ $err == 'berth: warning: libs.h:1: library "libcurl.lib" is not part of Berth; if Linux has it, link it with -l' ]] ||
  fail "said: $err"
silent berth c++ -w a.cpp -o a
BERTH_QUIET=1 silent berth c++ a.cpp -o a
echo '#pragma comment(lib, "m.lib")' >libs.h
silent berth c++ a.cpp -o a -lm
silent berth c++ -E a.cpp -o a.ii
