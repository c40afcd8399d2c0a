// RegisterClass and its kin.
#include "user32/window_class.h"

#include <algorithm>
#include <mutex>

#include "libloaderapi.h"
#include "nt/api.h"
#include "nt/text.h"
#include "user32/atom.h"
#include "winerror.h"

namespace berth::user32 {

namespace {

constexpr size_t kLongestName = 256;

struct Classes {
    nt::FutexMutex lock;
    std::vector<std::shared_ptr<WindowClass>> all;
};

std::shared_ptr<WindowClass> system_class(const wchar_t* name) {
    auto made = std::make_shared<WindowClass>();
    made->name = name;
    made->atom = atom_add(name);
    made->global = true;
    made->unicode = true;
    made->procedure = DefWindowProcW;
    return made;
}

Classes& classes() {
    // Outlives static destructors: threads may still use it while the process exits.
    static Classes& instance = []() -> Classes& {
        auto made = std::make_unique<Classes>();
        made->all = {system_class(L"Static"), system_class(L"Message")};
        return *made.release();
    }();
    return instance;
}

HINSTANCE own_module(HINSTANCE instance) {
    return instance ? instance : GetModuleHandleW(nullptr);
}

bool found_by(const WindowClass& entry, const ClassName& name, HINSTANCE instance) {
    return name.names(entry) && (entry.global || entry.instance == instance);
}

// Under the lock.
std::shared_ptr<WindowClass> class_find_held(const ClassName& name, HINSTANCE instance) {
    std::shared_ptr<WindowClass> found;
    for (const auto& entry : classes().all) {
        if (!found_by(*entry, name, instance))
            continue;
        // The module's own hides a global one, and that the system's.
        if (!found || (entry->instance && (!found->instance || !entry->global)))
            found = entry;
    }
    return found;
}

std::wstring text_of(const char* text) {
    return nt::wide_from_utf8(text);
}
std::wstring text_of(const wchar_t* text) {
    return text ? std::wstring(text) : std::wstring();
}

template <typename Class>
ATOM class_register(const Class& given, HICON small_icon, bool unicode) {
    return nt::api_call<ATOM>(0, [&]() -> ATOM {
        const ClassName name = ClassName::from(given.lpszClassName);
        if (!name.given || (name.atom == 0 && name.text.empty()) ||
            name.text.size() > kLongestName || given.cbClsExtra < 0 || given.cbWndExtra < 0)
            return nt::api_fail<ATOM>(ERROR_INVALID_PARAMETER, 0);
        auto made = std::make_shared<WindowClass>();
        made->name = name.text;
        made->atom = name.atom ? name.atom : atom_add(name.text);
        if (made->atom == 0)
            return nt::api_fail<ATOM>(ERROR_NOT_ENOUGH_MEMORY, 0);
        made->instance = own_module(given.hInstance);
        made->global = (given.style & CS_GLOBALCLASS) != 0;
        made->unicode = unicode;
        made->style = given.style;
        made->procedure = given.lpfnWndProc;
        made->window_extra = given.cbWndExtra;
        made->extra.resize(static_cast<size_t>(given.cbClsExtra));
        made->icon = given.hIcon;
        made->small_icon = small_icon;
        made->cursor = given.hCursor;
        made->background = given.hbrBackground;
        if (IS_INTRESOURCE(given.lpszMenuName)) {
            made->menu_number = reinterpret_cast<ULONG_PTR>(given.lpszMenuName);
        } else {
            made->menu_name = text_of(given.lpszMenuName);
            made->menu_name_narrow = nt::utf8_from_wide(made->menu_name);
        }
        Classes& table = classes();
        const std::lock_guard guard(table.lock);
        for (const auto& entry : table.all) {
            if (entry->atom == made->atom && entry->instance == made->instance)
                return nt::api_fail<ATOM>(ERROR_CLASS_ALREADY_EXISTS, 0);
        }
        table.all.push_back(made);
        return made->atom;
    });
}

template <typename Class>
ATOM class_register_plain(const Class* given, bool unicode) {
    return given ? class_register(*given, nullptr, unicode)
                 : nt::api_fail<ATOM>(ERROR_INVALID_PARAMETER, 0);
}

template <typename Class>
ATOM class_register_extended(const Class* given, bool unicode) {
    return given && given->cbSize == sizeof *given ? class_register(*given, given->hIconSm, unicode)
                                                   : nt::api_fail<ATOM>(ERROR_INVALID_PARAMETER, 0);
}

template <typename Char>
BOOL class_unregister(const Char* given, HINSTANCE instance) {
    return nt::api_bool([&]() -> DWORD {
        const ClassName name = ClassName::from(given);
        instance = own_module(instance);
        Classes& table = classes();
        const std::lock_guard guard(table.lock);
        const auto found = std::find_if(table.all.begin(), table.all.end(), [&](const auto& entry) {
            return name.names(*entry) && entry->instance == instance;
        });
        if (found == table.all.end())
            return ERROR_CLASS_DOES_NOT_EXIST;
        if ((*found)->windows.load(std::memory_order_acquire) != 0)
            return ERROR_CLASS_HAS_WINDOWS;
        table.all.erase(found);
        return 0;
    });
}

const char* menu_of(const WindowClass& entry, const char* /*form*/) {
    return entry.menu_name.empty() ? reinterpret_cast<const char*>(entry.menu_number)
                                   : entry.menu_name_narrow.c_str();
}
const wchar_t* menu_of(const WindowClass& entry, const wchar_t* /*form*/) {
    return entry.menu_name.empty() ? reinterpret_cast<const wchar_t*>(entry.menu_number)
                                   : entry.menu_name.c_str();
}

// Returns the class's atom: what GetClassInfo's BOOL holds.
template <typename Class, typename Char>
BOOL class_info(HINSTANCE instance, const Char* given, Class* info, HICON* small_icon) {
    return nt::api_call<BOOL>(FALSE, [&]() -> BOOL {
        if (!info)
            return nt::api_fail<BOOL>(ERROR_NOACCESS, FALSE);
        const ClassName name = ClassName::from(given);
        const ClassGuard guard;
        const std::shared_ptr<WindowClass> entry = class_find_held(name, own_module(instance));
        if (!entry)
            return nt::api_fail<BOOL>(ERROR_CLASS_DOES_NOT_EXIST, FALSE);
        info->style = entry->style;
        info->lpfnWndProc = entry->procedure;
        info->cbClsExtra = static_cast<int>(entry->extra.size());
        info->cbWndExtra = entry->window_extra;
        info->hInstance = entry->instance ? instance : nullptr;
        info->hIcon = entry->icon;
        info->hCursor = entry->cursor;
        info->hbrBackground = entry->background;
        info->lpszMenuName = menu_of(*entry, given);
        info->lpszClassName = given;
        if (small_icon)
            *small_icon = entry->small_icon;
        return entry->atom;
    });
}

}  // namespace

ClassName ClassName::from(const wchar_t* name) {
    ClassName made;
    made.given = name != nullptr;
    if (IS_INTRESOURCE(name))
        made.atom = static_cast<ATOM>(reinterpret_cast<ULONG_PTR>(name));
    else
        made.text = name;
    return made;
}

ClassName ClassName::from(const char* name) {
    if (IS_INTRESOURCE(name))
        return from(reinterpret_cast<const wchar_t*>(name));
    ClassName made;
    made.given = true;
    made.text = nt::wide_from_utf8(name);
    return made;
}

bool ClassName::names(const WindowClass& window_class) const {
    if (!given)
        return false;
    return atom != 0 ? window_class.atom == atom
                     : nt::text_compare_ignore_case(std::wstring_view(window_class.name),
                                                    std::wstring_view(text)) == 0;
}

std::shared_ptr<WindowClass> class_find(const ClassName& name, HINSTANCE instance, bool count) {
    const ClassGuard guard;
    std::shared_ptr<WindowClass> found = class_find_held(name, own_module(instance));
    if (found && count)
        found->windows.fetch_add(1, std::memory_order_relaxed);
    return found;
}

ClassGuard::ClassGuard() {
    classes().lock.lock();
}
ClassGuard::~ClassGuard() {
    classes().lock.unlock();
}

}  // namespace berth::user32

