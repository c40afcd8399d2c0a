// The functions that a module exports by a name without C++'s decoration.
#pragma once

#include <string_view>

namespace berth::nt {

// The function of the module (dlopen's handle) whose undecorated C++ name this is. On Windows a
// module-definition file's EXPORTS give GetProcAddress such names; here the object has the
// decorated one only. nullptr: there is none, or there are overloads of it.
void* export_of_function(void* module, std::string_view name);

}  // namespace berth::nt
