#include "user32/atom.h"

#include <mutex>
#include <string>
#include <unordered_map>

#include "nt/futex.h"
#include "nt/lasting.h"
#include "nt/text.h"

namespace berth::user32 {

namespace {

struct Atoms {
    nt::FutexMutex lock;
    std::unordered_map<std::wstring, ATOM> all;  // by the upper-case name
};

Atoms& atoms() {
    // Outlives static destructors: threads may still use it while the process exits.
    static nt::Lasting<Atoms> lasting;
    Atoms& instance = lasting.get();
    return instance;
}

std::wstring folded(std::wstring_view name) {
    std::wstring text;
    for (const wchar_t c : name)
        text += static_cast<wchar_t>(nt::character_upper(static_cast<char32_t>(c)));
    return text;
}

}  // namespace

ATOM atom_add(std::wstring_view name) {
    try {
        const std::wstring key = folded(name);
        Atoms& table = atoms();
        const std::lock_guard guard(table.lock);
        const auto found = table.all.find(key);
        if (found != table.all.end())
            return found->second;
        if (table.all.size() > 0xFFFFu - kFirstAtom)
            return 0;
        const auto atom = static_cast<ATOM>(kFirstAtom + table.all.size());
        table.all.emplace(key, atom);
        return atom;
    } catch (const std::bad_alloc&) {
        return 0;
    }
}

ATOM atom_find(std::wstring_view name) {
    const std::wstring key = folded(name);
    Atoms& table = atoms();
    const std::lock_guard guard(table.lock);
    const auto found = table.all.find(key);
    return found == table.all.end() ? ATOM{0} : found->second;
}

}  // namespace berth::user32
