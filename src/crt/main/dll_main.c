/*
 * Calls the DllMain of a shared object that has one, when it is loaded (after its constructors) and
 * when it is unloaded (before its destructors). A C++ source mangles the name with whatever its
 * parameters are, so each spelling is asked for, weakly. `berth c++ -shared` pulls this in.
 */
#include <stddef.h>

#define WEAK(symbol) __asm__(#symbol) __attribute__((weak))

typedef int DllMainFunction(void* module, unsigned reason, void* reserved);

extern DllMainFunction dll_main_c WEAK(DllMain);
extern DllMainFunction dll_main_instance WEAK(_Z7DllMainP11HINSTANCE__jPv);
extern DllMainFunction dll_main_handle WEAK(_Z7DllMainPvjS_);
extern int module_handle(unsigned flags, const char* name, void** module) WEAK(GetModuleHandleExA);

enum { kDetach = 0, kAttach = 1, kUnchangedCount = 2, kFromAddress = 4 };

/* What the linker is asked for by name, so that it takes this file out of its archive. */
const char berth_dll_main = 1;

static void dll_main(unsigned reason) {
    DllMainFunction* const function = dll_main_c          ? dll_main_c
                                      : dll_main_instance ? dll_main_instance
                                                          : dll_main_handle;
    void* module = NULL;
    if (!function)
        return;
    if (module_handle)
        module_handle(kUnchangedCount | kFromAddress, &berth_dll_main, &module);
    function(module, reason, NULL);
}

__attribute__((constructor)) static void attach(void) {
    dll_main(kAttach);
}

__attribute__((destructor)) static void detach(void) {
    dll_main(kDetach);
}
