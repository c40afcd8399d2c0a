cat >a.cpp <<'X'
#include <stdio.h>
void __cdecl main() { puts("cpp"); }
X
cat >b.c <<'X'
#include <stdio.h>
void _cdecl main(int argc, char** argv) { printf("c %s\n", argc > 1 ? argv[1] : ""); }
X
cat >c.cpp <<'X'
#include <stdio.h>
void main(int argc, char* argv[]) { printf("args %d\n", argc); }
X
silent berth c++ a.cpp -o a
prints cpp ./a
silent berth cc b.c -o b
prints "c x" ./b x
silent berth c++ -c c.cpp
silent berth c++ c.o -o c
prints "args 3" ./c 1 2
