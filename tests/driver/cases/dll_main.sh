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

# What a module-definition file exports is found by its plain name, a C++ function's too.
cat >exports.cpp <<'X2'
#include <windows.h>
static int overloaded = 0;
void WINAPI GetAnswer(int* answer) { *answer = 42; }
void Twice(int) { overloaded++; }
void Twice(long) { overloaded--; }
namespace inside { void GetInside() {} }
template <class T> void Pattern(T) {}
template void Pattern<int>(int);
X2
printf 'LIBRARY exports\nEXPORTS\n    GetAnswer\n' >Exports.Def
cat >caller.cpp <<'X2'
#include <windows.h>
#include <stdio.h>
int main(void) {
    HMODULE module = LoadLibraryA("./exports.dll");
    void (WINAPI* get)(int*) = (void (WINAPI*)(int*))GetProcAddress(module, "GetAnswer");
    int answer = 0;
    get(&answer);
    printf("%d", answer);
    const char* const absent[] = {"Twice", "GetInside", "Pattern", "GetAnswe", ""};
    for (const char* none : absent)
        printf(" %d", GetProcAddress(module, none) == NULL && GetLastError() == ERROR_PROC_NOT_FOUND);
    return 0;
}
X2
silent berth c++ -shared -fPIC exports.cpp Exports.Def -o exports.dll
silent berth c++ caller.cpp -o caller
prints "42 1 1 1 1 1" ./caller
