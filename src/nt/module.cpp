// Modules are shared objects; the names of Windows' libraries mean this one.
#include <dlfcn.h>
#include <link.h>
#include <unistd.h>
#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "libloaderapi.h"
#include "nt/api.h"
#include "nt/command_line.h"
#include "nt/lasting.h"
#include "nt/module.h"
#include "nt/module_export.h"
#include "nt/path.h"
#include "nt/text.h"

using namespace berth::nt;

namespace {

constexpr std::string_view kOwnNames[] = {
    "ws2_32", "wsock32", "mswsock",  "kernel32", "kernelbase", "ntdll",    "user32", "advapi32",
    "winmm",  "shell32", "iphlpapi", "psapi",    "msvcrt",     "ucrtbase", "bcrypt"};

// Handles that were given out, each with its count of LoadLibrary calls: any other value is no
// module.
struct Modules {
    std::mutex lock;
    std::map<void*, unsigned> known;
    std::vector<std::unique_ptr<const BuiltinModule>> builtin;  // an address is a module's handle
};
Modules& modules() {
    static Lasting<Modules> lasting;
    Modules& table = lasting.get();
    return table;
}

const char own_anchor = 0;  // its address lies in this library

void* own_base() {
    Dl_info info{};
    return dladdr(&own_anchor, &info) ? info.dli_fbase : nullptr;
}

void* program_module() {
    static void* const handle = dlopen(nullptr, RTLD_NOW);
    return handle;
}

void* own_module() {
    static void* const handle = [] {
        Dl_info info{};
        void* own =
            dladdr(&own_anchor, &info) ? dlopen(info.dli_fname, RTLD_NOW | RTLD_NOLOAD) : nullptr;
        return own ? own : program_module();  // linked into the program
    }();
    return handle;
}

template <typename Predicate>
const BuiltinModule* builtin_find(Predicate predicate) {
    Modules& table = modules();
    const std::lock_guard<std::mutex> guard(table.lock);
    for (const auto& module : table.builtin)
        if (predicate(*module))
            return module.get();
    return nullptr;
}

const BuiltinModule* builtin_of(const void* handle) {
    return builtin_find([&](const BuiltinModule& module) { return &module == handle; });
}

bool permanent(const void* handle) {
    return handle == own_module() || handle == program_module() || builtin_of(handle);
}

bool own_name(std::string_view name) {
    name = name.substr(name.find_last_of("/\\:") + 1);
    const size_t dot = name.rfind('.');
    if (dot != std::string_view::npos &&
        text_compare_ignore_case(name.substr(dot), std::string_view(".dll")) == 0)
        name = name.substr(0, dot);
    return std::any_of(std::begin(kOwnNames), std::end(kOwnNames), [&](std::string_view own) {
        return text_compare_ignore_case(name, own) == 0;
    });
}

// Where a module of this name may be, the likeliest first.
std::vector<std::string> candidates(const std::string& name) {
    std::string path;
    if (path_translate(name, path) != 0)
        return {};
    const size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
    const std::string file = slash == std::string::npos ? path : path.substr(slash + 1);
    std::string stem = file;
    if (stem.size() > 4 &&
        text_compare_ignore_case(stem.substr(stem.size() - 4), std::string(".dll")) == 0)
        stem.resize(stem.size() - 4);
    const std::string program = program_path();
    std::vector<std::string> folders = {folder};
    if (folder.empty())
        folders = {program.substr(0, program.rfind('/') + 1), ""};
    std::vector<std::string> paths;
    for (const std::string& in : folders)
        for (const std::string& as : {file, stem + ".so", "lib" + stem + ".so", stem})
            paths.push_back(in + as);
    return paths;
}

void* module_open(const std::string& name, int flags, DWORD* error) {
    *error = ERROR_MOD_NOT_FOUND;
    if (own_name(name))
        return own_module();
    if (const BuiltinModule* builtin =
            builtin_find([&](const BuiltinModule& module) { return module.name == name; }))
        return const_cast<BuiltinModule*>(builtin);
    for (const std::string& path : candidates(name)) {
        if (void* handle = dlopen(path.c_str(), RTLD_NOW | flags))
            return handle;
        if (path.find('/') != std::string::npos && access(path.c_str(), F_OK) == 0)
            *error = ERROR_BAD_EXE_FORMAT;
    }
    return nullptr;
}

HMODULE module_remember(void* handle, unsigned loads) {
    Modules& table = modules();
    const std::lock_guard<std::mutex> guard(table.lock);
    table.known[handle] += loads;
    return reinterpret_cast<HMODULE>(handle);
}

bool module_known(HMODULE module) {
    if (permanent(module))
        return true;
    Modules& table = modules();
    const std::lock_guard<std::mutex> guard(table.lock);
    return table.known.count(module) != 0;
}

HMODULE module_load(const std::string& name) {
    if (name.empty())
        return api_fail<HMODULE>(ERROR_INVALID_PARAMETER, nullptr);
    DWORD error = 0;
    void* handle = module_open(name, 0, &error);
    return handle ? module_remember(handle, 1) : api_fail<HMODULE>(error, nullptr);
}

// A module that is loaded already. `count` false: its count stays.
HMODULE module_find(const std::string* name, const void* address, bool count) {
    void* handle = nullptr;
    DWORD error = ERROR_MOD_NOT_FOUND;
    if (address) {
        Dl_info info{};
        struct link_map* map = nullptr;
        if (dladdr1(address, &info, reinterpret_cast<void**>(&map), RTLD_DL_LINKMAP) && map)
            handle = dlopen(*map->l_name ? map->l_name : nullptr, RTLD_NOW | RTLD_NOLOAD);
    } else if (!name) {
        return reinterpret_cast<HMODULE>(program_module());
    } else {
        handle = module_open(*name, RTLD_NOLOAD, &error);
    }
    if (!handle)
        return api_fail<HMODULE>(ERROR_MOD_NOT_FOUND, nullptr);
    if (!count && !permanent(handle))
        dlclose(handle);
    return module_remember(handle, count ? 1 : 0);
}

std::string module_path(HMODULE module) {
    if (!module || module == program_module())
        return program_path();
    if (const BuiltinModule* builtin = builtin_of(module))
        return builtin->name;
    struct link_map* map = nullptr;
    if (dlinfo(module, RTLD_DI_LINKMAP, &map) != 0 || !map)
        return {};
    return path_absolute(map->l_name);
}

template <typename Char>
DWORD module_file_name(HMODULE module, Char* buffer, DWORD size) {
    if (module && !module_known(module))
        return api_fail<DWORD>(ERROR_MOD_NOT_FOUND, 0);
    const std::string path = module_path(module);
    if (!buffer || size == 0)
        return api_fail<DWORD>(ERROR_INSUFFICIENT_BUFFER, 0);
    std::basic_string<Char> text;
    if constexpr (sizeof(Char) == 1)
        text = path;
    else
        text = wide_from_utf8(path);
    last_error_set(ERROR_SUCCESS);
    if (text.size() < size)
        return buffer_copy<Char>(text, buffer, size);
    buffer_copy<Char>(std::basic_string_view<Char>(text).substr(0, size - 1), buffer, size);
    return api_fail<DWORD>(ERROR_INSUFFICIENT_BUFFER, size);
}

void* symbol_find(HMODULE module, const std::string& name) {
    if (const BuiltinModule* builtin = builtin_of(module))
        return name == builtin->function ? builtin->address : nullptr;
    if (module != own_module()) {
        void* address = dlsym(module, name.c_str());
        return address ? address : export_of_function(module, name);
    }
    // A name of libc's that this library has its own form of is berth_NAME. What dlsym would find
    // in the libraries below this one is not Windows'.
    for (const std::string& symbol : {"berth_" + name, name}) {
        void* address = dlsym(module, symbol.c_str());
        Dl_info info{};
        if (address && dladdr(address, &info) &&
            (info.dli_fbase == own_base() || own_module() == program_module()))
            return address;
    }
    return nullptr;
}

std::string narrow(LPCSTR text) {
    return text ? text : "";
}
std::string narrow(LPCWSTR text) {
    return utf8_from_wide(text);
}

template <typename Char>
HMODULE module_handle(const Char* name) {
    return api_call<HMODULE>(nullptr, [&] {
        const std::string text = narrow(name);
        return module_find(name ? &text : nullptr, nullptr, false);
    });
}

template <typename Char>
BOOL module_handle_ex(DWORD flags, const Char* name, HMODULE* module) {
    return api_bool([&]() -> DWORD {
        if (!module)
            return ERROR_INVALID_PARAMETER;
        const bool by_address = (flags & GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS) != 0;
        const bool keep = (flags & GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT) != 0;
        const bool pin = (flags & GET_MODULE_HANDLE_EX_FLAG_PIN) != 0;
        *module = nullptr;
        if (keep && pin)
            return ERROR_INVALID_PARAMETER;
        const std::string text = by_address ? std::string() : narrow(name);
        *module =
            module_find(name && !by_address ? &text : nullptr, by_address ? name : nullptr, !keep);
        return *module ? 0 : last_error_get();
    });
}

}  // namespace

