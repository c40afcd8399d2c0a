# A program of Berth's types compiles, links and starts without LD_LIBRARY_PATH.
cat >a.cpp <<'X'
#include <windef.h>
#include <stdio.h>
int main() {
    DWORD d = 1;
    printf("%d\n", (int)(sizeof(d) + sizeof(LONG) + sizeof(LPVOID)));
}
X
silent berth c++ -O2 a.cpp -o a
prints 16 ./a
silent berth c++ a.cpp
prints 16 ./a.out
