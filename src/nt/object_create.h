// What the Create functions of all kinds of objects share.
#pragma once

#include "minwinbase.h"
#include "nt/handle.h"
#include "nt/last_error.h"
#include "winerror.h"

namespace berth::nt {

// The rights that a handle opened with `desired` grants, where `all` are all that there are.
inline DWORD access_of(DWORD desired, DWORD all) {
    constexpr DWORD kAny =
        GENERIC_ALL | GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE | MAXIMUM_ALLOWED;
    return (desired & kAny) ? all : desired & all;
}

// A handle to a fresh object; NULL with the last error set when it, or its handle, could not be
// made. The last error is 0 after a success, as programs test it for ERROR_ALREADY_EXISTS.
inline HANDLE handle_new(Ref<Object> object, DWORD access, const SECURITY_ATTRIBUTES* attributes) {
    if (!object) {
        last_error_set(ERROR_NOT_ENOUGH_MEMORY);
        return nullptr;
    }
    const HANDLE handle =
        handle_make(std::move(object), access, attributes && attributes->bInheritHandle);
    last_error_set(handle ? ERROR_SUCCESS : ERROR_NO_SYSTEM_RESOURCES);
    return handle;
}

}  // namespace berth::nt