using namespace berth;

ATOM WINAPI RegisterClassA(const WNDCLASSA* lpWndClass) {
    return user32::class_register_plain(lpWndClass, false);
}
ATOM WINAPI RegisterClassW(const WNDCLASSW* lpWndClass) {
    return user32::class_register_plain(lpWndClass, true);
}
ATOM WINAPI RegisterClassExA(const WNDCLASSEXA* lpwcx) {
    return user32::class_register_extended(lpwcx, false);
}
ATOM WINAPI RegisterClassExW(const WNDCLASSEXW* lpwcx) {
    return user32::class_register_extended(lpwcx, true);
}
BOOL WINAPI UnregisterClassA(LPCSTR lpClassName, HINSTANCE hInstance) {
    return user32::class_unregister(lpClassName, hInstance);
}
BOOL WINAPI UnregisterClassW(LPCWSTR lpClassName, HINSTANCE hInstance) {
    return user32::class_unregister(lpClassName, hInstance);
}
BOOL WINAPI GetClassInfoA(HINSTANCE hInstance, LPCSTR lpClassName, WNDCLASSA* lpWndClass) {
    return user32::class_info(hInstance, lpClassName, lpWndClass, nullptr);
}
BOOL WINAPI GetClassInfoW(HINSTANCE hInstance, LPCWSTR lpClassName, WNDCLASSW* lpWndClass) {
    return user32::class_info(hInstance, lpClassName, lpWndClass, nullptr);
}
BOOL WINAPI GetClassInfoExA(HINSTANCE hInstance, LPCSTR lpClassName, WNDCLASSEXA* lpwcx) {
    return user32::class_info(hInstance, lpClassName, lpwcx, lpwcx ? &lpwcx->hIconSm : nullptr);
}
BOOL WINAPI GetClassInfoExW(HINSTANCE hInstance, LPCWSTR lpClassName, WNDCLASSEXW* lpwcx) {
    return user32::class_info(hInstance, lpClassName, lpwcx, lpwcx ? &lpwcx->hIconSm : nullptr);
}
UINT WINAPI RegisterWindowMessageW(LPCWSTR lpString) {
    return nt::api_call<UINT>(0, [&]() -> UINT {
        if (!lpString || !*lpString)
            return nt::api_fail<UINT>(ERROR_INVALID_PARAMETER, 0);
        const UINT number = user32::atom_add(lpString);
        return number != 0 ? number : nt::api_fail<UINT>(ERROR_NOT_ENOUGH_MEMORY, 0);
    });
}
UINT WINAPI RegisterWindowMessageA(LPCSTR lpString) {
    return nt::api_call<UINT>(
        0, [&] { return RegisterWindowMessageW(nt::wide_from_utf8(lpString).c_str()); });
}
