# DllMain is called when its shared object comes and goes, however its source declares the module.
cat >object.cpp <<'X'
#include <windows.h>
#include <stdio.h>
static struct Early { Early() { puts("made"); } } early;
BOOL APIENTRY DllMain(HMODULE module, DWORD reason, LPVOID) {
    switch (reason) {
        case DLL_PROCESS_ATTACH: printf("attach %d\n", module == GetModuleHandleA("./object.so")); break;
        case DLL_PROCESS_DETACH: puts("detach"); break;
    }
    return TRUE;
}
X
cat >plain.c <<'X'
#include <windows.h>
#include <stdio.h>
BOOL WINAPI DllMain(HANDLE module, ULONG reason, LPVOID reserved) {
    printf("plain %lu\n", reason);
    return TRUE;
}
X
cat >program.c <<'X'
#include <windows.h>
#include <stdio.h>
int main(int argc, char** argv) {
    HMODULE module = LoadLibraryA(argv[1]);
    puts(module ? "loaded" : "not loaded");
    FreeLibrary(module);
    puts("freed");
    return 0;
}
X
silent berth c++ -shared -fPIC object.cpp -o object.so
silent berth cc -shared -fPIC plain.c -o plain.so
silent berth cc program.c -o program
prints "made
attach 1
loaded
detach
freed" ./program ./object.so
prints "plain 1
loaded
plain 0
freed" ./program ./plain.so
