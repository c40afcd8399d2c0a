# What Microsoft's compiler takes without a word compiles (it may be warned about).
cat >a.cpp <<'X'
#include <windef.h>
int callback(int x) { return x; }
#ifndef __clang__  // which asks for a cast here
LPVOID pointer = callback;
#endif
int code(int x) {
    switch (x) {
        case 0x80000001: return 1;
        case 0xC0000005u: return 2;
    }
    return 0;
}
int main() {
    struct { int linux, unix; } names = {1, 2};
    __int64 wide = 1;
    return names.linux + names.unix + (int)wide + code((int)0xC0000005u) == 6 ? 0 : 1;
}
X
passes berth c++ a.cpp -o a
silent ./a
echo 'int shared_by_all; int main(void) { return shared_by_all; }' >c1.c
echo 'int shared_by_all;' >c2.c
silent berth cc c1.c c2.c -o c
