#include "providers/common/startup.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <vector>

#include "nt/lasting.h"
#include "nt/memory_probe.h"

namespace berth::provider {
namespace {

// Every upcall table that a provider was given, once. Who calls a provider directly may bring its
// own; there are few.
struct Tables {
    std::mutex lock;
    std::vector<std::unique_ptr<const WSPUPCALLTABLE>> all;
};

const WSPUPCALLTABLE* table_keep(const WSPUPCALLTABLE& table) try {
    static nt::Lasting<Tables> lasting;
    Tables& tables = lasting.get();
    const std::lock_guard guard(tables.lock);
    for (const auto& known : tables.all) {
        if (std::memcmp(known.get(), &table, sizeof table) == 0)
            return known.get();
    }
    tables.all.push_back(std::make_unique<const WSPUPCALLTABLE>(table));
    return tables.all.back().get();
} catch (const std::bad_alloc&) {
    return nullptr;
}

}  // namespace

int Startup::begin(WORD version, LPWSPDATA data, std::wstring_view description,
                   const WSPUPCALLTABLE& upcalls, const WSPPROC_TABLE& own, LPWSPPROC_TABLE procs) {
    if (!nt::memory_is_mapped(data, sizeof *data) || !nt::memory_is_mapped(procs, sizeof *procs))
        return WSAEFAULT;
    if (LOBYTE(version) < 2 || (LOBYTE(version) == 2 && HIBYTE(version) < 2))
        return WSAVERNOTSUPPORTED;
    std::memset(data, 0, sizeof *data);
    data->wVersion = MAKEWORD(2, 2);
    data->wHighVersion = MAKEWORD(2, 2);
    std::copy_n(description.begin(), std::min<size_t>(description.size(), WSPDESCRIPTION_LEN),
                data->szDescription);

    const WSPUPCALLTABLE* const kept = table_keep(upcalls);
    if (!kept)
        return WSASYSNOTREADY;
    const std::lock_guard guard(lock_);
    upcalls_.store(kept, std::memory_order_release);
    ++count_;
    *procs = own;
    return 0;
}

int Startup::end(bool* last) {
    const std::lock_guard guard(lock_);
    if (count_ == 0)
        return WSANOTINITIALISED;
    *last = --count_ == 0;
    return 0;
}

}  // namespace berth::provider
