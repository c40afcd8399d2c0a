// Modules that are part of this library under a name of their own: LoadLibrary finds them by it,
// and GetProcAddress finds their one function.
#pragma once

#include <string>

namespace berth::nt {

struct BuiltinModule {
    std::string name;
    std::string function;
    void* address;
};

// The module stays for good.
void module_register(const BuiltinModule& module);

// As one more LoadLibrary of a module that is loaded. False: it is none.
bool module_keep(void* module);

}  // namespace berth::nt
