cat >a.cpp <<'X'
#include <stdio.h>
#include <wchar.h>
int wmain(int argc, wchar_t* argv[]) { printf("%d %d\n", argc, (int)wcslen(argv[1])); return 0; }
X
silent berth c++ a.cpp -o a
prints "2 5" ./a häfen