void berth::nt::module_register(const BuiltinModule& module) {
    Modules& table = modules();
    const std::lock_guard<std::mutex> guard(table.lock);
    for (const auto& known : table.builtin)
        if (known->name == module.name)
            return;
    table.builtin.push_back(std::make_unique<const BuiltinModule>(module));
}

bool berth::nt::module_keep(void* module) {
    const auto handle = static_cast<HMODULE>(module);
    if (permanent(handle))
        return true;
    struct link_map* map = nullptr;
    if (!module_known(handle) || dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0 || !map ||
        !dlopen(map->l_name, RTLD_NOW | RTLD_NOLOAD))
        return false;
    module_remember(handle, 1);
    return true;
}

extern "C" {

HMODULE WINAPI GetModuleHandleA(LPCSTR name) {
    return module_handle(name);
}
HMODULE WINAPI GetModuleHandleW(LPCWSTR name) {
    return module_handle(name);
}
BOOL WINAPI GetModuleHandleExA(DWORD flags, LPCSTR name, HMODULE* module) {
    return module_handle_ex(flags, name, module);
}
BOOL WINAPI GetModuleHandleExW(DWORD flags, LPCWSTR name, HMODULE* module) {
    return module_handle_ex(flags, name, module);
}
DWORD WINAPI GetModuleFileNameA(HMODULE module, LPSTR buffer, DWORD size) {
    return api_call<DWORD>(0, [&] { return module_file_name(module, buffer, size); });
}
DWORD WINAPI GetModuleFileNameW(HMODULE module, LPWSTR buffer, DWORD size) {
    return api_call<DWORD>(0, [&] { return module_file_name(module, buffer, size); });
}
HMODULE WINAPI LoadLibraryA(LPCSTR name) {
    return api_call<HMODULE>(nullptr, [&] { return module_load(narrow(name)); });
}
HMODULE WINAPI LoadLibraryW(LPCWSTR name) {
    return api_call<HMODULE>(nullptr, [&] { return module_load(narrow(name)); });
}
HMODULE WINAPI LoadLibraryExA(LPCSTR name, HANDLE, DWORD) {
    return LoadLibraryA(name);
}
HMODULE WINAPI LoadLibraryExW(LPCWSTR name, HANDLE, DWORD) {
    return LoadLibraryW(name);
}

BOOL WINAPI FreeLibrary(HMODULE module) {
    return api_bool([&]() -> DWORD {
        if (permanent(module))
            return 0;
        Modules& table = modules();
        {
            const std::lock_guard<std::mutex> guard(table.lock);
            const auto found = table.known.find(module);
            if (found == table.known.end() || found->second == 0)
                return ERROR_INVALID_HANDLE;
            if (--found->second == 0)
                table.known.erase(found);
        }
        dlclose(module);
        return 0;
    });
}

FARPROC WINAPI GetProcAddress(HMODULE module, LPCSTR name) {
    return api_call<FARPROC>(nullptr, [&]() -> FARPROC {
        if (!module)
            module = reinterpret_cast<HMODULE>(program_module());
        if (!module_known(module))
            return api_fail<FARPROC>(ERROR_MOD_NOT_FOUND, nullptr);
        void* address = nullptr;
        if (reinterpret_cast<uintptr_t>(name) > 0xffff)  // otherwise an ordinal
            address = symbol_find(module, name);
        return address ? reinterpret_cast<FARPROC>(address)
                       : api_fail<FARPROC>(ERROR_PROC_NOT_FOUND, nullptr);
    });
}

BOOL WINAPI DisableThreadLibraryCalls(HMODULE module) {
    return module_known(module) ? TRUE : api_fail(ERROR_INVALID_HANDLE, FALSE);
}

}  // extern "C"
