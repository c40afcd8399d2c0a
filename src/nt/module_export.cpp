// A module's dynamic symbols, looked through for a C++ function of a plain name.
#include "nt/module_export.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>

#include <algorithm>
#include <cstdint>
#include <string>

namespace berth::nt {

namespace {

struct SymbolTable {
    const ElfW(Sym) * symbols = nullptr;
    const char* names = nullptr;
    size_t count = 0;
};

// The GNU hash table has no count: the last symbol is the end of the chain that begins last.
size_t gnu_hash_count(const uint32_t* table) {
    const uint32_t buckets = table[0];
    const uint32_t first = table[1];
    const uint32_t* bucket = table + 4 + table[2] * (sizeof(ElfW(Addr)) / sizeof(uint32_t));
    const uint32_t* chain = bucket + buckets;
    const uint32_t* const last = std::max_element(bucket, bucket + buckets);
    if (last == bucket + buckets || *last < first)
        return first;
    uint32_t symbol = *last;
    while ((chain[symbol - first] & 1) == 0)
        symbol++;
    return size_t{symbol} + 1;
}

SymbolTable symbol_table(void* module) {
    SymbolTable table;
    link_map* map = nullptr;
    if (dlinfo(module, RTLD_DI_LINKMAP, static_cast<void*>(&map)) != 0)
        return table;
    for (const ElfW(Dyn)* entry = map->l_ld; entry->d_tag != DT_NULL; entry++) {
        const ElfW(Addr) address = entry->d_un.d_ptr;
        if (entry->d_tag == DT_SYMTAB)
            table.symbols = reinterpret_cast<const ElfW(Sym)*>(address);
        else if (entry->d_tag == DT_STRTAB)
            table.names = reinterpret_cast<const char*>(address);
        else if (entry->d_tag == DT_GNU_HASH)
            table.count = gnu_hash_count(reinterpret_cast<const uint32_t*>(address));
        else if (entry->d_tag == DT_HASH && table.count == 0)
            table.count = reinterpret_cast<const uint32_t*>(address)[1];
    }
    if (!table.symbols || !table.names)
        table.count = 0;
    return table;
}

}  // namespace

void* export_of_function(void* module, std::string_view name) {
    const SymbolTable table = symbol_table(module);
    const std::string decorated = "_Z" + std::to_string(name.size()) + std::string(name);
    const char* found = nullptr;
    for (size_t i = 0; i < table.count; i++) {
        const ElfW(Sym)& symbol = table.symbols[i];
        if (symbol.st_shndx == SHN_UNDEF || ELF64_ST_TYPE(symbol.st_info) != STT_FUNC)
            continue;
        const std::string_view full = table.names + symbol.st_name;
        // What follows are its parameters; a template's arguments begin with I.
        if (full.size() == decorated.size() || !full.starts_with(decorated) ||
            full[decorated.size()] == 'I')
            continue;
        if (found)
            return nullptr;
        found = full.data();
    }
    return found ? dlsym(module, found) : nullptr;
}

}  // namespace berth::nt
