// Window classes: what windows of a kind share. A class belongs to the module that registered it.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "nt/futex.h"
#include "winuser.h"

namespace berth::user32 {

struct WindowClass {
    // Never change.
    std::wstring name;
    ATOM atom = 0;
    HINSTANCE instance = nullptr;  // null: the system's
    bool global = false;           // CS_GLOBALCLASS: for every module
    bool unicode = false;          // of `procedure`

    std::atomic<size_t> windows{0};

    // Guarded by class_lock().
    UINT style = 0;
    WNDPROC procedure = nullptr;
    int window_extra = 0;
    std::vector<unsigned char> extra;
    HICON icon = nullptr;
    HICON small_icon = nullptr;
    HCURSOR cursor = nullptr;
    HBRUSH background = nullptr;
    // A string, or a resource's number.
    std::wstring menu_name;
    std::string menu_name_narrow;
    ULONG_PTR menu_number = 0;
};

// A class's name as the functions take it: a string, or an atom.
struct ClassName {
    std::wstring text;
    ATOM atom = 0;
    bool given = false;

    static ClassName from(const char* name);
    static ClassName from(const wchar_t* name);
    bool names(const WindowClass& window_class) const;
};

// The class for a window that `instance` creates: the module's own, then a global one, then the
// system's. Null: there is none. With `count` it is counted as having one more window.
std::shared_ptr<WindowClass> class_find(const ClassName& name, HINSTANCE instance,
                                        bool count = false);

// Guards the changeable members of all classes.
struct ClassGuard {
    ClassGuard();
    ClassGuard(const ClassGuard&) = delete;
    ClassGuard& operator=(const ClassGuard&) = delete;
    ~ClassGuard();
};

}  // namespace berth::user32
